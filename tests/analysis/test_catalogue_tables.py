"""The catalogue as frames: counts, what is left out, features that say the same."""

import numpy as np
import polars as pl
import pytest
from scipy import stats

from scoring.analysis.catalogue_tables import correlated_pairs, features_by_basis, features_by_table, left_out
from scoring.features.catalogue import allowed_features, catalogue
from scoring.settings import Switches


@pytest.fixture(scope="module")
def matrix(world):
    from scoring.files import current

    return pl.read_parquet(current(world.features) / "features.parquet")


def test_every_feature_is_counted_once(matrix):
    by_table = features_by_table(matrix).set_index("table")
    assert by_table["features"].sum() == features_by_basis()["features"].sum() == len(catalogue())
    assert by_table["allowed"].sum() == len(allowed_features(Switches()))
    cards = [name for name, entry in catalogue().items() if entry.feature.source == "card"]
    lacking = [matrix[name].null_count() / matrix.height for name in cards]
    assert by_table.loc["card", "missing"] == pytest.approx(np.mean(lacking))


def test_what_is_left_out_is_what_may_not_be_read():
    out = left_out(Switches())
    assert set(out["name"]) | set(allowed_features(Switches())) == set(catalogue())
    why = out.set_index("name")["why"]
    assert why["application_name_family_status"] == "family, switched off"
    assert why["application_flag_email"] == "no lawful basis"
    assert "application_name_family_status" not in set(left_out(Switches(family_status=True))["name"])


def test_twins_are_found_by_rank_among_those_who_have_both():
    generator = np.random.default_rng(0)
    base, noise = generator.normal(size=400), generator.normal(size=400)
    empty = [None if place % 3 == 0 else float(value) for place, value in enumerate(np.exp(base))]
    rows = pl.DataFrame({"a": base, "b": -base, "c": empty, "d": noise, "e": [1.0] * 400, "f": [1.0] + [None] * 399})
    near = correlated_pairs(rows, rows.columns, 0.98)
    assert set(zip(near["first"], near["second"], strict=True)) == {("a", "b"), ("a", "c"), ("b", "c")}
    found = near.set_index(["first", "second"])["correlation"]
    assert found["a", "b"] == pytest.approx(-1.0)
    loose = correlated_pairs(rows, ["a", "d"], 0.0)["correlation"][0]
    assert loose == pytest.approx(stats.spearmanr(base, noise).statistic)
