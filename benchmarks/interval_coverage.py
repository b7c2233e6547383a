"""How often the interval told with a rate holds the true rate: on drawn clients, whose true rate is known."""

from __future__ import annotations

import numpy as np

from scoring.model.calibrate import fit_intercept
from scoring.model.comparable import comparable_by_score
from scoring.model.points import log_odds_at, points_of, probability_of
from scoring.settings import Training


def band_coverage(seed: int, clients: int = 3_995, bands: int = 50) -> float:
    """The share of bands of score whose interval holds the true rate at it, on drawn clients."""
    generator = np.random.default_rng(seed)
    log_odds = generator.normal(-2.75, 0.85, clients)
    target = (generator.random(clients) < probability_of(log_odds + generator.normal(0.0, 0.45, clients))).astype(int)
    shift = fit_intercept(log_odds, target).intercept
    points = points_of(log_odds + shift)
    table = comparable_by_score(points, target, Training().interval_level)
    scores = np.quantile(points, (np.arange(bands) + 0.5) / bands).astype(np.int64)
    person = np.random.default_rng(99).normal(0.0, 0.45, 400)
    true = np.array([np.mean(probability_of(score - shift + person)) for score in log_odds_at(scores)])
    near = table[scores.tolist()]
    return float(np.mean((near["low"].to_numpy() <= true) & (true <= near["high"].to_numpy())))
