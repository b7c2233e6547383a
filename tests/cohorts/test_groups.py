"""Groups of similar clients, by their stated rule."""

import numpy as np
import pytest

from scoring.cohorts.column import Column, texts
from scoring.cohorts.criteria import Criterion
from scoring.cohorts.groups import Group, chosen, everyone, nearest, observed, same_zone, similar
from scoring.errors import UserError

YEAR = 365.25


def world(same, others=0):
    """One client of 40 years who asks 100,000, ``same`` like them, ``others`` who are not."""
    kind = np.array(["Working"] * (1 + same) + ["Pensioner"] * others, dtype=object)
    age = np.full(1 + same + others, 40 * YEAR)
    amount = np.full(1 + same + others, 100_000.0)
    return kind, age, amount


def near(kind, age, amount):
    """The clients similar to the first one."""
    return similar(texts("kind", kind.tolist()), Column("age", age), Column("amount", amount), 0)


def test_the_first_rule_keeps_its_bounds():
    kind, age, amount = world(200)
    age[1:4] = [44.9 * YEAR, 45.1 * YEAR, 34.9 * YEAR]
    amount[4:7] = [125_000, 125_001, 74_999]
    kind[7] = "Pensioner"
    group = near(kind, age, amount)
    assert not group.relaxed
    # Of 201 clients: 45.1 years, 34.9 years, 125,001, 74,999 and one pensioner are out.
    assert group.n == 196
    assert group.mask[0]


def test_with_fewer_than_a_hundred_the_rule_is_widened_and_said():
    kind, age, amount = world(98)
    age[1:50] = 48 * YEAR
    assert near(kind, age, amount).n == 99  # all of them, by falling back to everyone
    kind, age, amount = world(150)
    age[1:100] = 48 * YEAR
    group = near(kind, age, amount)
    assert group.relaxed
    assert group.n == 151
    assert "dix ans" in group.rule.fr


def test_another_income_type_helps_only_in_the_last_widening():
    kind, age, amount = world(20, others=200)
    group = near(kind, age, amount)
    assert group.n == 221
    assert "tous types de revenu" in group.rule.fr


def test_the_same_zone_is_said():
    group = same_zone(texts("zone", ["review", "accept", "review", None]), 2)
    assert group.mask.tolist() == [True, False, True, False]
    assert group.rule.fr.endswith("que celle-ci\u00a0: à étudier.")


def test_a_group_of_ones_own_is_said_and_may_be_empty():
    zones = texts("zone", ["review", "accept", "review", None])
    group = chosen([Criterion("zone", levels=("review",))], lambda _: zones, 4)
    assert (group.n, group.rule.en) == (2, "Your filters. Decision zone: to be reviewed.")
    assert chosen([Criterion("zone", levels=("refuse",))], lambda _: zones, 4).n == 0
    assert chosen([Criterion("zone")], lambda _: zones, 4).n == 4
    with pytest.raises(UserError, match="is above the maximum"):
        chosen([Criterion("score", 500, 400)], lambda _: zones, 4)


def test_the_nearest_are_those_whose_themes_and_score_differ_least():
    themes = np.zeros((1200, 6), dtype=np.float32)
    themes[:, 2] = np.arange(1200) * 0.01
    score = Column("score", np.full(1200, 500, dtype=np.float32))
    group = nearest(themes.T, score, 600)
    # A tenth of 1,200: 120 clients, the 60th on one side being as far as the 60th on the other.
    assert group.n == 120
    places = np.flatnonzero(group.mask)
    assert places.min() >= 540
    assert places.max() <= 660
    assert group.mask[600]
    assert "Les 120 clients" in group.rule.fr
    score.values[590:600] = 900  # 400 points are 4.6 in log-odds: out, although their themes are the nearest
    assert not nearest(themes.T, score, 600).mask[590:600].any()


def test_the_nearest_of_few_clients_are_all_of_them():
    group = nearest(np.zeros((6, 7), dtype=np.float32), Column("score", np.arange(7, dtype=np.float32)), 0)
    assert group.n == 7


def test_observed_rates_need_a_hundred_known_outcomes():
    target = np.array([1.0] * 10 + [0.0] * 90 + [np.nan] * 50)
    found = observed(everyone(150), target, 0.9)
    assert (found.known, found.difficulties, found.rate) == (100, 10, 0.1)
    assert found.low < 0.1 < found.high
    mask = np.ones(150, dtype=bool)
    mask[20] = False
    few = observed(Group(mask, 149, everyone(1).rule, relaxed=False), target, 0.9)
    assert (few.known, few.rate, few.low, few.high) == (99, None, None, None)
    assert observed(Group(np.zeros(150, dtype=bool), 0, everyone(1).rule, relaxed=False), target, 0.9).known == 0
