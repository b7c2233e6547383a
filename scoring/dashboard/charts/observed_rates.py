"""How often difficulties were observed along a variable: from a Comparison to the rates of wide enough ranges."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.cohorts.compare import DIFFICULTY, OPEN, Comparison
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


def observed_rates(comparison: Comparison, spread: Bins, fewest: int = FEWEST) -> tuple[RangeRate, ...]:
    """Rates from the lowest values to the highest: bars are put together until enough outcomes are known.

    Parameters
    ----------
    comparison : Comparison
        Comparison of numbers.
    spread : Bins
        Its bars.
    fewest : int, default 100
        Known outcomes without which no rate is told.
    """
    edges = np.asarray(spread.edges)
    is_known = comparison.outcomes != OPEN
    values = np.clip(np.asarray(comparison.values, dtype=np.float64)[is_known], edges[0], edges[-1])
    difficult = comparison.outcomes[is_known] == DIFFICULTY
    bars = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, len(edges) - 2)
    parts = []
    for first, last in _ranges(np.bincount(bars, minlength=len(edges) - 1).tolist(), fewest):
        inside = (bars >= first) & (bars <= last)
        parts.append(RangeRate(first, last, int(inside.sum()), int(difficult[inside].sum())))
    return tuple(parts)


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
