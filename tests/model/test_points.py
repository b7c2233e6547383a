"""How log-odds become an answer, by hand."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.model.calibration import Calibration
from scoring.model.points import log_odds_of, points_of, probability_of
from scoring.model.policy import Policy, review_band
from scoring.settings import Costs


def test_500_points_are_repayment_odds_of_ten_to_one():
    # Difficulty odds 1:10 -> 500; 1:20 doubles the repayment odds -> 560; 1:40 -> 620; 1:5 halves them -> 440.
    assert points_of(np.log([1 / 10, 1 / 20, 1 / 40, 1 / 5])).tolist() == [500, 560, 620, 440]


def test_points_stay_between_0_and_1000():
    assert points_of(np.array([-50.0, 50.0])).tolist() == [1000, 0]


def test_threshold_of_the_stated_costs_is_one_eleventh_and_500_points():
    threshold = Costs(missed_difficulty=10, wrong_refusal=1).threshold
    assert threshold == pytest.approx(1 / 11)
    assert points_of(log_odds_of(np.array([threshold]))).tolist() == [500]


@given(st.floats(min_value=-30, max_value=30))
def test_probability_and_log_odds_undo_each_other(log_odds):
    p = probability_of(np.array([log_odds]))
    assert 0 < p[0] < 1
    assert log_odds_of(p)[0] == pytest.approx(log_odds, abs=1e-3)


def test_refused_from_the_threshold_on():
    policy = Policy(threshold=0.1, review_low=0.05, review_high=0.2)
    assert policy.refused(np.array([0.0999, 0.1, 0.3])).tolist() == [False, True, True]
    assert policy.near_threshold(np.array([0.049, 0.05, 0.2, 0.21])).tolist() == [False, True, True, False]


def test_calibration_is_affine_and_keeps_the_order():
    assert Calibration(slope=0.5, intercept=-1.0).apply(np.array([0.0, 2.0])).tolist() == [-1.0, 0.0]


def test_review_band_is_as_wide_as_the_unsure_clients_need():
    probability = np.array([0.02, 0.08, 0.1, 0.5])
    low, high = review_band(probability, np.array([False, True, False, False]), threshold=0.1, capacity=1.0)
    # The farthest unsure client has 0.08: log(0.08/0.92) is 0.2451 below log(1/9); the band reaches as far above.
    assert low == pytest.approx(0.08)
    assert high == pytest.approx(1 / (1 + np.exp(-(np.log(1 / 9) + 0.24512))), abs=1e-4)


def test_review_band_never_holds_more_than_people_can_look_at():
    probability = np.linspace(0.05, 0.15, 101)
    low, high = review_band(probability, np.ones(101, dtype=bool), threshold=0.1, capacity=0.2)
    assert low < 0.1 < high
    for capacity in np.arange(0.0, 1.0, 0.05):
        low, high = review_band(probability, np.ones(101, dtype=bool), threshold=0.1, capacity=capacity)
        held, affordable = np.count_nonzero((probability >= low) & (probability <= high)), int(101 * capacity)
        # Whoever stands on the edge may fall beside it by a rounding; without any capacity the threshold alone is left.
        assert affordable - 1 <= held <= max(affordable, 1), capacity


def test_without_unsure_clients_there_is_no_band():
    assert review_band(np.array([0.01, 0.9]), np.array([False, False]), 0.1, 0.2) == (0.1, 0.1)
