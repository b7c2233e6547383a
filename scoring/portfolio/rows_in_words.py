"""A client's own rows as people read them: every value beside what its column is called, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from scoring.tables.rules.column_rule import column_rules
from scoring.tables.schema import CONTRACT
from scoring.texts import Language, format_value, level

BIRTH, CLIENT = "DAYS_BIRTH", "SK_ID_CURR"


@dataclass(frozen=True)
class Cell:
    """One value: its label, how it is read (empty where nothing is known), as it came, and its column's name."""

    label: str
    words: str
    raw: Any
    column: str


@dataclass(frozen=True)
class TableInWords:
    """A client's rows of one table, in their order; the client's number, which is the same in all, is left out."""

    source: str
    rows: tuple[tuple[Cell, ...], ...]


def rows_in_words(tables: Sequence[Mapping[str, Any]], language: Language) -> tuple[TableInWords, ...]:
    """Rows as :func:`scoring.portfolio.client_table_rows.client_table_rows` gives them, put into words.

    Parameters
    ----------
    tables : sequence of mapping
        As they come from there, with the names in the same language.
    language : {"fr", "en"}
        Language of the values.
    """
    return tuple(
        TableInWords(table["source"], tuple(tuple(_cells(table, row, language)) for row in table["rows"]))
        for table in tables
    )


def _cells(table: Mapping[str, Any], row: Sequence[Any], language: Language) -> Iterator[Cell]:
    for (column, label), value in zip(table["columns"].items(), row, strict=True):
        if column != CLIENT:
            yield Cell(label, in_words(table["table"], column, value, language), value, column)


def in_words(table: str, column: str, value: Any, language: Language) -> str:
    """A value of a raw column as one reads it; empty where there is none.

    Parameters
    ----------
    table, column : str
        Kaggle's names.
    value : float, int, str or None
        As it came.
    language : str
        Language of the words.

    Examples
    --------
    >>> texts = [in_words("bureau", *cell, "en") for cell in [("DAYS_CREDIT", -578.0), ("AMT_ANNUITY", 8516.25)]]
    >>> [" ".join(text.split()) for text in texts]
    ['1 year and 7 months', '8,516']
    """
    contract = CONTRACT[table]
    if value is None:
        return ""
    if isinstance(value, str):
        return level(contract.source, column, value, language)
    rule = column_rules(contract).get(column)
    if rule is None:
        return format_value(float(value), "key", language)
    if column == BIRTH:
        return format_value(-float(value), "age", language)
    if rule.is_before:  # its label says since when: "Ancienneté dans l’emploi : 7 mois"
        return format_value(-float(value), rule.unit, language)
    return format_value(float(value), "days_ahead" if rule.unit == "days" else rule.unit, language)
