"""The one risk number of a client: so many out of a hundred, with the interval that holds it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from scoring.explain.assessment import Assessment
from scoring.texts import Language, format_number, format_percent

HUNDRED = 100


@dataclass(frozen=True)
class Risk:
    """The calibrated probability in people: ``some`` in difficulty, ``rest`` not.

    ``low`` and ``high`` are texts; None where the interval of the observed rate does not hold the probability, so
    that no interval stands beside a number that it excludes.
    """

    some: int
    low: str | None
    high: str | None

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


def risk_of(assessment: Assessment, language: Language) -> Risk:
    """The one risk number that the page shows of a client, out of a hundred.

    The bounds are whole unless both round to the same number: then they get a decimal, since "between 14 and
    14" says nothing.

    Parameters
    ----------
    assessment : Assessment
        Its probability is the number, the interval is that of the rate observed at its score.
    language : str
        Of the bounds' decimal mark.
    """
    near, percent = assessment.comparable, round_percent(assessment.probability)
    if not near.low <= assessment.probability <= near.high:
        return Risk(percent, None, None)
    decimals = 1 if round_percent(near.low) == round_percent(near.high) else 0
    low, high = (format_number(HUNDRED * bound, language, decimals) for bound in (near.low, near.high))
    return Risk(percent, low, high)


def percent(share: float, language: Language) -> str:
    """A share with one decimal, whatever its size: two that stand side by side are told apart.

    Examples
    --------
    >>> percent(0.0523, "en")
    '5.2%'
    """
    return format_percent(share, language, 1)
