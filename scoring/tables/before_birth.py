"""Days and months of a history from before its client was born: requests with such are refused, files told of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from scoring.days import DAYS_IN_MONTH
from scoring.tables.check import Finding, applications_of
from scoring.tables.contradictions import BEFORE

MEANS = "expected days and months since the client's birth: dates, or rows, are another's"


def check_birth(tables: Mapping[str, pl.LazyFrame]) -> Iterator[Finding]:
    """Findings of rows from before their client's birth.

    Parameters
    ----------
    tables : mapping of str to LazyFrame
        Cleaned tables by Kaggle's file name, at least one of them of applications.
    """
    births = applications_of(tables).rename({"DAYS_BIRTH": "birth"})
    youngest = births.select(pl.col("birth").max()).collect().item()
    if youngest is None:
        return
    for name, columns in BEFORE.items():
        for column in columns if name in tables else ():
            yield from _rows_before(tables[name], name, column, births, youngest)


def _rows_before(
    frame: pl.LazyFrame, name: str, column: str, births: pl.LazyFrame, youngest: float
) -> Iterator[Finding]:
    """The finding of one column, if any; only rows older than the youngest client are held against their own."""
    value, unit = pl.col(column), DAYS_IN_MONTH if column.startswith("MONTHS_") else 1.0
    suspects = frame.select("SK_ID_CURR", column).filter(value < (youngest / unit))
    rows = suspects.join(births, on="SK_ID_CURR").filter(value < (pl.col("birth") / unit).floor())
    count, example = rows.select(pl.len(), pl.col("SK_ID_CURR").min()).collect(engine="streaming").row(0)
    if count:
        yield Finding("before_birth", name, column, count, str(example), f"{MEANS}.")
