"""Training: grouped folds, features chosen inside them, early stopping on rows that are not scored."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import joblib
import numpy as np
import numpy.typing as npt
import polars as pl

from scoring.errors import UserError
from scoring.features.catalogue import allowed_features
from scoring.model import boosters
from scoring.model.boosters import Booster
from scoring.model.calibrate import calibrate_out_of_fold
from scoring.model.comparable import comparable_by_score
from scoring.model.evaluate import Metrics, evaluate
from scoring.model.folds import assign_folds, split_for_stopping
from scoring.model.points import Calibration, Floats, Policy, points_of, probability_of, review_band
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
        Seed, folds, number of features, costs, switches.
    progress : callable
        Told what is being done.

    Raises
    ------
    UserError
        When there are too few labelled clients, or no feature with two values.
    """
    labelled = rows.filter(pl.col("TARGET").is_not_null()).join(identity, on="SK_ID_CURR", how="left")
    target = labelled["TARGET"].to_numpy().astype(np.int64)
    candidates = usable_features(labelled, settings)
    fold = assign_folds(target, labelled["person"], settings.folds, settings.seed)
    models = _fit_folds(labelled, target, fold, candidates, settings, progress)
    raw = np.empty(len(target))
    for number, model in enumerate(models):
        raw[fold == number] = model.log_odds(labelled.filter(fold == number))
    progress("the served model, on all clients")
    served = _fit_served(labelled, target, candidates, settings, models)
    return _conclude(labelled, target, fold, raw, served, models, settings)


def usable_features(labelled: pl.DataFrame, settings: Training) -> tuple[str, ...]:
    """Lawful features that hold at least two values; those of absent tables fall out here."""
    lawful = allowed_features(settings.switches)
    distinct = labelled.select(pl.col(name).drop_nulls().n_unique() for name in lawful).row(0)
    usable = tuple(name for name, values in zip(lawful, distinct, strict=True) if values > 1)
    if not usable:
        raise UserError("Expected features that tell clients apart, got none.", "Import tables with real values.")
    return usable


def _fit_folds(
    labelled: pl.DataFrame,
    target: Ints,
    fold: Ints,
    candidates: tuple[str, ...],
    settings: Training,
    progress: Progress,
) -> list[Booster]:
    """One booster a fold, side by side: one thread each, so that trees do not depend on the machine."""

    def one(number: int) -> Booster:
        inside = fold != number
        return _fit_one(labelled.filter(inside), target[inside], candidates, settings, settings.seed + number)

    work = (joblib.delayed(one)(number) for number in range(settings.folds))
    models = []
    for model in joblib.Parallel(n_jobs=-1, prefer="threads", return_as="generator")(work):
        models.append(model)
        progress(f"fold {len(models)} of {settings.folds} is trained ({model.rounds} trees)")
    return models


def _fit_one(rows: pl.DataFrame, target: Ints, candidates: tuple[str, ...], settings: Training, seed: int) -> Booster:
    """One fold's booster: features, number of trees, fit; all from these rows alone."""
    chosen = boosters.strongest_features(rows, target, candidates, most=settings.max_features, seed=seed)
    repeats = STOPPING_REPEATS if len(target) < STOPPING_REPEATS_BELOW else 1
    rounds = [
        boosters.best_rounds(
            rows,
            target,
            split_for_stopping(target, rows["person"], settings.stopping_share, seed + 101 * repeat),
            chosen,
            seed=seed,
        )
        for repeat in range(repeats)
    ]
    return boosters.fit(rows, target, chosen, seed=seed, rounds=int(np.median(rounds)))


def _fit_served(
    rows: pl.DataFrame, target: Ints, candidates: tuple[str, ...], settings: Training, folds: list[Booster]
) -> Booster:
    """The booster for clients who were not in training, with as many trees as the folds found best."""
    chosen = boosters.strongest_features(rows, target, candidates, most=settings.max_features, seed=settings.seed)
    rounds = int(np.median([model.rounds for model in folds]))
    return boosters.fit(rows, target, chosen, seed=settings.seed, rounds=rounds)


def _conclude(
    labelled: pl.DataFrame,
    target: Ints,
    fold: Ints,
    raw: Floats,
    served: Booster,
    models: list[Booster],
    settings: Training,
) -> Trained:
    calibration, fold_calibrations = calibrate_out_of_fold(raw, target, fold)
    log_odds = np.empty_like(raw)
    for number, own in enumerate(fold_calibrations):
        log_odds[fold == number] = own.apply(raw[fold == number])
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
            pl.Series("fold", fold), pl.Series("target", target), pl.Series("log_odds", log_odds)
        ),
        comparable=comparable,
        policy=Policy(threshold, low, high),
        metrics=evaluate(target, probability, settings.seed),
        metrics_uncalibrated=evaluate(target, probability_of(raw), settings.seed),
        features=tuple(name for name in labelled.columns if name in used),
    )
