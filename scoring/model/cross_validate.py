"""What a candidate answers on the shared folds, whether or not it can be served."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import polars as pl

from scoring.model import scorecard
from scoring.model.candidates import Candidate, candidate_named
from scoring.model.points import Floats, log_odds_of
from scoring.model.train import Labelled, Scorer, allowed_features_of, calibrated_out_of_fold, fit_folds, out_of_fold
from scoring.settings import Training

Progress = Callable[[str], None]


@dataclass(frozen=True)
class Rate:
    """The same log-odds for everybody."""

    everybody: float
    features: tuple[str, ...] = ()

    def log_odds(self, rows: pl.DataFrame) -> Floats:
        """Log-odds of difficulty, one a client."""
        return np.full(rows.height, self.everybody)


@dataclass(frozen=True)
class Trial:
    """A candidate's calibrated log-odds, out of fold, and how many features it reads in the median fold."""

    log_odds: Floats
    features: int


def cross_val_predict(told: Labelled, settings: Training, progress: Progress = lambda _: None) -> Trial:
    """Let the candidate of ``settings`` answer for every client by the fold that did not see them.

    Raises
    ------
    UserError
        When there is no such candidate, or nothing that it can read.
    """
    recipe = candidate_named(settings.candidate)
    models = _fit(told, recipe, settings, progress)
    log_odds, _, _ = calibrated_out_of_fold(out_of_fold(told, models), told)
    return Trial(log_odds, int(np.median([len(model.features) for model in models])))


class Reader(Scorer, Protocol):
    """A scorer that says which features it reads."""

    @property
    def features(self) -> tuple[str, ...]:
        """Their names."""


def _fit(told: Labelled, recipe: Candidate, settings: Training, progress: Progress) -> Sequence[Reader]:
    """One model a fold."""
    if recipe.learner == "booster":
        return fit_folds(told, allowed_features_of(told.rows, settings), recipe, settings, progress)
    insides = [told.fold != number for number in range(settings.folds)]
    if recipe.learner == "rate":
        return [Rate(float(log_odds_of(np.mean(told.target[inside])))) for inside in insides]
    readable = allowed_features_of(told.rows, settings)
    return [scorecard.fit(told.rows.filter(inside), told.target[inside], readable) for inside in insides]
