"""The HTTP API: the same Assessment as the page shows, for other programs."""
