"""The feature matrix in ranges of clients: what is held in memory is one range of it.

Every table is sorted by client, so that a range reads its own rows of the files and few others. A client's features
are the same in any range: no feature looks at another client.
"""

from __future__ import annotations

from collections.abc import Iterator

import polars as pl

from scoring.features.build import build
from scoring.features.identity import identity
from scoring.progress import Progress, silent
from scoring.tables.store import CLIENTS_AT_ONCE, TableSet


def build_in_ranges(
    tables: TableSet, progress: Progress = silent, clients: int = CLIENTS_AT_ONCE
) -> Iterator[pl.DataFrame]:
    """The rows of :func:`scoring.features.build.build`, so many clients at a time, in the order of their numbers.

    Parameters
    ----------
    tables : TableSet
        Cleaned tables.
    progress : callable, optional
        Told how far it is, where there is more than one range.
    clients : int
        How many clients at a time.
    """
    parts, done = tables.in_ranges(clients), 0
    for part in parts:
        rows = build(part)
        done += rows.height
        if len(parts) > 1:
            progress(f"features of {done:,} clients")
        yield rows
        del rows


def identity_in_ranges(tables: TableSet, clients: int = CLIENTS_AT_ONCE) -> Iterator[pl.DataFrame]:
    """The rows of :func:`scoring.features.identity.identity`, in the same ranges."""
    for part in tables.in_ranges(clients):
        yield identity(part).collect()
