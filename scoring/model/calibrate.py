"""Calibration: an affine map of the log-odds, only where it is needed, so that contributions stay additive."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from scoring.model.calibration import Calibration
from scoring.model.points import Floats, probability_of

NEEDED_AT = 0.01


def fit(log_odds: Floats, target: npt.NDArray[np.int64]) -> Calibration:
    """Platt's map, fitted without penalty on out-of-fold log-odds."""
    model = LogisticRegression(C=np.inf, max_iter=1000).fit(log_odds.reshape(-1, 1), target)
    slope = float(model.coef_[0, 0])
    return Calibration(slope, float(model.intercept_[0])) if slope > 0 else Calibration()


def p_value(log_odds: Floats, target: npt.NDArray[np.int64]) -> float:
    """Likelihood-ratio test of Platt's map against leaving the log-odds as they are (two degrees of freedom)."""
    before = log_loss(target, probability_of(log_odds), normalize=False)
    after = log_loss(target, probability_of(fit(log_odds, target).apply(log_odds)), normalize=False)
    return float(stats.chi2.sf(max(0.0, 2.0 * (before - after)), df=2))


def calibrate_out_of_fold(
    log_odds: Floats, target: npt.NDArray[np.int64], fold: npt.NDArray[np.int64]
) -> tuple[Calibration, tuple[Calibration, ...]]:
    """The map for clients the model has not seen, and one map a fold fitted on the other folds.

    Returns
    -------
    tuple of (Calibration, tuple of Calibration)
        All of them the identity where :func:`p_value` finds no need (at 1 %). A fold's clients never
        help to fit the map that is applied to them.
    """
    folds = range(int(fold.max()) + 1)
    if p_value(log_odds, target) >= NEEDED_AT:
        return Calibration(), tuple(Calibration() for _ in folds)
    return fit(log_odds, target), tuple(fit(log_odds[fold != k], target[fold != k]) for k in folds)
