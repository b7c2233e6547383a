"""Small pieces of HTML: escaped text, tables that stand under charts, people out of a hundred."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from html import escape

PLACES = range(100)
A_ROW, STEP, LINE = 20, 13.4, 22  # people a row, and how far apart people and rows are
WIDTH = 264.0


def esc(text: object) -> str:
    """Text that can stand in HTML.

    Examples
    --------
    >>> esc("<b>")
    '&lt;b&gt;'
    """
    return escape(str(text))


def in_language(language: str, *parts: str) -> str:
    """Parts of a page that say which language they speak, for screen readers."""
    return f'<div lang="{language}">{"".join(parts)}</div>'


def alert(text: str, details: str = "") -> str:
    """A sentence that something could not be done; screen readers say it at once."""
    small = f"<br><small>{esc(details)}</small>" if details else ""
    return f'<p class="pad-alert" role="alert">{esc(text)}{small}</p>'


def fine(text: str, role: str = "") -> str:
    """A sentence in small print; with the role "status", screen readers say when it changes."""
    says = f' role="{role}"' if role else ""
    return f'<p class="pad-fine"{says}>{esc(text)}</p>' if text else ""


def badge(say: Callable[..., str]) -> str:
    """That these are demonstration data, in one word where there is little room."""
    before, word, after = (esc(say(f"header.demonstration{part}")) for part in ("_long", "", "_after"))
    return f'<span class="pad-badge"><span class="long">{before}</span>{word}<span class="long">{after}</span></span>'


def table(
    head: Sequence[str], rows: Iterable[Sequence[str]], marked: int | None = None, bars: Sequence[str] = ()
) -> str:
    """A table; texts come ready, and escaped here.

    Parameters
    ----------
    head, rows : sequence of str
        Names of the columns, and each row's cells.
    marked : int, optional
        The row that speaks of the client.
    bars : sequence of str
        What each row's button says to the kernel (:func:`bar_button`); rows without, or with an empty text, have none.
    """
    heads = "".join(f'<th scope="col">{esc(name)}</th>' for name in head)
    pressed = dict(enumerate(bars))
    body = "".join(_row(row, here=index == marked, bar=pressed.get(index, "")) for index, row in enumerate(rows))
    return (
        f'<div class="pad-scroll" tabindex="0" role="region" aria-label="{esc(head[0])}">'
        f"<table><thead><tr>{heads}</tr></thead><tbody>{body}</tbody></table></div>"
    )


def bar_button(bar: str, text: str) -> str:
    """A row's name as a button that tells the kernel ``bar`` by the template's script; the name alone without one."""
    return f'<button type="button" class="link" data-pad-bar="{esc(bar)}">{esc(text)}</button>' if bar else esc(text)


def _row(cells: Sequence[str], *, here: bool, bar: str) -> str:
    first, *others = bar_button(bar, cells[0]), *(esc(cell) for cell in cells[1:])
    mark = ' class="here"' if here else ""
    return f'<tr{mark}><th scope="row">{first}</th>' + "".join(f"<td>{cell}</td>" for cell in others) + "</tr>"


def details(summary: str, content: str) -> str:
    """Something that opens at a click."""
    return f"<details><summary>{esc(summary)}</summary>{content}</details>"


def people(marked: int, label: str, *, may: int = 0, gate: tuple[int, str] | None = None) -> str:
    """A hundred people, the first ``marked`` of them marked.

    Parameters
    ----------
    marked : int
        How many are marked, 0 to 100.
    label : str
        What it shows, for those who do not see it.
    may : int
        Up to which person a ring stands for who may be meant too: the upper end of an interval.
    gate : tuple of int and str, optional
        After how many people a line stands, and its name; the name is above the first row only.
    """
    marks = "".join(_person(index, "some" if index < marked else "may" if index < may else "rest") for index in PLACES)
    line, name = _gate(*gate) if gate else ("", "")
    return (
        f'<figure class="pad-people">{name}<svg viewBox="0 0 {WIDTH:.0f} 104" role="img" aria-label="{esc(label)}">'
        f"{marks}{line}</svg></figure>"
    )


def _person(index: int, look: str) -> str:
    """One of the hundred; a ring lies inside the place of a full one."""
    x, y = index % A_ROW * STEP, index // A_ROW * LINE
    inset = 1 if look == "may" else 0
    return (
        f'<rect x="{x + inset:.1f}" y="{y + inset}" width="{9.4 - 2 * inset:.1f}" height="{16 - 2 * inset}" '
        f'rx="{4.7 - inset:.1f}" class="{look}"/>'
    )


def _gate(after: int, name: str) -> tuple[str, str]:
    """A line between two people, as SVG, and its name as a text that never shrinks with the picture."""
    row, column = divmod(after, A_ROW)
    x = column * STEP - 2
    line = f'<path d="M{x:.1f} {row * LINE - 3}v22" class="gate"/>'
    where = f'<span class="gate-name" style="left:{100 * x / WIDTH:.1f}%">{esc(name)}</span>'
    return line, f'<div class="gates">{where}</div>' if not row else ""
