"""A column of applications that was sorted by itself: in the clients' order its values only rise, or only fall."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any

import polars as pl

from scoring.tables.check import Finding
from scoring.tables.rules.column_rule import column_rules
from scoring.tables.schema import CONTRACT
from scoring.tables.witnesses.judge import CHANCE, REMEDY

col = pl.col
# Of a hundred columns, in either direction, one is in order by chance less often than once in a million archives.
RAREST = CHANCE / 200
FIRST_ROWS = 30


def check_in_order(name: str, frame: pl.LazyFrame, first: pl.DataFrame | None = None) -> Iterator[Finding]:
    """Findings of columns that rise or fall from the first client to the last.

    Parameters
    ----------
    name : str
        Kaggle's file name of an application's table.
    frame : LazyFrame
        Cleaned, sorted by client.
    first : DataFrame, optional
        Its first rows, where they are at hand.
    """
    first = (frame.head(FIRST_ROWS).collect() if first is None else first).head(FIRST_ROWS)
    there = set(first.columns)
    columns = [rule.name for rule in column_rules(CONTRACT[name]).values() if rule.unit not in ("key", "flag")]
    columns = [column for column in columns if column in there and column != "TARGET"]
    columns = [column for column in columns if _rises_or_falls(first[column].drop_nulls().to_list())]
    if columns:
        in_order = frame.select(_is_in_order(column) for column in columns).collect().row(0, named=True)
        columns = [column for column in columns if in_order[column]]
    for column in columns:
        sizes = frame.drop_nulls(column).group_by(column).len().collect()["len"].to_list()
        if is_no_chance(sizes):
            sentence = (
                f"expected {column} in no order of its own, got values that only rise, or only fall, from the first "
                f"client to the last: the column was sorted by itself. {REMEDY}"
            )
            yield Finding("sorted_alone", name, column, sum(sizes), "", sentence)


def is_no_chance(sizes: Sequence[int]) -> bool:
    """Whether so many rows of each value lie in the order of the values by chance once in many archives at most.

    Examples
    --------
    >>> is_no_chance([1] * 11), is_no_chance([1] * 12), is_no_chance([30, 1]), is_no_chance([20, 20])
    (False, True, False, True)
    """
    orders = math.lgamma(sum(sizes) + 1) - sum(math.lgamma(size + 1) for size in sizes)
    return orders > -math.log(RAREST)


def _rises_or_falls(values: list[Any]) -> bool:
    pairs = list(itertools.pairwise(values))
    return all(before <= after for before, after in pairs) or all(before >= after for before, after in pairs)


def _is_in_order(column: str) -> pl.Expr:
    known = col(column).drop_nulls()
    rises, falls = (known >= known.shift()).all(), (known <= known.shift()).all()
    return (rises | falls).alias(column)
