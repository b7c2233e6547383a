"""The effect of one variable on the score, over all clients: bins that share no value, medians, the client's place."""

import itertools

import numpy as np
import pytest

from scoring.cohorts.column import Column, texts
from scoring.cohorts.dependence import FEWEST, bin_of, effects


def column(values):
    return Column("any", np.asarray(values, dtype=np.float32))


def test_every_client_stands_in_one_bin_and_medians_are_of_the_bin():
    generator = np.random.default_rng(4)
    values = generator.normal(size=4000).round(2)
    values[:300] = np.nan
    shares = 0.1 * np.nan_to_num(values, nan=5.0)
    rows = effects(column(values), shares)
    assert sum(row.clients for row in rows) == len(values)
    assert (rows[-1].start, rows[-1].clients, rows[-1].median) == (None, 300, pytest.approx(0.5))
    for before, after in itertools.pairwise(rows[:-1]):
        assert before.end < after.start
        assert before.median < after.median
    inside = (values >= np.float32(rows[2].start)) & (values <= np.float32(rows[2].end))
    assert rows[2].median == pytest.approx(np.median(shares[inside]), abs=1e-3)
    assert rows[2].low <= rows[2].median <= rows[2].high


def test_few_values_and_levels_have_a_row_each():
    rows = effects(column([0.0] * 60 + [1.0] * 30), np.concatenate([np.zeros(60), np.ones(30)]))
    assert [(row.start, row.end, row.clients, row.median) for row in rows] == [(0.0, 0.0, 60, 0.0), (1.0, 1.0, 30, 1.0)]
    levels = texts("any", ["a"] * 30 + ["b"] * 50 + [None] * 25)
    rows = effects(levels, np.concatenate([np.full(30, 0.3), np.full(50, 0.5), np.full(25, -0.1)]))
    assert [(row.start, row.clients, row.median) for row in rows] == [("b", 50, 0.5), ("a", 30, 0.3), (None, 25, -0.1)]


def test_an_effect_bounds_the_middle_half_of_its_clients():
    (row,) = effects(column([1.0] * 21), np.arange(21.0)[::-1])
    assert (row.low, row.median, row.high) == (5.0, 10.0, 15.0)


def test_too_few_clients_say_nothing():
    assert effects(column([1.0] * FEWEST + [2.0] * (FEWEST - 1)), np.ones(2 * FEWEST - 1))[-1].start == 1.0
    assert effects(column([]), np.ones(0)) == ()
    assert effects(column([np.nan] * 5), np.ones(5)) == ()


def test_a_client_is_in_the_bin_of_their_value_or_in_none():
    rows = effects(column([*np.repeat([1.0, 2.0, 3.0], 30), *[np.nan] * 30]), np.ones(120))
    assert [bin_of(rows, value) for value in (1.0, 1.5, 3.0, 9.0, None)] == [0, 1, 2, None, 3]
    rows = effects(texts("any", ["a"] * 30 + ["b"] * 40), np.ones(70))
    assert [bin_of(rows, value) for value in ("a", "b", "c", None)] == [1, 0, None, None]
