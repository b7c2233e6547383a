"""Names of what lies in a portfolio's folder."""

from __future__ import annotations

ABOUT = "portfolio.json"
MODEL = "model"
ROWS = "scores.parquet"
COLUMNS = "columns"  # a folder: one file a variable
APPLICATIONS = "applications.parquet"


def theme_column(theme: str) -> str:
    """The column that holds what a theme adds to every client's log-odds."""
    return f"theme_{theme}"
