"""Log-odds, probabilities and points: three ways to write the same answer."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from scoring.arrays import Floats

POINTS_AT_ANCHOR = 500.0
ANCHOR_ODDS = 10.0
POINTS_TO_DOUBLE = 60.0
HIGHEST = 1000


def probability_of(log_odds: Floats) -> Floats:
    """Probability of difficulty from log-odds, without overflow.

    Examples
    --------
    >>> probability_of(np.array([0.0])).tolist()
    [0.5]
    """
    return np.asarray(0.5 * (1.0 + np.tanh(0.5 * np.asarray(log_odds, dtype=np.float64))), dtype=np.float64)


def log_odds_of(probability: Floats) -> Floats:
    """Log-odds from a probability strictly between 0 and 1."""
    p = np.asarray(probability, dtype=np.float64)
    return np.asarray(np.log(p) - np.log1p(-p), dtype=np.float64)


def points_of(log_odds: Floats) -> npt.NDArray[np.int64]:
    """Score in points, higher is better: 500 at repayment odds of 10 to 1, 60 more for every doubling.

    Examples
    --------
    >>> points_of(np.log([1 / 10, 1 / 20, 1 / 5])).tolist()
    [500, 560, 440]
    """
    repayment = -np.asarray(log_odds, dtype=np.float64)
    points = POINTS_AT_ANCHOR + POINTS_TO_DOUBLE * (repayment - np.log(ANCHOR_ODDS)) / np.log(2.0)
    return np.asarray(np.clip(np.rint(points), 0, HIGHEST), dtype=np.int64)


def log_odds_at(points: npt.ArrayLike) -> Floats:
    """Log-odds of difficulty at a number of points, the inverse of :func:`points_of` before rounding.

    Examples
    --------
    >>> log_odds_at([500.0, 560.0]).round(3).tolist()
    [-2.303, -2.996]
    """
    doublings = (np.asarray(points, dtype=np.float64) - POINTS_AT_ANCHOR) / POINTS_TO_DOUBLE
    return np.asarray(-np.log(ANCHOR_ODDS) - doublings * np.log(2.0), dtype=np.float64)
