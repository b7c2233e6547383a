"""A revolving credit has neither duration nor price: no view says one, wherever the client is told of."""

import pytest

from scoring.cohorts.column import Column
from scoring.dashboard.page import Page
from scoring.dashboard.panels.simulate.view import Simulate
from scoring.explain.elements import Contribution
from scoring.explain.families import stories
from scoring.explain.reasons import reasons
from scoring.features.catalogue import catalogue
from scoring.features.revolving import CONTRACT, LACKING, REVOLVING
from scoring.model.manifest import ReferenceStats
from scoring.portfolio import Portfolio
from scoring.texts.sentences import page
from scoring.what_if.change import Request, change, problems, restated, stated

CARD = Request(credit=200_000.0, annuity=10_000.0, goods_price=200_000.0, income=100_000.0, revolving=True)
TERM, RATIO = "application_implied_term", "application_credit_goods_ratio"
USUAL = ReferenceStats(typical=0.5, share=None, low=0.0, high=1.0, levels=())
CASH = ReferenceStats(typical="Cash loans", share=0.9, low=None, high=None, levels=("Cash loans", REVOLVING))
PARTS = [Contribution(CONTRACT, REVOLVING, 0.1), Contribution(TERM, 20.0, -0.3), Contribution(RATIO, 1.0, -0.2)]


@pytest.mark.parametrize("parts", [PARTS, PARTS[1:]])
def test_what_the_model_reads_as_duration_and_price_is_told_as_the_kind_of_loan(parts):
    usual = dict.fromkeys(catalogue(), USUAL) | {CONTRACT: CASH}
    (story,) = stories(parts, usual, (), revolving=True)
    assert story.contribution == pytest.approx(sum(part.contribution for part in parts))
    ((), (reason,)) = reasons((story,), usual)
    assert reason.feature == CONTRACT
    assert "Crédit renouvelable" in reason.sentence["fr"]
    assert len(stories(parts, usual, ())) == len(parts)  # any other loan's are told as what they are


def test_a_request_says_only_what_it_has_and_its_annuity_follows_its_amount():
    assert stated(CARD) == ("credit", "annuity", "income", "burden")
    smaller = change(CARD, "credit", 100_000.0, "annuity")
    assert (smaller.annuity, smaller.goods_price, smaller.revolving) == (5_000.0, 100_000.0, True)
    assert restated(CARD, {"credit": 100_000.0}) == smaller
    tight = ReferenceStats(typical=1.0, share=None, low=1.0, high=2.0, levels=())
    named = {problem.field for problem in problems(smaller, CARD, dict.fromkeys(catalogue(), tight))}
    assert named == {"credit", "annuity"}  # what it does not have is no problem


def test_simulating_shows_no_duration_no_price_and_nothing_to_keep(portfolio, fakes):
    simulator = fakes.FakeSimulator()
    simulator.asked = CARD
    opened = Page(portfolio)
    opened.state.simulate.simulator = simulator
    opened.state.find.open(100002)
    opened.state.section = "simulate"
    view = opened.views["simulate"]
    assert isinstance(view, Simulate)
    assert {name for name, box in view.boxes.items() if box.layout.display != "none"} == {"credit", "annuity", "income"}
    assert view.held.layout.display == "none"
    assert view.fields["duration"].value == view.fields["goods_price"].value == ""
    opened.state.simulate.set_field("credit", 100_000.0)
    said = view.answer.value + view.under.value + view.follows.value
    for field in ("duration", "duration_told", "goods_price", "financed"):
        assert page(f"simulate.{field}", "fr") not in said, field
    assert view.answer.value.count("au lieu de") == 2  # the amount and its annuity


@pytest.fixture(scope="module")
def cards(world):
    """The world's portfolio and its revolving clients."""
    held = Portfolio.open(world)
    column: Column = held.column(CONTRACT)
    code = list(column.levels).index(REVOLVING)
    return held, [int(client) for client, value in zip(held.clients, column.values, strict=True) if value == code][:25]


@pytest.mark.slow
def test_no_view_of_a_revolving_client_says_a_duration_or_a_price(cards):
    held, clients = cards
    assert len(clients) > 10
    for client in clients:
        one = held.assess(client)
        assert not LACKING & {reason.feature for reason in (*one.raises, *one.lowers)}
        assert not LACKING & {family.feature for family in one.families}
        assert {datum.value for datum in held.data_of(client, "fr") if datum.feature in LACKING} == {"sans objet"}
        assert not LACKING & {row.feature for row in held.comparison_rows(client, held.group("similar", client))}
        opened = Page(held, str(client))
        opened.state.section = "compare"
        offered = {name for _, name in opened.views["compare"].variable.variable.options}
        assert offered
        assert not LACKING & offered
        opened.state.section = "why"
        assert "20\u00a0mois" not in opened.views["why"].body.children[0].value


@pytest.mark.slow
def test_a_variable_that_the_next_client_lacks_is_left(cards):
    held, clients = cards
    other = next(int(client) for client in held.clients if int(client) not in clients)
    opened = Page(held, str(other))
    opened.state.section = "compare"
    opened.state.compare.variable, opened.state.compare.second = TERM, RATIO
    opened.state.find.open(clients[0])
    assert opened.state.compare.variable not in LACKING
    assert opened.state.compare.second not in LACKING
