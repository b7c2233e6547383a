"""A model trained aside, compared, promoted and rolled back by commands; what scores follows the one that is served."""

from __future__ import annotations

import json
import shutil

import numpy as np
import polars as pl
import pytest

from scoring.analysis.model_comparison import ModelComparison
from scoring.files import current
from scoring.model.shelf import HISTORY, versions
from scoring.portfolio.read import Portfolio
from scoring.settings import Costs, Home


@pytest.fixture(scope="module")
def home(copy_world, tmp_path_factory) -> Home:
    """A copy of the world that a test may change."""
    return copy_world(tmp_path_factory.mktemp("models") / "home")


@pytest.mark.slow
def test_aside_compare_promote_run_rollback(home, run_cli, tmp_path):
    first = current(home.models).name
    ran = run_cli("--home", home.root, "train", "--candidate", "external", "--aside")
    assert ran.status == 0
    (other,) = (folder.name for folder in versions(home) if folder.name != first)
    assert f"version {other} (beside the current one)" in ran.out
    assert current(home.models).name == first
    ran = run_cli("--home", home.root, "train", "--aside")
    assert f"version {first} (the current one: nothing to put beside it)" in ran.out
    assert not (home.models / "chosen.json").exists()

    report = tmp_path / "changes.json"
    ran = run_cli("--home", home.root, "models", "compare", "current", other, "--report", report)
    assert ran.status == 0
    content = json.loads(report.read_text(encoding="utf-8"))
    assert (content["first"], content["second"], content["clients"]) == (first, other, 500)
    for by in ("sex", "age", "family status"):
        groups = [group for group in content["groups"] if group["by"] == by]
        assert sum(group["n"] for group in groups) == 500
        assert sum(group["newly_refused"] for group in groups) == content["newly_refused"]
    assert f"{content['newly_granted']:,} newly granted" in ran.out

    assert run_cli("--home", home.root, "models", "promote", other).status == 0
    ran = run_cli("--home", home.root, "run")
    assert ran.status == 0
    assert f"{other} was promoted and is still served" in ran.err
    assert ran.out.strip() == "made: portfolio, evaluation"
    assert Portfolio.open(home).manifest.version == other

    ran = run_cli("--home", home.root, "models", "list")
    assert [line[:1] for line in ran.out.splitlines() if other in line] == ["*"]
    assert "(promoted)" in ran.out

    assert run_cli("--home", home.root, "models", "rollback").status == 0
    assert current(home.models).name == first
    assert "rolled back and current since" in run_cli("--home", home.root, "models", "show").out


def test_no_model_yet(run_cli, tmp_path):
    ran = run_cli("--home", tmp_path, "models", "list")
    assert (ran.status, ran.out) == (0, "")
    assert "no model yet" in ran.err
    for command in (["rollback"], ["show"], ["promote", "abcd"], ["compare", "current", "abcd"]):
        ran = run_cli("--home", tmp_path, "models", *command)
        assert ran.status == 2
        assert "Expected a model" in ran.err


def test_a_report_that_cannot_be_written_is_said_first(world, run_cli):
    ran = run_cli("--home", world.root, "models", "compare", "current", "current", "--report", "nowhere/x.json")
    assert ran.status == 2
    assert "--report: expected a folder that is there, got nowhere." in ran.err


def test_a_damaged_model_is_listed_with_what_is_wrong(world, run_cli, tmp_path):
    home = Home(tmp_path / "home")
    shutil.copytree(world.models, home.models)
    folder = current(home.models)
    (folder / "card.md").write_text("other", encoding="utf-8")
    ran = run_cli("--home", home.root, "models", "list")
    assert ran.status == 0
    assert f"{folder.name}" in ran.out
    assert "cannot be used" in ran.out


def comparison(target: list[int | None]) -> ModelComparison:
    """Four clients: the third is newly refused, the fourth newly granted."""
    clients = pl.DataFrame(
        {
            "SK_ID_CURR": [1, 2, 3, 4],
            "target": target,
            "first": [-4.0, -1.0, -4.0, -1.0],
            "second": [-4.0, -1.0, -1.0, -4.0],
            "refused_first": [False, True, False, True],
            "refused_second": [False, True, True, False],
            "sex": ["a", "a", "b", "b"],
            "age": ["c"] * 4,
            "family status": ["d"] * 4,
        }
    )
    return ModelComparison("one", "two", clients, Costs())


def test_what_changes_is_counted_for_all_and_by_group():
    changes = comparison([0, 1, 1, 0]).changes()
    assert (changes["newly_refused"], changes["newly_granted"], changes["moved_share"]) == (1, 1, 0.5)
    assert changes["mean_move"] == pytest.approx(0.5 * 3 * 60 / np.log(2), abs=1)
    groups = comparison([0, 1, 1, 0]).by_group().set_index("group")
    assert groups.loc["a", ["newly_refused", "newly_granted"]].tolist() == [0, 0]
    assert groups.loc["b", ["refused_first", "refused_second", "newly_refused"]].tolist() == [0.5, 0.5, 1]


def test_quality_is_the_seconds_less_the_firsts():
    gain, cost = comparison([0, 1, 1, 0]).quality()
    assert gain[0] == pytest.approx(0.5)
    assert cost[0] == pytest.approx(-100 * 11 / 4)


@pytest.mark.parametrize("target", [[None] * 4, [0] * 4, [1, None, None, 1]])
def test_without_both_outcomes_nothing_is_said_of_quality(target):
    assert comparison(target).quality() is None


def test_history_is_written_by_a_training(world):
    assert (world.models / HISTORY).is_file()
