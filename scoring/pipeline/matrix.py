"""The feature matrix on disk, and who is behind each loan."""

from __future__ import annotations

from pathlib import Path

import polars as pl

FEATURES = "features.parquet"
IDENTITY = "identity.parquet"


def read_matrix(features: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The feature matrix and the identities that a run left in a folder."""
    return pl.read_parquet(features / FEATURES), pl.read_parquet(features / IDENTITY)
