"""The comparison of candidates as a frame: how well each ranks, how true its probabilities are, what it costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from scoring.analysis.candidate_rule import Recommendation, cost_difference, recommend
from scoring.arrays import Floats, Ints
from scoring.files import current, require_current
from scoring.model.candidates import candidates
from scoring.model.evaluate import auc_difference, evaluate
from scoring.model.manifest import Manifest
from scoring.model.points import probability_of
from scoring.pipeline.compare_candidates import read_comparison
from scoring.portfolio.decision_costs import cost_of
from scoring.settings import Costs, Home

MEASURES = ("auc", "auc_low", "auc_high", "log_loss", "ece", "ece_floor", "mean_probability", "target_rate")


def compared_candidates(home: Home, reference: str, costs: Costs, level: float = 0.95) -> pd.DataFrame:
    """Every candidate's quality on the same clients, out of fold, after the same calibration.

    Parameters
    ----------
    home : Home
        In which candidates were trained.
    reference : str
        The candidate that the others are held against.
    costs : Costs
        Costs of the two mistakes; each candidate decides at the threshold that they imply.
    level : float
        Confidence level of the interval of the difference.

    Returns
    -------
    DataFrame
        candidate, says, served (whether it could be), features, seconds, n, the measures of
        :class:`scoring.model.evaluate.Metrics`, difference (of the AUC, from the reference), difference_low,
        difference_high, cost (for 100 applications), cost_difference (from the reference), cost_low, cost_high,
        refused (share); from the simplest candidate on.

    Raises
    ------
    UserError
        When none were trained.
    """
    answers, results = _comparison(home)
    target = answers["target"].to_numpy().astype(np.int64)
    against = answers[reference].to_numpy()
    rows = [
        {"candidate": name, "features": results[name]["features"], "seconds": results[name]["seconds"]}
        | _measured(target, answers[name].to_numpy(), against, costs, level)
        for name in results
    ]
    frame = pd.DataFrame(rows)
    frame.insert(1, "says", [candidates()[name].says for name in frame["candidate"]])
    frame.insert(2, "served", [candidates()[name].is_served for name in frame["candidate"]])
    return frame


def _comparison(home: Home) -> tuple[pl.DataFrame, dict[str, Any]]:
    """The answers of the candidates that were trained last, and what each took."""
    return read_comparison(require_current(home.candidates, "a comparison of candidates", "Run notebook 03 first."))


def _measured(target: Ints, log_odds: Floats, against: Floats, costs: Costs, level: float) -> dict[str, Any]:
    probability = probability_of(log_odds)
    metrics, refused = evaluate(target, probability), probability >= costs.threshold
    difference, low, high = auc_difference(target, log_odds, against, level)
    dearer, dearer_low, dearer_high = cost_difference(target, log_odds, against, costs, level)
    return {
        "n": metrics.n,
        **{name: getattr(metrics, name) for name in MEASURES},
        "difference": difference,
        "difference_low": low,
        "difference_high": high,
        "cost": cost_of(target, refused, costs),
        "cost_difference": dearer,
        "cost_low": dearer_low,
        "cost_high": dearer_high,
        "refused": float(refused.mean()),
    }


def recommended_candidate(home: Home, costs: Costs, level: float = 0.95) -> Recommendation:
    """What the stated rule chooses: the simplest candidate that cannot be told apart from the cheapest.

    Raises
    ------
    UserError
        When none were trained.
    """
    answers, results = _comparison(home)
    log_odds = {name: answers[name].to_numpy() for name in results}
    served = frozenset(name for name, candidate in candidates().items() if candidate.is_served)
    return recommend(answers["target"].to_numpy().astype(np.int64), log_odds, costs, level=level, served=served)


def other_decisions(home: Home, reference: str, costs: Costs) -> Mapping[str, float]:
    """The share of clients whom each candidate decides otherwise than the reference does."""
    answers, results = _comparison(home)
    refused = {name: probability_of(answers[name].to_numpy()) >= costs.threshold for name in results}
    return {name: float(np.mean(refused[name] != refused[reference])) for name in results}


def compared_with(home: Home, manifest: Manifest) -> bool:
    """Whether the home holds a comparison in which this very model took part."""
    folder = current(home.candidates)
    if folder is None:
        return False
    _, results = read_comparison(folder)
    return manifest.version in {result["model"] for result in results.values()}
