"""Spans of time as people say them: years with their months, one month with its days."""

from __future__ import annotations

import math

from scoring.days import DAYS_IN_MONTH, DAYS_IN_YEAR
from scoring.texts.digits import round_half_up, with_unit
from scoring.texts.words import Language, mark

FROM_MONTHS = 60
FROM_YEARS = 730
MONTHS_IN_YEAR = 12
WHOLE_DAYS, WHOLE_MONTHS, WHOLE_YEARS = 10, 2, 5  # from here a duration is said in whole ones, as people say it


def years_and_months(days: float, language: Language) -> str:
    r"""A span of a year or more as people say it: whole years from five on, years and months below.

    Examples
    --------
    >>> [years_and_months(days, "en").replace("\u00a0", " ") for days in (9461, 1534, 731, 200)]
    ['26 years', '4 years and 2 months', '2 years', '7 months']
    """
    months = int(round_half_up(days / DAYS_IN_MONTH, 0))
    years, rest = divmod(abs(months), MONTHS_IN_YEAR)
    if years >= WHOLE_YEARS or not rest:
        return with_unit(days / DAYS_IN_YEAR, "year", language)
    if not years:
        return with_unit(months, "month", language)
    larger = with_unit(-years if days < 0 else years, "year", language)
    return mark("two_units", language, larger=larger, smaller=with_unit(rest, "month", language))


def in_days(days: float, language: Language) -> str:
    r"""A span of days as people say it: no tenths of one day.

    Examples
    --------
    >>> [in_days(days, "en").replace("\u00a0", " ") for days in (0, 0.04, 0.2, 0.96, 1.3, 12.4)]
    ['0 days', '0 days', 'under a day', '1 day', '1.3 days', '12 days']
    """
    if 0 < round_half_up(days, 1) < 1:
        return mark("under_a_day", language)
    return with_unit(days, "day", language, 0 if abs(days) >= WHOLE_DAYS else 1)


def months_and_days(days: float, language: Language) -> str:
    r"""A span of months beside others, as people say it: with its days between one month and two, none under one.

    Examples
    --------
    >>> [months_and_days(days, "en").replace("\u00a0", " ") for days in (243, 45, 31, 12)]
    ['8 months', '1 month and 15 days', '1 month and 1 day', 'under a month']
    """
    size = abs(days)
    if size < DAYS_IN_MONTH:
        return mark("under_a_month", language)
    rest = int(round_half_up(size - DAYS_IN_MONTH, 0))
    if rest == 0 or size >= WHOLE_MONTHS * DAYS_IN_MONTH - 1:
        return with_unit(days / DAYS_IN_MONTH, "month", language)
    month = with_unit(math.copysign(1, days), "month", language)
    return mark("two_units", language, larger=month, smaller=with_unit(rest, "day", language))
