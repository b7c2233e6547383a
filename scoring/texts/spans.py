"""Spans of time as people say them: days, months, years with their months."""

from __future__ import annotations

from scoring.days import DAYS_IN_MONTH, DAYS_IN_YEAR
from scoring.texts.digits import round_half_up, with_unit
from scoring.texts.words import Language, mark

FROM_MONTHS = 60
MONTHS_IN_YEAR = 12
WHOLE_DAYS, WHOLE_MONTHS, WHOLE_YEARS = 10, 2, 5  # from here a duration is said in whole ones, as people say it


def span_as_read(days: float) -> float:
    """The days that are read of a span: days below two months, whole months below five years, years from there on.

    Examples
    --------
    >>> span_as_read(12.4), span_as_read(487.0) / DAYS_IN_MONTH, span_as_read(9461.0) / DAYS_IN_YEAR
    (12.0, 16.0, 26.0)
    """
    if abs(days) < FROM_MONTHS:
        return float(round_half_up(days, decimals_of_days(days)))
    months = float(round_half_up(days / DAYS_IN_MONTH, 0))
    if abs(months) < WHOLE_YEARS * MONTHS_IN_YEAR:
        return months * DAYS_IN_MONTH
    return float(round_half_up(days / DAYS_IN_YEAR, 0)) * DAYS_IN_YEAR


def span_in_words(days: float, language: Language) -> str:
    r"""A span of days as people say it, alone, beside others and in every view: days, months, years and months, years.

    Examples
    --------
    >>> [span_in_words(days, "en").replace("\u00a0", " ") for days in (9461, 1534, 731, 487, 200, 54, 1.3)]
    ['26 years', '4 years and 2 months', '2 years', '1 year and 4 months', '7 months', '54 days', '1.3 days']
    """
    return years_and_months(days, language) if abs(days) >= FROM_MONTHS else in_days(days, language)


def years_and_months(days: float, language: Language) -> str:
    r"""A span in years and months, however short.

    Examples
    --------
    >>> [years_and_months(days, "en").replace("\u00a0", " ") for days in (487, 365, 31)]
    ['1 year and 4 months', '1 year', '1 month']
    """
    months = int(round_half_up(days / DAYS_IN_MONTH, 0))
    years, rest = divmod(abs(months), MONTHS_IN_YEAR)
    if not years:
        return with_unit(months, "month", language)
    if years >= WHOLE_YEARS:
        return with_unit(days / DAYS_IN_YEAR, "year", language)
    larger = with_unit(-years if days < 0 else years, "year", language)
    if not rest:
        return larger
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
    return with_unit(days, "day", language, decimals_of_days(days))


def decimals_of_days(days: float) -> int:
    """How many decimals a span in days is written with.

    Examples
    --------
    >>> decimals_of_days(1.5), decimals_of_days(12.5)
    (1, 0)
    """
    return 0 if abs(days) >= WHOLE_DAYS else 1
