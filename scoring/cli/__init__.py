"""The command line ``scoring``: what makes results is in ``commands``, what asks them in ``ask``."""

from scoring.cli import ask
from scoring.cli.commands import app, main

__all__ = ["app", "ask", "main"]
