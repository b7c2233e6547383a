"""The same contributions on the scale that people see: points, where log-odds would need a course."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from scoring.explain.assessment import Assessment, Contribution
from scoring.model.points import ANCHOR_ODDS, POINTS_AT_ANCHOR, POINTS_TO_DOUBLE

A_POINT = POINTS_TO_DOUBLE / math.log(2.0)


@dataclass(frozen=True)
class Step:
    """One bar of the waterfall; ``of`` is None for the sum of all small ones, of which there are ``members``."""

    of: Contribution | None
    before: float
    after: float
    members: int = 1


def in_points(contribution: float) -> float:
    """How many points a contribution to the log-odds of difficulty adds (below zero: takes away).

    Examples
    --------
    >>> round(in_points(math.log(2)))
    -60
    """
    return -contribution * A_POINT


def base_points(one: Assessment) -> float:
    """Where the waterfall begins: the points of the base value.

    Not rounded and not clipped, so that base and steps add up to the score exactly.
    """
    return POINTS_AT_ANCHOR - A_POINT * (one.base_value + math.log(ANCHOR_ODDS))


def steps(one: Assessment, most: int) -> tuple[Step, ...]:
    """The waterfall's bars: the largest contributions in order of size, then the sum of the others.

    Parameters
    ----------
    one : Assessment
        Of the client.
    most : int
        How many features have a bar of their own.
    """
    return path_from(base_points(one), one.contributions, most)


def path_from(start: float, parts: Sequence[Contribution], most: int) -> tuple[Step, ...]:
    """Bars from a start, one a contribution in order of size; those beyond ``most`` are one bar together.

    Parameters
    ----------
    start : float
        In points.
    parts : sequence of Contribution
        Those of one client, or of one family.
    most : int
        How many features have a bar of their own.
    """
    ordered = sorted(parts, key=lambda part: (-abs(part.contribution), part.feature))
    at, path = start, []
    for part in ordered[:most]:
        path.append(Step(part, at, at + in_points(part.contribution)))
        at = path[-1].after
    rest = ordered[most:]
    if rest:
        path.append(Step(None, at, at + in_points(math.fsum(part.contribution for part in rest)), len(rest)))
    return tuple(path)


def span(points: Sequence[float]) -> tuple[float, float]:
    """Lowest and highest of some points, with a little air.

    Examples
    --------
    >>> span([100.0, 200.0])
    (96.0, 204.0)
    """
    air = 0.04 * (max(points) - min(points)) or 1.0
    return min(points) - air, max(points) + air
