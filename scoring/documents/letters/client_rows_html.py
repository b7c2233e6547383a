"""The rows that a client's data were drawn from, in the file they take home: a fold a table, a fold a row."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from scoring.documents.letters.case import Case
from scoring.documents.letters.parts import section
from scoring.portfolio.rows_in_words import Cell, TableInWords
from scoring.texts import format_number
from scoring.texts.words import capitalised

MOST_SIDE_BY_SIDE = 8  # columns that stand beside one another on a sheet; of wider rows those that tell them apart
TELLING = (
    *("CREDIT_TYPE", "CREDIT_ACTIVE", "DAYS_CREDIT", "AMT_CREDIT_SUM", "AMT_CREDIT_SUM_DEBT"),
    *("NAME_CONTRACT_TYPE", "NAME_CONTRACT_STATUS", "DAYS_DECISION", "AMT_CREDIT", "CNT_PAYMENT"),
    *("MONTHS_BALANCE", "AMT_BALANCE", "AMT_CREDIT_LIMIT_ACTUAL", "SK_DPD"),
)


def rows_section(case: Case, tables: Sequence[TableInWords]) -> str:
    """Every row of every table; nothing where the tables are not on this machine.

    Parameters
    ----------
    case : Case
        Whom the file is about.
    tables : sequence of TableInWords
        As :func:`scoring.portfolio.rows_in_words.rows_in_words` gives them.
    """
    if not tables:
        return ""
    folds = "".join(_table(case, table) for table in tables)
    return section(case.say("own.rows"), f"<p>{escape(case.say('own.rows_note'))}</p>", folds)


def _table(case: Case, table: TableInWords) -> str:
    count = len(table.rows)
    number_of_rows = case.say(f"own.row_count.{'one' if count == 1 else 'many'}", n=format_number(count, case.language))
    title = escape(case.address(capitalised(table.source)))
    wide = len(table.rows[0]) > MOST_SIDE_BY_SIDE
    content = "".join(_row(case, row, place, count) for place, row in enumerate(table.rows, 1)) if wide else ""
    grid = _grid(case, table.source, _telling(case, table) if wide else table.rows) if not wide or count > 1 else ""
    summary = f"<summary>{title} ({escape(number_of_rows)})</summary>"
    return f'<details class="rows">{summary}{grid}{content}</details>'


def _telling(case: Case, table: TableInWords) -> Sequence[Sequence[Cell]]:
    """Of each row its place and what tells it apart, to be read side by side before a row is opened."""
    head = case.say("own.place")
    return [
        [Cell(head, format_number(place, case.language), place, ""), *(cell for cell in row if cell.column in TELLING)]
        for place, row in enumerate(table.rows, 1)
    ]


def _row(case: Case, row: Sequence[Cell], place: int, count: int) -> str:
    """A row of many columns as a list of what is known; a fold of its own where it is one of several."""
    lines = "".join(
        f"<tr><th>{escape(case.address(cell.label))}</th><td>{escape(case.address(cell.words))}</td></tr>"
        for cell in row
        if cell.words
    )
    listed = f"<table>{lines}</table>"
    if count == 1:
        return listed
    return f"<details><summary>{escape(case.say('own.row', n=place, of=count))}</summary>{listed}</details>"


def _grid(case: Case, source: str, table: Sequence[Sequence[Cell]]) -> str:
    head = "".join(f'<th scope="col">{escape(case.address(cell.label))}</th>' for cell in table[0])
    rows = "".join(
        f"<tr>{''.join(f'<td>{escape(case.address(cell.words))}</td>' for cell in row)}</tr>" for row in table
    )
    title = escape(capitalised(source))
    return (
        f'<div class="wide" tabindex="0" role="region" aria-label="{title}"><table><thead><tr>{head}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )
