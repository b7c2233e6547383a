"""Shares and decimals as documents write them."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeAlias

from scoring.texts.numbers import format_number, format_percent, format_value, round_half_up
from scoring.texts.words import Language

WrittenInterval: TypeAlias = tuple[str, str, str]  # the value, the lower end, the upper end
FINEST = 4  # decimals of the finest share that is written: 0.01 %


def share(value: float, language: Language) -> str:
    """A share as people read it."""
    return format_value(float(value), "ratio", language)


def share_between(value: float, low: float, high: float, language: Language) -> WrittenInterval:
    """A share and the ends of its interval, with as many decimals as it takes to tell them apart, two at most.

    Parameters
    ----------
    value : float
        The share, 0 to 1.
    low, high : float
        Ends of its interval.
    language : str
        Language of the marks.

    Examples
    --------
    >>> share_between(0.193, 0.171, 0.214, "en"), share_between(0.1981, 0.1956, 0.2011, "en")
    (('19%', '17%', '21%'), ('19.8%', '19.6%', '20.1%'))
    """
    return _told_apart(
        (value, low, high), lambda part: share(part, language), lambda part, n: format_percent(part, language, n)
    )


def number_between(value: float, low: float, high: float, language: Language) -> WrittenInterval:
    """A number and the ends of its interval, as :func:`share_between` writes shares.

    Parameters
    ----------
    value, low, high, language
        As :func:`share_between` takes them; of a number.

    Examples
    --------
    >>> number_between(52.97, 50.4, 55.6, "en"), number_between(46.71, 46.4, 47.04, "en")
    (('53', '50', '56'), ('46.7', '46.4', '47.0'))
    """
    return _told_apart(
        (value, low, high), lambda part: format_number(part, language), lambda part, n: decimals(part, language, n)
    )


def _told_apart(
    values: tuple[float, ...], alone: Callable[[float], str], finer: Callable[[float, int], str]
) -> WrittenInterval:
    """Each as it is written alone; with more decimals where two that differ read the same."""
    parts = [float(round_half_up(value, FINEST)) for value in values]
    written = [alone(part) for part in parts]
    for places in (1, 2):
        if len(set(written)) >= len(set(parts)):
            break
        written = [finer(part, places) for part in parts]
    value, low, high = written
    return value, low, high


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
