"""The portfolio at a glance: how many clients in each zone, how many at each score."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.cohorts.column import Column

ZONES = ("accept", "review", "refuse")
STEP = 50  # points of a bar


@dataclass(frozen=True)
class Bar:
    """Clients whose score is ``low`` or more and under ``high``."""

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
        Bars of 50 points, from the lowest score that occurs to the highest, empty ones between them included.
    """
    zones = tuple(int(np.sum(zone.values == zone.shown(name))) if name in zone.levels else 0 for name in ZONES)
    places = (score.values[score.known] // STEP).astype(int)
    if not len(places):
        return Glance(len(zone.values), zones, ())
    first = int(places.min())
    counts = np.bincount(places - first)
    bars = (Bar(STEP * (first + place), STEP * (first + place + 1), int(count)) for place, count in enumerate(counts))
    return Glance(len(zone.values), zones, tuple(bars))
