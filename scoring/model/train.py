"""Training: grouped folds, features chosen inside them, early stopping on rows that are not scored."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

import joblib
import numpy as np
import numpy.typing as npt
import polars as pl

from scoring.errors import UserError
from scoring.model import boosters
from scoring.model.boosters import Booster
from scoring.model.calibrate import calibrate_out_of_fold
from scoring.model.calibration import Calibration
from scoring.model.candidates import Candidate, candidate_named, servable
from scoring.model.comparable import comparable_by_score
from scoring.model.evaluate import Metrics, evaluate
from scoring.model.folds import assign_folds, split_for_stopping
from scoring.model.points import Floats, points_of, probability_of
from scoring.model.policy import Policy, review_band
from scoring.settings import Training

Ints = npt.NDArray[np.int64]
Progress = Callable[[str], None]
STOPPING_REPEATS_BELOW = 10_000
STOPPING_REPEATS = 3


@dataclass(frozen=True)
class Trained:
    """A model before it is written: boosters, out-of-fold answers, and what was learned from them."""

    served: Booster
    folds: tuple[Booster, ...]
    calibration: Calibration
    fold_calibrations: tuple[Calibration, ...]
    clients: pl.DataFrame
    comparable: pl.DataFrame
    policy: Policy
    metrics: Metrics
    metrics_uncalibrated: Metrics
    features: tuple[str, ...]


def train(
    rows: pl.DataFrame, identity: pl.DataFrame, settings: Training, progress: Progress = lambda _: None
) -> Trained:
    """Train on every labelled client, and score each of them by a booster that did not see them.

    Parameters
    ----------
    rows : DataFrame
        The feature matrix with SK_ID_CURR and TARGET; clients without TARGET are left aside.
    identity : DataFrame
        SK_ID_CURR, born, person.
    settings : Training
        Candidate, seed, folds, number of features, costs, switches.
    progress : callable
        Told what is being done.

    Raises
    ------
    UserError
        When the candidate is not one to be served, there are too few labelled clients, or no feature with two
        values.
    """
    recipe = servable(settings.candidate)
    told = labelled_clients(rows, identity, settings)
    readable = allowed_features_of(told.rows, settings)
    models = fit_folds(told, readable, recipe, settings, progress)
    progress("the served model, on all clients")
    served = _fit_served(told, readable, recipe, settings, models)
    return _conclude(told, out_of_fold(told, models), served, models, settings)


class Scorer(Protocol):
    """Whatever gives log-odds for rows of features."""

    def log_odds(self, rows: pl.DataFrame) -> Floats:
        """Log-odds of difficulty, one a client."""


@dataclass(frozen=True)
class Labelled:
    """Clients whose outcome is known, and the fold that each is scored in: the same for every candidate."""

    rows: pl.DataFrame
    target: Ints
    fold: Ints


def labelled_clients(rows: pl.DataFrame, identity: pl.DataFrame, settings: Training) -> Labelled:
    """The clients that training may see, in folds that keep a person's loans together.

    Raises
    ------
    UserError
        When they are too few.
    """
    labelled = rows.filter(pl.col("TARGET").is_not_null()).join(identity, on="SK_ID_CURR", how="left")
    target = labelled["TARGET"].to_numpy().astype(np.int64)
    return Labelled(labelled, target, assign_folds(target, labelled["person"], settings.folds, settings.seed))


def allowed_features_of(labelled: pl.DataFrame, settings: Training) -> tuple[str, ...]:
    """What the candidate may read and holds at least two values; features of absent tables fall out here."""
    allowed = candidate_named(settings.candidate).features(settings.switches)
    distinct = labelled.select(pl.col(name).drop_nulls().n_unique() for name in allowed).row(0) if allowed else ()
    usable = tuple(name for name, values in zip(allowed, distinct, strict=True) if values > 1)
    if not usable:
        raise UserError("Expected features that tell clients apart, got none.", "Import tables with real values.")
    return usable


def out_of_fold(told: Labelled, models: Sequence[Scorer]) -> Floats:
    """Raw log-odds of every client, by the fold's model that did not see them."""
    raw = np.empty(len(told.target))
    for number, model in enumerate(models):
        raw[told.fold == number] = model.log_odds(told.rows.filter(told.fold == number))
    return raw


def fit_folds(
    told: Labelled, readable: tuple[str, ...], recipe: Candidate, settings: Training, progress: Progress
) -> list[Booster]:
    """One booster a fold, side by side: one thread each, so that trees do not depend on the machine."""

    def one(number: int) -> Booster:
        inside = told.fold != number
        return _fit_fold(told.rows.filter(inside), told.target[inside], readable, recipe, settings, number)

    work = (joblib.delayed(one)(number) for number in range(settings.folds))
    models = []
    for model in joblib.Parallel(n_jobs=-1, prefer="threads", return_as="generator")(work):
        models.append(model)
        progress(f"fold {len(models)} of {settings.folds} is trained ({model.rounds} trees)")
    return models


def _fit_fold(
    rows: pl.DataFrame, target: Ints, readable: tuple[str, ...], recipe: Candidate, settings: Training, number: int
) -> Booster:
    """One fold's booster: features, number of trees, fit; all from these rows alone."""
    seed = settings.seed + number
    read = _read_features(rows, target, readable, recipe, settings, seed)
    repeats = STOPPING_REPEATS if len(target) < STOPPING_REPEATS_BELOW else 1
    rounds = [
        boosters.best_iteration(
            rows,
            target,
            split_for_stopping(target, rows["person"], settings.stopping_share, seed + 101 * repeat),
            read,
            seed=seed,
            like=recipe.like,
        )
        for repeat in range(repeats)
    ]
    return boosters.fit(rows, target, read, seed=seed, rounds=int(np.median(rounds)), like=recipe.like)


def _read_features(
    rows: pl.DataFrame, target: Ints, readable: tuple[str, ...], recipe: Candidate, settings: Training, seed: int
) -> tuple[str, ...]:
    """All that may be read, or the strongest of it."""
    if not recipe.selects:
        return readable
    return boosters.select_features(rows, target, readable, most=settings.max_features, seed=seed)


def _fit_served(
    told: Labelled, readable: tuple[str, ...], recipe: Candidate, settings: Training, folds: list[Booster]
) -> Booster:
    """The booster for clients who were not in training, with as many trees as the folds found best."""
    read = _read_features(told.rows, told.target, readable, recipe, settings, settings.seed)
    rounds = int(np.median([model.rounds for model in folds]))
    return boosters.fit(told.rows, told.target, read, seed=settings.seed, rounds=rounds, like=recipe.like)


def calibrated_out_of_fold(raw: Floats, told: Labelled) -> tuple[Floats, Calibration, tuple[Calibration, ...]]:
    """Log-odds after calibration, each fold's by a map that it did not help to fit; and the maps."""
    calibration, fold_calibrations = calibrate_out_of_fold(raw, told.target, told.fold)
    log_odds = np.empty_like(raw)
    for number, own in enumerate(fold_calibrations):
        log_odds[told.fold == number] = own.apply(raw[told.fold == number])
    return log_odds, calibration, fold_calibrations


def _conclude(told: Labelled, raw: Floats, served: Booster, models: list[Booster], settings: Training) -> Trained:
    log_odds, calibration, fold_calibrations = calibrated_out_of_fold(raw, told)
    target, labelled = told.target, told.rows
    probability, points = probability_of(log_odds), points_of(log_odds)
    comparable = comparable_by_score(points, target, settings.interval_level)
    threshold = settings.costs.threshold
    near = comparable[points.tolist()]
    unsure = ((near["low"] <= threshold) & (near["high"] >= threshold)).to_numpy()
    low, high = review_band(probability, unsure, threshold, settings.review_capacity)
    used = {name for model in (served, *models) for name in model.features}
    return Trained(
        served=served,
        folds=tuple(models),
        calibration=calibration,
        fold_calibrations=fold_calibrations,
        clients=labelled.select("SK_ID_CURR", "born", "person").with_columns(
            pl.Series("fold", told.fold), pl.Series("target", target), pl.Series("log_odds", log_odds)
        ),
        comparable=comparable,
        policy=Policy(threshold, low, high),
        metrics=evaluate(target, probability, settings.seed),
        metrics_uncalibrated=evaluate(target, probability_of(raw), settings.seed),
        features=tuple(name for name in labelled.columns if name in used),
    )
