"""Outcomes at a threshold and their cost, counted by hand."""

import numpy as np
import pytest

from scoring.portfolio.decision_costs import Confusion, Outcomes, cost_of, thresholds
from scoring.settings import Costs

TARGET = np.array([1, 1, 0, 0, 0, 0])
PROBABILITY = np.array([0.6, 0.05, 0.2, 0.05, 0.02, 0.6])


@pytest.mark.parametrize(
    ("threshold", "cells"),
    [(0.0, (2, 0, 4, 0)), (0.05, (2, 0, 3, 1)), (0.0501, (1, 1, 2, 2)), (0.6, (1, 1, 1, 3)), (0.61, (0, 2, 0, 4))],
)
def test_a_threshold_refuses_those_at_it_and_above(threshold, cells):
    assert Outcomes(TARGET, PROBABILITY).at(threshold) == Confusion(*cells)
    assert Confusion.of(TARGET, threshold <= PROBABILITY) == Confusion(*cells)


def test_a_cost_is_for_a_hundred_applications_in_wrong_refusals():
    confusion = Confusion(caught=1, missed=1, wrongly_refused=2, rightly_granted=2)
    assert confusion.cost(Costs()) == 200.0
    assert confusion.cost(Costs(missed_difficulty=4.0, wrong_refusal=1.0)) == 100.0
    assert (confusion.clients, confusion.refused) == (6, 3)


def test_the_curve_is_the_cost_at_each_threshold_a_lender_might_think_of():
    costs = Costs(missed_difficulty=7.0, wrong_refusal=3.0)
    places, cost = Outcomes(TARGET, PROBABILITY).along(costs, points=5)
    assert places.tolist() == thresholds(5).tolist()
    assert (places[0], places[-1]) == (pytest.approx(0.01), pytest.approx(0.6))
    assert cost.tolist() == [cost_of(TARGET, threshold <= PROBABILITY, costs) for threshold in places]
