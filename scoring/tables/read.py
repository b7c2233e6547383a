"""One table into typed columns: types, keys, required values; each mistake named with its place."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import dataframely as dy
import polars as pl

from scoring.errors import UserError
from scoring.tables.csv_form import EXPORT_AGAIN
from scoring.tables.hold import HeldTable, hold
from scoring.tables.notices import Notice, counted, listed, quoted
from scoring.tables.numbers import PLAIN, Reading, is_there, kind_of_number, may_be_words, number_hint, typed_column
from scoring.tables.plain import TableFile
from scoring.tables.raw import RawTable, open_raw
from scoring.tables.rules.column_rule import ColumnRule, column_rules
from scoring.tables.rules.survey import Survey, survey_counts, survey_of
from scoring.tables.schema import LEAST_KEY, TableContract, column_unit

# Kaggle's largest table has 27 million rows.
MAX_ROWS = 400_000_000


@dataclass(frozen=True)
class TypedTable:
    """A table's columns with the contract's types, in the contract's order, not yet cleaned; and what they hold.

    ``is_held`` says whether the rows lie in a file of the workspace that is cheap to read again.
    """

    frame: pl.LazyFrame
    rows: int
    notices: tuple[Notice, ...]
    survey: Survey
    is_held: bool = False


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
        Whether ``application_train`` may come without TARGET, and a history without rows, as files to score do.

    Raises
    ------
    UserError
        At the first rule broken: a column missing, a line that is not whole, text in a number, an empty
        required value, TARGET other than 0 or 1, an empty table.
    """
    raw = open_raw(file, table, workspace, target_required=target_required)
    held = _held(raw, workspace)
    raw, counts, reading = (held[0].raw, held[1], PLAIN) if held else _understood(raw)
    _refuse_counts(raw, counts, reading, may_be_empty=not target_required and table.source != "application")
    frame = _typed(raw, reading)
    seen = survey_of(counts, frame, _rules(raw))
    if "TARGET" not in frame.collect_schema().names() and "TARGET" in table.schema.column_names():
        frame = frame.with_columns(pl.lit(None, pl.Int64).alias("TARGET"))
    if counts.get("wrong|TARGET"):
        _refuse_target(raw, frame)
    is_held = held is not None and held[0].is_on_disk
    return TypedTable(frame, counts["rows"], (*raw.notices, *_booleans(raw)), seen, is_held)


def _held(raw: RawTable, workspace: Path) -> tuple[HeldTable, dict[str, int]] | None:
    """The rows read once, and what they hold; None where the texts of numbers have to be looked at, or are quoted."""
    held = hold(raw, workspace)
    if held is None:
        return None
    counts = _count(held.raw, PLAIN)
    is_quoted = any(counts[f"below|{name}"] for name in _keys(_columns(raw)))
    return None if is_quoted or _texts(held.raw, counts) else (held, counts)


def _understood(raw: RawTable) -> tuple[RawTable, dict[str, int], Reading]:
    """The rows, what they hold, and what has to be understood in their numbers beyond plain ones."""
    counts, reading = _count(raw, PLAIN), PLAIN
    if _texts(raw, counts) and raw.is_text:
        raw = raw.without_repeated_headers().with_decimal_points()
        counts = _count(raw, PLAIN)
    if texts := _texts(raw, counts):
        reading = Reading(
            decimals=any(column.dtype.is_integer() for column in texts.values()),
            words=any(may_be_words(column) for column in texts.values()),
        )
        before, counts = counts, _count(raw, reading)
        raw = _with_notices_of_numbers(raw, before, counts)
    return raw, counts, reading


def refuse_duplicates(name: str, frame: pl.LazyFrame, keys: list[str]) -> None:
    """Refuse a key that names two rows; the message gives one of them, and says whether the rows are the same.

    Parameters
    ----------
    name : str
        What the file is called in messages.
    frame : LazyFrame
        The table.
    keys : list of str
        Columns that together name one row.

    Raises
    ------
    UserError
        When two rows have the same key.
    """
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


def _keys(columns: Mapping[str, dy.Column]) -> dict[str, dy.Column]:
    return {name: column for name, column in columns.items() if column_unit(column) == "key"}


def _rules(raw: RawTable) -> dict[str, ColumnRule]:
    return {name: column_rules(raw.table)[name] for name in _columns(raw)}


def _typed(raw: RawTable, reading: Reading) -> pl.LazyFrame:
    schema = raw.frame.collect_schema()
    return raw.frame.select(
        typed_column(name, schema[name], column, reading).alias(name) for name, column in _columns(raw).items()
    )


def _count(raw: RawTable, reading: Reading) -> dict[str, int]:
    """In one pass: rows; by column, texts where numbers are due, required values that are empty, and the survey."""
    columns, schema = _columns(raw), raw.frame.collect_schema()
    there = [is_there(name, schema[name]).alias(f"there|{name}") for name in columns]
    typed = [typed_column(name, schema[name], column, reading).alias(name) for name, column in columns.items()]
    sums = [pl.len().alias("rows"), pl.col(r"^there\|.*$").sum(), *survey_counts(_rules(raw))]
    if "TARGET" in columns:
        sums.append((~pl.col("TARGET").is_in([0, 1])).sum().alias("wrong|TARGET"))
    sums += [(pl.col(name) < LEAST_KEY).sum().alias(f"below|{name}") for name in _keys(columns)]
    row = raw.frame.select(*typed, *there).select(sums).collect(engine="streaming").row(0, named=True)
    counts = {name: int(count or 0) for name, count in row.items()}
    for name, column in columns.items():
        counts[f"empty|{name}"] = counts["rows"] - counts[f"there|{name}"]
        if column.dtype.is_numeric():
            counts[f"text|{name}"] = counts[f"there|{name}"] - counts[f"known||{name}"]
    return counts


def _texts(raw: RawTable, counts: Mapping[str, int]) -> dict[str, dy.Column]:
    """Number columns that hold texts."""
    return {name: column for name, column in _columns(raw).items() if counts.get(f"text|{name}")}


def _refuse_counts(raw: RawTable, counts: Mapping[str, int], reading: Reading, *, may_be_empty: bool) -> None:
    if counts["rows"] == 0 and not may_be_empty:
        raise UserError(f"{raw.name}: expected rows, got an empty table.", EXPORT_AGAIN)
    if counts["rows"] > MAX_ROWS:
        raise UserError(
            f"{raw.name}: expected {MAX_ROWS:,} rows at most, got {counts['rows']:,}.", "Take fewer clients."
        )
    schema = raw.frame.collect_schema()
    for name, column in _texts(raw, counts).items():
        condition = is_there(name, schema[name]) & typed_column(name, schema[name], column, reading).is_null()
        expected = "0 or 1" if name == "TARGET" else kind_of_number(column)
        _refuse_values(raw, name, expected, condition, counts[f"text|{name}"])
    for name in _required(_columns(raw)):
        if counts[f"empty|{name}"]:
            _refuse_empty(raw, name, ~is_there(name, schema[name]), counts)
    for name, column in _keys(_columns(raw)).items():
        if rows := counts[f"below|{name}"]:
            condition = typed_column(name, schema[name], column, reading) < LEAST_KEY
            _refuse_values(raw, name, f"a whole number from {LEAST_KEY}", condition, rows)


def _refuse_empty(raw: RawTable, name: str, condition: pl.Expr, counts: Mapping[str, int]) -> None:
    rows, place = counts[f"empty|{name}"], raw.first(condition, name)[1]
    where = "all rows" if rows == counts["rows"] else f"{counted(rows, 'row')} ({'' if rows == 1 else 'first '}{place})"
    raise UserError(f"{raw.name}: column {name} is empty in {where}; it may never be.", EXPORT_AGAIN)


def _refuse_values(raw: RawTable, name: str, expected: str, condition: pl.Expr, rows: int) -> None:
    """Refuse a column for the values that meet a condition; the first is quoted with its place."""
    file, place, value = raw.first(condition, name)
    more = f"; {rows:,} rows are like this" if rows > 1 else ""
    met = f"{quoted(value)}{number_hint(value)}{more}"
    raise UserError(
        f"{file}: column {name}, {place}: expected {expected}, got {met}.",
        EXPORT_AGAIN,
    )


def _refuse_target(raw: RawTable, typed: pl.LazyFrame) -> None:
    wrong = typed.select("SK_ID_CURR", "TARGET").filter(~pl.col("TARGET").is_in([0, 1])).head(1).collect()
    raise UserError(
        f"{raw.name}: column TARGET of client {wrong['SK_ID_CURR'][0]}: expected 0 or 1, got {wrong['TARGET'][0]}.",
        EXPORT_AGAIN,
    )


def _with_notices_of_numbers(raw: RawTable, before: Mapping[str, int], after: Mapping[str, int]) -> RawTable:
    """What a second reading understood of numbers that are written otherwise, counted; the rest is refused next."""
    columns = _columns(raw)
    read = {name: before[f"text|{name}"] - after[f"text|{name}"] for name in _texts(raw, before)}
    words = {name: rows for name, rows in read.items() if rows and may_be_words(columns[name])}
    points = {name: rows for name, rows in read.items() if rows and name not in words}
    notices = list(raw.notices)
    if points:
        rows = max(points.values())
        sentence = (
            f"{raw.name}: whole numbers are written with a point in {', '.join(points)} ({counted(rows, 'row')})."
        )
        notices.append(Notice("decimal_keys", raw.name, sentence, rows))
    if words:
        notices.append(_words_notice(raw.name, words))
    return replace(raw, notices=tuple(notices))


def _booleans(raw: RawTable) -> list[Notice]:
    """A notice of columns of booleans where 1 and 0 are due, as Parquet has them."""
    kinds, columns = raw.frame.collect_schema(), _columns(raw)
    booleans = [name for name, column in columns.items() if kinds[name] == pl.Boolean and column.dtype.is_numeric()]
    return [_words_notice(raw.name, dict.fromkeys(booleans, 1))] if booleans else []


def _words_notice(name: str, columns: Mapping[str, int]) -> Notice:
    sentence = f"{name}: yes and no are written as words, and read as 1 and 0, in {listed(columns)}."
    return Notice("yes_no_flag", name, sentence, sum(columns.values()))
