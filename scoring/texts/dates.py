"""A day as every page, letter and document writes it."""

from __future__ import annotations

from datetime import date

from scoring.texts.words import Language, mark


def long_date(day: date, language: Language) -> str:
    """A day with its month in words, on one line.

    Examples
    --------
    >>> long_date(date(2026, 11, 25), "en").replace("\u00a0", " ")
    '25 November 2026'
    >>> long_date(date(2026, 11, 1), "fr").replace("\u00a0", " ")
    '1er novembre 2026'
    """
    key = "date_first" if day.day == 1 else "date"
    return mark(key, language, day=day.day, month=mark(f"calendar.{day.month}", language), year=day.year)
