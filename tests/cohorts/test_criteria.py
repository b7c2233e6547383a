"""Criteria by hand: who matches, how they are said, and what is wrong with one."""

import numpy as np
import pytest

from scoring.cohorts.column import Column, texts
from scoring.cohorts.criteria import CRITERIA, Criterion, CriterionError, in_words, matching
from scoring.errors import UserError
from scoring.features.catalogue import catalogue

AGE, AMOUNT, INCOME = "application_days_birth", "application_amt_credit", "application_name_income_type"
SHARE = "application_annuity_income_ratio"
YEAR = 365.25


def world():
    """Five clients; the last one's age, share and income type are not known."""
    return {
        AGE: Column(AGE, np.array([30 * YEAR, 40 * YEAR, 40.1 * YEAR, 65 * YEAR, np.nan], dtype=np.float32)),
        AMOUNT: Column(AMOUNT, np.array([100_000, 200_000, 300_000, 400_000, 500_000], dtype=np.float32)),
        SHARE: Column(SHARE, np.array([0.1, 0.3, 0.31, 0.5, np.nan], dtype=np.float32)),
        INCOME: texts(INCOME, ["Working", "Pensioner", "Working", "Student", None]),
        "zone": texts("zone", ["accept", "review", "refuse", "accept", "accept"]),
        "score": Column("score", np.array([600, 500, 400, 700, 650], dtype=np.float32)),
    }


def who(*criteria):
    return np.flatnonzero(matching(criteria, world().__getitem__, 5)).tolist()


@pytest.mark.parametrize(
    ("criterion", "expected"),
    [
        (Criterion(AGE), [0, 1, 2, 3, 4]),
        (Criterion(AGE, 30, 40), [0, 1, 2]),  # 40.1 years are 40 completed years
        (Criterion(AGE, 30, 39), [0]),
        (Criterion(AGE, low=41), [3]),
        (Criterion(AGE, high=120), [0, 1, 2, 3]),
        (Criterion(SHARE, high=30), [0, 1]),
        (Criterion(AMOUNT, 200_000, 200_000), [1]),
        (Criterion(INCOME, levels=("Working",)), [0, 2]),
        (Criterion(INCOME, levels=("Working", "Student")), [0, 2, 3]),
        (Criterion(INCOME, levels=("Unemployed",)), []),
        (Criterion("zone", levels=("accept",)), [0, 3, 4]),
        (Criterion("score", 500, 650), [0, 1, 4]),
    ],
)
def test_bounds_belong_to_the_range_and_the_unknown_never_matches(criterion, expected):
    assert who(criterion) == expected


def test_every_criterion_must_hold_and_none_lets_everyone_through():
    assert who(Criterion("zone", levels=("accept",)), Criterion(AGE, high=50)) == [0]
    assert who() == [0, 1, 2, 3, 4]


def test_only_the_columns_that_are_needed_are_asked_for():
    asked = []

    def column(name):
        asked.append(name)
        return world()[name]

    matching([Criterion(AGE, low=20), Criterion(AMOUNT)], column, 5)
    assert asked == [AGE]


@pytest.mark.parametrize(
    ("criterion", "expected", "remedy"),
    [
        (Criterion(AGE, 50, 20), "le minimum (50 ans) dépasse le maximum (20 ans)", "Échangez"),
        (Criterion(AGE, low=float("nan")), "un nombre est attendu, « nan »", "Écrivez un nombre"),
        (Criterion(AGE, high=float("inf")), "un nombre est attendu, « inf »", "Écrivez un nombre"),
        (Criterion(AGE, levels=("Working",)), "des bornes sont attendues", "Donnez un minimum"),
        (Criterion(INCOME, low=1), "une liste de valeurs est attendue", "Choisissez une ou plusieurs"),
        (Criterion(INCOME, levels=("Astronaut",)), "la valeur « Astronaut » n’existe pas", "Emploi"),
        (Criterion("application_code_gender", levels=("F",)), "Aucun filtre ne porte sur", "Score"),
        (Criterion("no_such"), "Aucun filtre ne porte sur « no_such »", "Choisissez l’un de ceux-ci"),
    ],
)
def test_what_is_wrong_is_said_with_its_remedy_before_anything_is_read(criterion, expected, remedy):
    with pytest.raises(CriterionError) as raised:
        matching([criterion], lambda _: pytest.fail("read"), 5)
    said = raised.value.words.fr.replace("\u00a0", " ")
    assert expected in said
    assert remedy in said
    assert isinstance(raised.value, UserError)
    assert str(raised.value) == raised.value.words.en


def test_they_are_said_in_both_languages():
    criteria = [
        Criterion("zone", levels=("accept", "review", "refuse")),
        Criterion(AGE, 30, 40),
        Criterion(AMOUNT, low=1e5),
        Criterion(SHARE, high=30),
        Criterion("score", 400, 400),
        Criterion(INCOME),
    ]
    assert [text.replace("\u00a0", " ").replace("\u202f", " ") for text in in_words(criteria, "fr")] == [
        "Zone de décision : accord, à étudier ou refus",
        "Âge du client : de 30 ans à 40 ans",
        "Montant du crédit demandé : au moins 100 000",
        "Part de la mensualité dans le revenu déclaré : au plus 30 %",
        "Score : exactement 400 points",
    ]
    assert in_words(criteria, "en")[0] == "Decision zone: grant, to be reviewed or refusal"


def test_no_offer_speaks_of_sex_and_every_offer_has_words_and_a_kind():
    features = [one.feature for one in CRITERIA]
    assert len(set(features)) == len(features)
    for one in CRITERIA:
        known = catalogue().get(one.feature)
        assert known is None or known.protected not in ("sex", "social")
        assert bool(one.unit) != bool(one.levels)
        assert one.label("fr")
        assert one.label("en")
        shown = [one.show(name, "fr") for name in one.levels] or [one.show(30, "fr")]
        assert not [text for text in shown if text.isupper() or "_" in text]


def test_two_bounds_that_read_the_same_are_one():
    criteria = [Criterion("application_days_birth", 40.0, 40.4), Criterion("application_amt_credit", 99.9, 100.2)]
    assert [text.rpartition(": ")[2] for text in in_words(criteria, "en")] == ["exactly 40\u00a0years", "exactly 100"]
