"""Figures and tables as a reader finds them in a report: a title that states the finding, the picture, its table.

Pictures are drawn by :mod:`scoring.documents.charts` and shown as SVG inside the page: nothing is loaded, no window
opens, and their letters are text that can be selected and searched. Each carries its style, so that JupyterLab shows it
as the exported page does.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache
from html import escape
from importlib.resources import files
from io import StringIO
from typing import TYPE_CHECKING, Any

import pandas as pd

from scoring.texts.numbers import MINUS
from scoring.texts.sentences import words
from scoring.texts.words import Language, mark

if TYPE_CHECKING:
    from IPython.display import HTML
    from matplotlib.figure import Figure


def figure(
    drawn: Figure,
    title: str,
    table: pd.DataFrame | None = None,
    *,
    number: int | None = None,
    percent: Collection[str] = (),
    language: Language = "en",
) -> HTML:
    """A picture under its title, its numbers folded under it.

    Parameters
    ----------
    drawn : Figure
        From :mod:`scoring.documents.charts`.
    title : str
        The finding, in a sentence.
    table : DataFrame, optional
        The numbers in the picture.
    number : int, optional
        Number of the figure, for texts that refer to it.
    percent : collection of str
        Columns of the table that are shares.
    language : {"en", "fr"}
        Language of what is said around it.
    """
    from IPython.display import HTML

    caption = caption_of("figure", title, number, language)
    parts = [
        f'<figure class="pad">\n<figcaption class="title">{escape(caption)}</figcaption>',
        picture(drawn, title),
        "</figure>",
    ]
    if table is not None:
        summary = f"<summary>{words('frame.as_table', language)}</summary>"
        parts.append(f'<details class="pad">{summary}{_html_of(table, percent, language)}</details>')
    return HTML("\n".join([*parts, style()]))


def table(
    frame: pd.DataFrame,
    title: str,
    *,
    number: int | None = None,
    percent: Collection[str] = (),
    language: Language = "en",
    right: Collection[str] = (),
) -> HTML:
    """A table under its title.

    Parameters
    ----------
    frame : DataFrame
        Its columns' names are its heads.
    title : str
        What it shows, in a sentence.
    number : int, optional
        Number of the table, for texts that refer to it.
    percent : collection of str
        Columns that are shares.
    language : {"en", "fr"}
        Language of the marks in numbers and of what is said around them.
    right : collection of str
        Columns of numbers that are written already, aligned as numbers are.
    """
    from IPython.display import HTML

    caption = f'<figcaption class="title">{escape(caption_of("table", title, number, language))}</figcaption>'
    return HTML(f'<figure class="pad">{caption}{_html_of(frame, percent, language, right)}</figure>{style()}')


def picture(drawn: Figure, alternative: str) -> str:
    """A figure as SVG for the middle of a page: its letters stay text, and it names no address.

    Parameters
    ----------
    drawn : Figure
        Figure of matplotlib.
    alternative : str
        What a reader who sees no picture is told.
    """
    import matplotlib as mpl

    stored = StringIO()
    with mpl.rc_context({"svg.fonttype": "none", "svg.hashsalt": alternative}):
        drawn.savefig(stored, format="svg", metadata={"Date": None})
    svg = stored.getvalue()
    svg = re.sub(r"<metadata>.*?</metadata>", "", svg[svg.index("<svg ") :], flags=re.DOTALL)
    svg = re.sub(r' xmlns(:xlink)?="[^"]*"', "", svg).replace("xlink:href", "href")
    return svg.replace("<svg ", f'<svg role="img" aria-label="{escape(alternative)}" ', 1)


def caption_of(kind: str, title: str, number: int | None, language: Language) -> str:
    """The title of a figure or table, with its number where it has one.

    Parameters
    ----------
    kind : {"figure", "table"}
        What it stands under.
    title : str
        What it shows.
    number : int or None
        Where it is numbered.
    language : str
        Language of the word before the number.
    """
    return f"{words(f'frame.{kind}', language, number=number)} {title}" if number else title


@cache
def style() -> str:
    """The style of figures and tables; rules of a document outweigh it."""
    return f"<style>{files('scoring.documents').joinpath('figures.css').read_text(encoding='utf-8')}</style>"


def finding(text: str) -> HTML:
    """A conclusion, set apart from the prose around it."""
    from IPython.display import HTML

    return HTML(f'<div class="pad finding"><p>{escape(text)}</p></div>{style()}')


def written(value: Any, *, percent: bool = False, language: Language = "en") -> str:
    """A value as a table shows it.

    Examples
    --------
    >>> written(12345), written(0.0834, percent=True), written(0.0834), written(None), written(True)
    ('12,345', '8.3%', '0.0834', '', 'yes')
    >>> written(0.0834, language="fr")
    '0,0834'
    """
    if value is None or (isinstance(value, float) and pd.isna(value)):
        return ""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return words("frame.yes" if value else "frame.no", language)
    if isinstance(value, str):
        return value
    number = float(value)
    if percent:
        return with_marks(f"{number:.1%}", language)
    whole = number.is_integer() or abs(number) >= 1000
    return with_marks(f"{number:,.0f}" if whole else f"{number:.3g}", language)


def with_marks(number: str, language: Language) -> str:
    """A number that is written as English does, with the marks of the language.

    Examples
    --------
    >>> with_marks("-1,234.5%", "fr").replace("\u00a0", " ")
    '−1 234,5 %'
    """
    marks: dict[str, str | int | None] = {
        ",": mark("thousands", language),
        ".": mark("decimal", language),
        "%": mark("percent", language),
        "-": MINUS,
    }
    return number.translate(str.maketrans(marks))


def _html_of(frame: pd.DataFrame, percent: Collection[str], language: Language, right: Collection[str] = ()) -> str:
    numbers = {name: name in right or pd.api.types.is_numeric_dtype(frame[name]) for name in frame.columns}
    head = "".join(_cell("th", _head(str(name)), numbers[name]) for name in frame.columns)
    rows = ("".join(_body(row, numbers, percent, language)) for row in frame.to_dict("records"))
    body = "".join(f"<tr>{row}</tr>" for row in rows)
    return f'<div class="scroll"><table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table></div>'


def _head(name: str) -> str:
    """What a column is called above its cells; a raw one keeps Kaggle's name, by which it is found in the tables.

    Examples
    --------
    >>> _head("lines_per_client"), _head("AMT_CREDIT_SUM")
    ('lines per client', 'AMT_CREDIT_SUM')
    """
    return name if name.isupper() else name.replace("_", " ")


def _body(
    row: Mapping[Any, Any], numbers: Mapping[str, bool], percent: Collection[str], language: Language
) -> list[str]:
    cells = ((name, written(value, percent=name in percent, language=language)) for name, value in row.items())
    return [_cell("td", text, numbers[name]) for name, text in cells]


def _cell(tag: str, text: str, is_number: bool) -> str:
    attributes = (' scope="col"' if tag == "th" else "") + (' class="number"' if is_number else "")
    return f"<{tag}{attributes}>{escape(text)}</{tag}>"
