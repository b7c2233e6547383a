"""Shares, decimals and dates as documents write them."""

from __future__ import annotations

from datetime import date

from scoring.texts.numbers import format_number, format_value
from scoring.texts.words import Language

LOCALES = {"en": "en_GB"}  # the English of the texts, the laws' dates among them


def share(value: float, language: Language) -> str:
    """A share as people read it."""
    return format_value(float(value), "ratio", language)


def decimals(value: float, language: Language, places: int) -> str:
    """A number with exactly so many decimals."""
    return format_number(float(value), language, places, trim=False)


def long_date(day: date, language: Language) -> str:
    """A day with its month in words.

    Examples
    --------
    >>> long_date(date(2026, 11, 25), "en").replace("\u00a0", " ")
    '25 November 2026'
    """
    from babel.dates import format_date

    return format_date(day, "long", locale=LOCALES.get(language, language)).replace(" ", "\u00a0")
