"""Loans with other lenders: each with its time on one line, what is owed and what is late."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from scoring.dashboard.panels.client_file.tables import Cell, Column, number, record_table, text
from scoring.dashboard.panels.client_file.words import RecordWords
from scoring.dashboard.render.html import esc, fine
from scoring.days import DAYS_IN_YEAR
from scoring.portfolio.client_records import BureauCredit

USUAL_CURRENCY = "currency 1"
STEPS = (1, 2, 5, 10, 20, 50)
MOST_TICKS = 5
NUMBERS = (("amount", 11), ("owed", 12), ("late", 9))  # columns and their widths
LEAST_AHEAD, AHEAD = 1.0, 0.5  # years ahead that are always drawn; then half as far ahead as there is past

AXIS_PX, APART_PX = 180, 5.0  # the narrowest line, and how far names on it stand apart
LETTER_PX, NARROW_PX, NARROW = 7.6, 3.7, frozenset("ijl'’.,\u00a0 ")  # how wide a letter in it is, and a narrow one

Span = tuple[float, float]


def credits_html(credits: Sequence[BureauCredit] | None, words: RecordWords) -> str:
    """How many, what is still owed, and each loan; a sentence where there is none."""
    if credits is None:
        return f"<h2>{esc(words.say('credits.title'))}</h2>" + fine(words.say("credits.absent"))
    if not credits:
        return f"<h2>{esc(words.say('credits.none'))}</h2>"
    credits = sorted(credits, key=lambda credit: not credit.running)  # what is still to be repaid comes first
    reach = span_of(credits)
    axis = "".join(_axis_name(place, name) for place, name in axis_names(reach, words.relative_days))
    columns = (
        Column(words.say("credits.kind"), 28),
        Column(f'<span class="pad-axis">{axis}</span>', 29, picture=True),
        Column(words.say("credits.status"), 11),
        *(Column(words.say(f"credits.{key}"), width, number=True) for key, width in NUMBERS),
    )
    more = words.count("more", max(len(credits) - 8, 0))
    table = record_table(words.say("credits.title"), columns, [_row(c, reach, words) for c in credits], more)
    note = " ".join((words.say("credits.key"), _owed(credits, words))).strip()
    return f"<h2>{esc(title(credits, words))}</h2>{fine(note)}{table}"


def _axis_name(place: float, name: str) -> str:
    """A name on the line, at its place in per cent; moved inwards near an end, where it would stand over a column."""
    return f'<span style="left:{place:.1f}%;transform:translateX(-{place:.1f}%)">{esc(name)}</span>'


def title(credits: Sequence[BureauCredit], words: RecordWords) -> str:
    """How many loans, how many of them running."""
    running, count = sum(credit.running for credit in credits), len(credits)
    if not running:
        return words.count("credits.ended_all", count)
    if running == count:
        return words.count("credits.running_all", count)
    return words.count("credits.running", running, all=words.number(count))


def span_of(credits: Sequence[BureauCredit]) -> Span:
    """From the first opening to the last planned end, in days; ends far ahead stand at the edge."""
    past = min(-DAYS_IN_YEAR, *(credit.opened for credit in credits))
    ends = [credit.planned_end for credit in credits if credit.running and credit.planned_end is not None]
    ahead = min(max([0.0, *ends]), max(-past * AHEAD, LEAST_AHEAD * DAYS_IN_YEAR))
    return past, ahead


def ticks(reach: Span) -> tuple[float, ...]:
    """Whole years to name on the line, in days: today, and a few evenly before and after it."""
    years = (reach[1] - reach[0]) / DAYS_IN_YEAR
    step = next((step for step in STEPS if years / step <= MOST_TICKS - 1), STEPS[-1]) * DAYS_IN_YEAR
    first, last = int(reach[0] / step), int(reach[1] / step)
    return tuple(step * index for index in range(first, last + 1))


def axis_names(reach: Span, whens: Callable[[Sequence[float]], Sequence[str]]) -> list[tuple[float, str]]:
    """Ticks that can be read beside each other: today, then the ends, then what lies between; the past has one.

    Parameters
    ----------
    reach : tuple of float
        First and last day of the line.
    whens : callable
        Days in words, all in one unit.

    Returns
    -------
    list of (float, str)
        Place in per cent and name, from the left.
    """
    evenly, first = ticks(reach), int(reach[0] / DAYS_IN_YEAR) * DAYS_IN_YEAR
    days = tuple(sorted({*evenly, first}))
    names = dict(zip(days, whens(days), strict=True))
    ends = (evenly[0], evenly[-1])
    # The first whole year comes last: it is named where no even one before today has room.
    wanted = sorted(days, key=lambda day: (day not in evenly, day != 0.0, day not in ends, -abs(day)))
    named: list[tuple[float, str]] = []
    for day in wanted:
        name = (_place(day, reach), names[day])
        if all(_fit(*sorted((name, other))) for other in named):
            named.append(name)
    return sorted(named)


def _fit(left: tuple[float, str], right: tuple[float, str]) -> bool:
    """Whether two names do not touch on the narrowest line; each hangs from its place by the same share of itself."""
    ends = left[0] / 100 * AXIS_PX + (1 - left[0] / 100) * name_width(left[1])
    begins = right[0] / 100 * (AXIS_PX - name_width(right[1]))
    return begins - ends >= APART_PX


def name_width(name: str) -> float:
    """About how wide a name is on the line, in pixels: by letters, as "il y a 6 ans" is no wider than "6 years ago".

    Examples
    --------
    >>> name_width("ill") < name_width("mmm")
    True
    """
    return math.fsum(NARROW_PX if letter in NARROW else LETTER_PX for letter in name)


def _row(credit: BureauCredit, reach: Span, words: RecordWords) -> tuple[Cell, ...]:
    kind = words.level("bureau", "CREDIT_TYPE", credit.kind)
    other = credit.currency not in (None, USUAL_CURRENCY)
    currency = words.level("bureau", "CREDIT_CURRENCY", credit.currency) if other else ""
    return (
        text(kind, words.joined([*_dates(credit, words), currency])),
        Cell(_picture(credit, reach)),
        text(words.level("bureau", "CREDIT_ACTIVE", credit.status)),
        number(words.amount(credit.amount)),
        number(words.amount(credit.owed)),
        number(words.days(credit.days_late) if credit.days_late else words.say("credits.not_late")),
    )


def _dates(credit: BureauCredit, words: RecordWords) -> list[str]:
    dates = [words.say("credits.opened", when=words.when(credit.opened))]
    if credit.running and credit.planned_end is not None:
        dates.append(words.say("credits.ends", when=words.when(credit.planned_end)))
    elif not credit.running and credit.ended is not None:
        dates.append(words.say("credits.ended", when=words.when(credit.ended)))
    return dates


def _picture(credit: BureauCredit, reach: Span) -> str:
    """A bar from the opening to today or the end, dashed as far as it is planned."""
    end = 0.0 if credit.running else min(_first_known(credit.ended, credit.planned_end), 0.0)
    bars = _bar("live" if credit.running else "over", credit.opened, max(end, credit.opened), reach)
    if credit.running and credit.planned_end is not None and credit.planned_end > 0:
        bars += _bar("todo", 0.0, credit.planned_end, reach)
    return f'<span class="pad-span">{bars}<i class="now" style="left:{_place(0.0, reach):.1f}%"></i></span>'


def _first_known(*days: float | None) -> float:
    return next((day for day in days if day is not None), 0.0)


def _bar(kind: str, start: float, end: float, reach: Span) -> str:
    left, right = _place(start, reach), _place(end, reach)
    return f'<i class="{kind}" style="left:{left:.1f}%;width:{max(right - left, 0.5):.1f}%"></i>'


def _place(days: float, reach: Span) -> float:
    low, high = reach
    return 100.0 * (min(max(days, low), high) - low) / (high - low)


def _owed(credits: Sequence[BureauCredit], words: RecordWords) -> str:
    """What is owed in all; not said where currencies differ, nothing is known, or not what a running loan owes."""
    owed = [credit.owed for credit in credits if credit.owed is not None]
    unknown = any(credit.running and credit.owed is None for credit in credits)
    if not owed or unknown or len({credit.currency for credit in credits}) > 1:
        return ""
    return words.say("credits.owed_all", amount=words.amount(sum(owed)))
