"""Values that are read beside one another: written in one unit, and told apart only where a person would."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeGuard

from scoring.days import DAYS_IN_MONTH, DAYS_IN_YEAR
from scoring.texts.numbers import format_number, format_value, round_half_up, with_unit
from scoring.texts.spans import (
    FROM_MONTHS,
    FROM_YEARS,
    WHOLE_DAYS,
    WHOLE_MONTHS,
    WHOLE_YEARS,
    in_days,
    months_and_days,
    years_and_months,
)
from scoring.texts.words import Language, mark

SPANS = ("days", "days_ahead")
TIMES = (*SPANS, "months", "years", "age")
UNGRADED = ("flag", "category", "key")
NEAR_SHARE = 0.05  # of the larger of two numbers
NEAR_TIME = 0.1  # of the longer of two times: 22 months beside 21, or 46 years beside 43, are about the same
NEAR_SCORE = 0.02  # of marks from 0 to 1


@dataclass(frozen=True)
class DayScale:
    """A unit for spans of days: how many days one is, its name in the texts, and from where it needs no decimal."""

    days: float
    name: str
    whole_from: float

    def decimals(self, days: float) -> int:
        """How many decimals a span is written with.

        Examples
        --------
        >>> MONTHS.decimals(45), MONTHS.decimals(300)
        (1, 0)
        """
        return 0 if abs(days) >= self.whole_from * self.days else 1

    def rounded(self, days: float) -> float:
        """The span that is read, in days.

        Examples
        --------
        >>> round(YEARS.rounded(728) / 365.25, 1)
        2.0
        """
        if self is YEARS and self.decimals(days):
            return float(round_half_up(days / DAYS_IN_MONTH, 0)) * DAYS_IN_MONTH
        return float(round_half_up(days / self.days, self.decimals(days))) * self.days

    def written(self, days: float, language: Language, *, exact: bool = False) -> str:
        """A span in this unit, as people say it, or, where it must be ``exact``, with a decimal.

        Examples
        --------
        >>> [MONTHS.written(days, "en").replace("\u00a0", " ") for days in (8, 43, 60, 300)]
        ['under a month', '1 month and 13 days', '2 months', '10 months']
        """
        if self is DAYS and not exact:
            return in_days(days, language)
        if exact:
            return with_unit(days / self.days, self.name, language, 1 if self is YEARS else self.decimals(days))
        return years_and_months(days, language) if self is YEARS else months_and_days(days, language)


YEARS = DayScale(DAYS_IN_YEAR, "year", WHOLE_YEARS)
MONTHS = DayScale(DAYS_IN_MONTH, "month", WHOLE_MONTHS)
DAYS = DayScale(1.0, "day", WHOLE_DAYS)


def day_scale(spans: Sequence[float]) -> DayScale:
    """The unit of spans of days that are read together: the largest in which none of them is under one.

    No larger one than the longest span would have alone, and no days beside years: nobody says "1 674 days". A span
    of nought says nothing of the unit, and is written in days whatever stands beside it: nobody says "0 years".

    Parameters
    ----------
    spans : sequence of float
        In days, before or after the application.

    Examples
    --------
    >>> [day_scale(spans).name for spans in ([770, 700], [1500, 150], [1500, 20], [600, 20], [0, 900])]
    ['year', 'month', 'month', 'day', 'year']
    """
    sizes = [abs(span) for span in spans if span]
    if not sizes or max(sizes) < FROM_MONTHS:
        return DAYS
    if max(sizes) >= FROM_YEARS and min(sizes) >= DAYS_IN_YEAR:
        return YEARS
    return MONTHS if min(sizes) >= DAYS_IN_MONTH or max(sizes) >= FROM_YEARS else DAYS


def format_beside(values: Sequence[float | str | None], unit: str, language: Language) -> tuple[str, ...]:
    """Values as one reads them aloud one after the other: spans of days all in years, in months or in days.

    Parameters
    ----------
    values : sequence of float, str or None
        As :func:`~scoring.texts.numbers.format_value` takes one.
    unit : str
        Unit of all of them, as there.
    language : str
        Language of the words.

    Examples
    --------
    >>> [" ".join(text.split()) for text in format_beside([767.0, 700.0], "days", "fr")]
    ['2 ans et 1 mois', '1 an et 11 mois']
    """
    return _beside(values, unit, language, exact=False)


def format_bounds(values: Sequence[float | str | None], unit: str, language: Language) -> tuple[str, ...]:
    """Values as ends of ranges and ticks of axes: as :func:`format_beside`, but a nought of time is a bare 0.

    Months and years keep a decimal: between ends that were rounded lies what is out of range.

    Examples
    --------
    >>> [" ".join(text.split()) for text in format_bounds([0.0, 1826.25, 4565.625], "days", "fr")]
    ['0', '5 ans', '12,5 ans']
    """
    bare = format_number(0.0, language)
    texts = _beside(values, unit, language, exact=True)
    return tuple(
        bare if value == 0 and unit in TIMES and unit != "days_ahead" else text
        for value, text in zip(values, texts, strict=True)
    )


def format_span_gap(value: float, other: float, language: Language) -> str:
    """How far apart two spans of days are, as they are written beside each other: in their unit, to their decimals.

    Examples
    --------
    >>> " ".join(format_span_gap(949.0, 700.0, "fr").split()), " ".join(format_span_gap(852.0, 365.0, "en").split())
    ('8 mois', '16 months')
    """
    scale = day_scale((value, other))
    gap = abs(scale.rounded(value) - scale.rounded(other))
    if scale is YEARS:
        return years_and_months(gap, language)
    if scale is MONTHS:  # 105 months lie between 3 and 108, as they are read, and days where the gap is under one
        return months_and_days(gap, language) if gap >= DAYS_IN_MONTH else format_value(gap, "days", language)
    return with_unit(gap / scale.days, scale.name, language, max(scale.decimals(value), scale.decimals(other)))


def is_under_a_day(value: float, other: float) -> bool:
    """Whether two spans, read in days, are less than one day apart as they are read.

    Examples
    --------
    >>> is_under_a_day(1.3, 0.4), is_under_a_day(1.4, 0.4), is_under_a_day(0.0, 0.2), is_under_a_day(700.4, 700.0)
    (True, False, True, False)
    """
    if day_scale((value, other)) is not DAYS:
        return False
    return bool(round_half_up(abs(DAYS.rounded(value) - DAYS.rounded(other)), 1) < 1)


def is_near(value: float | str | None, other: float | str | None, unit: str) -> bool:
    """Whether two numbers differ by so little that nobody would say it: a twentieth, or two hundredths of a mark.

    Of times a tenth: people say them roughly. Yes and no, and texts, are the same or are not.

    Examples
    --------
    >>> is_near(0.21, 0.20, "score"), is_near(0.21, 0.26, "score"), is_near(104.0, 107.0, "amount")
    (True, False, True)
    >>> is_near(670.0, 637.0, "days"), is_near(92.0, 61.0, "days")
    (True, False)
    """
    if value == other:
        return True
    if isinstance(value, str) or isinstance(other, str) or value is None or other is None or unit in UNGRADED:
        return False
    gap, larger = abs(value - other), max(abs(value), abs(other))
    share = NEAR_TIME if unit in TIMES else NEAR_SHARE
    return gap <= share * larger * (1 + 1e-9) or (unit == "score" and gap <= NEAR_SCORE * (1 + 1e-9))


def _is_span(value: float | str | None, unit: str) -> TypeGuard[float]:
    return unit in SPANS and isinstance(value, float | int) and math.isfinite(value)


def _beside(values: Sequence[float | str | None], unit: str, language: Language, *, exact: bool) -> tuple[str, ...]:
    """Values in one unit; ``exact`` keeps a decimal of months and years, and takes a span alone as one of several."""
    spans = [value for value in values if _is_span(value, unit)]
    scale = day_scale(spans)
    together = len(spans) >= (1 if exact else 2)
    return tuple(
        _span(value, scale, unit, language, exact)
        if together and _is_span(value, unit)
        else _alone(value, unit, language, exact=exact)
        for value in values
    )


def _alone(value: float | str | None, unit: str, language: Language, *, exact: bool) -> str:
    if exact and unit == "months" and isinstance(value, float | int) and math.isfinite(value):
        return with_unit(value, "month", language, 1)
    return format_value(value, unit, language)


@lru_cache(maxsize=16_384)
def _span(days: float, scale: DayScale, unit: str, language: Language, exact: bool) -> str:
    if days == 0 and unit == "days":
        return format_value(0.0, unit, language)
    if unit == "days":
        return scale.written(days, language, exact=exact)
    if round_half_up(days, 0) == 0:
        return mark("same_day", language)
    span = scale.written(abs(days), language, exact=exact)
    return mark("later" if days > 0 else "earlier", language, span=span)
