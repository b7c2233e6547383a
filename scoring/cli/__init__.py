"""The command line ``scoring``: ``commands`` make results, ``ask`` asks them, ``serve`` serves them."""

from scoring.cli import ask, drift, letters, models, serve, train
from scoring.cli.commands import app, main

__all__ = ["app", "ask", "drift", "letters", "main", "models", "serve", "train"]
