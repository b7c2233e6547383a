"""Every client scored, on disk; one client at a time, or one column, in memory."""

from scoring.portfolio.read import Portfolio

__all__ = ["Portfolio"]
