"""A relation between the rows of two tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from scoring.tables.shares import Tables
from scoring.tables.witnesses.judge import Witness

KEPT = "kept"


@dataclass(frozen=True, kw_only=True)
class Bond(Witness):
    """What the rows of one table say of those of another.

    Parameters
    ----------
    needs : tuple of str
        Tables that it reads.
    rows : callable
        ``tables -> LazyFrame`` of ``SK_ID_CURR`` and whether a row keeps it (``kept``), several rows a client.
    """

    needs: tuple[str, ...]
    rows: Callable[[Tables], pl.LazyFrame]
