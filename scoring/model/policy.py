"""The decision rule: threshold, review band, zone."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.arrays import Floats
from scoring.model.points import log_odds_of, probability_of
from scoring.validation import OpenShare, Share


@dataclass(frozen=True)
class Policy:
    """The decision rule, part of the model folder; no door has another one.

    ``threshold`` is the probability from which a loan is refused. Between ``review_low`` and
    ``review_high`` (probabilities around it) a person looks at the case.
    """

    threshold: OpenShare
    review_low: Share
    review_high: Share

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
