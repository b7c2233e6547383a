"""The client beside the middle of the group, variable by variable: the difference in words, and what it means."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import ipywidgets as widgets

from scoring.cohorts.compare import ComparisonRow
from scoring.dashboard.panels.compare.shares import like_share
from scoring.dashboard.panels.view import View
from scoring.dashboard.render.html import esc, fine
from scoring.days import DAYS_IN_YEAR
from scoring.features.catalogue import Entry, catalogue
from scoring.texts import Language, format_number, format_value
from scoring.texts.beside import SPANS, format_span_gap, is_under_a_day
from scoring.texts.numbers import age_in_years, round_half_up
from scoring.texts.sentences import page, page_count
from scoring.texts.spans import WHOLE_MONTHS, span_as_read

HARDLY = 0.02
# From which size a value is shown with so many decimals; one more below it.
WHOLE_FROM = {
    "ratio": (0.1, 2),
    "flag": (0.1, 2),
    "months": (WHOLE_MONTHS, 0),
    "count": (100, 0),
    "score": (0, 2),
}
TIMES = 3
CHOSEN = ' class="chosen" aria-current="true"'
MARKS = {"▲": '<span class="raise">▲</span>', "▼": '<span class="lower">▼</span>'}


class Difference(NamedTuple):
    """How far a client is from the middle, in words; ``negligible`` where nobody would say that they differ."""

    words: str
    negligible: bool = False


class Table(View):
    """A table of twelve variables: what weighs most for this client, then the basics of the application."""

    section = "compare"
    reads = ("compare.comparison_rows", "compare.variable", "language")

    def build(self) -> Sequence[widgets.Widget]:
        """The table."""
        self.content = widgets.HTML()
        return (self.content,)

    def draw(self) -> None:
        """One row a variable."""
        rows: tuple[ComparisonRow, ...] = self.state.compare.comparison_rows
        group = self.state.compare.group
        if not rows or group is None or not group.n:
            self.content.value = ""
            return
        head = [self.say(f"compare.{key}") for key in ("what", "client_column", "middle_column", "gap", "usual_effect")]
        named = [(line.feature, row(line, self.language)) for line in rows]
        drawn = _table(head, named, self.say("compare.show"), self.state.compare.variable)
        title = f"<h2>{esc(self.say('compare.table_title'))}</h2>"
        self.put(self.content, title, fine(self.say("compare.table_note")), drawn)


def _table(head: Sequence[str], rows: Sequence[tuple[str, tuple[str, ...]]], hint: str, chosen: str) -> str:
    """The table; a variable's name is a button that the template's script hears: it shows the variable above.

    The row of the variable that is shown there is marked.
    """
    heads = "".join(f'<th scope="col" role="columnheader">{esc(name)}</th>' for name in head)
    body = "".join(
        f'<tr role="row"{CHOSEN if feature == chosen else ""}><th scope="row" role="rowheader">'
        f"{_button(feature, cells[0], hint)}</th>"
        f"{''.join(map(_cell, head[1:], cells[1:]))}</tr>"
        for feature, cells in rows
    )
    for mark, colored in MARKS.items():
        body = body.replace(mark, colored)
    return (
        f'<div class="pad-scroll pad-rows" tabindex="0" role="region" aria-label="{esc(head[0])}">'
        f'<table role="table"><thead role="rowgroup"><tr role="row">{heads}</tr></thead>'
        f'<tbody role="rowgroup">{body}</tbody></table></div>'
    )


def _button(feature: str, name: str, hint: str) -> str:
    return (
        f'<button type="button" class="link" data-pad-compare="{esc(feature)}" title="{esc(hint)}">{esc(name)}</button>'
    )


def _cell(name: str, text: str) -> str:
    return f'<td role="cell" data-name="{esc(name)}">{esc(text)}</td>'


def row(line: ComparisonRow, language: Language) -> tuple[str, ...]:
    """Label, the client's value, the group's middle, the difference, and its usual effect on the risk."""
    entry = catalogue()[line.feature]
    values, difference = entry.show_beside((line.value, line.median), language), gap(entry, line, language)
    effect = "open" if difference.negligible else _effect(entry, line)
    return (entry.label.say(language), *values, difference.words, page(f"compare.effect_{effect}", language))


def gap(entry: Entry, line: ComparisonRow, language: Language) -> Difference:
    """The difference as one says it: so much more or less, or how many have the same.

    Parameters
    ----------
    entry : Entry
        The variable, as the catalogue knows it: its unit decides how a difference is said.
    line : ComparisonRow
        The client's value, the group's middle, and the share of the group that has the client's level.
    language : str
        Language of the words.

    Examples
    --------
    >>> name, entry = "application_amt_credit", catalogue()["application_amt_credit"]
    >>> gap(entry, ComparisonRow(name, 150.0, 100.0, None), "en")
    Difference(words='50% more', negligible=False)
    >>> gap(entry, ComparisonRow(name, 101.0, 100.0, None), "en")
    Difference(words='almost the same', negligible=True)
    """
    value, median = line.value, line.median
    if line.share is not None:
        return Difference(page("compare.gap_level", language, share=like_share(line.share, language)))
    if isinstance(value, str) or isinstance(median, str) or value is None or median is None:
        return Difference(page("compare.gap_unknown", language))
    if _reads_alike(entry, value, median, language):
        return Difference(page("compare.gap_same", language), negligible=True)
    if entry.feature.unit == "amount" and median > 0 and value >= TIMES * median:
        times = format_number(value / median, language, 0 if value >= 10 * median else 1)
        return Difference(page("compare.gap_times", language, n=times))
    if entry.feature.unit == "flag" and {value, median} == {0.0, 1.0}:
        return Difference(page("compare.gap_opposite", language))  # of no and yes nobody says a distance
    if entry.feature.unit == "days" and is_under_a_day(value, median):
        return Difference(page(f"compare.gap_little_{'more' if value > median else 'less'}", language))
    size = _size(entry.feature.unit, value, median, language)
    if size is None:
        return Difference(page("compare.gap_hardly", language), negligible=True)
    ahead = "_later" if entry.feature.unit == "days_ahead" else ""
    key = "more" if value > median else "less"
    return Difference(page(f"compare.gap_{key}{ahead}", language, size=size))


def _size(unit: str, value: float, median: float, language: Language) -> str | None:
    """How far apart two values are, in the words of their unit; None where it is hardly anything."""
    if unit in SPANS:
        return format_span_gap(value, median, language)
    value, median = as_shown(unit, value, median)
    gap = abs(value - median)
    if unit == "amount" and median > 0:
        return format_value(gap / median, "ratio", language) if gap / median >= HARDLY else None
    if unit == "age":
        return format_value(gap / DAYS_IN_YEAR, "years", language)
    if unit in ("ratio", "flag"):
        points = round(100 * gap, 0 if gap >= 0.1 else 1)
        return page_count("compare.percent_points", points, language) if points else None
    return format_value(gap, unit, language)


def as_shown(unit: str, *values: float) -> tuple[float, ...]:
    """Values rounded as they are shown beside one another, so that the difference said is the one that is seen.

    Examples
    --------
    >>> as_shown("ratio", 0.2838, 0.1704), as_shown("age", 8400.0, 15000.0)
    ((0.28, 0.17), (8035.5, 14975.25))
    """
    if unit == "age":
        return tuple(age_in_years(value) * DAYS_IN_YEAR for value in values)
    if unit in SPANS:
        return tuple(map(span_as_read, values))
    if unit == "years":
        return tuple(span_as_read(value * DAYS_IN_YEAR) / DAYS_IN_YEAR for value in values)
    if unit not in WHOLE_FROM:
        return values
    start, decimals = WHOLE_FROM[unit]
    return tuple(float(round_half_up(value, decimals + (abs(value) < start))) for value in values)


def _reads_alike(entry: Entry, value: float, median: float, language: Language) -> bool:
    shown, middle = entry.show_beside((value, median), language)
    return shown == middle


def _effect(entry: Entry, line: ComparisonRow) -> str:
    """What such a difference usually does to the risk: raises, lowers, or nothing that can be said ("open").

    By the side that reasons are held to, so that the two never contradict each other.
    """
    value, median = line.value, line.median
    if not isinstance(value, float | int) or not isinstance(median, float | int) or not entry.expected_side:
        return "open"
    return "raises" if (value > median) == (entry.expected_side > 0) else "lowers"
