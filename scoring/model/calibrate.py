"""Calibration: the intercept always, the slope only where it is needed, so that contributions stay additive."""

from __future__ import annotations

import numpy as np
from scipy import optimize, stats
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import log_loss

from scoring.arrays import Floats, Ints
from scoring.model.calibration import Calibration
from scoring.model.points import log_odds_of, probability_of

NEEDED_AT = 0.01


def fit_intercept(log_odds: Floats, target: Ints) -> Calibration:
    """The shift after which the mean probability is the observed rate; the slope stays 1.

    Both outcomes must occur.

    Examples
    --------
    >>> fit_intercept(np.zeros(10), np.repeat([0, 1], [8, 2])).intercept.__round__(4)
    -1.3863
    """
    rate = float(np.mean(target))
    furthest = float(np.max(np.abs(log_odds_of(np.array([rate])) - log_odds))) + 1.0

    def gap(shift: float) -> float:
        return float(np.mean(probability_of(log_odds + shift))) - rate

    return Calibration(1.0, float(optimize.brentq(gap, -furthest, furthest, xtol=1e-12)))


def fit_platt(log_odds: Floats, target: Ints) -> Calibration:
    """Platt's map, slope and intercept, without penalty; the intercept alone where the slope is not above 0."""
    model = LogisticRegression(C=np.inf, max_iter=1000).fit(log_odds.reshape(-1, 1), target)
    slope = float(model.coef_[0, 0])
    return Calibration(slope, float(model.intercept_[0])) if slope > 0 else fit_intercept(log_odds, target)


def slope_p_value(log_odds: Floats, target: Ints) -> float:
    """Likelihood-ratio test of Platt's map against the intercept alone (one degree of freedom)."""
    losses = [
        log_loss(target, probability_of(fit(log_odds, target).apply(log_odds)), normalize=False)
        for fit in (fit_intercept, fit_platt)
    ]
    return float(stats.chi2.sf(max(0.0, 2.0 * (losses[0] - losses[1])), df=1))


def calibrate_out_of_fold(log_odds: Floats, target: Ints, fold: Ints) -> tuple[Calibration, tuple[Calibration, ...]]:
    """The map for clients the model has not seen, and one map a fold fitted on the other folds.

    Returns
    -------
    tuple of (Calibration, tuple of Calibration)
        The intercept is always fitted: small sets are where a shift is largest, and where a test would not see it.
        The slope is 1 where :func:`slope_p_value` finds no need of another (at 1 %). A fold's clients never help
        to fit the map that is applied to them.
    """
    fit = fit_platt if slope_p_value(log_odds, target) < NEEDED_AT else fit_intercept
    folds = range(int(fold.max()) + 1)
    return fit(log_odds, target), tuple(fit(log_odds[fold != k], target[fold != k]) for k in folds)
