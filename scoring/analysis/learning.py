"""How quality depends on the number of clients, the seed and the settings: out of fold, each with its interval."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
import pandas as pd

from scoring.hyperparameters import RightClosedShare
from scoring.model.candidates import candidate_named
from scoring.model.cross_validate import cross_val_predict
from scoring.model.evaluate import auc_difference, evaluate
from scoring.model.points import probability_of
from scoring.model.train import labelled_clients
from scoring.model.train_set import TrainSet
from scoring.pipeline.matrix import read_labelled
from scoring.pipeline.stages import features_folder
from scoring.progress import Progress, silent
from scoring.settings import Home, Training
from scoring.validation import check

FEWEST = 30  # difficulties: fewer cannot be split into folds and stopping rows
MEASURES = ("auc", "auc_low", "auc_high", "log_loss")


def train_set_of(home: Home, settings: Training) -> TrainSet:
    """The home's clients whose outcome is known, in the folds that every candidate shares.

    Raises
    ------
    UserError
        When there are no features yet, or too few clients.
    """
    return labelled_clients(*read_labelled(features_folder(home), settings), settings)


def learning_curve(
    train_set: TrainSet, settings: Training, shares: Sequence[float], progress: Progress = silent
) -> pd.DataFrame:
    """Quality when fewer clients are learned from; each is judged by a model that did not see them.

    Parameters
    ----------
    train_set : TrainSet
        From :func:`train_set_of`.
    settings : Training
        How each model is made; ``seed`` draws the clients too.
    shares : sequence of float
        Shares of the people, above 0 and at most 1; a person's loans stay together.
    progress : callable
        Told of every share.

    Returns
    -------
    DataFrame
        share, n, auc, auc_low, auc_high, log_loss; shares with fewer than 30 difficulties are left out.

    Raises
    ------
    UserError
        When a share is none.
    """
    people = train_set.person.unique(maintain_order=True).to_numpy()
    drawn = np.random.default_rng(settings.seed).permutation(people)
    rows = []
    for share in shares:
        check("share", share, RightClosedShare, "Take a share such as 0.5.")
        part = train_set.take(np.isin(train_set.person.to_numpy(), drawn[: round(share * len(drawn))]))
        if int(part.target.sum()) < FEWEST:
            progress(f"{share:.0%} of the people hold fewer than {FEWEST} difficulties: left out")
            continue
        progress(f"learning from {share:.0%} of the people")
        rows.append({"share": share, "n": len(part)} | _measured(part, settings))
    return pd.DataFrame(rows, columns=["share", "n", *MEASURES])


def compare_settings(
    train_set: TrainSet, variants: Mapping[str, Training], progress: Progress = silent
) -> pd.DataFrame:
    """Quality of each variant of the settings, and its paired difference in AUC from the first.

    Returns
    -------
    DataFrame
        variant, n, auc, auc_low, auc_high, log_loss, difference, low, high; in the order given.
    """
    rows, reference = [], None
    for name, settings in variants.items():
        progress(f"trying {name}")
        log_odds = cross_val_predict(train_set, settings).log_odds
        reference = log_odds if reference is None else reference
        difference = auc_difference(train_set.target, log_odds, reference)
        metrics = evaluate(train_set.target, probability_of(log_odds))
        measured = {measure: getattr(metrics, measure) for measure in MEASURES}
        rows.append(
            {"variant": name, "n": len(train_set)}
            | measured
            | dict(zip(("difference", "low", "high"), difference, strict=True))
        )
    return pd.DataFrame(rows)


def one_at_a_time(settings: Training, changes: Mapping[str, Sequence[float]]) -> dict[str, Training]:
    """The settings as they are, then each value of each hyperparameter of the candidate's trees alone.

    Examples
    --------
    >>> list(one_at_a_time(Training(candidate="lightgbm"), {"max_depth": [3, 7]}))
    ['as set', 'max_depth 3', 'max_depth 7']
    """
    variants, trees = {"as set": settings}, candidate_named(settings.candidate).settings(settings).trees
    for name, values in changes.items():
        for value in values:
            change: dict[str, Any] = {name: value}
            changed = replace(trees, **change)
            variants[f"{name} {value:g}"] = replace(
                settings, trees=changed, blend=replace(settings.blend, trees=changed)
            )
    return variants


def _measured(train_set: TrainSet, settings: Training) -> dict[str, float]:
    metrics = evaluate(train_set.target, probability_of(cross_val_predict(train_set, settings).log_odds))
    return {measure: float(getattr(metrics, measure)) for measure in MEASURES}
