"""Shares, decimals and dates as documents write them."""

from __future__ import annotations

from datetime import date

from scoring.texts.numbers import format_number, format_percent, format_value, round_half_up
from scoring.texts.sentences import words
from scoring.texts.words import Language

LOCALES = {"en": "en_GB"}  # the English of the texts, the laws' dates among them


def share(value: float, language: Language) -> str:
    """A share as people read it."""
    return format_value(float(value), "ratio", language)


def complement(value: float, language: Language) -> str:
    """The rest of a share, with the decimals of the share beside it: as written, both sum to 100 %.

    Examples
    --------
    >>> share(0.0776, "en"), complement(0.0776, "en"), complement(0.27, "en")
    ('7.8%', '92.2%', '73%')
    """
    places = 1 if value < 0.1 else 0
    rest = 1 - float(round_half_up(100 * float(value), places)) / 100
    return format_percent(rest, language, places, trim=True)


def decimals(value: float, language: Language, places: int) -> str:
    """A number with exactly so many decimals."""
    return format_number(float(value), language, places, trim=False)


def long_date(day: date, language: Language) -> str:
    """A day with its month in words.

    Examples
    --------
    >>> long_date(date(2026, 11, 25), "en").replace("\u00a0", " ")
    '25 November 2026'
    >>> long_date(date(2026, 11, 1), "fr").replace("\u00a0", " ")
    '1er novembre 2026'
    """
    from babel.dates import format_date

    written = format_date(day, "long", locale=LOCALES.get(language, language))
    if day.day == 1:
        written = words("frame.first_of_month", language, month_and_year=written.removeprefix("1 "))
    return written.replace(" ", "\u00a0")
