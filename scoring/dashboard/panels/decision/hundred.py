"""Shares as so many out of a hundred, so that what stands side by side adds up and is never odd to read."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from scoring.explain.assessment import Comparable
from scoring.texts import Language, format_number, format_percent

HUNDRED = 100


@dataclass(frozen=True)
class Hundred:
    """What was seen among a hundred: ``some`` in difficulty, ``rest`` not; bounds as texts."""

    some: int
    low: str
    high: str

    @property
    def rest(self) -> int:
        """Without difficulty."""
        return HUNDRED - self.some


def round_percent(share: float) -> int:
    """A share in hundredths; halves go up, as people round.

    Examples
    --------
    >>> round_percent(0.145), round_percent(0.125), round_percent(0.004)
    (15, 13, 0)
    """
    return int((Decimal(repr(float(share))) * HUNDRED).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def hundred(near: Comparable, language: Language) -> Hundred:
    """An observed rate and its interval out of a hundred.

    The bounds are whole unless both round to the same number: then they get a decimal, since "between 14 and
    14" says nothing.

    Parameters
    ----------
    near : Comparable
        With ``low <= rate <= high``.
    language : {"fr", "en"}
        Of the bounds' decimal mark.

    Examples
    --------
    >>> hundred(Comparable(9000, 1260, 0.14, 0.136, 0.1441, 0.9), "fr")
    Hundred(some=14, low='13,6', high='14,4')
    """
    decimals = 1 if round_percent(near.low) == round_percent(near.high) else 0
    low, high = (format_number(HUNDRED * bound, language, decimals) for bound in (near.low, near.high))
    return Hundred(round_percent(near.rate), low, high)


def percent(share: float, language: Language) -> str:
    """A share with one decimal, whatever its size: two that stand side by side are told apart.

    Examples
    --------
    >>> percent(0.0523, "en")
    '5.2%'
    """
    return format_percent(share, language, 1)
