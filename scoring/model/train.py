"""Training: grouped folds, everything learned inside them, each client scored by a fold that did not see them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import joblib
import numpy as np
import polars as pl
import polars.selectors as cs

from scoring.arrays import Floats
from scoring.errors import UserError
from scoring.model.calibrate import calibrate_out_of_fold
from scoring.model.calibration import Calibration
from scoring.model.candidates import Candidate, candidate_named, served_candidate
from scoring.model.comparable import comparable_by_score
from scoring.model.evaluate import Metrics, evaluate
from scoring.model.feature_blocks import outside_blocks
from scoring.model.folds import assign_folds, number_of_folds
from scoring.model.points import points_of, probability_of
from scoring.model.policy import Policy, review_band
from scoring.model.registry import learner
from scoring.model.scorer import Scorer
from scoring.model.train_set import TrainSet, draw_rows
from scoring.model.tune import Study, tuned_settings
from scoring.progress import Progress, silent
from scoring.settings import Training


@dataclass(frozen=True)
class TrainingResult:
    """A model before it is written: scorers, out-of-fold answers, and what was learned from them.

    ``clients`` has one row a training client: SK_ID_CURR, born, person, fold, target, and ``log_odds``, calibrated
    and out of fold.
    """

    served: Scorer
    folds: tuple[Scorer, ...]
    calibration: Calibration
    fold_calibrations: tuple[Calibration, ...]
    clients: pl.DataFrame
    comparable: pl.DataFrame
    policy: Policy
    metrics: Metrics
    metrics_uncalibrated: Metrics
    features: tuple[str, ...]
    studies: tuple[Study, ...] = ()


def train(
    rows: pl.DataFrame, identity: pl.DataFrame, settings: Training, progress: Progress = silent
) -> TrainingResult:
    """Train on the labelled clients, and score each of them by a scorer that did not see them.

    Parameters
    ----------
    rows : DataFrame
        The feature matrix with SK_ID_CURR and TARGET; clients without TARGET are left aside.
    identity : DataFrame
        SK_ID_CURR, born, person.
    settings : Training
        Candidate, seed, folds, number of clients and of features, costs, switches, hyperparameters.
    progress : callable
        Given a sentence about what is being done.

    Raises
    ------
    UserError
        When the candidate is not one to be served, the blend has parts that are no learners, there are too few
        labelled clients, or no feature with two values.
    """
    candidate = served_candidate(settings)
    train_set = labelled_clients(rows, identity, settings)
    features = allowed_features_of(train_set.rows, settings)
    tuned, studies = tuned_settings(train_set, features, settings, progress)
    scorers = fit_folds(train_set, features, settings, progress, tuned)
    progress("the served model, on all clients")
    served = _fit(candidate, train_set, features, tuned[-1], settings.seed, scorers)
    result = summarise(train_set, out_of_fold(train_set, scorers), served, scorers, settings)
    return replace(result, studies=studies)


def labelled_clients(rows: pl.DataFrame, identity: pl.DataFrame, settings: Training) -> TrainSet:
    """The clients that training may see, in folds that keep a person's loans together.

    Raises
    ------
    UserError
        When they are too few, or a feature holds infinity.
    """
    labelled = draw_rows(rows.filter(pl.col("TARGET").is_not_null()).lazy(), settings).collect()
    labelled = labelled.join(identity, on="SK_ID_CURR", how="left")
    _refuse_infinite(labelled)
    target = labelled["TARGET"].to_numpy().astype(np.int64)
    fold = assign_folds(target, labelled["person"], number_of_folds(target, settings.folds), settings.seed)
    return TrainSet(labelled, target, labelled["person"], fold)


def _refuse_infinite(labelled: pl.DataFrame) -> None:
    """Refuse features that hold infinity: no quantile, bin or mean of them means anything."""
    counts = labelled.select(cs.float().is_infinite().sum()).row(0, named=True)
    infinite = [name for name, count in counts.items() if count]
    if infinite:
        raise UserError(
            f"Expected finite features, got infinity in {', '.join(infinite[:3])} ({counts[infinite[0]]:,} clients).",
            "Leave a ratio empty where its denominator is zero.",
        )


def allowed_features_of(labelled: pl.DataFrame, settings: Training) -> tuple[str, ...]:
    """What the candidate may read and holds at least two values; features of absent tables fall out here.

    Raises
    ------
    UserError
        When nothing is left of what it may read, or there is no such block as it is to do without.
    """
    read = candidate_named(settings.candidate).features(settings.switches)
    allowed = outside_blocks(read, settings.without_blocks)
    if not allowed:
        return ()
    distinct = labelled.select(pl.col(name).drop_nulls().n_unique() for name in allowed).row(0)
    usable = tuple(name for name, values in zip(allowed, distinct, strict=True) if values > 1)
    if not usable:
        raise UserError("Expected features that tell clients apart, got none.", "Import tables with real values.")
    return usable


def fit_folds(
    train_set: TrainSet,
    features: tuple[str, ...],
    settings: Training,
    progress: Progress = silent,
    tuned: Sequence[Training] = (),
) -> list[Scorer]:
    """One scorer a fold, fitted on the clients of the other folds; side by side, one thread each.

    Parameters
    ----------
    train_set : TrainSet
        Every labelled client, with folds.
    features : tuple of str
        What the candidate may read.
    settings : Training
        Candidate, seed and hyperparameters.
    progress : callable
        Given a sentence a fold.
    tuned : sequence of Training
        Settings of each fold's own, in place of ``settings``; none by default.

    Raises
    ------
    UserError
        When there is no such candidate.
    """
    candidate = candidate_named(settings.candidate)

    def fit_fold(number: int) -> Scorer:
        of_fold = tuned[number] if tuned else settings
        return _fit(candidate, train_set.seen_by(number), features, of_fold, settings.seed + number)

    work = (joblib.delayed(fit_fold)(number) for number in range(train_set.n_folds))
    scorers: list[Scorer] = []
    for scorer in joblib.Parallel(n_jobs=-1, prefer="threads", return_as="generator")(work):
        scorers.append(scorer)
        outcome = ", ".join(f"{name} {value:g}" for name, value in scorer.summary.items())
        progress(f"fold {len(scorers)} of {train_set.n_folds} is trained" + (f" ({outcome})" if outcome else ""))
    return scorers


def _fit(
    candidate: Candidate,
    train_set: TrainSet,
    features: Sequence[str],
    settings: Training,
    seed: int,
    folds: Sequence[Scorer] = (),
) -> Scorer:
    kind = learner(candidate.learner)
    return kind.fit(train_set, features, candidate.settings(settings), seed=seed, folds=folds)


def out_of_fold(train_set: TrainSet, scorers: Sequence[Scorer]) -> Floats:
    """Log-odds of every client before calibration, by the fold's scorer that did not see them."""
    raw = np.empty(len(train_set))
    for number, scorer in enumerate(scorers):
        unseen = train_set.fold == number
        raw[unseen] = scorer.log_odds(train_set.rows.filter(unseen))
    return raw


def calibrated_out_of_fold(raw: Floats, train_set: TrainSet) -> tuple[Floats, Calibration, tuple[Calibration, ...]]:
    """Log-odds after calibration, each fold's by a map that it did not help to fit; and the maps."""
    calibration, fold_calibrations = calibrate_out_of_fold(raw, train_set.target, train_set.fold)
    log_odds = np.empty_like(raw)
    for number, fold_calibration in enumerate(fold_calibrations):
        unseen = train_set.fold == number
        log_odds[unseen] = fold_calibration.apply(raw[unseen])
    return log_odds, calibration, fold_calibrations


def summarise(
    train_set: TrainSet, raw: Floats, served: Scorer, scorers: Sequence[Scorer], settings: Training
) -> TrainingResult:
    """Calibration, decision rule and quality that follow from out-of-fold log-odds.

    Parameters
    ----------
    train_set : TrainSet
        Every labelled client, with folds.
    raw : array of float
        Log-odds of each of them before calibration, by the scorer that did not see them.
    served : Scorer
        Fitted on all of them.
    scorers : sequence of Scorer
        One a fold.
    settings : Training
        Costs, level of the intervals, capacity to review.
    """
    log_odds, calibration, fold_calibrations = calibrated_out_of_fold(raw, train_set)
    target, probability, points = train_set.target, probability_of(log_odds), points_of(log_odds)
    comparable = comparable_by_score(points, target, settings.interval_level)
    threshold = settings.costs.threshold
    near = comparable[points.tolist()]
    unsure = ((near["low"] <= threshold) & (near["high"] >= threshold)).to_numpy()
    low, high = review_band(probability, unsure, threshold, settings.review_capacity)
    read = {name for scorer in (served, *scorers) for name in scorer.features}
    return TrainingResult(
        served=served,
        folds=tuple(scorers),
        calibration=calibration,
        fold_calibrations=fold_calibrations,
        clients=train_set.rows.select("SK_ID_CURR", "born", "person").with_columns(
            pl.Series("fold", train_set.fold), pl.Series("target", target), pl.Series("log_odds", log_odds)
        ),
        comparable=comparable,
        policy=Policy(threshold, low, high),
        metrics=evaluate(target, probability),
        metrics_uncalibrated=evaluate(target, probability_of(raw)),
        features=tuple(name for name in train_set.rows.columns if name in read),
    )
