"""The command line ``scoring``: ``commands`` make results, ``ask`` asks them, ``serve`` serves them."""

from scoring.cli import ask, serve
from scoring.cli.commands import app, main

__all__ = ["app", "ask", "main", "serve"]
