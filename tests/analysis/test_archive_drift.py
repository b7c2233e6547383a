"""Drift of an archive: within the limits, past them, and what cannot be compared."""

from __future__ import annotations

import json

import numpy as np
import polars as pl
import pytest

from scoring.analysis.archive_drift import archive_drift, compare_clients
from scoring.analysis.drift_words import verdict
from scoring.analysis.joint_drift import joint_drift
from scoring.cli.drift import PAST_LIMIT
from scoring.errors import UserError
from scoring.settings import DriftLimits

NAMES = ["application_ext_source_1", "application_ext_source_2"]
LIMITS = DriftLimits()
EXTERNAL = ["EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"]


def clients(size: int, seed: int, mean: float = 0.0) -> tuple[pl.DataFrame, np.ndarray]:
    """Features and log-odds of drawn clients."""
    generator = np.random.default_rng(seed)
    rows = pl.DataFrame({name: generator.normal(mean, 1.0, size) for name in NAMES})
    return rows, -2.5 + 0.5 * rows[NAMES[0]].to_numpy()


def compared(mean: float = 0.0, limits: DriftLimits = LIMITS, size: int = 2_000):
    return compare_clients(*clients(2_000, 1), *clients(size, 2, mean), NAMES, (), limits)


def lower_scores(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(pl.col(name) * 0.5 for name in EXTERNAL)


def test_clients_of_one_population_are_within_the_limits():
    drift = compared()
    assert (drift.moved, drift.score_has_shifted, drift.past_limit) == ((), False, False)
    assert not drift.joint.differ
    assert verdict(drift).startswith("within the limits")


def test_another_population_is_past_them():
    drift = compared(mean=1.0)
    assert set(drift.moved) == {"score", *NAMES}
    assert drift.shift == pytest.approx(-60 / np.log(2) * 0.5, abs=5)
    assert drift.joint.auc > 0.7
    assert "the score moved" in verdict(drift)
    assert "2 of the model's features moved" in verdict(drift)


@pytest.mark.parametrize(("points", "past"), [(5.0, True), (40.0, False)])
def test_the_limit_of_the_mean_score_is_the_callers(points, past):
    """The mean of 0.3 shifts the score by some 13 points, and no index past 0.25."""
    assert compared(mean=0.3, limits=DriftLimits(score_points=points)).past_limit is past


def test_a_lower_limit_of_the_index_names_what_is_past_it():
    drift = compared(mean=0.4, limits=DriftLimits(moved=0.1))
    assert set(drift.moved) == {"score", *NAMES}
    assert set(drift.columns["reading"]) == {"moved"}


def test_chance_alone_moves_nothing():
    """Forty clients may have a high index and a shifted mean; neither counts unless beyond chance."""
    drifts = [
        compare_clients(*clients(2_000, 1), *clients(40, seed), NAMES, (), DriftLimits(score_points=0.01))
        for seed in range(2, 10)
    ]
    assert max(drift.columns["index"].max() for drift in drifts) > 0.25
    assert sum(drift.past_limit for drift in drifts) <= 2


def test_texts_count_too():
    left = pl.DataFrame({"application_name_housing_type": ["With parents"] * 300})
    right = pl.DataFrame({"application_name_housing_type": ["Rented apartment"] * 300})
    assert joint_drift(left, right, left.columns).auc == 1.0


@pytest.mark.parametrize("limit", [0.0, -1.0, float("nan"), float("inf")])
def test_a_limit_is_a_number_above_zero(limit):
    with pytest.raises(UserError, match="moved"):
        DriftLimits(moved=limit)


def test_the_command_says_nothing_of_the_same_clients(run_cli, world, tiny_archive, tmp_path):
    archive, report = tiny_archive(tmp_path / "same", clients=500, seed=7), tmp_path / "drift.json"
    ran = run_cli("--home", world.root, "drift", "--input", archive, "--report", report)
    assert (ran.status, ran.out.splitlines()[-1][:17]) == (0, "within the limits")
    content = json.loads(report.read_text(encoding="utf-8"))
    assert (content["past_limit"], content["moved"], content["absent"]) == (False, [], [])
    assert content["columns"][0].keys() >= {"name", "index", "by_chance", "reading"}


def test_the_command_ends_with_3_past_a_limit(run_cli, world, tiny_archive, tmp_path):
    changes = {"application_train": lower_scores, "application_test": lower_scores}
    archive = tiny_archive(tmp_path / "poorer", clients=500, seed=7, change=changes)
    ran = run_cli("--home", world.root, "drift", "--input", archive)
    assert ran.status == PAST_LIMIT
    assert "moved: the score itself" in ran.out
    assert "past the limits" in ran.out.splitlines()[-1]


def test_an_absent_table_is_past_a_limit(world, tiny_archive, tmp_path):
    archive = tiny_archive(tmp_path / "less", clients=500, seed=7, without=["bureau", "bureau_balance"])
    drift = archive_drift(world, archive, LIMITS)
    assert set(drift.absent) == {"bureau", "balance"}
    assert drift.past_limit
    assert not [name for name in drift.columns["name"] if name.startswith("bureau_")]
    assert "the table of bureau is absent" in verdict(drift)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--report", "nowhere/drift.json"], "--report: expected a folder that is there, got nowhere."),
        (["--moved", "0"], "moved: expected a number above 0"),
        (["--score-points", "-3"], "score_points: expected a number above 0"),
    ],
)
def test_what_cannot_be_asked_is_said(run_cli, world, tiny_archive, tmp_path, arguments, expected):
    ran = run_cli("--home", world.root, "drift", "--input", tiny_archive(tmp_path / "same"), *arguments)
    assert ran.status == 2
    assert expected in ran.err


def test_too_few_clients_are_refused(world, tiny_archive, tmp_path):
    few = {name: lambda rows: rows.head(6) for name in ("application_train", "application_test")}
    with pytest.raises(UserError, match="expected at least 30 clients to tell drift from chance, got 12"):
        archive_drift(world, tiny_archive(tmp_path / "few", change=few), LIMITS)


def test_a_home_without_a_portfolio(run_cli, tiny_archive, tmp_path):
    ran = run_cli("--home", tmp_path / "empty", "drift", "--input", tiny_archive(tmp_path / "same"))
    assert ran.status == 2
    assert "Run 'scoring run' first." in ran.err
