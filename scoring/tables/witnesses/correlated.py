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


@dataclass(frozen=True)
class Apart:
    """Two columns of which each tells what the other does not, and their rank correlation at the most."""

    column: str
    other: str
    most: float = 0.4


# Measured: -0.56 and -0.50; -0.16 and -0.16; -0.19 and -0.16.
PAIRS = (
    Pair("EXT_SOURCE_1", "DAYS_BIRTH", 0.42, falls=True),
    Pair("EXT_SOURCE_2", "TARGET", 0.1, falls=True),
    Pair("EXT_SOURCE_3", "TARGET", 0.1, falls=True),
)
# Measured: 0.06 to 0.23; with the mean of the three in the place of one 0.66 to 0.74.
APART = (
    Apart("EXT_SOURCE_1", "EXT_SOURCE_2"),
    Apart("EXT_SOURCE_2", "EXT_SOURCE_3"),
    Apart("EXT_SOURCE_3", "EXT_SOURCE_1"),
)
MIXED = "one was made from the other, as their mean is"


def check_pairs(name: str, frame: pl.LazyFrame) -> Iterator[Finding]:
    """Findings of columns of an application that no longer go together, or go together and never do.

    Parameters
    ----------
    name : str
        Kaggle's file name.
    frame : LazyFrame
        Cleaned.
    """
    there = set(frame.collect_schema().names())
    pairs = [pair for pair in (*PAIRS, *APART) if {pair.column, pair.other} <= there]
    columns = sorted({column for pair in pairs for column in (pair.column, pair.other)})
    rows = frame.select(columns).collect(engine="streaming")
    for pair in pairs:
        both = rows.select(pair.column, pair.other).drop_nulls()
        yield from _check(name, pair, both) if isinstance(pair, Pair) else _check_apart(name, pair, both)


def is_lost(correlation: float, rows: int, least: float) -> bool:
    """Whether a rank correlation is lower than chance can tell, if it should be ``least``.

    Examples
    --------
    >>> is_lost(0.0, 200, 0.42), is_lost(0.3, 200, 0.42), is_lost(0.0, 100, 0.42)
    (True, False, False)
    """
    return rows >= FEWEST and math.atanh(correlation) + STANDARD_ERRORS / math.sqrt(rows - 3) < math.atanh(least)


def is_too_near(correlation: float, rows: int, most: float) -> bool:
    """Whether a rank correlation is higher than chance can tell, if it should be ``most``.

    Examples
    --------
    >>> is_too_near(0.7, 200, 0.4), is_too_near(0.5, 200, 0.4), is_too_near(0.7, 50, 0.4)
    (True, False, False)
    """
    return rows >= FEWEST and math.atanh(correlation) - STANDARD_ERRORS / math.sqrt(rows - 3) > math.atanh(most)


def _check(name: str, pair: Pair, rows: pl.DataFrame) -> Iterator[Finding]:
    correlation = _correlation(rows, -1 if pair.falls else 1)
    if correlation is not None and is_lost(correlation, rows.height, pair.least):
        direction = "fall" if pair.falls else "rise"
        sentence = (
            f"expected {pair.column} to {direction} with {pair.other} (a rank correlation of {pair.least:g} or more, "
            f"without its sign), got {correlation:.2f} over {rows.height:,} clients: {MOVED}. {REMEDY}"
        )
        yield Finding("relation_lost", name, pair.column, rows.height, "", sentence)


def _check_apart(name: str, pair: Apart, rows: pl.DataFrame) -> Iterator[Finding]:
    correlation = _correlation(rows)
    if correlation is not None and is_too_near(correlation, rows.height, pair.most):
        sentence = (
            f"expected {pair.column} and {pair.other} to tell different things (a rank correlation up to "
            f"{pair.most:g}), got {correlation:.2f} over {rows.height:,} clients: {MIXED}. {REMEDY}"
        )
        yield Finding("column_copied", name, pair.column, rows.height, "", sentence)


def _correlation(rows: pl.DataFrame, sign: int = 1) -> float | None:
    """The rank correlation of two columns, away from its ends; None where there is none."""
    value = rows.select(pl.corr(*rows.columns, method="spearman")).item() if rows.height else None
    return None if value is None or not math.isfinite(value) else min(max(sign * value, -0.999), 0.999)
