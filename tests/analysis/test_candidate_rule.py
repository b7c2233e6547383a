"""The rule that chooses a candidate: the simplest whose decisions cost no more than the cheapest's, beyond chance."""

import numpy as np
import pytest

from scoring.analysis.candidate_rule import Recommendation, client_costs, paired_cost, recommend
from scoring.errors import UserError
from scoring.model.points import probability_of
from scoring.settings import Costs


@pytest.fixture(scope="module")
def drawn():
    """Outcomes, and log-odds that know all, nearly all, and nothing."""
    generator = np.random.default_rng(0)
    true = generator.normal(-2.6, 1.2, 6_000)
    target = (generator.random(6_000) < probability_of(true)).astype(np.int64)
    return target, {"nothing": np.full(6_000, -2.4), "nearly": true + generator.normal(0, 0.05, 6_000), "all": true}


def test_the_simplest_that_cannot_be_told_apart_is_chosen(drawn):
    target, log_odds = drawn
    chosen = recommend(target, log_odds, Costs(), served=frozenset(log_odds))
    assert chosen.candidate == "nearly"
    assert chosen.low <= 0 <= chosen.high


def test_a_simpler_one_that_costs_more_beyond_chance_is_not(drawn):
    target, log_odds = drawn
    chosen = recommend(
        target, {name: log_odds[name] for name in ("nothing", "all")}, Costs(), served=frozenset(log_odds)
    )
    assert (chosen.candidate, chosen.cheapest) == ("all", "all")
    assert chosen.sentence == "all costs least, and every simpler candidate costs more beyond chance."


def test_what_may_not_be_served_is_not_chosen(drawn):
    target, log_odds = drawn
    assert recommend(target, log_odds, Costs(), served=frozenset({"all"})).candidate == "all"
    with pytest.raises(UserError, match="Expected a candidate that can be served, got none"):
        recommend(target, log_odds, Costs(), served=frozenset())


def test_the_sentence_names_both_and_the_paired_interval(drawn):
    target, log_odds = drawn
    chosen = recommend(target, log_odds, Costs(), served=frozenset(log_odds))
    assert chosen.sentence.startswith("nearly ")
    one_sided = Recommendation("scorecard", "blend", 0.42, -1.04, 1.88)
    assert one_sided.sentence == (
        "scorecard is the simplest candidate that cannot be told apart from blend, which costs least: "
        "+0.4 for 100 applications (-1.0 to +1.9)."
    )


def test_costs_of_decisions_by_hand():
    target, log_odds = np.array([1, 1, 0, 0]), np.array([5.0, -5.0, 5.0, -5.0])
    assert client_costs(target, log_odds, Costs()).tolist() == [0.0, 10.0, 1.0, 0.0]
    mean, low, high = paired_cost(np.array([10.0, 0.0, 0.0, 0.0]), np.zeros(4), 0.95)
    # mean 2.5, standard deviation 5, error 2.5; times 100, reach 1.96 x 250
    assert (mean, low, high) == (250.0, pytest.approx(250 - 489.99, abs=0.1), pytest.approx(250 + 489.99, abs=0.1))
