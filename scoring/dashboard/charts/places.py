"""Where the ticks of an axis stand: few round places."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scoring.days import DAYS_IN_MONTH, DAYS_IN_YEAR

TICKS, FEWEST_TICKS = 5, 3
TICKS_OF_AMOUNTS, FEWEST_OF_AMOUNTS = 3, 2  # long texts: more would touch one another on a telephone
ROUND = (1.0, 2.0, 2.5, 5.0, 10.0)


def ticks(low: float, high: float, unit: str) -> tuple[float, ...]:
    """Few round places between two values: round in years where they are said in years.

    Examples
    --------
    >>> ticks(0, 1_000_000, "amount")
    (0.0, 500000.0, 1000000.0)
    >>> [at / 365.25 for at in ticks(20 * 365.25, 70 * 365.25, "age")]
    [20.0, 30.0, 40.0, 50.0, 60.0, 70.0]
    """
    per = 1.0
    if unit in ("age", "days", "days_ahead"):
        span = max(abs(low), abs(high))
        per = DAYS_IN_YEAR if unit == "age" or span > 2 * DAYS_IN_YEAR else DAYS_IN_MONTH if span > 90 else 1.0
    start, end = low / per, high / per
    if not end > start:
        return (low,)
    most, fewest = (TICKS_OF_AMOUNTS, FEWEST_OF_AMOUNTS) if unit == "amount" else (TICKS, FEWEST_TICKS)
    tries = (_round_places(start, end, count) for count in range(most, 4 * most))
    places = next((places for places in tries if len(places) >= fewest), _round_places(start, end, most))
    return tuple(float(f"{place * per:.12g}") for place in places)


def _round_places(start: float, end: float, most: int) -> npt.NDArray[np.float64]:
    """Multiples of a round step between two values, about so many."""
    rough = (end - start) / most
    power = 10.0 ** np.floor(np.log10(rough))
    step = next(factor * power for factor in ROUND if factor * power >= rough * 0.999)
    first = np.ceil(start / step - 1e-9)
    return np.asarray(np.arange(first, np.floor(end / step + 1e-9) + 1) * step + 0.0)  # no minus before a nought
