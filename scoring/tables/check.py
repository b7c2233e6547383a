"""Cross-table rules as named checks: what does not agree between tables is counted and said, not dropped."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import polars as pl

from scoring.tables.schema import CONTRACT, TableContract
from scoring.validation import Count

LARGE = 1_000_000
# Two payments of one instalment may be alike to the last value; one row in a hundred never is.
PAID_TWICE = 0.01
ROWS_COMPARED = 4_000_000
"""Rows whose keys are held in memory at once: 75 bytes each (measured)."""
MONTH_TWICE = "expected a month of a loan once, got it again. Export the table again, each row once."
ROW_TWICE = "expected each row once, got rows that are alike to the last value. Export the table again, each row once."
NO_APPLICATION = (
    "expected rows of clients who have an application, got rows of others. Export both for the same clients."
)
NO_PARENT = (
    "expected loans that {parent} holds, got others. Export both tables again, at the same time and to their end."
)


@dataclass(frozen=True)
class Finding:
    """One check that met something: where, what, how many rows, an example; what it means and what to do."""

    check: str
    table: str
    column: str
    rows: Count
    example: str
    sentence: str


def check_set(tables: Mapping[str, pl.LazyFrame]) -> list[Finding]:
    """Everything that does not agree within a set of cleaned tables.

    Parameters
    ----------
    tables : mapping of str to LazyFrame
        Cleaned tables by Kaggle's file name.

    Returns
    -------
    list of Finding
        Empty when the tables agree.
    """
    findings: list[Finding] = []
    for name, frame in tables.items():
        table = CONTRACT[name]
        findings += repeated_months(table, frame) + repeated_rows(table, frame)
        findings += rows_of_unknown_clients(table, frame, tables)
        findings += rows_without_parent(table, frame, tables)
    return findings


def repeated_months(table: TableContract, frame: pl.LazyFrame) -> list[Finding]:
    """Months reported twice for one loan."""
    if table.parent is None or not table.primary_key:
        return []
    keys = table.primary_key
    rows = frame.select(pl.len()).collect().item()
    parts = -(-rows // ROWS_COMPARED)  # by the first key: two rows alike are in the same part
    twice = sum(_repetitions(frame.filter(pl.col(keys[0]) % parts == part), keys) for part in range(parts))
    return [Finding("repeated_month", table.file, keys[0], twice, "", MONTH_TWICE)] if twice else []


def _repetitions(frame: pl.LazyFrame, keys: list[str]) -> int:
    """Rows whose two keys are there again; loan by loan, at a quarter of what comparing all pairs costs."""
    loan, month = keys
    repeated = frame.group_by(loan).agg((pl.len() - pl.col(month).n_unique()).alias("rows"))
    return int(repeated.select(pl.col("rows").sum()).collect(engine="streaming").item())


def repeated_rows(table: TableContract, frame: pl.LazyFrame) -> list[Finding]:
    """Rows of a table without a key that are there again to the last value; a table put together twice pays twice.

    Of a large table, one loan in 32 is looked at.
    """
    if table.primary_key or table.parent_key is None:
        return []
    frame = sample(frame, table.parent_key)
    counts = frame.select(pl.len(), pl.struct(pl.all()).n_unique().alias("different")).collect(engine="streaming")
    rows, different = counts.row(0)
    is_too_many = rows - different > PAID_TWICE * rows
    met = Finding("repeated_row", table.file, table.parent_key, rows - different, "", ROW_TWICE)
    return [met] if is_too_many else []


def sample(frame: pl.LazyFrame, key: str) -> pl.LazyFrame:
    """The rows of one key in 32 where there are more than a million; all of them otherwise."""
    return frame.filter(pl.col(key) % 32 == 0) if frame.select(pl.len()).collect().item() > LARGE else frame


def applications_of(tables: Mapping[str, pl.LazyFrame]) -> pl.LazyFrame:
    """Number and day of birth of every application of a set, with a known outcome or without."""
    columns = ["SK_ID_CURR", "DAYS_BIRTH"]
    return pl.concat(tables[name].select(columns) for name in tables if CONTRACT[name].source == "application")


def rows_of_unknown_clients(
    table: TableContract, frame: pl.LazyFrame, tables: Mapping[str, pl.LazyFrame]
) -> list[Finding]:
    """Histories of clients who have no application in the set."""
    if table.source == "application":
        return []
    clients = applications_of(tables).select("SK_ID_CURR")
    known = frame.filter(pl.col("SK_ID_CURR").is_not_null())
    rows, example = _orphans(known, clients, "SK_ID_CURR")
    return [Finding("unknown_client", table.file, "SK_ID_CURR", rows, example, NO_APPLICATION)] if rows else []


def rows_without_parent(table: TableContract, frame: pl.LazyFrame, tables: Mapping[str, pl.LazyFrame]) -> list[Finding]:
    """Months and payments of loans that the parent table does not hold."""
    if table.parent is None or table.parent_key is None or table.parent not in tables:
        return []
    parents = tables[table.parent].select(table.parent_key)
    rows, example = _orphans(frame, parents, table.parent_key)
    sentence = NO_PARENT.format(parent=table.parent)
    return [Finding("loan_without_parent", table.file, table.parent_key, rows, example, sentence)] if rows else []


def _orphans(frame: pl.LazyFrame, parents: pl.LazyFrame, key: str) -> tuple[int, str]:
    """How many rows have a key that no parent has, and one of these keys."""
    orphans = frame.select(key).join(parents.unique(), on=key, how="anti")
    row = orphans.select(pl.len().alias("rows"), pl.col(key).first().alias("example")).collect(engine="streaming")
    return int(row["rows"][0]), str(row["example"][0])
