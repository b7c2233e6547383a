"""One CSV file as a frame of texts under the contract's names, every line of it whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from scoring.errors import UserError
from scoring.tables.csv_form import CsvForm, as_latin1, csv_form
from scoring.tables.csv_lines import (
    WHOLE_FILE,
    is_utf8,
    last_value,
    records,
    refuse_blank_before_quote,
    refuse_broken_bytes,
    survey,
)
from scoring.tables.notices import Notice, counted, quoted
from scoring.tables.ragged_lines import line_faults, refuse_ragged
from scoring.tables.rules.texts import NOT_AVAILABLE
from scoring.tables.schema import TableContract, column_unit, known_levels

WHOLE_UNITS = ("key", "count", "flag", "days", "months", "hour")


@dataclass(frozen=True)
class CsvTable:
    """The rows of a CSV file.

    Parameters
    ----------
    form : CsvForm
        How it is read, with what was met.
    texts : LazyFrame
        Every value as a text, empty ones as nulls.
    numbers : LazyFrame or None
        The same rows, number columns parsed straight from the bytes, in less than half the time: collecting it fails
        where one holds anything else. None where a number might be read otherwise than from its text.
    lines : int
        About how many there are.
    """

    form: CsvForm
    texts: pl.LazyFrame
    numbers: pl.LazyFrame | None
    lines: int


def csv_table(name: str, path: Path, table: TableContract, workspace: Path) -> CsvTable:
    """A CSV file's rows under the contract's names.

    Parameters
    ----------
    name : str
        What the file is called in messages.
    path : Path
        The file, unpacked.
    table : TableContract
        The columns that it should have.
    workspace : Path
        Where a copy goes if it must be written in another form to be read.

    Raises
    ------
    UserError
        When a line has too few or too many values, the last one may be cut, a quotation mark stays open,
        or the file is no text.
    """
    form = csv_form(name, path, table, workspace)
    counts = survey(form)
    if counts.has_high_bytes and not is_utf8(form.path):
        form = as_latin1(form, form.path, workspace)
        counts = survey(form)
    if counts.padded and counts.quotes:
        refuse_blank_before_quote(form)
    refuse_broken_bytes(form, counts)
    columns = [column for column in table.columns if column in form.header]
    texts, numbers = _frame(form), None
    notices: list[Notice] = []
    if counts.whole and not counts.padded:
        numbers = _frame(form, _number_types(table)).select(columns)
    elif not counts.whole:
        faults = line_faults(form)
        refuse_ragged(form, faults)
        if faults.blank:
            texts = texts.filter(~pl.all_horizontal(pl.all().str.strip_chars().fill_null("") == ""))
            notices.append(_blank_lines(form, faults.blank))
    if not counts.ends_with_newline and counts.lines:
        notices.append(whole_last_line(form, table))
    form = replace(form, notices=(*form.notices, *notices))
    return CsvTable(form, texts.select(columns), numbers, counts.lines)


def whole_last_line(form: CsvForm, table: TableContract) -> Notice:
    """A notice that the last line has no end, where its last value is whole all the same.

    Raises
    ------
    UserError
        When the value may be the beginning of a longer one.
    """
    column, value = form.header[-1], last_value(form)
    if column in table.columns and may_be_cut(value, column, table):
        raise UserError(
            f"{form.name}: the last line has no end, and its last value ({column}: {quoted(value)}) may be cut.",
            WHOLE_FILE,
        )
    whole = quoted(value.rstrip("\r"))
    return Notice(
        "last_line", form.name, f"{form.name}: the last line has no end; its last value ({whole}) is whole.", 1
    )


def may_be_cut(value: str, column: str, table: TableContract) -> bool:
    r"""Whether a text at the end of a file may be the beginning of a longer one.

    Examples
    --------
    >>> from scoring.tables.schema import CONTRACT
    >>> [may_be_cut(value, "AMT_PAYMENT", CONTRACT["installments_payments"]) for value in ("6948.3", "", "0")]
    [True, True, True]
    >>> [may_be_cut(value, "SK_DPD", CONTRACT["POS_CASH_balance"]) for value in ("12", "0", "12.0")]
    [True, False, False]
    >>> [may_be_cut(value, "SK_DPD", CONTRACT["POS_CASH_balance"]) for value in ("12.", "12\r")]
    [True, False]
    >>> [may_be_cut(value, "STATUS", CONTRACT["bureau_balance"]) for value in ("C", "")]
    [False, True]
    """
    if value.endswith("\r"):  # half of an end of line
        return False
    declared, value = table.columns[column], value.strip(" ")
    if len(value) > 1 and value.startswith('"'):
        return not value.endswith('"')
    if not declared.dtype.is_numeric():
        known = (*known_levels(declared), *(NOT_AVAILABLE if value not in known_levels(declared) else ()))
        return not value or any(level != value and level.startswith(value) for level in known)
    unit = column_unit(declared)
    if unit == "flag":
        return value not in ("0", "1", "0.0", "1.0")
    return not (unit in WHOLE_UNITS and (value == "0" or ".0" in value.replace(",", ".")))


def line_of(form: CsvForm, row: int) -> int:
    """The number of the line in which a row ends, of those that are not blank; rows are counted from 0."""
    filled = (line for line, values in records(form) if any(value.strip() for value in values))
    return next((line for index, line in enumerate(filled) if index == row), 0)


def _number_types(table: TableContract) -> dict[str, pl.DataType]:
    kinds = {name: column.dtype for name, column in table.columns.items() if column.dtype.is_numeric()}
    return {name: pl.Int64() if kind.is_integer() else pl.Float64() for name, kind in kinds.items()}


def _frame(form: CsvForm, types: Mapping[str, pl.DataType] | None = None) -> pl.LazyFrame:
    """The file's rows, of texts but for the columns that are given another type."""
    return pl.scan_csv(
        form.path,
        glob=False,
        has_header=True,
        skip_lines=form.skip_lines,
        separator=form.separator,
        infer_schema=False,
        schema_overrides={name: kind for name, kind in (types or {}).items() if name in form.header},
        encoding="utf8-lossy",
        with_column_names=lambda _: _unique(form.header),
    )


def _unique(header: tuple[str, ...]) -> list[str]:
    """Column names, those that the contract does not know numbered where they are there twice or empty."""
    return [name if name and header.index(name) == index else f"{name}|{index}" for index, name in enumerate(header)]


def _blank_lines(form: CsvForm, lines: int) -> Notice:
    return Notice("blank_lines", form.name, f"{form.name}: {counted(lines, 'blank line')} left aside.", lines)
