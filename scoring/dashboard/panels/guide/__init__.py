"""The adviser’s guide, and a tour of the page."""
