"""The business cost by hand."""

import numpy as np
import pytest

from scoring.analysis.bootstrap import decision_intervals
from scoring.analysis.costs import cost_along, cost_by_ratio, rule_costs
from scoring.documents.curves import calibration_table
from scoring.portfolio.decision_costs import Confusion, cost_of, thresholds
from scoring.settings import Costs
from scoring.texts.sentences import words

TARGET = np.array([1, 1, 0, 0, 0, 0, 0, 0, 0, 0])
PROBABILITY = np.array([0.6, 0.05, 0.2, 0.015, 0.02, 0.03, 0.02, 0.015, 0.04, 0.03])


def test_a_missed_difficulty_costs_ten_wrong_refusals():
    refused = np.array([True, False, True] + 7 * [False])
    assert cost_of(TARGET, refused, Costs()) == pytest.approx(110.0)


def test_rules_by_hand():
    rules = rule_costs(TARGET, PROBABILITY, Costs()).set_index("rule")
    assert rules.loc["threshold", ["refused", "caught", "wrongly_refused", "cost"]].tolist() == [0.2, 0.5, 0.125, 110.0]
    assert rules["cost"].to_dict() == {"threshold": 110.0, "half": 100.0, "grant_all": 200.0, "refuse_all": 80.0}


def test_other_weights_move_the_threshold():
    ratios = cost_by_ratio(TARGET, PROBABILITY, (4.0, 24.0))
    assert ratios["threshold"].tolist() == [0.2, 0.04]
    assert ratios["caught"].tolist() == [0.5, 1.0]
    assert ratios["cost"].tolist() == [50.0, 20.0]


def test_the_curve_ends_where_everyone_is_refused():
    curve = cost_along(TARGET, PROBABILITY, Costs(), points=5)
    assert curve["cost"].iloc[0] == pytest.approx(80.0)
    assert curve["threshold"].is_monotonic_increasing


def test_a_probability_at_a_threshold_of_the_curve_is_refused_there():
    low, middle, high = thresholds(3)
    curve = cost_along(np.array([1, 0]), np.array([middle, low]), Costs(), points=3)
    assert curve["threshold"].tolist() == [low, middle, high]
    # All refused: one wrong refusal of two; the difficulty alone refused: nothing; nobody: one missed difficulty.
    assert curve["cost"].tolist() == [50.0, 0.0, 500.0]


def test_announced_beside_observed_in_halves():
    halves = calibration_table(TARGET, PROBABILITY, parts=2)
    assert halves["n"].tolist() == [5, 5]
    assert halves["observed"].tolist() == [0.0, 0.4]
    assert halves["announced"].tolist() == pytest.approx([0.02, 0.184])


def test_words_speak_both_languages_and_want_their_values():
    assert words("frame.table", "fr", number=2) == "Tableau 2."
    with pytest.raises(KeyError):
        words("frame.table", "en")
    with pytest.raises(KeyError):
        words("frame.nothing", "en")


@pytest.mark.parametrize(("level", "deviations"), [(0.95, 1.96), (0.8, 1.2816)])
def test_a_bootstrap_interval_is_as_wide_as_its_level_asks(level, deviations):
    confusion = Confusion(caught=400, missed=400, wrongly_refused=600, rightly_granted=5000)
    intervals = decision_intervals(confusion, Costs(), level=level)
    for name, share, n in (("caught", 0.5, 800), ("precision", 0.4, 1000), ("wrongly_refused", 600 / 5600, 5600)):
        reach = deviations * (share * (1 - share) / n) ** 0.5
        measured = intervals[name]
        assert measured.value == pytest.approx(share)
        assert (share - measured.low, measured.high - share) == pytest.approx((reach, reach), rel=0.07)
