"""Which lines of a CSV file are not whole: told line by line, for files known to be broken."""

from __future__ import annotations

import re
from dataclasses import dataclass

from scoring.errors import UserError
from scoring.tables.csv_form import CsvForm
from scoring.tables.csv_lines import WHOLE_FILE, records
from scoring.tables.notices import quoted

TAKE_OUT = "Take that line out, or export the table again from Kaggle's archive."


@dataclass
class LineFaults:
    """Lines that are not whole: how many, and the number of values and of the line of the first.

    ``words`` is the first line with too few, where it is a sentence and no row.
    """

    short: int = 0
    long: int = 0
    blank: int = 0
    first_short: tuple[int, int] = (0, 0)
    first_long: tuple[int, int] = (0, 0)
    lines: int = 0
    words: str = ""


def line_faults(form: CsvForm) -> LineFaults:
    """Which lines have too few or too many values, or none: a slow walk, for files known to be broken."""
    faults = LineFaults()
    for line, values in records(form):
        count = len(values)
        if not any(value.strip() for value in values):
            faults.blank += 1
        elif count < len(form.header):
            if not faults.short:
                faults.first_short, faults.words = (line, count), _words(values, form)
            faults.short += 1
        elif count > len(form.header):
            faults.first_long = faults.first_long if faults.long else (line, count)
            faults.long += 1
        faults.lines = line
    return faults


def _words(values: list[str], form: CsvForm) -> str:
    """A line that is no row: a comment, or what a database adds under its rows; empty for a row that was cut.

    A row begins as the table's rows do, with a number where its first column holds one: ``52 rows selected`` is none.
    """
    text = form.separator.join(values).strip()
    begins = re.match(r"[\s+'\"-]*\d", values[0]) and not re.match(r"[\s-]*\d+\s+[^\W\d_]{2}", values[0])
    is_row = not form.header[0].startswith("SK_ID_") or begins
    return "" if is_row or not values[0] else text


def refuse_ragged(form: CsvForm, faults: LineFaults) -> None:
    """Refuse lines with too few or too many values, by number and count.

    Raises
    ------
    UserError
        At the kind that is there first.
    """
    expected = len(form.header)
    kinds = [(*faults.first_short, faults.short, "few"), (*faults.first_long, faults.long, "many")]
    for line, count, lines, kind in sorted(entry for entry in kinds if entry[2]):
        more = f"; {lines:,} lines have too {kind}" if lines > 1 else ""
        last = ", the last line" if line == faults.lines and kind == "few" else ""
        words = faults.words if kind == "few" else ""
        got = f"words between the rows ({quoted(words)})" if words else count
        raise UserError(
            f"{form.name}: line {line}{last}: expected {expected} values, got {got}{more}.",
            TAKE_OUT if words else WHOLE_FILE,
        )
