"""What a candidate answers on the shared folds, whether or not it can be served."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.arrays import Floats
from scoring.model.train import allowed_features_of, calibrated_out_of_fold, fit_folds, out_of_fold
from scoring.model.train_set import TrainSet
from scoring.progress import Progress, silent
from scoring.settings import Training


@dataclass(frozen=True)
class CrossValidation:
    """A candidate's calibrated log-odds, out of fold, and how many features it reads in the median fold."""

    log_odds: Floats
    features: int


def cross_val_predict(train_set: TrainSet, settings: Training, progress: Progress = silent) -> CrossValidation:
    """Let the candidate of ``settings`` answer for every client by the fold that did not see them.

    Raises
    ------
    UserError
        When there is no such candidate, or nothing that it can read.
    """
    scorers = fit_folds(train_set, allowed_features_of(train_set.rows, settings), settings, progress)
    log_odds, _, _ = calibrated_out_of_fold(out_of_fold(train_set, scorers), train_set)
    return CrossValidation(log_odds, int(np.median([len(scorer.features) for scorer in scorers])))
