"""Scores of past loans: whose outcome they may know, and what a client without loans has."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from benchmarks.nested_scores import PastLoans, client_scores, past_loans
from scoring.files import require_current
from scoring.model.train_set import TrainSet

CLIENTS, LOANS, FOLDS = 600, 3, 6
SCORED = 2


def clients(target: np.ndarray) -> TrainSet:
    rows = pl.DataFrame({"SK_ID_CURR": range(100_001, 100_001 + CLIENTS)})
    return TrainSet(rows, target, pl.Series("person", range(CLIENTS)), np.arange(CLIENTS) % FOLDS)


@pytest.fixture(scope="module")
def loans() -> PastLoans:
    """Three loans of each client but the last, whose first column tells who is in difficulty."""
    values = np.random.default_rng(3).normal(size=((CLIENTS - 1) * LOANS, 2))
    return PastLoans(np.repeat(np.arange(CLIENTS - 1), LOANS), values)


@pytest.fixture(scope="module")
def target(loans: PastLoans) -> np.ndarray:
    risk = np.bincount(loans.place, loans.values[:, 0], minlength=CLIENTS)
    return (risk + np.random.default_rng(4).normal(size=CLIENTS) > 1.0).astype(np.int64)


def test_no_score_knows_what_the_scored_folds_clients_became(loans, target):
    other = np.where(np.arange(CLIENTS) % FOLDS == SCORED, 1 - target, target)
    assert_frame_equal(
        client_scores(clients(target), loans, SCORED, "previous"),
        client_scores(clients(other), loans, SCORED, "previous"),
    )


def test_no_clients_score_knows_what_they_became_themselves(loans, target):
    before, other = client_scores(clients(target), loans, SCORED, "previous"), target.copy()
    other[0] = 1 - other[0]
    after = client_scores(clients(other), loans, SCORED, "previous")
    assert before.row(0) == after.row(0)
    assert before.row(1) != after.row(1)  # who is of another part may know it


def test_a_loan_that_foretells_is_scored_so_and_a_client_without_one_has_no_score(loans, target):
    scores = client_scores(clients(target), loans, SCORED, "previous")
    assert scores.columns == ["previous_score_mean", "previous_score_worst", "previous_score_latest"]
    assert scores.row(CLIENTS - 1) == (None, None, None)
    known = scores["previous_score_mean"].to_numpy()[:-1]
    assert known[target[:-1] == 1].mean() > known[target[:-1] == 0].mean() + 0.2
    assert (scores["previous_score_worst"] >= scores["previous_score_mean"]).drop_nulls().all()


def test_loans_of_a_home_are_those_of_the_labelled_clients_the_latest_first(world, tmp_path):
    tables = require_current(world.tables, "tables", "Run 'scoring run' first.")
    applications = pl.read_parquet(tables / "previous_application.parquet")
    numbers = applications["SK_ID_CURR"].unique().sort().head(50)
    rows = pl.DataFrame({"SK_ID_CURR": numbers})
    train_set = TrainSet(rows, np.zeros(50, dtype=np.int64), pl.Series("person", range(50)), np.arange(50) % 5)
    held = past_loans(tables, train_set)
    earlier = applications.filter(pl.col("SK_ID_CURR").is_in(numbers.implode()))
    assert len(held["previous"].place) == len(held["previous"].values) == earlier.height
    column = [name for name in applications.columns if name not in ("SK_ID_CURR", "SK_ID_PREV")].index("DAYS_DECISION")
    days = held["previous"].values[held["previous"].place == 0][:, column]
    assert days.tolist() == sorted(earlier.filter(pl.col("SK_ID_CURR") == numbers[0])["DAYS_DECISION"], reverse=True)
    assert set(held["bureau"].place) <= set(range(50))
    for name in ("previous_application", "bureau"):
        (tmp_path / f"{name}.parquet").symlink_to(tables / f"{name}.parquet")
    without = past_loans(tmp_path, train_set)  # an archive that lacks instalments and months
    assert without["previous"].values.shape[1] == held["previous"].values.shape[1] - 3
    assert without["bureau"].values.shape[1] == held["bureau"].values.shape[1] - 2


def test_loans_stand_in_one_order_however_their_table_is_sorted(world, tmp_path):
    tables = require_current(world.tables, "tables", "Run 'scoring run' first.")
    for name in ("previous_application", "bureau"):
        pl.read_parquet(tables / f"{name}.parquet").sample(fraction=1.0, shuffle=True, seed=1).write_parquet(
            tmp_path / f"{name}.parquet"
        )
    for name in ("installments_payments", "bureau_balance"):
        (tmp_path / f"{name}.parquet").symlink_to(tables / f"{name}.parquet")
    rows = pl.read_parquet(tables / "previous_application.parquet").select("SK_ID_CURR").unique().sort("SK_ID_CURR")
    train_set = TrainSet(rows, np.zeros(len(rows), np.int64), pl.Series(range(len(rows))), np.arange(len(rows)) % 5)
    for kind, loans in past_loans(tables, train_set).items():
        shuffled = past_loans(tmp_path, train_set)[kind]
        np.testing.assert_array_equal(shuffled.place, loans.place)
        np.testing.assert_array_equal(shuffled.values, loans.values)
