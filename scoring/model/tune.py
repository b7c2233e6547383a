"""Hyperparameters of the trees sought by Optuna, within a stated number of trials, on rows that are not scored.

Every fold's trees are tuned on the clients that the fold's scorer learns from, so that nobody's out-of-fold score comes
from settings that were chosen on them; the served trees are tuned on all. The same seed gives the same study.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from scoring.errors import UserError
from scoring.hyperparameters import TreeParams
from scoring.model.candidates import candidate_named, servable
from scoring.model.folds import split_for_stopping
from scoring.model.lightgbm_trees import judged_loss, select_features
from scoring.model.train_set import TrainSet
from scoring.progress import Progress, silent
from scoring.settings import Training

JUDGES_SHARE = 0.25
SERVED = "served"
LEARNERS_WITH_TREES = ("lightgbm", "blend")


@dataclass(frozen=True)
class Trial:
    """Hyperparameters that were tried, and their log loss on the clients who were set aside to judge."""

    params: Mapping[str, float]
    log_loss: float


@dataclass(frozen=True)
class Study:
    """The trials of one scorer: ``scorer`` is the fold's number or ``served``; the first trial is as set."""

    scorer: str
    seed: int
    learned_from: int
    judged_by: int
    trials: tuple[Trial, ...]

    @property
    def best(self) -> Trial:
        """The trial with the smallest loss; the earliest of equal ones."""
        return min(self.trials, key=lambda trial: trial.log_loss)

    def as_json(self) -> dict[str, Any]:
        """As it is kept in the model folder."""
        trials = [{"params": dict(trial.params), "log_loss": trial.log_loss} for trial in self.trials]
        best = {"params": dict(self.best.params), "log_loss": self.best.log_loss}
        counts = {"learned_from": self.learned_from, "judged_by": self.judged_by}
        return {"scorer": self.scorer, "seed": self.seed, **counts, "best": best, "trials": trials}


def can_be_tuned(settings: Training) -> bool:
    """Whether the candidate has trees whose hyperparameters are those of the training."""
    candidate = candidate_named(settings.candidate)
    return candidate.learner in LEARNERS_WITH_TREES and candidate.trees is None


def with_trials(settings: Training, trials: int) -> Training:
    """The settings with so many trials of each scorer's hyperparameters.

    Raises
    ------
    UserError
        When there is no such number of trials, or the candidate has no trees to tune.
    """
    servable(settings.candidate)
    if trials and not can_be_tuned(settings):
        raise UserError(
            f"--tune: expected a candidate with trees to tune, got {settings.candidate}.",
            "Train lightgbm or blend with --candidate, or leave --tune out.",
        )
    return replace(settings, tuning_trials=trials)


def tuned_settings(
    train_set: TrainSet, features: Sequence[str], settings: Training, progress: Progress = silent
) -> tuple[list[Training], tuple[Study, ...]]:
    """The settings of each fold's scorer, then of the served one; and the studies that led to them.

    Parameters
    ----------
    train_set : TrainSet
        Labelled clients in their folds.
    features : sequence of str
        What the candidate may read.
    settings : Training
        ``tuning_trials`` says how many sets of hyperparameters each scorer tries; with 0, or where the candidate has
        no trees to tune, the settings stay as they are.
    progress : callable
        Told each study's budget and outcome.
    """
    if not settings.tuning_trials or not can_be_tuned(settings):
        return [settings] * (train_set.n_folds + 1), ()
    parts = [(str(number), train_set.seen_by(number)) for number in range(train_set.n_folds)] + [(SERVED, train_set)]
    progress(f"tuning: {settings.tuning_trials} trials for each of {len(parts)} scorers")
    studies = []
    for place, (name, part) in enumerate(parts):
        study = tune(part, features, settings, scorer=name, seed=settings.seed + place)
        gain = study.trials[0].log_loss - study.best.log_loss
        progress(
            f"tuning {place + 1} of {len(parts)}: log loss {study.best.log_loss:.5f}, {gain:.5f} below the default"
        )
        studies.append(study)
    return [with_trees(settings, study.best.params) for study in studies], tuple(studies)


def tune(train_set: TrainSet, features: Sequence[str], settings: Training, *, scorer: str, seed: int) -> Study:
    """Try hyperparameters on three quarters of the people, judged by the fourth; the first trial is as set.

    Parameters
    ----------
    train_set : TrainSet
        The clients; of a fold's study those whom the fold's scorer learns from.
    features : sequence of str
        What may be read.
    settings : Training
        With the number of trials, and the hyperparameters of the first.
    scorer : str
        Whose study it is: a fold's number, or ``served``.
    seed : int
        Seed of who judges, and of the trials.
    """
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    judging = split_for_stopping(train_set.target, train_set.person, JUDGES_SHARE, seed)
    learners, judges = train_set.take(~judging), train_set.take(judging)
    start = trees_of(settings)
    selected = select_features(learners, features, replace(settings, trees=start), seed=seed)
    trials: list[Trial] = []

    def objective(trial: optuna.Trial) -> float:
        params = _suggested(trial)
        loss = judged_loss(learners, judges, selected, replace(start, **params), seed=seed)
        trials.append(Trial(params, loss))
        return loss

    study = optuna.create_study(sampler=optuna.samplers.TPESampler(seed=seed))
    study.enqueue_trial({name: getattr(start, name) for name in _RANGES})
    study.optimize(objective, n_trials=settings.tuning_trials)
    return Study(scorer, seed, len(learners), len(judges), tuple(trials))


def trees_of(settings: Training) -> TreeParams:
    """The hyperparameters of the candidate's trees."""
    candidate = candidate_named(settings.candidate)
    return settings.blend.trees if candidate.learner == "blend" else candidate.settings(settings).trees


def with_trees(settings: Training, params: Mapping[str, Any]) -> Training:
    """The settings with other hyperparameters of the candidate's trees."""
    trees = replace(trees_of(settings), **params)
    return replace(settings, trees=trees, blend=replace(settings.blend, trees=trees))


_RANGES: Mapping[str, tuple[float, float, bool]] = {
    "learning_rate": (0.01, 0.1, True),
    "num_leaves": (4, 32, False),
    "max_depth": (2, 7, False),
    "min_data_in_leaf": (10, 200, True),
    "feature_fraction": (0.1, 0.8, False),
    "bagging_fraction": (0.5, 1.0, False),
    "lambda_l2": (0.1, 100.0, True),
}
_WHOLE = ("num_leaves", "max_depth", "min_data_in_leaf")


def _suggested(trial: Any) -> dict[str, Any]:
    """What the sampler draws: lowest, highest, whether by orders of magnitude."""
    return {
        name: trial.suggest_int(name, int(low), int(high), log=log)
        if name in _WHOLE
        else trial.suggest_float(name, low, high, log=log)
        for name, (low, high, log) in _RANGES.items()
    }
