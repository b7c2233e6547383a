"""One file into typed columns: header, types, keys; each mistake named with its place."""

from __future__ import annotations

from pathlib import Path

import dataframely as dy
import polars as pl

from scoring.errors import UserError
from scoring.tables.schema import TableContract

EXPORT_AGAIN = "Export the table again from Kaggle's archive."


def scan(path: Path, table: TableContract, *, target_required: bool = True) -> pl.LazyFrame:
    """A table's columns with the contract's types, in the contract's order, not yet cleaned.

    Parameters
    ----------
    path : Path
        CSV, CSV.gz or Parquet.
    table : TableContract
        What the file must hold. Columns the contract does not know are left aside.
    target_required : bool
        Whether ``application_train`` may come without TARGET, as files to score do.

    Raises
    ------
    UserError
        When a column is missing or the file is empty or cannot be read.
    """
    raw = _open(path)
    columns = dict(table.columns)
    schema = _header(raw, path)
    names = schema.names()
    if not target_required and "TARGET" not in names:
        columns.pop("TARGET", None)
    _refuse_missing(path.name, names, list(columns))
    typed = raw.select(_cast(name, column, schema[name]) for name, column in columns.items())
    if "TARGET" not in columns and "TARGET" in table.schema.column_names():
        typed = typed.with_columns(pl.lit(None, pl.Int64).alias("TARGET"))
    return typed


def refuse_bad_values(raw_path: Path, table: TableContract, typed: pl.LazyFrame) -> int:
    """Number of rows of a table whose values keep the contract.

    Raises
    ------
    UserError
        At the first rule broken: text in a number, an empty required value, TARGET other than 0 or 1, a
        key that names two rows, an empty table.
    """
    raw = _open(raw_path)
    found = _header(raw, raw_path)
    columns = {name: column for name, column in table.columns.items() if name in found}
    checks = [_unreadable(name, column).alias(f"text|{name}") for name, column in columns.items() if _numeric(column)]
    texts = raw.select(pl.len().alias("rows"), *checks).collect(engine="streaming").row(0, named=True)
    rows = int(texts.pop("rows"))
    if rows == 0:
        raise UserError(f"{raw_path.name}: expected rows, got an empty table.", EXPORT_AGAIN)
    for check, bad in texts.items():
        if bad:
            _refuse_text(raw_path, raw, check.split("|")[1], columns[check.split("|")[1]])
    _refuse_empty_or_out_of_range(raw_path.name, columns, typed)
    if table.primary_key and table.parent is None:
        refuse_duplicates(raw_path.name, typed, table.primary_key)
    return rows


def refuse_duplicates(name: str, frame: pl.LazyFrame, keys: list[str]) -> None:
    """Refuse a key that names two rows; the message gives one of them."""
    twice = frame.group_by(keys).len().filter(pl.col("len") > 1).sort(keys).head(1).collect()
    if twice.height:
        key = ", ".join(f"{k} {twice[k][0]}" for k in keys)
        raise UserError(f"{name}: expected one row for {key}, got {twice['len'][0]}.", "Remove the duplicate rows.")


def _open(path: Path) -> pl.LazyFrame:
    if path.name.lower().endswith(".parquet"):
        return pl.scan_parquet(path)
    return pl.scan_csv(path, infer_schema=False, encoding="utf8-lossy", truncate_ragged_lines=False)


def _header(raw: pl.LazyFrame, path: Path) -> pl.Schema:
    if path.stat().st_size == 0:
        raise UserError(f"{path.name}: expected a header and rows, got an empty file.", EXPORT_AGAIN)
    try:
        return raw.collect_schema()
    except pl.exceptions.NoDataError as error:
        raise UserError(f"{path.name}: expected a header and rows, got an empty file.", EXPORT_AGAIN) from error
    except (pl.exceptions.ComputeError, OSError) as error:
        raise UserError(f"{path.name}: cannot be read as a table ({_first_line(error)}).", EXPORT_AGAIN) from error


def _refuse_missing(file: str, found: list[str], expected: list[str]) -> None:
    missing = [name for name in expected if name not in found]
    if not missing:
        return
    what = f"column {missing[0]} is missing" if len(missing) == 1 else f"columns {', '.join(missing[:5])} are missing"
    more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
    count = f"(found {len(expected) - len(missing)} of {len(expected)} columns)"
    raise UserError(f"{file}: {what}{more} {count}.", EXPORT_AGAIN)


def _numeric(column: dy.Column) -> bool:
    return column.dtype.is_numeric()


def _cast(name: str, column: dy.Column, found: pl.DataType) -> pl.Expr:
    """Numbers pass through Float64, since Kaggle writes whole numbers as ``-9461`` or ``-9461.0``."""
    value = pl.col(name)
    if not _numeric(column):
        return pl.when(value.cast(pl.String) != "").then(value.cast(pl.String))
    text = found == pl.String
    number = value.cast(pl.Float64, strict=False) if text else value.cast(pl.Float64)
    number = pl.when(number.is_finite()).then(number)
    return number.cast(column.dtype, strict=False) if column.dtype.is_integer() else number


def _unreadable(name: str, column: dy.Column) -> pl.Expr:
    """How many values of a number column are text, not finite, or broken where whole numbers are due."""
    return _is_unreadable(name, column).sum()


def _is_unreadable(name: str, column: dy.Column) -> pl.Expr:
    text = pl.col(name).cast(pl.String)
    number = text.cast(pl.Float64, strict=False)
    good = number.is_finite() & (number % 1 == 0) if column.dtype.is_integer() else number.is_finite()
    return text.is_not_null() & (text != "") & ~good.fill_null(False)


def _refuse_text(path: Path, raw: pl.LazyFrame, name: str, column: dy.Column) -> None:
    first = (
        raw.select(pl.col(name).cast(pl.String)).with_row_index("row", 2)
        .filter(_is_unreadable(name, column)).head(1).collect()
    )  # fmt: skip
    kind = "a whole number" if column.dtype.is_integer() else "a number"
    raise UserError(
        f"{path.name}: column {name}, line {first['row'][0]}: expected {kind}, got {first[name][0]!r}.", EXPORT_AGAIN
    )


def _refuse_empty_or_out_of_range(file: str, columns: dict[str, dy.Column], typed: pl.LazyFrame) -> None:
    required = [name for name, column in columns.items() if not column.nullable]
    if "TARGET" in columns:
        required.append("TARGET")
    empty = typed.select(pl.col(required).null_count()).collect(engine="streaming").row(0, named=True)
    for name, rows in empty.items():
        if rows:
            raise UserError(f"{file}: column {name} is empty in {rows} rows; it may never be.", EXPORT_AGAIN)
    if "TARGET" in columns:
        wrong = typed.filter(~pl.col("TARGET").is_in([0, 1])).select("SK_ID_CURR", "TARGET").head(1).collect()
        if wrong.height:
            raise UserError(
                f"{file}: column TARGET of client {wrong['SK_ID_CURR'][0]}: expected 0 or 1, got {wrong['TARGET'][0]}.",
                EXPORT_AGAIN,
            )


def _first_line(error: BaseException) -> str:
    return str(error).strip().splitlines()[0][:160]
