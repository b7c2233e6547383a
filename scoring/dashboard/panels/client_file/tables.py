"""Tables of records: on a telephone each row becomes a small card, each value with its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from scoring.dashboard.render.html import esc

SHOWN = 8


@dataclass(frozen=True)
class Cell:
    """What stands in a cell: ready HTML; ``picture`` where it repeats in a drawing what others say in words."""

    html: str
    picture: bool = False
    number: bool = False


@dataclass(frozen=True)
class Column:
    """A column's name, its share of the width in per cent, and its kind; a picture's name may be an axis.

    A column is as wide whatever stands in it: rows behind a click continue those above them.
    """

    name: str
    width: int
    picture: bool = False
    number: bool = False


def text(words: str, under: str = "") -> Cell:
    """A cell of plain text, with a smaller line under it."""
    small = f"<small>{esc(under)}</small>" if under else ""
    return Cell(esc(words) + small)


def number(words: str) -> Cell:
    """A cell that stands at the right."""
    return Cell(esc(words), number=True)


def record_table(label: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]], more: str = "") -> str:
    """A table of records, the first eight rows in sight, the others behind a click.

    Parameters
    ----------
    label : str
        What it lists.
    columns : sequence of Column
        Its head.
    rows : sequence of sequence of Cell
        One cell a column.
    more : str
        What opens the other rows.
    """
    first = _table(label, columns, rows[:SHOWN])
    if len(rows) <= SHOWN:
        return first
    rest = _table(more, columns, rows[SHOWN:])
    return f'{first}<details class="pad-more"><summary>{esc(more)}</summary>{rest}</details>'


def _table(label: str, columns: Sequence[Column], rows: Sequence[Sequence[Cell]]) -> str:
    widths = "".join(f'<col style="width:{column.width}%">' for column in columns)
    head = "".join(_head(column) for column in columns)
    body = "".join(_row(columns, row) for row in rows)
    # Roles are said again: on a telephone the rows are no table for the browser any more.
    return (
        f'<div class="pad-scroll" tabindex="0" role="region" aria-label="{esc(label)}">'
        f'<table class="cards" role="table"><colgroup>{widths}</colgroup>'
        f'<thead role="rowgroup"><tr role="row">{head}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _head(column: Column) -> str:
    kind = ' class="number"' if column.number else ' class="picture" aria-hidden="true"' if column.picture else ""
    name = column.name if column.picture else esc(column.name)
    return f'<th scope="col" role="columnheader"{kind}>{name}</th>'


def _row(columns: Sequence[Column], cells: Sequence[Cell]) -> str:
    first, *others = zip(columns, cells, strict=True)
    return (
        f'<tr role="row"><th scope="row" role="rowheader">{first[1].html}</th>'
        + "".join(_cell(*o) for o in others)
        + "</tr>"
    )


def _cell(column: Column, cell: Cell) -> str:
    if column.picture:
        return f'<td class="picture" aria-hidden="true">{cell.html}</td>'
    kind = ' class="number"' if column.number else ""
    return f'<td role="cell"{kind} data-name="{esc(column.name)}">{cell.html}</td>'
