"""Shares and decimals as documents write them."""

from __future__ import annotations

from scoring.texts.numbers import format_number, format_percent, format_value, round_half_up
from scoring.texts.words import Language


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
