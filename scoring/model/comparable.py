"""What happened to clients whose out-of-fold score is near: the ground of "environ 8 dossiers sur 100"."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import polars as pl

from scoring.model.points import HIGHEST, Floats
from scoring.validation import OpenShare, check

NEAR_POINTS = 15
FEWEST = 100


def deviations_of(level: float) -> float:
    """How many standard deviations on either side hold this share of a normal distribution.

    Raises
    ------
    UserError
        When the level is no share.

    Examples
    --------
    >>> round(deviations_of(0.95), 2)
    1.96
    """
    check("level", level, OpenShare, "Take a level such as 0.95.")
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(difficulties: npt.ArrayLike, n: npt.ArrayLike, level: float) -> tuple[Floats, Floats]:
    """Wilson's interval for a rate.

    Examples
    --------
    >>> low, high = wilson(8, 100, 0.90)
    >>> round(float(low), 3), round(float(high), 3)
    (0.046, 0.136)
    """
    z = deviations_of(level)
    size = np.asarray(n, dtype=np.float64)
    rate = np.asarray(difficulties, dtype=np.float64) / size
    centre = (rate + z**2 / (2 * size)) / (1 + z**2 / size)
    reach = z / (1 + z**2 / size) * np.sqrt(rate * (1 - rate) / size + z**2 / (4 * size**2))
    return np.asarray(np.maximum(0.0, centre - reach)), np.asarray(np.minimum(1.0, centre + reach))


def comparable_by_score(points: npt.NDArray[np.int64], target: npt.NDArray[np.int64], level: float) -> pl.DataFrame:
    """For every score from 0 to 1000, what happened to the clients near it.

    Parameters
    ----------
    points, target : array of int
        Out-of-fold scores and outcomes.
    level : float
        Of the interval.

    Returns
    -------
    DataFrame
        score, n, difficulties, rate, low, high. Near means within 15 points, or the nearest hundred clients
        where fewer are.
    """
    order = np.argsort(points, kind="stable")
    sorted_points, hits = points[order], np.concatenate([[0], np.cumsum(target[order])])
    grid = np.arange(HIGHEST + 1)
    reach = np.maximum(NEAR_POINTS, _reach_for(sorted_points, grid))
    first = np.searchsorted(sorted_points, grid - reach, side="left")
    last = np.searchsorted(sorted_points, grid + reach, side="right")
    n, difficulties = last - first, hits[last] - hits[first]
    low, high = wilson(difficulties, n, level)
    return pl.DataFrame(
        {"score": grid, "n": n, "difficulties": difficulties, "rate": difficulties / n, "low": low, "high": high}
    )


def _reach_for(sorted_points: npt.NDArray[np.int64], grid: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """How many points one must go from each score to meet enough clients."""
    wanted = min(FEWEST, len(sorted_points))
    distance = np.abs(sorted_points[None, :] - grid[:, None]) if len(sorted_points) <= 5_000 else None
    if distance is not None:
        return np.asarray(np.partition(distance, wanted - 1, axis=1)[:, wanted - 1])
    place = np.searchsorted(sorted_points, grid)
    low = np.clip(place - wanted, 0, len(sorted_points) - 2 * wanted)
    window = sorted_points[low[:, None] + np.arange(2 * wanted)[None, :]]
    return np.asarray(np.partition(np.abs(window - grid[:, None]), wanted - 1, axis=1)[:, wanted - 1])
