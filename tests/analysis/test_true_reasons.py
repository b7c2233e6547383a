"""Reasons held against the truth of a simulated world."""

from types import SimpleNamespace

import polars as pl
import pytest

from scoring.analysis.true_reasons import FACTORS, share_with_interval, signs_of_reasons, strongest_factors
from scoring.features.catalogue import catalogue
from scoring.synthetic import simulate

CAR, AGE = ("application_flag_own_car",), ("application_days_birth",)


def reason(family, contribution):
    return SimpleNamespace(family=family, contribution=contribution)


def answer(client, raises=(), lowers=(), decision="granted"):
    return SimpleNamespace(client=client, raises=raises, lowers=lowers, decision=decision)


@pytest.fixture
def truth() -> pl.DataFrame:
    """Two clients, of whom age raises the first's risk and lowers the second's most; the car less."""
    nothing = {name: [0.0, 0.0] for name in FACTORS}
    return pl.DataFrame({"SK_ID_CURR": [1, 2], **nothing, "age": [2.0, -2.0], "car": [-1.0, 1.0]})


def test_every_term_a_lender_may_use_is_a_factor_of_stories_that_exist():
    terms = set(simulate(50, seed=1).truth.columns) - {"SK_ID_CURR", "probability", "person"}
    assert terms - set(FACTORS) == {"sex", "unseen"}
    assert set(FACTORS) <= terms
    stories = {entry.story for entry in catalogue().values()}
    assert {story for told in FACTORS.values() for story in told} <= stories


def test_the_strongest_factor_first_named_or_neither(truth):
    answers = [
        answer(1, raises=[reason(CAR, 0.3), reason(AGE, 0.2)]),
        answer(2, lowers=[reason(AGE, -0.2)]),
        answer(1, lowers=[reason(AGE, -0.2)], decision="refused"),
    ]
    frame = strongest_factors(answers, truth)
    assert frame["factor"].tolist() == ["age"] * 3
    assert frame["first"].tolist() == [False, True, False]
    assert frame["named"].tolist() == [True, True, False]
    assert frame["refused"].tolist() == [False, False, True]


def test_only_the_first_four_reasons_count(truth):
    others = [reason(("application_amt_credit",), 0.5)] * 4
    frame = strongest_factors([answer(1, raises=[*others, reason(AGE, 0.1)])], truth)
    assert not frame["named"].item()


def test_a_sign_is_right_where_it_is_that_of_the_true_effect(truth):
    answers = [answer(1, raises=[reason(AGE, 0.2), reason(CAR, 0.1)]), answer(2, lowers=[reason(AGE, -0.2)])]
    signs = signs_of_reasons(answers, truth).set_index("factor")
    assert signs.loc["age"].tolist() == [2, 1.0]
    assert signs.loc["car"].tolist() == [1, 0.0]


def test_an_effect_is_beside_the_mean_client(truth):
    shifted = truth.with_columns(pl.col("age") + 10.0)
    answers = [answer(2, lowers=[reason(AGE, -0.2)])]
    assert strongest_factors(answers, shifted)["effect"].item() == pytest.approx(-2.0)


def test_a_share_comes_with_bounds():
    assert share_with_interval([True] * 4) == pytest.approx((1.0, 0.51, 1.0), abs=0.01)
