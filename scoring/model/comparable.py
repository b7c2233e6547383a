"""What happened to clients whose out-of-fold score is near: the ground of "environ 8 dossiers sur 100"."""

from __future__ import annotations

from statistics import NormalDist

import numpy as np
import numpy.typing as npt
import polars as pl

from scoring.arrays import Floats
from scoring.model.points import HIGHEST, log_odds_at, probability_of
from scoring.validation import OpenShare, check

NEAR_POINTS = 15
FEWEST = 100
# A rate that keeps the order borrows strength from its neighbours, as if so many times the clients stood behind it: set
# so that nine in ten intervals hold the true rate of their band at 4,000 clients (tests, make bench-model).
BORROWED = 1.25
HARDLY = 1e-9  # the weight of a score that nobody has


def z_value(level: float) -> float:
    """How many standard deviations on either side hold this share of a normal distribution.

    Raises
    ------
    UserError
        When the level is no share.

    Examples
    --------
    >>> round(z_value(0.95), 2)
    1.96
    """
    check("level", level, OpenShare, "Take a level such as 0.95.")
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson_interval(difficulties: npt.ArrayLike, n: npt.ArrayLike, level: float) -> tuple[Floats, Floats]:
    """Wilson's interval for a rate.

    Examples
    --------
    >>> low, high = wilson_interval(8, 100, 0.90)
    >>> round(float(low), 3), round(float(high), 3)
    (0.046, 0.136)
    """
    z = z_value(level)
    size = np.asarray(n, dtype=np.float64)
    rate = np.asarray(difficulties, dtype=np.float64) / size
    centre = (rate + z**2 / (2 * size)) / (1 + z**2 / size)
    reach = z / (1 + z**2 / size) * np.sqrt(rate * (1 - rate) / size + z**2 / (4 * size**2))
    return np.asarray(np.maximum(0.0, centre - reach)), np.asarray(np.minimum(1.0, centre + reach))


def comparable_by_score(points: npt.NDArray[np.int64], target: npt.NDArray[np.int64], level: float) -> pl.DataFrame:
    """For every score from 0 to 1000, what happened to the clients near it; the rate never rises with the score.

    Parameters
    ----------
    points, target : array of int
        Out-of-fold scores and outcomes.
    level : float
        Confidence level of the interval.

    Returns
    -------
    DataFrame
        score, n, difficulties, rate, low, high. Near means within 15 points, or the nearest hundred clients where
        fewer are; ``n`` and ``difficulties`` count them. ``rate`` is their rate after neighbours that contradict the
        order were pooled (isotonic regression), and the interval is Wilson's for as many clients as stand behind it,
        widened where needed to hold the calibrated probability of everyone at this score.
    """
    order = np.argsort(points, kind="stable")
    sorted_points, hits = points[order], np.concatenate([[0], np.cumsum(target[order])])
    grid = np.arange(HIGHEST + 1)
    reach = np.maximum(NEAR_POINTS, _reach_for(sorted_points, grid))
    first = np.searchsorted(sorted_points, grid - reach, side="left")
    last = np.searchsorted(sorted_points, grid + reach, side="right")
    n, difficulties = last - first, hits[last] - hits[first]
    rate, pool = isotonic_rate(difficulties / n, np.bincount(points, minlength=HIGHEST + 1))
    behind = _extent(pool, last, np.maximum) - _extent(pool, first, np.minimum)
    low, high = wilson_interval(rate * behind * BORROWED, behind * BORROWED, level)
    least, most = probabilities_at(grid)
    return pl.DataFrame(
        {
            "score": grid,
            "n": n,
            "difficulties": difficulties,
            "rate": rate,
            "low": np.minimum.reduce([low, rate, least]),
            "high": np.maximum.reduce([high, rate, most]),
        }
    )


def isotonic_rate(rate: Floats, clients: npt.NDArray[np.int64]) -> tuple[Floats, npt.NDArray[np.int64]]:
    """The nearest rates that never rise, by pooling neighbours; and the pool, of one rate, that each belongs to.

    Parameters
    ----------
    rate : array of float
        One a score, in the order of the scores.
    clients : array of int
        How many have each score: the weight of its rate; scores that nobody has hardly weigh.

    Examples
    --------
    >>> rate, pool = isotonic_rate(np.array([0.3, 0.1, 0.2, 0.0]), np.array([1, 1, 1, 1]))
    >>> rate.round(2).tolist(), pool.tolist()
    ([0.3, 0.15, 0.15, 0.0], [0, 1, 1, 2])
    """
    from scipy import optimize  # here: whoever only asks for Wilson's interval, a page for instance, is spared it

    pooled = optimize.isotonic_regression(rate, weights=clients + HARDLY, increasing=False)
    rates = np.asarray(pooled.x, dtype=np.float64)
    return rates, np.cumsum(np.diff(rates, prepend=rates[0]) != 0)


def probabilities_at(score: npt.NDArray[np.int64]) -> tuple[Floats, Floats]:
    """The lowest and the highest probability of difficulty that is told as this score.

    Scores are rounded, and clipped at both ends, where every probability beyond has the same score.

    Examples
    --------
    >>> least, most = probabilities_at(np.array([0, 500, 1000]))
    >>> least.round(4).tolist(), most.round(4).tolist()
    ([0.9698, 0.0904, 0.0], [1.0, 0.0914, 0.0003])
    """
    least = np.where(score == HIGHEST, 0.0, probability_of(log_odds_at(score + 0.5)))
    most = np.where(score == 0, 1.0, probability_of(log_odds_at(score - 0.5)))
    return np.asarray(least, dtype=np.float64), np.asarray(most, dtype=np.float64)


def _extent(pool: npt.NDArray[np.int64], bound: npt.NDArray[np.int64], outermost: np.ufunc) -> npt.NDArray[np.int64]:
    """The outermost bound of each pool, one a score."""
    starts = np.flatnonzero(np.diff(pool, prepend=-1))
    return np.asarray(outermost.reduceat(bound, starts)[pool], dtype=np.int64)


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
