"""Contributions by look-up are LightGBM's own, and what is only compared may be asked for in the quicker way."""

from __future__ import annotations

from itertools import product

import lightgbm as lgb
import numpy as np
import pytest

from scoring.model import lightgbm_trees
from scoring.model.lightgbm_trees import Trees
from scoring.model.matrix import FeatureMatrix
from scoring.model.stable_reasons import CLEAR_MAJORITY, REASONS, is_unsure, rank_elsewhere
from scoring.model.tree_tables import TreeTables
from scoring.model.tree_text import read_trees

CLIENTS = 700
SMALL = {"num_leaves": 8, "max_depth": 3}
NAMES = ("a", "b", "c", "level", "known")


def drawn(seed=3):
    """Two numbers with gaps, one without, a level as a number, and one that matters only by being known."""
    generator = np.random.default_rng(seed)
    matrix = generator.normal(size=(CLIENTS, len(NAMES)))
    matrix[:, 3] = generator.integers(0, 9, CLIENTS)
    for column in (0, 1, 3, 4):
        matrix[generator.random(CLIENTS) < 0.3, column] = np.nan
    risk = np.nan_to_num(matrix[:, 0]) + matrix[:, 2] * np.isnan(matrix[:, 1]) + np.isin(matrix[:, 3], (1, 4, 7))
    risk += 2.0 * np.isnan(matrix[:, 4])
    return matrix, (risk + generator.normal(size=CLIENTS) > 1).astype(int)


def booster_of(**params):
    matrix, target = drawn()
    every = {"objective": "binary", "verbosity": -1, "num_threads": 1, "min_data_in_leaf": 10, **SMALL, **params}
    data = lgb.Dataset(matrix, target, feature_name=list(NAMES), categorical_feature=["level"])
    return lgb.train(every, data, num_boost_round=25), matrix


def told(booster, matrix):
    return booster.predict(matrix, pred_contrib=True)[:, :-1]


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(
    "more", [{}, {"max_cat_to_onehot": 1}, {"num_leaves": 4}, {"use_missing": False}, {"max_depth": 1}]
)
def test_contributions_by_look_up_are_lightgbms(more, seed):
    booster, matrix = booster_of(seed=seed, feature_fraction=0.8, **more)
    tables = TreeTables.of(booster.model_to_string())
    strangers = drawn(seed + 50)[0] * 3  # values beyond those of training, levels that it never met
    for rows in (matrix, strangers, np.full((1, len(NAMES)), np.nan)):
        np.testing.assert_allclose(tables.contributions(rows), told(booster, rows), atol=1e-12, rtol=0)
    assert tables.base_value == pytest.approx(booster.predict(matrix[:1], pred_contrib=True)[0, -1], abs=1e-12, rel=0)


def test_splits_on_levels_on_what_is_known_and_twice_on_one_feature_are_among_them():
    trees = read_trees(booster_of(max_cat_to_onehot=1)[0].model_to_string()).trees
    splits = [split for tree in trees for split in zip(tree.thresholds, tree.empty, tree.levels, strict=True)]
    assert any(levels is not None for _, _, levels in splits)
    assert any(np.isinf(threshold) and empty == "right" for threshold, empty, _ in splits)
    assert any(len(set(tree.features)) < len(tree.features) for tree in trees)


@pytest.mark.parametrize(
    "params", [{"num_leaves": 9, "max_depth": -1}, {"zero_as_missing": True}, {"linear_tree": True}]
)
def test_other_trees_have_no_tables(params):
    assert TreeTables.of(booster_of(**params)[0].model_to_string()) is None


def test_a_tree_without_a_split_adds_nothing():
    booster, matrix = booster_of(min_data_in_leaf=CLIENTS)
    tables = TreeTables.of(booster.model_to_string())
    assert tables is not None
    assert not tables.contributions(matrix).any()
    assert tables.base_value == pytest.approx(booster.predict(matrix[:1], raw_score=True)[0], abs=1e-12, rel=0) != 0


def test_many_clients_are_explained_by_look_up_and_few_or_large_trees_by_lightgbm(monkeypatch):
    small, matrix = booster_of()
    large, _ = booster_of(num_leaves=31, max_depth=-1)
    looked_up = []
    monkeypatch.setattr(TreeTables, "contributions", lambda self, rows: looked_up.append(len(rows)) or rows * 0)
    for booster, clients in product((small, large), (10, CLIENTS)):
        rows = FeatureMatrix(NAMES, matrix[:clients])
        values, base = Trees(NAMES, booster).contributions(rows)
        if not looked_up or booster is large:
            every = booster.predict(matrix[:clients], pred_contrib=True)
            np.testing.assert_array_equal(np.column_stack([values, base]), every)
    assert looked_up == [CLIENTS]
    assert 10 < lightgbm_trees.WORTH_TABLES <= CLIENTS


def test_tables_that_are_made_serve_more_than_a_few():
    booster, matrix = booster_of()
    trees = Trees(NAMES, booster)
    every = booster.predict(matrix, pred_contrib=True)[:, :-1]

    def is_looked_up(clients):
        return not np.array_equal(trees.contributions(FeatureMatrix(NAMES, matrix[:clients]))[0], every[:clients])

    assert [is_looked_up(clients) for clients in (100, CLIENTS, 100, lightgbm_trees.FEW_ROWS)] == [
        False,
        True,
        True,
        False,
    ]


def test_few_clients_and_many_are_told_the_same():
    booster, matrix = booster_of()
    trees = Trees(NAMES, booster)
    values, base = trees.contributions(FeatureMatrix(NAMES, matrix))
    np.testing.assert_allclose(values.sum(axis=1) + base, trees.log_odds(FeatureMatrix(NAMES, matrix)), atol=1e-12)
    for start in range(0, CLIENTS, 100):
        few, few_base = trees.contributions(FeatureMatrix(NAMES, matrix[start : start + 100]))
        np.testing.assert_allclose(few, values[start : start + 100], atol=1e-12, rtol=0)
        np.testing.assert_allclose(few_base, base[start : start + 100], atol=1e-12, rtol=0)


class Fixed:
    """A scorer whose contributions are given, and that counts how often it is asked of whom."""

    def __init__(self, values, features):
        self.values, self.features, self.asked = values, features, 0

    def contributions(self, rows):
        self.asked += rows.height
        return self.values[rows.values[:, 0].astype(int)], np.zeros(rows.height)


def test_nobody_is_asked_of_a_client_whose_answer_no_vote_could_change(monkeypatch):
    features = tuple(f"f{number}" for number in range(8))
    monkeypatch.setattr("scoring.model.stable_reasons._families", lambda names: np.eye(len(names)))
    generator = np.random.default_rng(8)
    here = generator.normal(scale=0.05, size=(400, 8))
    others = [Fixed(here + generator.normal(scale=0.08, size=here.shape), features) for _ in range(5)]
    rows = FeatureMatrix(("place", *features), np.column_stack([np.arange(400), here]))
    unsure = is_unsure(here, others, rows, features)
    ranks = np.array([rank_elsewhere(here, other.values, here.sum(axis=1)) for other in others])
    votes = 5 - np.sum(ranks >= REASONS, axis=0)
    np.testing.assert_array_equal(unsure, (votes < CLEAR_MAJORITY * 5) & (ranks[0] > 0))
    lost = np.cumsum(ranks >= REASONS, axis=0)
    settled = (lost >= 2) | (lost + (4 - np.arange(5))[:, None] < 2)
    waits = np.vstack([np.ones(400, dtype=bool), (ranks[0] > 0) & ~settled[:-1]])
    assert [other.asked for other in others] == np.logical_and.accumulate(waits).sum(axis=1).tolist()
    assert others[4].asked < others[1].asked < 400
