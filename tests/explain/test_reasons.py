"""Reasons: which are told, in which order, in which words."""

import pytest

from scoring.explain.assessment import Contribution
from scoring.explain.reasons import position, reasons, sentence, weight_of
from scoring.features.catalogue import catalogue
from scoring.model.manifest import ReferenceStats

NUMBER = ReferenceStats(typical=0.5, share=None, low=0.0, high=1.0, levels=())
INCOME = ReferenceStats(typical="Working", share=0.52, low=None, high=None, levels=("Pensioner", "Working"))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def usual(**given):
    return {name: given.get(name, NUMBER) for name in catalogue()}


def contribution(feature, share, value=0.2):
    return Contribution(feature, value, share)


def test_a_reason_reads_as_a_sentence_in_both_languages():
    entry = catalogue()["application_ext_source_3"]
    assert plain(sentence(entry, 0.18, NUMBER, "raises", "fr")) == (
        "Score externe n° 3 : 0,18, en dessous de l’habituel (0,50) ; cela augmente le risque."
    )
    assert plain(sentence(entry, 0.18, NUMBER, "raises", "en")) == (
        "External score no. 3: 0.18, below the usual (0.50); this raises the risk."
    )


@pytest.mark.parametrize(
    ("feature", "value", "seen", "said"),
    [
        ("application_ext_source_3", 0.9, NUMBER, "au-dessus de l’habituel (0,50)"),
        ("application_ext_source_3", 0.5, NUMBER, "la valeur habituelle"),
        ("application_ext_source_3", None, NUMBER, "l’absence de cette information compte aussi"),
        ("application_name_income_type", "Working", INCOME, "comme 52 % des clients"),
        ("application_ext_source_3", 0.9, ReferenceStats(None, None, None, None, ()), "sans valeur habituelle connue"),
    ],
)
def test_position_in_words(feature, value, seen, said):
    assert plain(position(catalogue()[feature], value, seen, "fr")) == said


def test_at_most_four_on_either_side_the_strongest_first():
    strong_first = [
        contribution("application_ext_source_1", 0.1),
        contribution("application_ext_source_2", 0.5),
        contribution("application_amt_credit", 0.2),
        contribution("application_amt_annuity", 0.3),
        contribution("application_own_car_age", 0.4),
        contribution("application_days_birth", -0.6),
    ]
    raising, lowering = reasons(strong_first, usual())
    assert [r.contribution for r in raising] == [0.5, 0.4, 0.3, 0.2]
    assert [r.feature for r in lowering] == ["application_days_birth"]


def test_features_of_one_column_are_one_reason_whose_weight_is_their_sum():
    told = [
        contribution("bureau_amt_credit_sum_max", 0.30),
        contribution("bureau_amt_credit_sum_mean", -0.05),
        contribution("bureau_active_amt_credit_sum_sum", 0.10),
    ]
    (only,), lowering = reasons(told, usual())
    assert only.contribution == pytest.approx(0.35)
    assert only.feature == "bureau_amt_credit_sum_max"
    assert set(only.family) == {one.feature for one in told}
    assert lowering == ()


def test_what_hardly_counts_is_not_said():
    assert reasons([contribution("application_amt_credit", 0.019)], usual()) == ((), ())


def test_weights_in_words():
    # log 1.4 = 0.3365, log 1.1 = 0.0953
    assert [weight_of(x) for x in (0.34, -0.34, 0.33, 0.096, 0.095)] == [
        "strong",
        "strong",
        "medium",
        "medium",
        "light",
    ]


def test_no_reason_of_any_feature_shows_a_raw_code():
    for name, entry in catalogue().items():
        value = entry.feature.levels[0] if entry.feature.levels else 0.3
        seen = ReferenceStats(value, 0.5, None, None, (str(value),)) if entry.feature.levels else NUMBER
        for language in ("fr", "en"):
            text = sentence(entry, value, seen, "raises", language)
            assert name not in text
            assert "_" not in text
            assert "XNA" not in text
