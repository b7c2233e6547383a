"""Columns of an application that go together in every archive: moved against each other, they no longer do."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from scoring.tables.check import Finding
from scoring.tables.witnesses.judge import MOVED, REMEDY

# Fisher's z of a clean archive lies so many standard errors below its own once in three million archives.
STANDARD_ERRORS = 5.0
FEWEST = 20


@dataclass(frozen=True)
class Pair:
    """Two columns, and the least rank correlation of Kaggle's and of simulated clients.

    Parameters
    ----------
    column, other : str
    least : float
        From 0 to 1.
    falls : bool
        Whether one falls where the other rises.
    """

    column: str
    other: str
    least: float
    falls: bool = False


# Measured: -0.56 and -0.50; -0.16 and -0.16; -0.19 and -0.16.
PAIRS = (
    Pair("EXT_SOURCE_1", "DAYS_BIRTH", 0.42, falls=True),
    Pair("EXT_SOURCE_2", "TARGET", 0.1, falls=True),
    Pair("EXT_SOURCE_3", "TARGET", 0.1, falls=True),
)


def check_pairs(name: str, frame: pl.LazyFrame) -> Iterator[Finding]:
    """Findings of columns of an application that no longer go together.

    Parameters
    ----------
    name : str
        Kaggle's file name.
    frame : LazyFrame
        Cleaned.
    """
    there = set(frame.collect_schema().names())
    pairs = [pair for pair in PAIRS if {pair.column, pair.other} <= there]
    columns = sorted({column for pair in pairs for column in (pair.column, pair.other)})
    rows = frame.select(columns).collect(engine="streaming")
    for pair in pairs:
        yield from _check(name, pair, rows.select(pair.column, pair.other).drop_nulls())


def is_lost(correlation: float, rows: int, least: float) -> bool:
    """Whether a rank correlation is lower than chance can tell, if it should be ``least``.

    Examples
    --------
    >>> is_lost(0.0, 200, 0.42), is_lost(0.3, 200, 0.42), is_lost(0.0, 100, 0.42)
    (True, False, False)
    """
    return rows >= FEWEST and math.atanh(correlation) + STANDARD_ERRORS / math.sqrt(rows - 3) < math.atanh(least)


def _check(name: str, pair: Pair, rows: pl.DataFrame) -> Iterator[Finding]:
    value = rows.select(pl.corr(pair.column, pair.other, method="spearman")).item() if rows.height else None
    if value is None or not math.isfinite(value):
        return
    correlation = min(max(-value if pair.falls else value, -0.999), 0.999)
    if is_lost(correlation, rows.height, pair.least):
        direction = "fall" if pair.falls else "rise"
        sentence = (
            f"expected {pair.column} to {direction} with {pair.other} (a rank correlation of {pair.least:g} or more, "
            f"without its sign), got {correlation:.2f} over {rows.height:,} clients: {MOVED}. {REMEDY}"
        )
        yield Finding("relation_lost", name, pair.column, rows.height, "", sentence)
