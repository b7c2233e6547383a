"""Figures and tables as a reader finds them in a report: a title that states the finding, the picture, its table.

Pictures are drawn by :mod:`scoring.reports.charts` and shown as SVG inside the page: nothing is loaded, no window
opens.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Collection, Mapping
from html import escape
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pandas as pd

if TYPE_CHECKING:
    from IPython.display import HTML
    from matplotlib.figure import Figure

AS_A_TABLE = {"en": "The same as a table", "fr": "Les mêmes chiffres en tableau"}


def figure(
    drawn: Figure,
    title: str,
    table: pd.DataFrame | None = None,
    *,
    number: int | None = None,
    percent: Collection[str] = (),
    language: str = "en",
) -> HTML:
    """A picture under its title, its numbers folded under it.

    Parameters
    ----------
    drawn : Figure
        From :mod:`scoring.reports.charts`.
    title : str
        The finding, in a sentence.
    table : DataFrame, optional
        The numbers in the picture.
    number : int, optional
        Of the figure, for texts that refer to it.
    percent : collection of str
        Columns of the table that are shares.
    language : {"en", "fr"}
        Of what is said around it.
    """
    from IPython.display import HTML

    stored = BytesIO()
    drawn.savefig(stored, format="svg", metadata={"Date": None})
    picture = b64encode(stored.getvalue()).decode()
    said = f"Figure {number}. {title}" if number else title
    parts = [
        '<figure class="pad">',
        f'<figcaption class="title">{escape(said)}</figcaption>',
        f'<img alt="{escape(title)}" src="data:image/svg+xml;base64,{picture}">',
        "</figure>",
    ]
    if table is not None:
        summary = f"<summary>{AS_A_TABLE[language]}</summary>"
        parts.append(f'<details class="pad">{summary}{_html_of(table, percent)}</details>')
    return HTML("\n".join(parts))


def table(frame: pd.DataFrame, title: str, *, percent: Collection[str] = ()) -> HTML:
    """A table under its title.

    Parameters
    ----------
    frame : DataFrame
        Its columns' names are its heads.
    title : str
        What it shows, in a sentence.
    percent : collection of str
        Columns that are shares.
    """
    from IPython.display import HTML

    caption = f'<figcaption class="title">{escape(title)}</figcaption>'
    return HTML(f'<figure class="pad">{caption}{_html_of(frame, percent)}</figure>')


def finding(text: str) -> HTML:
    """A conclusion, set apart from the prose around it."""
    from IPython.display import HTML

    return HTML(f'<div class="finding"><p>{escape(text)}</p></div>')


def written(value: Any, *, percent: bool = False) -> str:
    """A value as a table shows it.

    Examples
    --------
    >>> written(12345), written(0.0834, percent=True), written(0.0834), written(None), written(True)
    ('12,345', '8.3%', '0.0834', '', 'yes')
    """
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    number = float(value)
    if percent:
        return f"{number:.1%}"
    return f"{number:,.0f}" if number.is_integer() or abs(number) >= 1000 else f"{number:.3g}"


def _html_of(frame: pd.DataFrame, percent: Collection[str]) -> str:
    numbers = {name: pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns}
    head = "".join(_cell("th", str(name).replace("_", " "), numbers[name]) for name in frame.columns)
    rows = ("".join(_body(row, numbers, percent)) for row in frame.to_dict("records"))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _body(row: Mapping[Any, Any], numbers: Mapping[str, bool], percent: Collection[str]) -> list[str]:
    return [_cell("td", written(value, percent=name in percent), numbers[name]) for name, value in row.items()]


def _cell(tag: str, text: str, is_number: bool) -> str:
    attributes = (' scope="col"' if tag == "th" else "") + (' class="number"' if is_number else "")
    return f"<{tag}{attributes}>{escape(text)}</{tag}>"
