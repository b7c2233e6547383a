"""The cost panel: numbers counted by hand, bad input in place, read-only without the right, nothing served changes."""

import re

import numpy as np
import polars as pl
import pytest

from scoring.access.roles import Role, Scope, may
from scoring.dashboard.charts.cost_curve import CostCurve
from scoring.dashboard.page import Page
from scoring.dashboard.rights import may_try_costs
from scoring.journal.shown import NAMED_VARIABLE
from scoring.portfolio import Portfolio
from scoring.portfolio.decision_costs import Confusion, thresholds
from scoring.portfolio.evaluation import KnownAnswers
from scoring.settings import Costs
from scoring.texts.parts import per_thousand
from scoring.texts.sentences import page as words


@pytest.fixture
def page(world):
    made = Page(Portfolio.open(world), unasked=True)
    made.state.model.opened = True
    return made


def test_the_served_threshold_gives_the_evaluations_outcomes_and_other_costs_another(page):
    state = page.state.model
    served = state.portfolio.manifest.policy.threshold
    assert state.known_answers.everyone.at(served) == state.evaluation.confusion
    assert "scoring train" not in page.model.costs.follows.value
    page.model.costs.fields["missed_difficulty"].value = "4"
    assert state.tried_costs == Costs(4.0, 1.0)
    assert words("model.costs.changed", "fr", tried="20\u00a0%", served="9,1\u00a0%") in page.model.costs.finding.value
    assert "scoring train --missed-difficulty 4 --wrong-refusal 1" in page.model.costs.follows.value
    page.model.costs.reset.click()
    assert state.tried_costs == Costs()


@pytest.mark.parametrize("text", ["abc", "", "0", "-3", "1e400", "2000000", "1.000,5"])
def test_what_is_no_cost_gets_a_sentence_under_its_field_and_changes_nothing(page, text):
    view, before = page.model.costs, page.state.model.tried_costs
    view.fields["wrong_refusal"].value = text
    assert 'role="alert"' in view.notes["wrong_refusal"].value
    assert view.notes["missed_difficulty"].value.count("alert") == 0
    assert (page.state.model.tried_costs, view.fields["wrong_refusal"].value) == (before, "1")
    view.fields["wrong_refusal"].value = "2"
    assert "alert" not in view.notes["wrong_refusal"].value


def test_a_cost_so_small_that_no_threshold_is_left_is_none(page):
    before = page.state.model.tried_costs
    page.model.costs.fields["missed_difficulty"].value = "0,0000000000000000000001"
    assert 'role="alert"' in page.model.costs.notes["missed_difficulty"].value
    assert page.state.model.tried_costs == before


def test_the_upright_axis_of_the_curve_has_round_places(page):
    across, up = page.model.costs._ticks(np.array([12.3, 88.4, 51.0]))
    assert up == {0.0: "0", 20.0: "20", 40.0: "40", 60.0: "60", 80.0: "80"}
    assert 0.1 in across


@pytest.mark.parametrize(
    ("dearest", "top", "said"),
    [
        (99_999.0, "80\u00a0000", "L’unité est celle des coûts ci-dessus."),
        (100_000.0, "100", "L’axe compte en milliers de l’unité des coûts ci-dessus."),
        (92_000_000.0, "80\u00a0000", "L’axe compte en milliers de l’unité des coûts ci-dessus."),
    ],
)
def test_the_upright_axis_is_never_cut_off_and_says_in_what_it_counts(page, dearest, top, said):
    view, thresholds = page.model.costs, np.array([0.01, 0.1, 0.5])
    cost = np.array([dearest, 12.0, 40.0])
    _, up = view._ticks(cost)
    assert max(map(len, up.values())) <= 6
    assert list(up.values())[-1] == top
    view._draw_curve((thresholds, cost), 0.1)
    assert said in view.finding.value


def test_without_the_right_the_fields_are_read_only_and_say_why(page):
    page.state.model.may_try = False
    assert [field.disabled for field in page.model.costs.fields.values()] == [True, True]
    assert "risk" in page.model.costs.intro.value
    assert page.state.model.try_cost("wrong_refusal", "3", "fr") is False
    assert page.state.model.tried_costs == Costs()


def test_who_may_try_costs(monkeypatch):
    assert [role for role in Role if may(role, Scope.COSTS)] == [Role.RISK]
    monkeypatch.setenv(NAMED_VARIABLE, "1")
    assert (may_try_costs(("page",)), may_try_costs(("costs", "page"))) == (False, True)
    monkeypatch.delenv(NAMED_VARIABLE)
    assert may_try_costs(()) is True


@pytest.mark.parametrize("missed", ["10", "4", "25"])
def test_the_cheapest_threshold_is_no_dearer_than_those_named_beside_it(page, missed):
    page.model.costs.fields["missed_difficulty"].value = missed
    state, chart = page.state.model, page.model.costs.chart
    named = (state.portfolio.manifest.policy.threshold, state.tried_costs.threshold)
    lowest = min(state.known_answers.everyone.at(threshold).cost(state.tried_costs) for threshold in named)
    assert chart.point.y[0] == min(chart.curve.y)
    assert chart.point.y[0] <= lowest


@pytest.mark.parametrize(("lowest", "side"), [(0.02, "start"), (0.095, "middle"), (0.4, "end")])
def test_the_cheapest_points_name_stands_where_it_fits(lowest, side):
    chart, grid = CostCurve(), thresholds()
    chart.show((grid, np.abs(np.log(grid / lowest))), 0.09, ("in place", "cheapest"), ({}, {}))
    assert [align for align, mark in chart.under.items() if list(mark.text)] == [side]


@pytest.mark.parametrize(("least", "below"), [(0.0, False), (0.1, False), (0.9, True)])
def test_the_cheapest_points_name_lies_on_no_text_of_the_axis(least, below):
    """Under a point near the axis it lay on "50 %"."""
    chart, grid = CostCurve(), thresholds()
    chart.show((grid, least + np.linspace(1.0, 0.0, len(grid))), 0.09, ("in place", "cheapest"), ({}, {}))
    assert (chart.under["end"].y_offset > 0) == below


@pytest.mark.parametrize("served", [0.05, 0.09, 0.095, 0.2])
def test_no_line_crosses_the_cheapest_points_name(served):
    chart, grid = CostCurve(), thresholds()
    chart.show((grid, 40.0 + np.abs(np.log(grid / 0.095))), served, ("in place", "cheapest"), ({}, {}))
    assert min(chart.line.y) >= chart.point.y[0]


def test_people_of_a_thousand_sum_to_a_thousand():
    assert per_thousand((64, 58, 354, 1250)) == (37, 34, 205, 724)
    assert sum(per_thousand((1, 1, 1, 4))) == 1000


def test_rates_of_a_group_by_hand():
    confusion = Confusion(caught=3, missed=1, wrongly_refused=2, rightly_granted=8)
    assert (confusion.wrong_rate, confusion.missed_rate) == (0.2, 0.25)
    assert Confusion(0, 0, 1, 1).missed_rate is None
    rows = pl.DataFrame({"target": [1, 0] * 20, "probability": [0.3, 0.1] * 20, "sex": ["Woman"] * 31 + ["Man"] * 9})
    assert list(KnownAnswers(rows).by("sex")) == ["Woman"]


def test_it_speaks_english_and_leaves_no_gap(page):
    page.state.language = "en"
    text = re.sub(r"<[^>]*>", " ", page.model.costs.follows.value + page.model.costs.finding.value)
    assert "Of 1,000 applications" in text
    assert not re.search(r"\{\w+\}|\bnan\b|\bNone\b", text)
