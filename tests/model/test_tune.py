"""Hyperparameters sought by Optuna: within the budget, the same for the same seed, blind to who is scored."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from scoring.errors import UserError
from scoring.features.build import build
from scoring.features.identity import identity
from scoring.model import tune as tuning
from scoring.model.choice import chosen
from scoring.model.train import allowed_features_of, labelled_clients, train
from scoring.model.train_set import TrainSet
from scoring.model.tune import can_be_tuned, trees_of, tune, tuned_settings, with_trees, with_trials
from scoring.settings import Home, Training
from scoring.synthetic import simulate
from scoring.tables.ingest import import_tables
from scoring.tables.store import open_tables

pytestmark = pytest.mark.slow
QUICK = replace(Training().blend.trees, max_trees=60, early_stopping_rounds=10, ranking_seeds=1, ranking_trees=20)
SETTINGS = with_trees(Training(folds=3, max_features=30, tuning_trials=3), {})
SETTINGS = replace(SETTINGS, blend=replace(SETTINGS.blend, trees=QUICK), trees=QUICK)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Home:
    folder = tmp_path_factory.mktemp("tune")
    raw = folder / "raw"
    raw.mkdir()
    for name, rows in simulate(1_000, seed=3).tables.items():
        rows.write_parquet(raw / f"{name}.parquet")
    home = Home(folder / "home")
    import_tables(home, raw)
    return home


@pytest.fixture(scope="module")
def train_set(home: Home) -> TrainSet:
    tables = open_tables(home)
    return labelled_clients(build(tables), identity(tables).collect(), SETTINGS)


@pytest.fixture(scope="module")
def features(train_set: TrainSet) -> tuple[str, ...]:
    return allowed_features_of(train_set.rows, SETTINGS)


def test_the_first_trial_is_as_set_and_the_budget_is_kept(train_set: TrainSet, features: tuple[str, ...]) -> None:
    study = tune(train_set, features, SETTINGS, scorer="served", seed=1)
    assert len(study.trials) == 3
    start = trees_of(SETTINGS)
    assert study.trials[0].params == {name: getattr(start, name) for name in study.trials[0].params}
    assert study.best.log_loss == min(trial.log_loss for trial in study.trials)
    assert study.learned_from + study.judged_by == len(train_set)
    assert len({json.dumps(dict(trial.params)) for trial in study.trials}) == 3


def test_the_same_seed_gives_the_same_study(train_set: TrainSet, features: tuple[str, ...]) -> None:
    first, again = (tune(train_set, features, SETTINGS, scorer="served", seed=7) for _ in range(2))
    assert first == again
    assert tune(train_set, features, SETTINGS, scorer="served", seed=8).trials[1] != first.trials[1]


def test_a_fold_is_tuned_without_its_own_clients(
    train_set: TrainSet, features: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other outcomes of the clients that a fold scores change nothing of its study."""
    lines: list[str] = []
    _, studies = tuned_settings(train_set, features, SETTINGS, lines.append)
    flipped = replace(train_set, target=np.where(train_set.fold == 1, 1 - train_set.target, train_set.target))
    _, others = tuned_settings(flipped, features, SETTINGS)
    assert [study.scorer for study in studies] == ["0", "1", "2", "served"]
    assert others[1] == studies[1]
    assert others[0] != studies[0]
    assert others[3] != studies[3]
    assert lines[0] == "tuning: 3 trials for each of 4 scorers"
    assert len(lines) == 5


def test_every_scorer_has_settings_of_its_own(train_set: TrainSet, features: tuple[str, ...]) -> None:
    settings, studies = tuned_settings(train_set, features, SETTINGS)
    for tuned, study in zip(settings, studies, strict=True):
        assert trees_of(tuned) == replace(trees_of(SETTINGS), **study.best.params)


def test_nothing_is_tuned_unless_asked(train_set: TrainSet, features: tuple[str, ...]) -> None:
    untouched = replace(SETTINGS, tuning_trials=0)
    assert tuned_settings(train_set, features, untouched) == ([untouched] * 4, ())
    assert Training().tuning_trials == 0


@pytest.mark.parametrize(
    ("candidate", "tunable"), [("blend", True), ("lightgbm", True), ("scorecard", False), ("logistic", False)]
)
def test_only_trees_are_tuned(candidate: str, tunable: bool) -> None:
    settings = Training(candidate=candidate)
    assert can_be_tuned(settings) == tunable
    if tunable:
        assert with_trials(settings, 5).tuning_trials == 5
    else:
        with pytest.raises(UserError, match=f"got {candidate}"):
            with_trials(settings, 5)
    assert with_trials(settings, 0) == settings


@pytest.mark.parametrize("trials", [-1, 1_001])
def test_an_impossible_number_of_trials_is_refused(trials: int) -> None:
    with pytest.raises(UserError, match="tuning_trials"):
        with_trials(Training(), trials)


def test_train_uses_what_was_found(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = open_tables(home)
    rows, who = build(tables), identity(tables).collect()
    result = train(rows, who, SETTINGS)
    assert [study.scorer for study in result.studies] == ["0", "1", "2", "served"]
    assert train(rows, who, replace(SETTINGS, tuning_trials=0)).studies == ()


def test_the_command_keeps_the_study(
    home: Home, run_cli: Callable[..., Any], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    copy = Home(tmp_path / "home")
    shutil.copytree(home.root, copy.root)
    monkeypatch.setattr(tuning, "JUDGES_SHARE", 0.3)
    assert run_cli("--home", str(copy.root), "features").status == 0
    ran = run_cli("--home", str(copy.root), "train", "--candidate", "lightgbm", "--tune", "2")
    assert ran.status == 0, ran.err
    assert "tuning: 2 trials for each of 6 scorers" in ran.err
    (folder,) = [path.parent for path in copy.models.glob("*/study.json")]
    studies = json.loads((folder / "study.json").read_text())["studies"]
    assert [len(study["trials"]) for study in studies] == [2] * 6
    assert chosen(copy).tuning_trials == 2
    assert "study.json" in json.loads((folder / "checksums.json").read_text())["files"]
    refused = run_cli("--home", str(copy.root), "train", "--candidate", "scorecard", "--tune", "2")
    assert refused.status == 2
    assert "expected a candidate with trees to tune, got scorecard" in refused.err
