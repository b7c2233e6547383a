"""Texts and numbers into the contract's types: exactly, or not at all."""

from __future__ import annotations

import re

import dataframely as dy
import polars as pl

from scoring.tables.raw import RawTable

# Beyond these, a binary number of this width no longer tells neighbouring whole numbers apart.
EXACT_BELOW: dict[type[pl.DataType], int] = {pl.Float64: 2**53, pl.Float32: 2**24}
WHOLE_WITH_POINT = r"^[+-]?\d{1,16}\.0*$"
HINTS = (
    (r"^[+-]?\d{1,3}([ \u00a0\u202f,'.]\d{3})+([.,]\d+)?$", "something stands between thousands"),
    (r"^[+-]?\d+,\d+$", "a decimal comma"),
    (r"^(na|n/a|#n/a|nan|null|none|nil|\\n|-|\?|missing)$", "a word for no value; leave it empty"),
    (r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", "a date"),
    (r"^[+-]?[\d.,\s]*\d\s*[^\d\s.,+-][^\d]*$", "a unit behind the number"),
)


def typed_column(raw: RawTable, name: str, column: dy.Column, loose: bool) -> pl.Expr:
    """A raw column with the contract's type; empty where it cannot be.

    Parameters
    ----------
    raw : RawTable
        Whose column.
    name : str
        Which one.
    column : dataframely Column
        What the contract says of it.
    loose : bool
        Whether whole numbers may be written with a point and zeros.
    """
    kind, value = raw.frame.collect_schema()[name], pl.col(name)
    if not column.dtype.is_numeric():
        text = value.cast(pl.String)
        return pl.when(text != "").then(text)
    if column.dtype.is_integer():
        return whole_number(value, kind, loose).alias(name)
    number = value.cast(pl.Float64, strict=False)
    return pl.when(number.is_finite()).then(number)


def whole_number(value: pl.Expr, kind: pl.DataType, loose: bool) -> pl.Expr:
    """A column as whole numbers, none of which passed through a binary fraction; empty where it is none."""
    if kind.is_float():
        limit = EXACT_BELOW.get(type(kind), 2**11)
        return pl.when((value % 1 == 0) & (value.abs() < limit)).then(value).cast(pl.Int64, strict=False)
    if kind.is_decimal():
        return pl.when(value.cast(pl.Float64) % 1 == 0).then(value).cast(pl.Int64, strict=False)
    whole = value.cast(pl.Int64, strict=False)
    if kind != pl.String or not loose:
        return whole
    pointed = pl.when(value.str.contains(WHOLE_WITH_POINT)).then(value.str.replace(r"\.0*$", ""))
    number = pointed.cast(pl.Int64, strict=False)
    return pl.coalesce(whole, pl.when(number.abs() < EXACT_BELOW[pl.Float64]).then(number))


def is_unreadable(value: pl.Expr, kind: pl.DataType, column: dy.Column, loose: bool) -> pl.Expr:
    """Where a value is there and is not the number that is due: text, not finite, broken, too large to be exact."""
    there = value.is_not_null() & (value != "") if kind == pl.String else value.is_not_null()
    if column.dtype.is_integer():
        return there & whole_number(value, kind, loose).is_null()
    if kind.is_integer() or kind == pl.Boolean:
        return pl.lit(False)
    return there & ~value.cast(pl.Float64, strict=False).is_finite().fill_null(False)


def kind_of_number(column: dy.Column) -> str:
    """What is due in a column."""
    return "a whole number" if column.dtype.is_integer() else "a number"


def number_hint(value: object) -> str:
    """What a text looks like that should have been a number.

    Examples
    --------
    >>> [number_hint(text) for text in ("1 000,5", "12,5", "NA", "12 EUR", "much")]
    [' (something stands between thousands)', ' (a decimal comma)', ' (a word for no value; leave it empty)',
     ' (a unit behind the number)', '']
    """
    text = str(value).strip()[:80]
    hint = next((words for pattern, words in HINTS if re.search(pattern, text, re.IGNORECASE)), "")
    return f" ({hint})" if hint else ""
