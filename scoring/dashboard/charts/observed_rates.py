"""How often difficulties were observed along a variable: from bars to the rates of wide enough ranges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.cohorts.groups import FEWEST
from scoring.dashboard.charts.spread import Bins

MOST = 8


@dataclass(frozen=True)
class RangeRate:
    """What happened to the clients of neighbouring bars whose outcome is known.

    ``first`` and ``last`` are the places of the bars among the bars.
    """

    first: int
    last: int
    known: int
    difficulties: int

    @property
    def rate(self) -> float:
        """Share of those in difficulty."""
        return self.difficulties / self.known


def observed_rates(spread: Bins, fewest: int = FEWEST) -> tuple[RangeRate, ...]:
    """Rates from the lowest values to the highest: bars are put together until enough outcomes are known.

    Parameters
    ----------
    spread : Bins
        The bars, which know their outcomes.
    fewest : int, default 100
        Known outcomes without which no rate is told.
    """
    outcomes = spread.by_outcome
    repaid = np.rint(np.asarray(outcomes.repaid) * outcomes.n_repaid).astype(int)
    difficult = np.rint(np.asarray(outcomes.difficulty) * outcomes.n_difficulty).astype(int)
    known = repaid + difficult
    return tuple(
        RangeRate(first, last, int(known[first : last + 1].sum()), int(difficult[first : last + 1].sum()))
        for first, last in _ranges(known.tolist(), fewest)
    )


def _ranges(counts: list[int], fewest: int) -> list[tuple[int, int]]:
    """Neighbours put together, at most eight times, each with enough; what is left at the end joins the last."""
    enough, ranges, first, held = max(fewest, sum(counts) / MOST), list[tuple[int, int]](), 0, 0
    for bar, count in enumerate(counts):
        held += count
        if held >= enough:
            ranges.append((first, bar))
            first, held = bar + 1, 0
    if held >= fewest:
        ranges.append((first, len(counts) - 1))
    elif ranges:
        ranges[-1] = (ranges[-1][0], len(counts) - 1)
    return ranges
