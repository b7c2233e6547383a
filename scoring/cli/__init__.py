"""The command line ``scoring``: ``commands`` make results, ``ask`` asks them, ``serve`` serves them."""

from scoring.cli import ask, drift, models, serve
from scoring.cli.commands import app, main

__all__ = ["app", "ask", "drift", "main", "models", "serve"]
