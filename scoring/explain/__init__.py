"""The Assessment, the one answer that every door shows, and its reasons in words."""
