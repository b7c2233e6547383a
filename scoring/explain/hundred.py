"""The one risk number of a client: so many out of a hundred, with the interval that holds it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from scoring.explain.assessment import Assessment
from scoring.texts import Language, format_percent

HUNDRED = 100


@dataclass(frozen=True)
class Risk:
    """The calibrated probability in people: ``some`` in difficulty, ``rest`` not.

    ``low`` and ``high`` bound it; None where the interval of the observed rate does not hold the probability, so
    that no interval stands beside a number that it excludes.
    """

    some: int
    low: int | None
    high: int | None

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
    return int(_hundredths(share).quantize(Decimal(1), rounding=ROUND_HALF_UP))


def bounds_around(percent: int, low: float, high: float) -> tuple[int, int]:
    """An interval in hundredths, rounded outwards, so that the rounded number inside it is no end of it.

    Parameters
    ----------
    percent : int
        The number, in hundredths.
    low, high : float
        The interval's ends, 0 to 1.

    Examples
    --------
    >>> bounds_around(37, 0.2204, 0.3702), bounds_around(14, 0.1402, 0.1449), bounds_around(0, 0.001, 0.004)
    ((22, 38), (13, 15), (0, 1))
    """
    outer_low = math.floor(_hundredths(low))
    outer_high = math.ceil(_hundredths(high))
    return max(min(outer_low, percent - 1), 0), min(max(outer_high, percent + 1), HUNDRED)


def _hundredths(share: float) -> Decimal:
    return Decimal(repr(float(share))) * HUNDRED


def risk_of(assessment: Assessment) -> Risk:
    """The one risk number that the page shows of a client, out of a hundred.

    Parameters
    ----------
    assessment : Assessment
        Its probability is the number, the interval is that of the rate observed at its score.
    """
    near, percent = assessment.comparable, round_percent(assessment.probability)
    if not near.low <= assessment.probability <= near.high:
        return Risk(percent, None, None)
    return Risk(percent, *bounds_around(percent, near.low, near.high))


def percent(share: float, language: Language) -> str:
    """A share with one decimal, whatever its size: two that stand side by side are told apart.

    Examples
    --------
    >>> percent(0.0523, "en")
    '5.2%'
    """
    return format_percent(share, language, 1)
