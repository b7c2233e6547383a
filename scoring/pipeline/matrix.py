"""The feature matrix on disk, and who is behind each loan."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import polars as pl

from scoring.model.train_set import draw_rows
from scoring.settings import Training
from scoring.tables.store import CLIENTS_AT_ONCE

FEATURES = "features.parquet"
IDENTITY = "identity.parquet"


def read_matrix(features: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The feature matrix and the identities that a run left in a folder."""
    return pl.read_parquet(features / FEATURES, glob=False), pl.read_parquet(features / IDENTITY, glob=False)


def read_labelled(features: Path, settings: Training) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The same of the clients whom training sees: the others are not read into memory.

    Parameters
    ----------
    features : Path
        Folder of the feature matrix.
    settings : Training
        How many clients to learn from, and the seed that draws them.
    """
    labelled = pl.scan_parquet(features / FEATURES, glob=False).filter(pl.col("TARGET").is_not_null())
    return draw_rows(labelled, settings).collect(), pl.read_parquet(features / IDENTITY, glob=False)


def read_reference(features: Path, settings: Training) -> pl.DataFrame:
    """The clients whom a model folder describes: everyone, or those that training sees where they are drawn."""
    return read_matrix(features)[0] if settings.max_clients is None else read_labelled(features, settings)[0]


def count_clients(features: Path) -> int:
    """How many rows the matrix has."""
    return int(pl.scan_parquet(features / FEATURES, glob=False).select(pl.len()).collect().item())


def matrix_in_ranges(
    features: Path, clients: int, at_once: int = CLIENTS_AT_ONCE
) -> Iterator[tuple[pl.DataFrame, pl.DataFrame]]:
    """The matrix of so many clients and their identities, a range at a time."""
    rows, who = pl.scan_parquet(features / FEATURES, glob=False), pl.scan_parquet(features / IDENTITY, glob=False)
    for start in range(0, clients, at_once):
        yield rows.slice(start, at_once).collect(), who.slice(start, at_once).collect()
