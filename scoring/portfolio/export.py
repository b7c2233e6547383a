"""A client's own data to take home: a table for a spreadsheet, and JSON for another program."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scoring.features.catalogue import catalogue
from scoring.files.csv_cells import escape_formula
from scoring.portfolio.describe import Datum
from scoring.portfolio.rows_in_words import rows_in_words
from scoring.texts import Language, format_value, mark
from scoring.texts.numbers import age_in_years
from scoring.texts.sentences import page

BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet misreads accents
HEAD = ("source", "theme", "label", "value", "number", "usual", "used")


def as_csv(data: Sequence[Datum], language: Language, rows: Sequence[Mapping[str, Any]] = ()) -> str:
    """A table with a head, one line a variable; numbers stand beside their words, with the language's decimal mark.

    What the data were drawn from follows, a line for each known value: which row it is of stands in place of the theme.

    Parameters
    ----------
    data : sequence of Datum
        As ``Portfolio.data_of`` gives them.
    language : {"fr", "en"}
        Language of the words, the separator and the decimal mark.
    rows : sequence of mapping
        As :func:`as_json` takes them.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=mark("csv", language))
    writer.writerow(page(f"file.{name}", language) for name in HEAD)
    for line in (*_lines(data, language), *_lines_of_rows(rows, language)):
        writer.writerow(map(escape_formula, line))
    return BYTE_ORDER_MARK + text.getvalue()


def as_json(client: int, data: Sequence[Datum], language: Language, rows: Sequence[Mapping[str, Any]] = ()) -> str:
    """The same for a program: keys in English, words in the language; what is not known is null.

    Parameters
    ----------
    client : int
        The client's number.
    data : sequence of Datum
        As ``Portfolio.data_of`` gives them.
    language : {"fr", "en"}
        Language of the words.
    rows : sequence of mapping
        What the data were drawn from, as :func:`scoring.portfolio.client_table_rows.client_table_rows` gives it.
    """
    content: dict[str, Any] = {"client": client, "language": language, "data": [_entry(datum) for datum in data]}
    content |= {"rows": list(rows)} if rows else {}
    return json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False)


def _entry(datum: Datum) -> dict[str, Any]:
    value = datum.value if isinstance(datum.raw, str) else _number(datum)
    unit = "years" if _unit(datum) == "age" else _unit(datum)
    words = {"source": datum.source, "theme": datum.theme, "label": datum.label}
    words |= {"shown": datum.value, "usual": datum.usual}
    return {"name": datum.feature, "value": value, "unit": unit, **words, "used_by_model": datum.used}


def _lines(data: Sequence[Datum], language: Language) -> Iterator[tuple[str, ...]]:
    for datum in data:
        used = format_value(float(datum.used), "flag", language)
        number = _written(_number(datum), language)
        yield datum.source, datum.theme, datum.label, datum.value, number, datum.usual, used


def _lines_of_rows(rows: Sequence[Mapping[str, Any]], language: Language) -> Iterator[tuple[str, ...]]:
    for table in rows_in_words(rows, language):
        for place, row in enumerate(table.rows, 1):
            which = page("file.row", language, n=place, of=len(table.rows))
            for cell in row:
                number = None if isinstance(cell.raw, str) else cell.raw
                if cell.raw is not None:
                    yield table.source, which, cell.label, cell.words, _written(number, language), "", ""


def _written(number: float | None, language: Language) -> str:
    """A number as a spreadsheet of the language reads it."""
    if number is None:
        return ""
    whole = int(number) if number == int(number) else number
    return str(whole).replace(".", mark("decimal", language))


def _number(datum: Datum) -> float | int | None:
    """The value as a number: an age in completed years, a whole number without decimals."""
    if not isinstance(datum.raw, float):
        return None
    value = age_in_years(datum.raw) if _unit(datum) == "age" else round(datum.raw, 6)
    return int(value) if value == int(value) else value


def _unit(datum: Datum) -> str:
    return catalogue()[datum.feature].feature.unit
