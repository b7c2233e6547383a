"""Drift and separation against hand-computed values and against what chance gives."""

import numpy as np
import polars as pl
import pytest

from scoring.analysis.drift import reading_of, stability, stability_index
from scoring.analysis.univariate_auc import rate_along, univariate_auc, with_labels


def test_the_index_by_hand():
    # Shares 0.5, 0.5 before and 0.8, 0.2 now: 0.3 ln 1.6 + (-0.3) ln 0.4 = 0.4159.
    before, now = pl.Series(["a"] * 50 + ["b"] * 50), pl.Series(["a"] * 80 + ["b"] * 20)
    assert stability_index(before, now) == pytest.approx(0.3 * np.log(1.6) - 0.3 * np.log(0.4))


def test_missing_values_are_a_part_of_their_own():
    before = pl.Series([1.0] * 50 + [None] * 50)
    assert stability_index(before, before) == 0.0
    assert stability_index(before, pl.Series([1.0] * 80 + [None] * 20)) == pytest.approx(0.4159, abs=1e-4)


def test_a_part_that_is_empty_on_one_side_counts_half_a_client():
    # Before: 100 a. Now: 50 a, 50 b. Shares 1, 0.005 and 0.5, 0.5.
    expected = -0.5 * np.log(0.5) + 0.495 * np.log(100)
    assert stability_index(pl.Series(["a"] * 100), pl.Series(["a", "b"] * 50)) == pytest.approx(expected)


def test_chance_alone_stays_below_its_bound_as_often_as_said():
    generator = np.random.default_rng(3)
    names = [f"c{number}" for number in range(300)]
    before = pl.DataFrame(generator.normal(size=(500, 300)), schema=names)
    now = pl.DataFrame(generator.normal(size=(200, 300)), schema=names)
    found = stability(before, now, names)
    assert 0.90 <= (found["index"] <= found["by_chance"]).mean() <= 0.99


def test_a_column_that_moved_is_found_first_and_said():
    generator = np.random.default_rng(4)
    before = pl.DataFrame({"still": generator.normal(size=2000), "moved": generator.normal(size=2000)})
    now = pl.DataFrame({"still": generator.normal(size=2000), "moved": generator.normal(1.0, size=2000)})
    found = stability(before, now, ["still", "moved"])
    assert found["name"].tolist() == ["moved", "still"]
    assert found["reading"].tolist() == ["moved", "as by chance"]


def test_without_new_clients_there_is_nothing_to_compare():
    some = pl.DataFrame({"a": [1.0, 2.0]})
    assert stability(some, some.head(0), ["a"]).empty


@pytest.mark.parametrize(
    ("index", "said"), [(0.25, "moved"), (0.10, "watch"), (0.0999, "stable"), (0.05, "as by chance")]
)
def test_readings_at_their_limits(index, said):
    assert reading_of(index, 0.05) == said


def test_separation_by_hand():
    # 30 of each outcome; "up" is always higher with difficulty, "down" always lower, "text" is left aside.
    target = np.repeat([0, 1], 30)
    rows = pl.DataFrame({"TARGET": target, "up": target * 1.0, "down": -1.0 * target, "text": ["a"] * 60, "rare": None})
    found = univariate_auc(rows.cast({"rare": pl.Float64}), ["up", "down", "text", "rare"]).set_index("name")
    assert found["auc"].to_dict() == {"down": 0.0, "up": 1.0}
    assert found["effect"].to_dict() == {"down": "lowers", "up": "raises"}


def test_separation_looks_at_those_who_have_a_value():
    target = np.tile([0, 1], 40)
    values = pl.Series([None] * 20 + target[20:].tolist(), dtype=pl.Float64)
    (found,) = univariate_auc(pl.DataFrame({"TARGET": target, "v": values}), ["v"]).itertuples()
    assert (found.known, found.auc) == (0.75, 1.0)


def test_the_rate_along_a_number_keeps_those_without_one_apart():
    values = pl.Series([None, None, 1.0, 2.0, 3.0, 4.0])
    found = rate_along(values, pl.Series([1, 1, 1, 0, 0, 0]), parts=2)
    assert found[["part", "n", "rate"]].values.tolist() == [[0, 2, 1.0], [1, 2, 0.5], [2, 2, 0.0]]
    assert found["middle"].tolist()[1:] == [1.5, 3.5]


def test_features_are_called_by_their_words_and_raw_columns_by_their_names():
    import pandas as pd

    frame = with_labels(pd.DataFrame({"name": ["application_days_birth", "AMT_CREDIT"], "index": [1.0, 2.0]}))
    assert frame["label"].tolist() == ["Client’s age", "AMT_CREDIT"]
