"""What a portfolio is asked with an argument of another kind ends in a sentence."""

import dataclasses

import pytest

from scoring.cohorts.criteria import Criterion
from scoring.errors import UserError
from scoring.portfolio import Portfolio

pytestmark = pytest.mark.slow  # a trained world


@pytest.fixture(scope="module")
def portfolio(world):
    return Portfolio.open(world)


@pytest.mark.parametrize(
    ("ask", "words"),
    [
        (lambda held, _: held.search(9000), "text: expected a text, got 9000. Write the digits in quotation marks"),
        (lambda held, _: held.search("9", -1), "limit: expected a whole number from 0, got -1. Write how many"),
        (lambda held, _: held.search("9", 1.5), "limit: expected a whole number from 0, got 1.5."),
        (lambda held, _: held.search("9", True), "limit: expected a whole number from 0, got True."),
        (lambda held, _: held.find(None), "criteria: expected a list of Criterion, got None. Write for instance"),
        (lambda held, _: held.find(Criterion("zone")), "criteria: expected a list of Criterion, got Criterion("),
        (lambda held, _: held.find(["zone"]), "criteria: expected a list of Criterion, got 'zone' in it."),
        (lambda held, client: held.group("own", client, "zone"), "criteria: expected a list of Criterion, got 'zone'."),
        (lambda held, _: held.find([Criterion("score", low="5")]), "low: expected a number, got '5'."),
        (lambda held, _: held.find([Criterion("score", high=10**400)]), "high: expected a number, got 1000"),
        (lambda held, _: held.find([Criterion("zone", levels="review")]), "levels: expected a list of texts, got 're"),
        (lambda held, _: held.find([Criterion("zone", levels=None)]), "levels: expected a list of texts, got None."),
        (lambda held, _: held.observed("all"), "group: expected a Group, got 'all'. Make it with Portfolio.group()."),
        (lambda held, client: held.compare(client, "score", None), "group: expected a Group, got None."),
        (lambda held, client: held.pair(client, "zone", "score", 1), "group: expected a Group, got 1."),
        (lambda held, client: held.comparison_rows(client, "all"), "group: expected a Group, got 'all'."),
        (lambda held, client: held.comparison_rows(client, held.group("all", client), "zone"), "reasons: expected a"),
        (lambda held, client: held.comparison_rows(client, held.group("all", client), [1]), "reasons: expected a"),
        (lambda held, client: held.records(str(client)), "client: expected a whole number, got '"),
        (lambda held, _: held.records(None), "client: expected a whole number, got None."),
        (lambda held, _: held.dependence(["score"]), "feature: expected a text, got ['score']. Choose one of"),
    ],
)
def test_an_argument_of_another_kind_is_a_sentence(portfolio, ask, words):
    with pytest.raises(UserError) as raised:
        ask(portfolio, int(portfolio.clients[3]))
    assert str(raised.value).startswith(words)


def test_a_group_of_another_portfolio_is_a_sentence(portfolio):
    client = int(portfolio.clients[3])
    group = portfolio.group("all", client)
    other = dataclasses.replace(group, mask=group.mask[:-1])
    for ask in (portfolio.observed, lambda made: portfolio.compare(client, "score", made)):
        with pytest.raises(UserError, match=r"^group: expected one of 500 clients, got one of 499\. Make it with"):
            ask(other)


def test_more_clients_than_there_are_may_be_asked_for_and_levels_come_as_a_list(portfolio):
    assert portfolio.search("9", 10**30) == portfolio.search("9", len(portfolio.clients))
    listed, tupled = ([Criterion("zone", levels=levels)] for levels in (["review"], ("review",)))
    client = int(portfolio.clients[3])
    assert portfolio.group("own", client, listed).n == int(portfolio.find(tupled).sum()) > 0
