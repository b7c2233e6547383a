"""Whether other scorers keep the strongest reason among their first four, by hand: three quarters are enough."""

from types import SimpleNamespace

import numpy as np
import pytest

from scoring.features.catalogue import catalogue
from scoring.model.matrix import FeatureMatrix
from scoring.model.stable_reasons import is_unsure

FEATURES = (
    "application_amt_credit",
    "application_amt_income_total",
    "application_days_birth",
    "application_cnt_children",
    "application_days_registration",
)
HERE = np.array([[0.50, 0.48, 0.46, 0.44, 0.42]])  # the first leads the fifth by 0.08: others are asked
SECOND = (0.45, 0.50, 0.40, 0.30, 0.20)  # the strongest here is the second there
FIFTH = (0.10, 0.50, 0.40, 0.30, 0.20)  # and here the fifth, so that it is not kept


def scorer(shares):
    return SimpleNamespace(
        features=FEATURES,
        contributions=lambda rows: (np.tile(np.array(shares), (rows.height, 1)), np.zeros(rows.height)),
    )


def unsure(*others, here=HERE):
    rows = FeatureMatrix(FEATURES, np.zeros((1, len(FEATURES))))
    return is_unsure(here, [scorer(shares) for shares in others], rows, FEATURES).tolist()


def test_the_features_are_of_five_stories():
    assert len({catalogue()[name].story for name in FEATURES}) == len(FEATURES)


@pytest.mark.parametrize(
    ("others", "is_unstable"),
    [
        ((SECOND, SECOND, SECOND, SECOND), False),
        ((SECOND, FIFTH, SECOND, SECOND), False),  # three of four: just enough
        ((FIFTH, SECOND, SECOND, SECOND), False),
        ((SECOND, FIFTH, FIFTH, SECOND), True),
        ((FIFTH, FIFTH, SECOND, SECOND), True),
    ],
)
def test_three_quarters_of_the_others_are_enough(others, is_unstable):
    assert unsure(*others) == [is_unstable]


def test_a_clear_lead_asks_nobody():
    assert unsure(FIFTH, FIFTH, FIFTH, FIFTH, here=np.array([[0.80, 0.48, 0.46, 0.44, 0.42]])) == [False]


def test_where_the_first_other_finds_it_strongest_that_is_enough():
    assert unsure((0.9, 0.1, 0.1, 0.1, 0.1), FIFTH, FIFTH, FIFTH) == [False]
