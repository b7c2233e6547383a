"""One table into typed columns: types, keys, required values; each mistake named with its place."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import dataframely as dy
import polars as pl

from scoring.errors import UserError
from scoring.tables.csv_form import EXPORT_AGAIN
from scoring.tables.notices import Notice, quoted
from scoring.tables.numbers import is_unreadable, kind_of_number, number_hint, typed_column
from scoring.tables.plain import TableFile
from scoring.tables.raw import RawTable, open_raw
from scoring.tables.schema import TableContract

# Kaggle's largest table has 27 million rows.
MAX_ROWS = 400_000_000


@dataclass(frozen=True)
class TypedTable:
    """A table's columns with the contract's types, in the contract's order, not yet cleaned."""

    frame: pl.LazyFrame
    rows: int
    notices: tuple[Notice, ...]


def read_table(file: TableFile, table: TableContract, workspace: Path, *, target_required: bool = True) -> TypedTable:
    """A table's file, checked against the contract value by value.

    Parameters
    ----------
    file : TableFile
        CSV or Parquet.
    table : TableContract
        What it must hold.
    workspace : Path
        Where a file in another encoding may be written anew.
    target_required : bool
        Whether ``application_train`` may come without TARGET, as files to score do.

    Raises
    ------
    UserError
        At the first rule broken: a column missing, a line that is not whole, text in a number, an empty
        required value, TARGET other than 0 or 1, an empty table.
    """
    raw = open_raw(file, table, workspace, target_required=target_required)
    counts = _count(raw, loose=False)
    if any(count for name, count in counts.items() if name.startswith("text|")) and raw.is_text:
        raw = raw.without_repeated_headers()
        counts = _count(raw, loose=False)
    loose = any(counts[f"text|{name}"] for name, column in _columns(raw).items() if column.dtype.is_integer())
    if loose:
        raw = _with_notice_of_decimals(raw, counts)
        counts = _count(raw, loose=True)
    _refuse_counts(raw, counts, loose)
    frame = raw.frame.select(typed_column(raw, name, column, loose) for name, column in _columns(raw).items())
    if "TARGET" not in frame.collect_schema().names() and "TARGET" in table.schema.column_names():
        frame = frame.with_columns(pl.lit(None, pl.Int64).alias("TARGET"))
    _refuse_wrong_target(raw, frame, counts)
    return TypedTable(frame, counts["rows"], raw.notices)


def refuse_duplicates(name: str, frame: pl.LazyFrame, keys: list[str]) -> None:
    """Refuse a key that names two rows; the message gives one of them, and says whether the rows are the same."""
    twice = frame.group_by(keys).len().filter(pl.col("len") > 1).sort(keys).head(1).collect()
    if not twice.height:
        return
    key = ", ".join(f"{k} {twice[k][0]}" for k in keys)
    same = frame.filter(pl.all_horizontal(pl.col(k) == twice[k][0] for k in keys)).unique().collect().height == 1
    remedy = (
        "Remove the duplicate rows."
        if same
        else f"These rows differ: {' and '.join(keys)} was spoiled in them. {EXPORT_AGAIN}"
    )
    raise UserError(f"{name}: expected one row for {key}, got {twice['len'][0]}.", remedy)


def _columns(raw: RawTable) -> dict[str, dy.Column]:
    names = raw.frame.collect_schema().names()
    return {name: column for name, column in raw.table.columns.items() if name in names}


def _required(columns: dict[str, dy.Column]) -> list[str]:
    required = [name for name, column in columns.items() if not column.nullable]
    return [*required, "TARGET"] if "TARGET" in columns else required


def _count(raw: RawTable, *, loose: bool) -> dict[str, int]:
    """Rows; by column, texts where numbers are due, and required values that are empty."""
    columns, schema = _columns(raw), raw.frame.collect_schema()
    texts = [
        is_unreadable(pl.col(name), schema[name], column, loose).sum().alias(f"text|{name}")
        for name, column in columns.items()
        if column.dtype.is_numeric()
    ]
    empty = [_is_empty(name, schema[name]).sum().alias(f"empty|{name}") for name in _required(columns)]
    counts = raw.frame.select(pl.len().alias("rows"), *texts, *empty).collect(engine="streaming").row(0, named=True)
    return {name: int(count or 0) for name, count in counts.items()}


def _is_empty(name: str, kind: pl.DataType) -> pl.Expr:
    return pl.col(name).is_null() | (pl.col(name) == "") if kind == pl.String else pl.col(name).is_null()


def _refuse_counts(raw: RawTable, counts: dict[str, int], loose: bool) -> None:
    if counts["rows"] == 0:
        raise UserError(f"{raw.name}: expected rows, got an empty table.", EXPORT_AGAIN)
    if counts["rows"] > MAX_ROWS:
        raise UserError(
            f"{raw.name}: expected {MAX_ROWS:,} rows at most, got {counts['rows']:,}.", "Take fewer clients."
        )
    schema = raw.frame.collect_schema()
    for name, column in _columns(raw).items():
        if counts.get(f"text|{name}"):
            condition = is_unreadable(pl.col(name), schema[name], column, loose)
            _refuse_text(raw, name, column, condition, counts)
    for name in _required(_columns(raw)):
        if rows := counts[f"empty|{name}"]:
            raise UserError(f"{raw.name}: column {name} is empty in {rows} rows; it may never be.", EXPORT_AGAIN)


def _refuse_text(raw: RawTable, name: str, column: dy.Column, condition: pl.Expr, counts: dict[str, int]) -> None:
    file, place, value = raw.first(condition, name)
    rows = counts[f"text|{name}"]
    more = f"; {rows:,} rows are like this" if rows > 1 else ""
    met = f"{quoted(value)}{number_hint(value)}{more}"
    raise UserError(
        f"{file}: column {name}, {place}: expected {kind_of_number(column)}, got {met}.",
        EXPORT_AGAIN,
    )


def _refuse_wrong_target(raw: RawTable, typed: pl.LazyFrame, counts: dict[str, int]) -> None:
    if "empty|TARGET" not in counts:
        return
    wrong = typed.select("SK_ID_CURR", "TARGET").filter(~pl.col("TARGET").is_in([0, 1])).head(1).collect()
    if wrong.height:
        raise UserError(
            f"{raw.name}: column TARGET of client {wrong['SK_ID_CURR'][0]}: expected 0 or 1, got {wrong['TARGET'][0]}.",
            EXPORT_AGAIN,
        )


def _with_notice_of_decimals(raw: RawTable, counts: dict[str, int]) -> RawTable:
    """Whole numbers that were written otherwise are either understood or refused next; here they are counted."""
    whole = {name: counts[f"text|{name}"] for name, column in _columns(raw).items() if column.dtype.is_integer()}
    met = {name: count for name, count in whole.items() if count}
    rows = max(met.values())
    sentence = f"{raw.name}: whole numbers are written with a point in {', '.join(met)} ({rows:,} rows)."
    return replace(raw, notices=(*raw.notices, Notice("decimal_keys", raw.name, sentence, rows)))
