"""Calibration, points, threshold, decision: how log-odds become an answer."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

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


@dataclass(frozen=True)
class Calibration:
    """``calibrated = intercept + slope * log_odds``; slope above zero, so that the order of clients stays."""

    slope: float = 1.0
    intercept: float = 0.0

    def apply(self, log_odds: Floats) -> Floats:
        """Calibrated log-odds."""
        return np.asarray(self.intercept + self.slope * log_odds, dtype=np.float64)


@dataclass(frozen=True)
class Policy:
    """The decision rule, part of the model folder; no door has another one.

    ``threshold`` is the probability from which a loan is refused. Between ``review_low`` and
    ``review_high`` (probabilities around it) a person looks at the case.
    """

    threshold: float
    review_low: float
    review_high: float

    def refused(self, probability: Floats) -> npt.NDArray[np.bool_]:
        """Whether each client's probability reaches the threshold."""
        return np.asarray(np.asarray(probability) >= self.threshold)

    def near_threshold(self, probability: Floats) -> npt.NDArray[np.bool_]:
        """Whether each client's probability lies in the review band."""
        p = np.asarray(probability)
        return np.asarray((p >= self.review_low) & (p <= self.review_high))


def review_band(
    probability: Floats, unsure: npt.NDArray[np.bool_], threshold: float, capacity: float
) -> tuple[float, float]:
    """The band of probabilities around the threshold that people should look at.

    Parameters
    ----------
    probability : array of float
        Out-of-fold probabilities of the portfolio.
    unsure : array of bool
        Whether the interval of the observed rate at each client's score holds the threshold.
    threshold : float
        The decision's.
    capacity : float
        Largest share of the portfolio that people can look at.

    Returns
    -------
    tuple of float
        Lowest and highest probability of the band; both the threshold when nobody is near.
    """
    distance = np.abs(log_odds_of(probability) - log_odds_of(np.array([threshold])))
    if not unsure.any():
        return threshold, threshold
    reach = float(np.max(distance[unsure]))
    affordable = int(np.floor(capacity * len(probability)))
    if np.count_nonzero(distance <= reach) > affordable:
        reach = float(np.sort(distance)[affordable - 1]) if affordable else 0.0
    centre = log_odds_of(np.array([threshold]))
    low, high = probability_of(centre - reach), probability_of(centre + reach)
    return float(low[0]), float(high[0])
