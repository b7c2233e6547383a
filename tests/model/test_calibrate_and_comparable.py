"""Calibration only where it is needed; what happened near a score, by hand."""

import numpy as np
import pytest

from scoring.errors import UserError
from scoring.model.calibrate import calibrate_out_of_fold, fit
from scoring.model.calibration import Calibration
from scoring.model.comparable import comparable_by_score, wilson
from scoring.model.points import probability_of


@pytest.fixture(scope="module")
def drawn():
    generator = np.random.default_rng(0)
    log_odds = generator.normal(-2.5, 1.0, 30_000)
    target = (generator.random(30_000) < probability_of(log_odds)).astype(np.int64)
    return log_odds, target, generator.integers(0, 5, 30_000)


def test_calibrated_log_odds_are_left_alone(drawn):
    log_odds, target, fold = drawn
    served, folds = calibrate_out_of_fold(log_odds, target, fold)
    assert served == Calibration()
    assert set(folds) == {Calibration()}


def test_distorted_log_odds_are_mended(drawn):
    log_odds, target, fold = drawn
    # Distorted by 2 x + 1; the map back is 0.5 x - 0.5.
    served, folds = calibrate_out_of_fold(2 * log_odds + 1, target, fold)
    assert served.slope == pytest.approx(0.5, abs=0.02)
    assert served.intercept == pytest.approx(-0.5, abs=0.06)
    assert len(set(folds)) == 5


def test_a_fold_s_clients_do_not_fit_their_own_map(drawn):
    log_odds, target, fold = drawn
    _, folds = calibrate_out_of_fold(2 * log_odds, target, fold)
    assert folds[3] == fit(2 * log_odds[fold != 3], target[fold != 3])


def test_wilson_by_hand():
    # 8 of 100 at 90 %: z = 1.64485, z^2 = 2.70554; centre (0.08 + 0.013528) / 1.027055 = 0.091064;
    # reach 1.64485 / 1.027055 * sqrt(0.08 * 0.92 / 100 + 2.70554 / 40000) = 0.045400.
    low, high = wilson(8, 100, 0.90)
    assert (float(low), float(high)) == (pytest.approx(0.045664, abs=1e-5), pytest.approx(0.136464, abs=1e-5))


def test_wilson_stays_within_0_and_1():
    low, high = wilson([0, 10], [10, 10], 0.9)
    assert low[0] == 0.0
    assert high[1] == pytest.approx(1.0)


def test_near_means_within_fifteen_points_where_there_are_enough():
    points = np.repeat([500, 514, 516], 200)
    target = np.concatenate([np.ones(20), np.zeros(180), np.ones(40), np.zeros(160), np.ones(200)]).astype(np.int64)
    near = comparable_by_score(points, target, 0.9).row(500, named=True)
    assert (near["n"], near["difficulties"]) == (400, 60)


def test_far_from_everybody_the_nearest_hundred_speak():
    points = np.arange(400, 600)
    near = comparable_by_score(points, np.zeros(200, dtype=np.int64), 0.9)
    assert near.row(0, named=True)["n"] == 100
    assert near.row(1000, named=True)["n"] == 100


@pytest.mark.parametrize("size", [150, 6_000])
def test_every_score_has_an_answer_whatever_the_size(size):
    generator = np.random.default_rng(2)
    points = np.clip(generator.normal(560, 80, size), 0, 1000).astype(np.int64)
    table = comparable_by_score(points, generator.integers(0, 2, size), 0.9)
    assert table["n"].min() >= 100
    assert ((table["low"] <= table["rate"]) & (table["rate"] <= table["high"])).all()


@pytest.mark.parametrize("level", [0.0, 1.0, 2.0, float("nan")])
def test_a_level_that_is_no_share_is_refused_in_a_sentence(level):
    with pytest.raises(UserError, match=r"level: expected a number above 0 and below 1, got .+ Take a level such as"):
        wilson(8, 100, level)
