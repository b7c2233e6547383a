"""How good probabilities are: ranking, calibration, and what chance alone would give."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats
from sklearn import metrics

from scoring.arrays import Floats, Ints
from scoring.model.calibration_error import calibration_noise, expected_calibration_error
from scoring.model.comparable import z_value


@dataclass(frozen=True)
class Metrics:
    """Quality of probabilities against what happened; every value out of sample.

    Attributes
    ----------
    n : int
        Clients whose outcome is known.
    target_rate, mean_probability : float
        Share of them who had a difficulty, and what was announced to them on average.
    auc, auc_low, auc_high : float
        Area under the ROC curve, and DeLong's 95 % interval.
    log_loss, brier : float
        Mean losses; the smaller the better.
    ece, ece_floor : float
        Expected calibration error, and what perfectly calibrated probabilities would show of as many, from noise alone.
    ks : float
        Kolmogorov-Smirnov distance between the clients of either outcome, 0 to 1.
    average_precision : float
        Area under the curve of precision and recall.
    ece_limit : float, optional
        What 95 of 100 such draws of noise stay below; None in a model that was trained before this was measured.
    """

    n: int
    target_rate: float
    mean_probability: float
    auc: float
    auc_low: float
    auc_high: float
    log_loss: float
    brier: float
    ece: float
    ece_floor: float
    ks: float
    average_precision: float
    ece_limit: float | None = None


def evaluate(target: npt.ArrayLike, probability: npt.ArrayLike) -> Metrics:
    """All metrics of probabilities against outcomes.

    Parameters
    ----------
    target : array of int
        1 difficulty, 0 none; both must occur.
    probability : array of float
        Out-of-sample probabilities of difficulty.

    Raises
    ------
    ValueError
        When the two are not of one length, a target is neither 0 nor 1, only one outcome occurs, or a probability is
        not between 0 and 1.
    """
    target, probability = outcomes_and_answers(target, probability)
    auc, low, high = auc_interval(target, probability)
    false_rate, true_rate, _ = metrics.roc_curve(target, probability)
    noise, limit = calibration_noise(probability)
    return Metrics(
        n=len(target),
        target_rate=float(np.mean(target)),
        mean_probability=float(np.mean(probability)),
        auc=auc,
        auc_low=low,
        auc_high=high,
        log_loss=float(metrics.log_loss(target, probability)),
        brier=float(metrics.brier_score_loss(target, probability)),
        ece=expected_calibration_error(target, probability),
        ece_floor=noise,
        ks=float(np.max(true_rate - false_rate)),
        average_precision=float(metrics.average_precision_score(target, probability)),
        ece_limit=limit,
    )


def outcomes_and_answers(target: npt.ArrayLike, probability: npt.ArrayLike) -> tuple[Ints, Floats]:
    """Outcomes and what was answered before them, as arrays that can be judged by one another.

    Parameters
    ----------
    target : array-like of int
        1 difficulty, 0 none; both must occur.
    probability : array-like of float
        Probabilities, or scores of any scale: the greater, the likelier the difficulty.

    Raises
    ------
    ValueError
        When the two are not of one length, a target is neither 0 nor 1, only one outcome occurs, or an answer is
        empty.
    """
    outcomes, answers = np.asarray(target), np.asarray(probability, dtype=np.float64)
    if outcomes.ndim != 1 or outcomes.shape != answers.shape:
        raise ValueError(f"Expected one answer for each outcome, got shapes {outcomes.shape} and {answers.shape}.")
    if not np.isin(outcomes, (0, 1)).all():
        raise ValueError("target: expected 1 for a difficulty and 0 for none, got other values.")
    if len(np.unique(outcomes)) < 2:
        raise ValueError("target: expected clients of both outcomes, got those of one; AUC needs both.")
    if np.isnan(answers).any():
        raise ValueError("probability: expected a number for each client, got empty values.")
    return outcomes.astype(np.int64), answers


def auc_interval(target: npt.ArrayLike, probability: npt.ArrayLike, level: float = 0.95) -> tuple[float, float, float]:
    """AUC with DeLong's interval, in O(n log n).

    Parameters
    ----------
    target, probability : array-like
        As :func:`outcomes_and_answers` takes them; of the answers only the order counts.
    level : float, default 0.95
        Confidence level of the interval, above 0 and below 1.

    Returns
    -------
    tuple of float
        AUC, lower and upper bound, within 0 and 1.

    Raises
    ------
    ValueError
        As :func:`outcomes_and_answers` says.
    UserError
        When the level is not between 0 and 1.

    Notes
    -----
    Placements by mid-ranks after Sun and Xu, "Fast implementation of DeLong's algorithm", IEEE SPL 2014.

    Examples
    --------
    >>> round(auc_interval(np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8]))[0], 2)
    0.75
    """
    hits, misses = placements(*outcomes_and_answers(target, probability))
    auc = float(np.mean(hits))
    reach = _reach(_variance(hits) / len(hits) + _variance(misses) / len(misses), level)
    return auc, max(0.0, auc - reach), min(1.0, auc + reach)


def auc_difference(target: Ints, first: Floats, second: Floats, level: float = 0.95) -> tuple[float, float, float]:
    """How much more AUC the first has on the same clients, with DeLong's interval for pairs.

    Parameters
    ----------
    target : array of int
        1 difficulty, 0 none.
    first, second : array of float
        Answers of two models for these clients; only their order counts.
    level : float
        Confidence level of the interval.

    Returns
    -------
    tuple of float
        The difference, lower and upper bound. Narrower than two separate intervals suggest: what is hard for
        one model is hard for the other.

    Examples
    --------
    >>> target = np.array([0, 0, 1, 1])
    >>> round(auc_difference(target, np.array([1.0, 2, 3, 4]), np.array([1.0, 3, 2, 4]))[0], 2)
    0.25
    """
    (hits, misses), (other_hits, other_misses) = placements(target, first), placements(target, second)
    difference = float(np.mean(hits) - np.mean(other_hits))
    spread = _variance(hits - other_hits) / len(hits) + _variance(misses - other_misses) / len(misses)
    reach = _reach(spread, level)
    return difference, difference - reach, difference + reach


def placements(target: Ints, probability: Floats) -> tuple[Floats, Floats]:
    """For each client with a difficulty the share of the others below them; for each other the share above.

    Ties count one half. The mean of either is the AUC.

    Parameters
    ----------
    target, probability : array
        As :func:`outcomes_and_answers` gives them; of the answers only the order counts.
    """
    hit, miss = probability[target == 1], probability[target == 0]
    ranks = stats.rankdata(np.concatenate([hit, miss]))
    below = (ranks[: len(hit)] - stats.rankdata(hit)) / len(miss)
    above = 1.0 - (ranks[len(hit) :] - stats.rankdata(miss)) / len(hit)
    return below, above


def _reach(variance: float, level: float) -> float:
    return z_value(level) * float(np.sqrt(variance))


def _variance(values: Floats) -> float:
    return float(np.var(values, ddof=1)) if len(values) > 1 else 0.0
