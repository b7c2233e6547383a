"""The portfolio at a glance: how many clients in each zone, how many at each score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.cohorts.column import Column
from scoring.cohorts.criteria import ZONES
from scoring.model.points import HIGHEST

STEP = 50  # points of a bar


@dataclass(frozen=True)
class Bar:
    """Clients whose score lies between two whole numbers of points; both belong to it."""

    low: int
    high: int
    clients: int


@dataclass(frozen=True)
class Glance:
    """A portfolio's clients counted: all, by zone in the order of ``ZONES``, and by score."""

    clients: int
    zones: tuple[int, ...]
    bars: tuple[Bar, ...]


def glance(zone: Column, score: Column) -> Glance:
    """Count a portfolio.

    Parameters
    ----------
    zone, score : Column
        Of every client.

    Returns
    -------
    Glance
        Bars of 50 points, from the lowest score that occurs to the highest, empty ones between them included; the
        scale's last point belongs to the last bar.
    """
    zones = tuple(int(np.sum(zone.values == zone.encode(name))) if name in zone.levels else 0 for name in ZONES)
    places = np.minimum(score.values[score.known] // STEP, HIGHEST // STEP - 1).astype(int)
    if not len(places):
        return Glance(len(zone.values), zones, ())
    first = int(places.min())
    counts = np.bincount(places - first)
    starts = (STEP * (first + place) for place in range(len(counts)))
    bars = (Bar(low, _last(low), int(count)) for low, count in zip(starts, counts, strict=True))
    return Glance(len(zone.values), zones, tuple(bars))


def _last(low: int) -> int:
    """The last point of the bar that begins at ``low``."""
    return HIGHEST if low + STEP >= HIGHEST else low + STEP - 1
