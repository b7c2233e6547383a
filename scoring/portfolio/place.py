"""Names of what lies in a portfolio's folder."""

from __future__ import annotations

ABOUT = "portfolio.json"
MODEL = "model"
ROWS = "scores.parquet"
COLUMNS = "columns.parquet"
APPLICATIONS = "applications.parquet"
