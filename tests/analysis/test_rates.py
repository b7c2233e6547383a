"""Rates, bands and differences against values computed by hand or published."""

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.analysis.rates import age_band, banded, difference, even_edges, part_of, rate_by, rate_by_level


def test_rates_by_hand_and_unknown_outcomes_are_not_counted():
    group = pl.Series(["a", "a", "a", "b", None])
    found = rate_by(group, pl.Series([1, 0, None, 0, 1]), level=0.90).set_index("group")
    assert found["n"].to_dict() == {"Not known": 1, "a": 2, "b": 1}
    assert found["rate"].to_dict() == {"Not known": 1.0, "a": 0.5, "b": 0.0}
    # Wilson, 1 of 2, z = 1.6449: centre 0.5, reach z / (1 + z²/2) * sqrt(0.125 + z²/16) = 0.37915.
    assert found.loc["a", ["low", "high"]].tolist() == pytest.approx([0.1209, 0.8791], abs=1e-4)


def test_bands_hold_their_lower_edge_and_leave_the_unknown_empty():
    assert banded(pl.Series([30.0, None, 29.99, 60.0]), (30, 60)).to_list() == [
        "30 to 60", None, "Under 30", "60 and over",
    ]  # fmt: skip


def test_age_counts_days_backwards():
    assert age_band(pl.Series([-60 * 365.25, -59.9 * 365.25, None])).to_list() == ["60 and over", "50 to 60", None]


def test_few_values_get_a_part_each_however_rare():
    values = pl.Series([0] + [1] * 99)
    assert even_edges(values).tolist() == [0.0]
    assert part_of(values, even_edges(values)).value_counts().sort("").to_series(1).to_list() == [1, 99]


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000), st.integers(2, 10))
def test_parts_are_even_where_there_are_no_ties(seed, parts):
    values = pl.Series(np.random.default_rng(seed).permutation(100).astype(float))
    sizes = part_of(values, even_edges(values, parts)).value_counts()["count"]
    assert len(sizes) == parts
    assert sizes.max() - sizes.min() <= 1


def test_nothing_known_makes_no_part():
    values = pl.Series([None, None], dtype=pl.Float64)
    assert part_of(values, even_edges(values)).to_list() == [None, None]


@pytest.mark.parametrize(
    ("hits", "n", "others", "m", "low", "high"),
    # Newcombe 1998, table II, method 10.
    [(56, 70, 48, 80, 0.0524, 0.3339), (9, 10, 3, 10, 0.1705, 0.8090), (10, 10, 0, 20, 0.6791, 1.0)],
)
def test_the_difference_of_two_rates_is_bounded_as_published(hits, n, others, m, low, high):
    gap, lower, upper = difference(hits, n, others, m)
    assert gap == pytest.approx(hits / n - others / m)
    assert (lower, upper) == (pytest.approx(low, abs=1e-4), pytest.approx(high, abs=1e-4))


def test_texts_are_said_in_words_and_rare_ones_left_out():
    rows = pl.DataFrame(
        {"NAME_CONTRACT_TYPE": ["Cash loans"] * 4 + ["Revolving loans"] * 2 + [None], "TARGET": [1, 0, 0, 0, 1, 0, 0]}
    )
    found = rate_by_level(rows, "NAME_CONTRACT_TYPE", fewest=2)
    assert found[["group", "n", "rate"]].values.tolist() == [["Revolving credit", 2, 0.5], ["Personal loan", 4, 0.25]]
