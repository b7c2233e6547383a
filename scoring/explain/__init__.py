"""Reasons in words, similar clients: what a probability means for one person."""
