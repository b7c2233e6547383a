"""How far probabilities are from what was observed, and how far noise alone would put them."""

from __future__ import annotations

import numpy as np

from scoring.arrays import Floats, Ints

BINS = 20
NOISE_DRAWS, NOISE_LEVEL = 200, 0.95
NOISE_SEED = 0  # one for all: page, note, notebooks and command give the same floor


def expected_calibration_error(target: Ints, probability: Floats, bins: int = BINS) -> float:
    """Mean of observed minus predicted, absolute, over equal-count bins of the probability, weighted by count.

    Parameters
    ----------
    target, probability : array
        As :func:`scoring.model.evaluate.outcomes_and_answers` gives them; answers are probabilities, 0 to 1.
    bins : int, default 20
        How many, at least 1; one a client where the clients are fewer.

    Returns
    -------
    float
        0 to 1: 0.01 is one file out of a hundred.

    Examples
    --------
    >>> expected_calibration_error(np.array([0, 1]), np.array([0.25, 0.75]), bins=1)
    0.0
    """
    order = np.argsort(probability, kind="stable")
    gaps = [
        abs(float(np.sum(target[part]) - np.sum(probability[part])))
        for part in np.array_split(order, min(bins, len(order)))
    ]
    return sum(gaps) / len(target)


def calibration_noise(probability: Floats, seed: int = NOISE_SEED, draws: int = NOISE_DRAWS) -> tuple[float, float]:
    """The ECE of outcomes drawn from the probabilities, noise alone: its mean, and what 95 in 100 stay below.

    Parameters
    ----------
    probability : array of float
        Probability of difficulty, 0 to 1.
    seed : int, default 0
        The same seed gives the same draws.
    draws : int, default 200
        How many sets of outcomes are drawn.
    """
    generator = np.random.default_rng(seed)
    ordered = np.sort(probability)
    errors = [
        expected_calibration_error((generator.random(len(ordered)) < ordered).astype(np.int64), ordered)
        for _ in range(draws)
    ]
    return float(np.mean(errors)), float(np.quantile(errors, NOISE_LEVEL))
