"""Measurements of the running product; not part of the package."""
