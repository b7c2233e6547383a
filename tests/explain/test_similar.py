"""Groups of similar clients, by their stated rule."""

import numpy as np
import pytest

from scoring.explain.columns import Column, texts
from scoring.explain.similar import compare, everyone, similar

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


def test_place_and_observed_rate_by_hand():
    values = np.array([5.0, 1.0, 2.0, 3.0, 9.0, np.nan])
    target = np.array([0, 1, 0, 0, np.nan, 0])
    found = compare(Column("any", values), 0, everyone(6), target, 0.9)
    # Known: 5, 1, 2, 3, 9; three are below 5; median 3. Outcomes: 1 difficulty of 5.
    assert (found.percentile, found.median, found.n, found.known) == (0.6, 3.0, 6, 5)
    assert found.observed_rate == pytest.approx(0.2)
    assert found.low < 0.2 < found.high


def test_texts_have_no_percentile_but_a_most_frequent_one():
    found = compare(texts("any", ["a", "b", "b", None]), 3, everyone(4), np.full(4, np.nan), 0.9)
    assert (found.client_value, found.percentile, found.median) == (None, None, "b")
    assert found.observed_rate is None
