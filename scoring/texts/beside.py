"""Values that are read beside one another: each as it is alone, and told apart only where a person would."""

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
    WHOLE_DAYS,
    WHOLE_MONTHS,
    WHOLE_YEARS,
    decimals_of_days,
    span_as_read,
    years_and_months,
)
from scoring.texts.words import Language, mark

SPANS = ("days", "days_ahead")
TIMES = (*SPANS, "months", "years", "age")
FROM_YEARS = 730  # an axis that reaches so far is in years
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

    def written(self, days: float, language: Language) -> str:
        """A span in this unit, with a decimal where it is no whole number of them.

        Examples
        --------
        >>> [MONTHS.written(days, "en").replace("\u00a0", " ") for days in (8, 43, 60, 300)]
        ['0.3 months', '1.4 months', '2 months', '10 months']
        """
        return with_unit(days / self.days, self.name, language, 1 if self is YEARS else self.decimals(days))


YEARS = DayScale(DAYS_IN_YEAR, "year", WHOLE_YEARS)
MONTHS = DayScale(DAYS_IN_MONTH, "month", WHOLE_MONTHS)
DAYS = DayScale(1.0, "day", WHOLE_DAYS)


def day_scale(spans: Sequence[float]) -> DayScale:
    """The unit of an axis or a range in days: the largest in which none of its ends is under one.

    No larger one than the longest span would have alone, and no days beside years: nobody reads "1 674 days". A span
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
    """Values as one reads them aloud one after the other: each as in every other view, whatever stands beside it.

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
    >>> [" ".join(text.split()) for text in format_beside([487.0, 243.0], "days", "fr")]
    ['1 an et 4 mois', '8 mois']
    """
    return tuple(format_value(value, unit, language) for value in values)


def format_bounds(values: Sequence[float | str | None], unit: str, language: Language) -> tuple[str, ...]:
    """Values as ends of ranges and ticks of axes: spans all in one unit, and a nought of time a bare 0.

    Months and years keep a decimal: between ends that were rounded lies what is out of range.

    Examples
    --------
    >>> [" ".join(text.split()) for text in format_bounds([0.0, 1826.25, 4565.625], "days", "fr")]
    ['0', '5 ans', '12,5 ans']
    """
    bare = format_number(0.0, language)
    scale = day_scale([value for value in values if _is_span(value, unit)])
    return tuple(
        bare if value == 0 and unit in TIMES and unit != "days_ahead" else _bound(value, scale, unit, language)
        for value in values
    )


def format_span_gap(value: float, other: float, language: Language) -> str:
    """How far apart two spans of days are, as they are read.

    Examples
    --------
    >>> " ".join(format_span_gap(949.0, 700.0, "fr").split()), " ".join(format_span_gap(852.0, 365.0, "en").split())
    ('8 mois', '1 year and 4 months')
    """
    gap = abs(span_as_read(value) - span_as_read(other))
    shorter, longer = sorted((abs(value), abs(other)))
    if shorter >= FROM_MONTHS or gap >= FROM_MONTHS:
        return years_and_months(gap, language)
    decimals = 0 if longer >= FROM_MONTHS else decimals_of_days(shorter)
    return with_unit(gap, "day", language, decimals)


def is_under_a_day(value: float, other: float) -> bool:
    """Whether two spans, read in days, are less than one day apart as they are read.

    Examples
    --------
    >>> is_under_a_day(1.3, 0.4), is_under_a_day(1.4, 0.4), is_under_a_day(0.0, 0.2), is_under_a_day(700.4, 700.0)
    (True, False, True, False)
    """
    if max(abs(value), abs(other)) >= FROM_MONTHS:
        return False
    return bool(round_half_up(abs(span_as_read(value) - span_as_read(other)), 1) < 1)


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


@lru_cache(maxsize=16_384)
def _bound(value: float | str | None, scale: DayScale, unit: str, language: Language) -> str:
    if unit == "months" and isinstance(value, float | int) and math.isfinite(value):
        return with_unit(value, "month", language, 1)
    if not _is_span(value, unit) or value == 0:
        return format_value(value, unit, language)
    if unit == "days":
        return scale.written(value, language)
    if round_half_up(value, 0) == 0:
        return mark("same_day", language)
    return mark("later" if value > 0 else "earlier", language, span=scale.written(abs(value), language))
