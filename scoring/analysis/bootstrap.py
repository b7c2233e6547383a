"""How far the numbers of a decision depend on which clients happened to be there: a bootstrap of the four outcomes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.portfolio.decision_costs import Confusion
from scoring.settings import Costs

DRAWS = 4000


@dataclass(frozen=True)
class Interval:
    """A number and between which values it lies, at the level that was asked for."""

    value: float
    low: float
    high: float


def decision_intervals(
    confusion: Confusion, costs: Costs, *, level: float = 0.95, seed: int = 0, draws: int = DRAWS
) -> Mapping[str, Interval]:
    """The numbers that a committee is told, each with its bootstrap interval.

    Drawing as many clients again, with replacement, is drawing the four counts from a multinomial law: nothing is
    resampled row by row.

    Parameters
    ----------
    confusion : Confusion
        How many clients had each outcome under each decision.
    costs : Costs
        What a missed difficulty and a wrong refusal cost.
    level : float, default 0.95
        Confidence level of the intervals, above 0 and below 1.
    seed : int, default 0
        The same seed gives the same intervals.
    draws : int, default 4000
        How many times the clients are drawn again.

    Returns
    -------
    mapping
        ``cost`` (for 100 applications), ``saved`` (share of the cost of the better of granting and refusing
        everybody), ``caught`` (share of difficulties refused), ``wrongly_refused`` (share of the others) and
        ``precision`` (share of the refused who would have had a difficulty).

    Examples
    --------
    >>> confusion = Confusion(caught=20, missed=20, wrongly_refused=60, rightly_granted=300)
    >>> round(decision_intervals(confusion, Costs())["precision"].value, 2)
    0.25
    """
    counts, whole = confusion.counts, int(confusion.counts.sum())
    drawn = np.random.default_rng(seed).multinomial(whole, counts / whole, size=draws)
    measured, resampled = _measures(counts[None, :], costs), _measures(drawn, costs)
    tails = [50 * (1 - level), 50 * (1 + level)]
    return {
        name: Interval(float(values[0]), *(float(end) for end in np.nanpercentile(resampled[name], tails)))
        for name, values in measured.items()
    }


def _measures(counts: npt.NDArray[np.int64], costs: Costs) -> dict[str, npt.NDArray[np.float64]]:
    caught, missed, wrong, right = counts.T.astype(np.float64)
    whole, bad, good = caught + missed + wrong + right, caught + missed, wrong + right
    cost = 100 * (missed * costs.missed_difficulty + wrong * costs.wrong_refusal) / whole
    without = 100 * np.minimum(bad * costs.missed_difficulty, good * costs.wrong_refusal) / whole
    with np.errstate(divide="ignore", invalid="ignore"):
        return {
            "cost": cost,
            "saved": 1 - cost / without,
            "caught": caught / bad,
            "wrongly_refused": wrong / good,
            "precision": caught / (caught + wrong),
        }
