"""Texts and numbers into the contract's types: exactly, or not at all."""

from __future__ import annotations

import re
from dataclasses import dataclass

import dataframely as dy
import polars as pl

from scoring.tables.rules.texts import NO_YES
from scoring.tables.schema import column_unit

# Beyond these, a binary number of this width no longer tells neighbouring whole numbers apart.
EXACT_BELOW: dict[type[pl.DataType], int] = {pl.Float64: 2**53, pl.Float32: 2**24}
WHOLE_WITH_POINT = r"^[+-]?\d{1,16}\.0*$"
HINTS = (
    (r"\ufeff", "a byte order mark stands before it, as where files were put together"),
    (r"^'.*'$", "apostrophes enclose it; a CSV file has quotation marks there, or nothing"),
    (r"^'", "an apostrophe stands before it, as spreadsheets mark texts"),
    (r"^\(.*\d.*\)$", "brackets for a negative number"),
    (r"^\d[\d.,]*\s*-$", "a minus behind the number"),
    (r"^[\u2010-\u2015\u2212]\s*\d", "a dash in place of a minus"),
    (r"^[+-]?inf(inity)?$", "no number can be infinite"),
    (r"^=", "a formula, as spreadsheets write it"),
    (r"^[+-]?(\d{19,}(\.\d*)?|\d(\.\d*)?e\+?\d{3,})$", "larger than a number of its kind may be"),
    (r"^[+-]?\d(\.\d*)?e\+?\d{1,2}$", "a spreadsheet's power of ten: digits may be lost"),
    (r"^[+-]?(?=.*[^\x00-\x7f])[\d.,\u066b\u066c]+$", "digits of another script"),
    (r"^[+-]?\d{1,3}([ \u00a0\u2009\u202f,'\u2019._]\d{3})+([.,]\d+)?$", "something stands between thousands"),
    (r"^[+-]?\d+,\d+$", "a decimal comma"),
    (
        r"^(na|n/a|#n/a|<na>|nan|nat|[(<{\[]?null[)>}\]]?|none|nil|\\n|-|\?|\.{1,2}|…|n\.?[acd]\.?|s\.?o\.?|missing|unknown"
        r"|\(?(vide|empty|blank|leer)\)?|inconnue?|néant|sysmis|\.[a-z_]|[+-]?1\.#(qnan|snan|ind|inf)\d*|-?nan\(ind\))$",
        "a word for no value; leave it empty",
    ),
    (r"^#(div/0!|ref!|value!|valeur!|num!|nombre!|name\?|nom\?|null!|nul!)$", "an error that a spreadsheet left"),
    (r"^(grand[ -]?|sub-?|sous-?)?tota(l|ls|ux)\b", "a row of totals; take it out"),
    (r"^[-=_+]{2,}$", "a line between header and rows, as databases print it; take it out"),
    (r"^[*x#•]{2,}$", "a mask in place of the number"),
    (r"^0x[0-9a-f]+$", "hexadecimal digits"),
    (r"^\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}", "a date"),
    (r"^\d{1,2}[-/. ][a-zéû]{3,9}\.?[-/. ]\d{2,4}$", "a date"),
    (r"^[+-]?[\d.,\s]*\d\s*[^\d\s.,+-][^\d]*$", "a unit behind the number"),
    (r"^[+-]?[^\d\s.,+-][^\d]{0,4}\s*[+-]?\d[\d.,\s]*$", "something stands before the number"),
)


@dataclass(frozen=True)
class Reading:
    """What is understood in numbers beyond plain ones; both are looked for only where a plain reading failed.

    Parameters
    ----------
    decimals : bool
        Whether whole numbers may be written with a point and zeros.
    words : bool
        Whether 1 and 0 may be written as words: true, yes, oui, Y; false, no, non, N.
    """

    decimals: bool = False
    words: bool = False


PLAIN = Reading()


def typed_column(name: str, kind: pl.DataType, column: dy.Column, reading: Reading = PLAIN) -> pl.Expr:
    """A raw column with the contract's type; empty where it cannot be.

    Parameters
    ----------
    name : str
        Which one.
    kind : DataType
        As it came.
    column : dataframely Column
        What the contract says of it.
    reading : Reading
        What is understood in numbers.
    """
    value = pl.col(name)
    if not column.dtype.is_numeric():
        text = value.cast(pl.String)
        return pl.when(text != "").then(text)
    if column.dtype.is_integer():
        return whole_number(value, kind, reading.decimals).alias(name)
    number = value.cast(pl.Float64, strict=False)
    number = pl.when(number.is_finite()).then(number)
    words = reading.words and kind == pl.String and may_be_words(column)
    return (pl.coalesce(number, _word(value)) if words else number).alias(name)


def may_be_words(column: dy.Column) -> bool:
    """Whether yes and no may stand for a column's 1 and 0; in TARGET they never do."""
    return column_unit(column) == "flag" and not column.dtype.is_integer()


def flag_of(value: object) -> float | None:
    """1 or 0 where a value says yes or no; None for any other.

    Examples
    --------
    >>> [flag_of(value) for value in (True, "Oui", " n", "maybe", 1)]
    [1.0, 1.0, 0.0, None, None]
    """
    if isinstance(value, bool):
        return float(value)
    number = NO_YES.get(value.strip().lower()) if isinstance(value, str) else None
    return None if number is None else float(number)


def _word(value: pl.Expr) -> pl.Expr:
    texts = value.str.strip_chars().str.to_lowercase()
    return texts.replace_strict(list(NO_YES), list(NO_YES.values()), default=None, return_dtype=pl.Float64)


def whole_number(value: pl.Expr, kind: pl.DataType, loose: bool) -> pl.Expr:
    """A column as whole numbers, none of which passed through a binary fraction; empty where it is none."""
    if kind == pl.Int64:
        return value
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


def is_there(name: str, kind: pl.DataType) -> pl.Expr:
    """Whether a raw value is anything but empty."""
    value = pl.col(name)
    return value.is_not_null() & (value != "") if kind == pl.String else value.is_not_null()


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
    whole = str(value).strip()
    text = whole[:80]
    if isinstance(value, str) and not text:
        return " (a blank in place of nothing; leave it empty)"
    if isinstance(value, str) and whole != value and re.fullmatch(r"[+-]?\d+(\.\d*)?", text):
        return " (blanks around the number)"
    hint = next((words for pattern, words in HINTS if re.search(pattern, text, re.IGNORECASE)), "")
    return f" ({hint})" if hint else ""
