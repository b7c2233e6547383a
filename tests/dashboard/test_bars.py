"""A bar of a chart opens the clients behind it: as many as the bar counts, whoever they are compared with."""

import re

import numpy as np
import pytest

from scoring.cohorts.column import Column, texts
from scoring.cohorts.compare import compare
from scoring.cohorts.criteria import Criterion
from scoring.cohorts.dependence import Effect
from scoring.cohorts.groups import Group
from scoring.dashboard.charts.spread import bins, levels
from scoring.dashboard.page import Page
from scoring.dashboard.panels.compare.bars import between, clients_of_bar, clients_of_effect
from scoring.texts import Words

RULE = Words(fr="Règle.", en="Rule.")


@pytest.fixture
def page(portfolio, fakes):
    page = Page(portfolio)
    page.state.compare.variable = fakes.AMOUNT
    page.state.section = "compare"
    return page


def bars_in(html):
    return re.findall(r'<button type="button" class="link" data-pad-bar="([^"]*)">', html)


def group_of(mask):
    return Group(np.asarray(mask), int(np.count_nonzero(mask)), RULE, relaxed=False)


@pytest.mark.parametrize("seed", range(4))
@pytest.mark.parametrize("kind", ["many", "whole", "one", "extreme"])
def test_the_bars_of_numbers_part_the_known_clients_of_a_group(seed, kind):
    random = np.random.default_rng(seed)
    drawn = {
        "many": random.normal(0, 1e5, 400),
        "whole": random.integers(0, 9, 400).astype(float),
        "one": np.full(400, 3.0),
        "extreme": np.concatenate([random.random(399), [1e12]]),
    }[kind].astype(np.float32)
    drawn[random.random(400) < 0.1] = np.nan
    column, group = Column("any", drawn), group_of(random.random(400) < 0.7)
    spread = bins(compare(column, column.at(0), group, np.full(400, np.nan)))
    masks = [clients_of_bar(spread, index, column, group) for index in range(len(spread.counts))]
    assert [int(mask.sum()) for mask in masks] == list(spread.counts)
    assert np.array_equal(np.sum(masks, axis=0), (group.mask & column.known).astype(int))


@pytest.mark.parametrize("most", [2, 3, 9])
def test_the_bars_of_levels_part_them_too_the_others_included(most):
    column = texts("any", ["a", "b", "b", None, "c", "c", "c", "d", "a"])
    group = group_of([True] * 8 + [False])
    spread = levels(compare(column, column.at(0), group, np.full(9, np.nan)), most)
    masks = [clients_of_bar(spread, index, column, group) for index in range(len(spread.counts))]
    assert [int(mask.sum()) for mask in masks] == list(spread.counts)
    assert np.array_equal(np.sum(masks, axis=0), (group.mask & column.known).astype(int))


def test_the_rows_of_an_effect_have_their_clients_those_without_a_value_included():
    column = Column("any", np.array([1.0, 2.0, 3.0, np.nan], dtype=np.float32))
    rows = [
        Effect(1.0, 2.0, 2, 0.0, 0.0, 0.0),
        Effect(3.0, 3.0, 1, 0.0, 0.0, 0.0),
        Effect(None, None, 1, 0.0, 0.0, 0.0),
    ]
    masks = [clients_of_effect(rows, index, column).tolist() for index in range(3)]
    assert masks == [[True, True, False, False], [False, False, True, False], [False, False, False, True]]


def test_bars_of_whole_numbers_say_their_number_and_nothing_between_two():
    column = Column("application_cnt_children", np.array([0.0, 1.0, 1.0, 2.0], dtype=np.float32))
    spread = bins(compare(column, column.at(0), group_of([True] * 4), np.full(4, np.nan)))
    assert spread.ends == ((0.0, 0.0), (1.0, 1.0), (2.0, 2.0))
    assert (between("8", "8", "fr"), between("8", "9", "fr")) == ("8", "de\u00a08 à\u00a09")


@pytest.mark.parametrize("way", ["click", "key"])
def test_a_bar_of_the_distribution_opens_its_clients(page, way):
    chart, view = page.views["compare"].variable.distribution, page.views["compare"]
    first, last = bars_in(view.variable.under.value)
    assert (first, last) == ("spread 0", "spread 23")
    if way == "click":
        chart._pressed({"data": {"index": 0}})
    else:
        view.pressed.value = f"{first} 1"  # as the template's script writes it
    found = page.state.criteria
    assert found.opened
    assert sorted(found.result.clients) == [100003, 100010, 210000, 910002]
    text = page.criteria.list.value.replace("\u00a0", " ")
    assert "4 clients trouvés" in text
    assert "Barre du graphique – Montant du crédit demandé : de 104 à 15 400. Règle similar." in text
    assert 'data-pad-look="1"' in text
    page.state.switch_language()
    told = "Bar of the chart – Loan amount requested: from\u00a0104 to\u00a015,400. Rule similar."
    assert told in page.criteria.list.value


def test_a_bar_of_levels_and_a_row_of_the_effect_open_their_clients_too(page, fakes):
    view, found = page.views["compare"], page.state.criteria
    view.pressed.value = "effect 0 1"
    assert sorted(found.result.clients) == [100003, 100010]
    page.state.compare.variable = fakes.INCOME
    assert bars_in(view.variable.under.value) == ["spread 0", "spread 1", "spread 2"]
    view.pressed.value = "spread 0 2"
    assert sorted(found.result.clients) == [100002, 100003, 910002]
    view.pressed.value = "spread 0 3"  # the same bar again
    assert found.asked == 3


@pytest.mark.parametrize("by_outcome", [False, True])
def test_a_click_on_the_bar_of_a_level_opens_it_shown_apart_or_together(page, fakes, by_outcome):
    page.state.compare.variable, page.state.compare.by_outcome = fakes.INCOME, by_outcome
    rows = page.views["compare"].variable.rows
    rows._pressed({"data": {"index": 1}})
    expected = (
        [100002, 100003, 910002] if by_outcome else [100010]
    )  # the second bar of the first level, or the second level
    assert sorted(page.state.criteria.result.clients) == expected
    rows._pressed({"data": {}})
    assert page.state.criteria.asked == 1


@pytest.mark.parametrize(
    "said", ["spread 1 1", "spread 999 1", "spread -1 1", "effect 7 1", "effect x 1", "other 0 1", "1", ""]
)
def test_a_bar_that_holds_nobody_or_is_not_there_opens_nothing(page, said):
    page.views["compare"].pressed.value = said
    page.views["compare"].variable.distribution._pressed({"data": {"index": None}})
    assert (page.state.criteria.result, page.state.criteria.opened) == (None, False)


def test_a_bars_list_is_walked_through_and_ordered_like_any_other(page):
    page.views["compare"].pressed.value = "spread 0 1"
    state = page.state
    assert state.criteria.listing
    assert state.find.walk.tolist() == [100003, 100010, 910002, 210000]  # by score, not known last
    state.criteria.reorder("amount_down")
    assert state.find.walk.tolist() == [910002, 210000, 100010, 100003]
    assert state.criteria.result.bar.en.startswith("Bar of the chart")


@pytest.mark.parametrize(
    ("said", "clients", "criterion"),
    [
        ("zone accept 1", [100003, 100010, 910002], Criterion("zone", levels=("accept",))),
        ("score 0 49 1", [100002, 100003, 100010, 910002], Criterion("score", 0.0, 49.0)),
    ],
)
def test_a_row_of_the_first_page_searches_by_its_zone_or_scores(portfolio, said, clients, criterion):
    page = Page(portfolio, unasked=True)
    assert said.rpartition(" ")[0] in bars_in(page.start.content.value)
    page.start.pressed.value = said
    assert sorted(page.state.criteria.result.clients) == clients
    assert page.state.criteria.result.criteria == (criterion,)
    assert [field.read("fr") for field in page.criteria.fields if not field.read("fr").open] == [criterion]


@pytest.mark.parametrize("said", ["zone other 1", "score 0 1", "score a b 1", "score -5 3 1", "", "x 1"])
def test_a_row_of_the_first_page_that_is_not_there_searches_nothing(portfolio, said):
    page = Page(portfolio, unasked=True)
    page.start.pressed.value = said
    assert (page.state.criteria.result, page.state.criteria.opened) == (None, False)


def test_a_search_after_a_bar_forgets_the_bar(page, fakes):
    page.views["compare"].pressed.value = "spread 0 1"
    page.criteria.go.click()
    assert page.state.criteria.result.bar is None
    assert "5 clients trouvés" in page.criteria.list.value.replace("\u00a0", " ")
