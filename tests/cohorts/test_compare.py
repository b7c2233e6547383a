"""A client's place in a group, by hand: one variable, two together, and beside the middle."""

import numpy as np
import pytest

from scoring.cohorts.column import Column, texts
from scoring.cohorts.compare import centre_of, compare, comparison_rows, outcomes_of
from scoring.cohorts.groups import Group, everyone
from scoring.cohorts.pair import MOST_POINTS, pair, spearman

NOBODY = Group(np.zeros(6, dtype=bool), 0, everyone(6).rule, relaxed=False)
TARGET = np.array([0, 1, 0, 0, np.nan, 0])


def test_a_number_has_a_place_a_middle_and_outcomes_beside_it():
    place = compare(Column("any", np.array([5.0, 1, 2, 3, 9, np.nan])), 5.0, everyone(6), TARGET)
    # Known: 5, 1, 2, 3, 9; three are below 5, one above; median 3.
    assert (place.below, place.same, place.above) == (0.6, 0.2, 0.2)
    assert (place.median, place.n, place.known, place.client_value) == (3.0, 6, 5, 5.0)
    assert place.outcomes.tolist() == [0, 1, 0, 0, -1]


def test_a_clients_value_of_more_digits_than_the_column_holds_is_in_its_place_and_told_whole():
    column = Column("any", np.array([1 / 3, 0.1, 0.5, 1 / 3], dtype=np.float32))
    compared = compare(column, 1 / 3, everyone(4), TARGET[:4])
    assert (compared.client_value, compared.below, compared.same, compared.above) == (1 / 3, 0.25, 0.5, 0.25)
    both = pair(column, column, (1 / 3, 1 / 3), everyone(4), TARGET[:4])
    assert both.client == (1 / 3, 1 / 3)
    assert [(row.n, row.client) for row in both.rows] == [(1, False), (2, True), (1, False)]


def test_levels_have_a_most_frequent_one_and_no_order():
    place = compare(texts("any", ["b", "b", "a", None, "b", "a"]), "a", everyone(6), TARGET)
    assert (place.client_value, place.same, place.below, place.above, place.median) == ("a", 0.4, None, None, "b")


def test_a_client_whose_value_is_not_known_has_no_place():
    place = compare(Column("any", np.array([np.nan, 1, 2, 3, 4, 5])), None, everyone(6), TARGET)
    assert (place.client_value, place.below, place.same, place.above, place.median) == (None, None, None, None, 3.0)


def test_an_empty_group_has_no_middle():
    place = compare(Column("any", np.arange(6.0)), 0.0, NOBODY, TARGET)
    assert (place.known, place.median, place.same, place.client_value) == (0, None, None, 0.0)
    both = pair(Column("a", np.arange(6.0)), Column("b", np.arange(6.0)), (0.0, 0.0), NOBODY, TARGET)
    assert (both.known, both.rank, both.rows) == (0, None, ())


def test_two_numbers_are_ranked_and_cut_into_fifths():
    x = np.arange(100.0)
    both = pair(Column("a", x), Column("b", x**3), (7.0, 343.0), everyone(100), np.where(x < 10, 1.0, 0.0))
    assert both.rank == pytest.approx(1.0)
    assert [one.n for one in both.rows] == [21, 20, 20, 20, 19]
    assert sum(one.n for one in both.rows) == 100
    assert [one.client for one in both.rows] == [True, False, False, False, False]
    assert (both.rows[0].low, both.rows[0].high, both.rows[0].median) == (0.0, 20.0, 1000.0)
    assert (both.rows[0].known, both.rows[0].difficulties) == (21, 10)


def test_few_values_and_levels_have_a_row_each():
    count = Column("a", np.array([0.0, 0, 1, 1, 2, np.nan]))
    amount = Column("b", np.array([10.0, 20, 30, 40, np.nan, 60]))
    both = pair(count, amount, (None, 60.0), everyone(6), TARGET)
    assert [(one.low, one.n, one.median) for one in both.rows] == [(0.0, 2, 15.0), (1.0, 2, 35.0)]
    assert not any(one.client for one in both.rows)
    kinds = pair(texts("k", ["x", "y", "x", "x", "y", None]), amount, ("x", 10.0), everyone(6), TARGET)
    assert kinds.rank is None
    assert [(one.low, one.n, one.client) for one in kinds.rows] == [("x", 3, True), ("y", 1, False)]


def test_the_same_few_points_are_drawn_every_time():
    values = np.random.default_rng(1).normal(size=5000)
    columns = Column("a", values), Column("b", values**2)
    first, again = (pair(*columns, (None, None), everyone(5000), np.zeros(5000)) for _ in range(2))
    assert len(first.x) == MOST_POINTS
    assert first.x.tolist() == again.x.tolist()
    assert first.known == 5000


def test_ranks_of_equal_values_are_shared_and_what_does_not_vary_has_none():
    # By hand: ranks 1.5 1.5 3 4 and 1 2 3 4; r = 4.5 / sqrt(4.5 * 5).
    assert spearman(np.array([1, 1, 2, 3]), np.array([1, 2, 3, 4])) == pytest.approx(4.5 / np.sqrt(4.5 * 5))
    assert spearman(np.ones(4), np.arange(4)) is None
    assert spearman(np.array([1, 2]), np.array([1, 2])) is None  # two clients always go together, or against each other
    assert spearman(np.array([1, 2, 3]), np.array([3, 2, 1])) == pytest.approx(-1.0)


def test_beside_the_middle_numbers_levels_and_what_is_not_known():
    columns = {
        "a": Column("a", np.array([5.0, 1, 3])),
        "k": texts("k", ["x", "y", "y"]),
        "u": Column("u", np.full(3, np.nan)),
    }
    own = {name: column.at(0) for name, column in columns.items()}
    rows = comparison_rows(("a", "k", "u"), own, lambda name: centre_of(columns[name], everyone(3)))
    assert [(one.value, one.median) for one in rows] == [(5.0, 3.0), ("x", "y"), (None, None)]
    assert rows[1].share == pytest.approx(1 / 3)


def test_outcomes_are_three_kinds():
    assert outcomes_of(TARGET).tolist() == [0, 1, 0, 0, -1, 0]
