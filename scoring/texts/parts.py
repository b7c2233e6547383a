"""Parts of a whole as people read them: rounded so that what stands side by side adds up, everywhere alike."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.texts.numbers import format_number, format_percent
from scoring.texts.words import Language

THOUSAND = 1000
DECIMALS = 1  # a thousandth is a tenth of a hundredth


def per_thousand(counts: Sequence[int]) -> tuple[int, ...]:
    """Counts as people out of a thousand, whole, that sum to a thousand: the largest remainders are rounded up.

    Examples
    --------
    >>> per_thousand((1, 1, 1)), per_thousand((0, 0))
    ((334, 333, 333), (0, 0))
    """
    whole = sum(counts)
    if not whole:
        return tuple(0 for _ in counts)
    shares = [divmod(THOUSAND * count, whole) for count in counts]
    missing = THOUSAND - sum(share for share, _ in shares)
    order = sorted(range(len(shares)), key=lambda place: -shares[place][1])[:missing]
    return tuple(share + (place in order) for place, (share, _) in enumerate(shares))


def percent_of_parts(counts: Sequence[int], language: Language) -> tuple[str, ...]:
    """The shares of counts in a hundred, a decimal each: those of :func:`per_thousand`, so that they sum to 100.

    Examples
    --------
    >>> percent_of_parts((644, 153, 203), "en"), percent_of_parts((2, 2, 2), "en")
    (('64.4%', '15.3%', '20.3%'), ('33.4%', '33.3%', '33.3%'))
    """
    return tuple(format_percent(people / THOUSAND, language, DECIMALS) for people in per_thousand(counts))


def hundred_of_parts(counts: Sequence[int], language: Language) -> tuple[str, ...]:
    """The same without a percent sign, as so many of a hundred.

    Examples
    --------
    >>> hundred_of_parts((12139, 3750, 436, 939), "en")
    ('70.3', '21.7', '2.5', '5.5')
    """
    return tuple(format_number(people / 10, language, DECIMALS, trim=False) for people in per_thousand(counts))
