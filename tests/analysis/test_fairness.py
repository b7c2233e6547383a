"""Fairness frames against twelve and a few hundred clients counted by hand."""

import numpy as np
import pandas as pd
import polars as pl
import pytest

from scoring.analysis import fairness
from scoring.analysis.fairness import (
    gaps,
    group_calibration,
    group_ranking,
    group_rates,
    measured_clients,
    proxy_auc,
)


def people(group: str, *, refused_bad: int, bad: int, refused_good: int, good: int, unknown: int = 0) -> pl.DataFrame:
    """Clients of one group; a quarter of those without outcome is refused, whose probability is 0.3, others' 0.05."""
    refused = [True] * refused_bad + [False] * (bad - refused_bad)
    refused += [True] * refused_good + [False] * (good - refused_good)
    refused += [True] * (unknown // 4) + [False] * (unknown - unknown // 4)
    return pl.DataFrame(
        {
            "group": group,
            "target": [1] * bad + [0] * good + [None] * unknown,
            "refused": refused,
            "zone": ["review", *["refuse" if one else "accept" for one in refused[1:]]],
            "probability": np.where(refused, 0.3, 0.05),
        }
    )


@pytest.fixture
def clients() -> pl.DataFrame:
    first = people("a", refused_bad=30, bad=40, refused_good=20, good=160, unknown=100)
    second = people("b", refused_bad=20, bad=40, refused_good=40, good=100)
    return pl.concat([first, second, people("few", refused_bad=1, bad=2, refused_good=1, good=9)])


def test_rates_are_shares_of_the_clients_they_speak_of(clients):
    found = group_rates(clients, "group").set_index(["group", "measure"])
    counted = {key: (row["hits"], row["n"]) for key, row in found.iterrows()}
    assert counted == {
        ("a", "refused"): (75, 300), ("a", "sent to review"): (1, 300),
        ("a", "wrongly refused"): (20, 160), ("a", "caught"): (30, 40),
        ("a", "difficulty"): (40, 200),
        ("b", "refused"): (60, 140), ("b", "sent to review"): (1, 140),
        ("b", "wrongly refused"): (40, 100), ("b", "caught"): (20, 40),
        ("b", "difficulty"): (40, 140),
    }  # fmt: skip
    assert found["rate"].to_list() == pytest.approx([hits / n for hits, n in counted.values()])
    assert ((found["low"] < found["rate"]) & (found["rate"] < found["high"])).all()


def test_gaps_are_measured_from_the_largest_group_with_newcombes_interval(clients):
    found = gaps(group_rates(clients, "group")).set_index("measure")
    assert set(found["reference"]) == {"a"}
    assert found.loc["wrongly refused", "gap"] == pytest.approx(0.4 - 0.125)
    assert found.loc["wrongly refused", "clear"]
    # Caught: 20 of 40 against 30 of 40; Wilson 0.3520–0.6480 and 0.5981–0.8581, so -0.25 less 0.1833, plus 0.2122.
    caught = found.loc["caught"]
    assert (caught["low"], caught["high"]) == (pytest.approx(-0.4333, abs=1e-3), pytest.approx(-0.0378, abs=1e-3))
    assert not found.loc["difficulty", "clear"]


def test_another_reference_turns_the_sign(clients):
    rates = group_rates(clients, "group")
    there, back = gaps(rates, "a").set_index("measure"), gaps(rates, "b").set_index("measure")
    assert there["gap"].to_list() == pytest.approx((-back["gap"]).to_list())


def test_ages_go_from_the_youngest_and_are_compared_with_the_largest_group():
    names = {"Under 30": 40, "30 to 40": 60, "60 and over": 50}
    ages = pl.concat(
        people(name, refused_bad=1, bad=2, refused_good=1, good=number) for name, number in reversed(names.items())
    )
    rates = group_rates(ages, "group")
    assert list(dict.fromkeys(rates["group"])) == list(names)
    assert set(gaps(rates)["reference"]) == {"30 to 40"}


def test_no_group_is_large_enough_and_nothing_is_claimed():
    few = people("few", refused_bad=1, bad=2, refused_good=1, good=9)
    assert gaps(group_rates(few, "group")).empty
    assert group_ranking(few, "group").empty
    assert group_calibration(few, "group").empty


@pytest.mark.parametrize("measure", [group_rates, group_ranking, group_calibration])
def test_a_frame_without_a_group_holds_the_types_of_one_that_has_some(clients, measure):
    """Notebook 04 ended in a SchemaError on 1,000 clients: nobody ranked by family status, some by sex."""
    nobody = measure(clients.filter(pl.col("group") == "few"), "group")
    assert nobody.empty
    assert dict(nobody.dtypes) == dict(measure(clients, "group").dtypes)


def test_gaps_of_nobody_hold_the_types_of_those_of_some(clients):
    rates = group_rates(clients, "group")
    some = dict(gaps(rates).dtypes)
    for nobody in (gaps(rates[:0]), gaps(rates[rates["group"] == "a"])):
        assert nobody.empty
        assert dict(nobody.dtypes) == some


def test_ranking_within_a_group_by_hand(clients):
    found = group_ranking(clients, "group").set_index("group")
    # a: of 40 x 160 pairs, 30 x 140 are ordered, 30 x 20 + 10 x 140 tie.
    assert found.loc["a", "auc"] == pytest.approx((30 * 140 + (30 * 20 + 10 * 140) / 2) / (40 * 160))
    assert found["n"].to_dict() == {"a": 200, "b": 140}


def test_calibration_compares_the_same_clients(clients):
    found = group_calibration(clients, "group").set_index("group")
    assert found.loc["a", "predicted"] == pytest.approx((50 * 0.3 + 150 * 0.05) / 200)
    assert (found.loc["a", "n"], found.loc["a", "observed"]) == (200, 0.2)
    assert not found.loc["a", "fits"]


def test_what_an_input_tells_of_a_group_is_found_and_what_none_tells_is_not():
    generator = np.random.default_rng(5)
    group = pl.Series(generator.random(600) < 0.5)
    rows = pl.DataFrame(
        {
            "application_amt_credit": generator.normal(group.to_numpy() * 3.0, 1.0),
            "application_amt_annuity": generator.normal(size=600),
        }
    )
    auc, low, _ = proxy_auc(rows, ["application_amt_credit"], group)
    assert auc > 0.95 and low > 0.9  # noqa: PT018
    _, low, high = proxy_auc(rows, ["application_amt_annuity"], group)
    assert low < 0.55 and high > 0.45  # noqa: PT018


@pytest.mark.slow
def test_every_client_of_a_world_is_measured_under_groups_in_words(world):
    found = measured_clients(world)
    assert found.height == 500
    assert set(found["sex"]) <= {"Woman", "Man", "Not known"}
    assert set(found["age"]) <= {"Under 30", "30 to 40", "40 to 50", "50 to 60", "60 and over"}
    assert not found["family status"].str.contains("_|/").any()
    assert isinstance(fairness.group_rates(found, "sex"), pd.DataFrame)
