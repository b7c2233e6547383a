"""Voilà around the page: starting the server, the visitor's link, the page's first picture."""
