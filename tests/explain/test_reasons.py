"""Reasons: which are told, in which order, in which words."""

import re

import pytest

from scoring.explain.elements import Contribution, Source
from scoring.explain.families import family_of, in_points, stories, whole_points
from scoring.explain.reasons import position, reasons, sentence, usual_text, weight_of
from scoring.features.build import SOURCES
from scoring.features.catalogue import catalogue
from scoring.model.manifest import ReferenceStats

SCALE = re.compile(r"0 (?:à|to) 1|\((?:moyen|courant|médian|average|most frequent|median)\)|:")
NUMBER = ReferenceStats(typical=0.5, share=None, low=0.0, high=1.0, levels=())
INCOME = ReferenceStats(typical="Working", share=0.52, low=None, high=None, levels=("Pensioner", "Working"))


def plain(text: str) -> str:
    return text.replace("\u00a0", " ").replace("\u202f", " ")


def usual(**given):
    return {name: given.get(name, NUMBER) for name in catalogue()}


def contribution(feature, share, value=0.2):
    return Contribution(feature, value, share)


def told(contributions, *sources, **reference):
    return reasons(stories(contributions, usual(**reference), sources), usual(**reference))


def test_a_reason_reads_as_a_sentence_in_both_languages():
    entry = catalogue()["application_ext_source_3"]
    assert plain(sentence(entry, 0.18, NUMBER, "raises", "fr")) == (
        "Note de l’organisme extérieur n° 3 : 0,18, en dessous de l’habituel (0,50) ; cela augmente le risque."
    )
    assert plain(sentence(entry, 0.18, NUMBER, "raises", "en")) == (
        "Score from outside organisation no. 3: 0.18, below the usual (0.50); this raises the risk."
    )


@pytest.mark.parametrize(
    ("feature", "value", "seen", "said"),
    [
        ("application_ext_source_3", 0.9, NUMBER, "au-dessus de l’habituel (0,50)"),
        ("application_ext_source_3", 0.5, NUMBER, "la valeur habituelle"),
        ("application_ext_source_3", None, NUMBER, "l’absence de cette information compte aussi"),
        ("application_name_income_type", "Working", INCOME, "comme 52 % des clients"),
        ("bureau_days_credit_enddate_max", 40.0, NUMBER, "plus tard que d’habitude (dans moins d’un jour)"),
        ("bureau_days_credit_enddate_max", -40.0, NUMBER, "plus tôt que d’habitude (dans moins d’un jour)"),
        ("application_ext_source_3", 0.9, ReferenceStats(None, None, None, None, ()), "sans valeur habituelle connue"),
    ],
)
def test_position_in_words(feature, value, seen, said):
    assert plain(position(catalogue()[feature], value, seen, "fr")) == said


def test_at_most_four_on_either_side_the_strongest_first_and_one_to_act_on():
    strong_first = [
        contribution("application_own_car_age", 0.5, 9.0),
        contribution("application_days_last_phone_change", 0.4, 0.0),
        contribution("application_days_registration", 0.3, 0.0),
        contribution("bureau_rows_count", 0.25),
        contribution("application_region_population_relative", 0.2),
        contribution("application_amt_annuity", 0.1, 900.0),
        contribution("application_days_id_publish", -0.6, 900.0),
    ]
    raising, lowering = told(strong_first)
    assert [reason.contribution for reason in raising] == [0.5, 0.4, 0.3, 0.25, 0.1]
    assert [reason.actionable for reason in raising] == [False] * 4 + [True]
    assert [reason.feature for reason in lowering] == ["application_days_id_publish"]


def test_features_of_one_column_are_one_reason_whose_weight_is_their_sum():
    parts = [
        contribution("bureau_amt_credit_sum_max", 0.30),
        contribution("bureau_amt_credit_sum_mean", -0.05),
        contribution("bureau_active_amt_credit_sum_sum", 0.10),
    ]
    (only,), lowering = told(parts)
    assert only.contribution == pytest.approx(0.35)
    assert only.points == whole_points(in_points(0.35)) == -30
    assert only.feature == "bureau_amt_credit_sum_max"
    assert set(only.family) == {part.feature for part in parts}
    assert lowering == ()


def test_the_external_scores_and_what_is_derived_from_them_are_one_reason():
    names = ("ext_source_1", "ext_source_2", "ext_source_3", "external_mean", "external_min", "external_count")
    (only,), _ = told([contribution(f"application_{name}", 0.1) for name in names])
    assert len(only.family) == 6
    assert only.headline == {"fr": "Notes d’organismes extérieurs", "en": "Scores from outside organisations"}
    assert only.feature == "application_external_mean"
    assert told([contribution("application_ext_source_1", 0.3, None)])[0][0].value["fr"] == "aucune note reçue"


@pytest.mark.parametrize(
    ("feature", "value"),
    [
        ("external_mean", {"fr": "0,20 en moyenne", "en": "0.20 on average"}),
        ("external_min", {"fr": "0,20 pour la plus basse", "en": "0.20 for the lowest"}),
        ("ext_source_3", {"fr": "0,20 pour l’organisme n° 3", "en": "0.20 for organisation no. 3"}),
    ],
)
def test_under_their_common_name_a_score_says_which_of_them_it_is(feature, value):
    (only,), _ = told([contribution(f"application_{feature}", 0.5)])
    assert {language: plain(text) for language, text in only.value.items()} == value
    assert {language: plain(text) for language, text in only.usual.items()} == {"fr": "0,50", "en": "0.50"}
    assert f"extérieurs : {value['fr']}, en dessous de l’habituel (0,50) ;" in plain(only.sentence["fr"])


def test_nobody_is_told_to_take_another_kind_of_loan():
    kind = contribution("application_name_contract_type", 0.5, "Cash loans")
    seen = ReferenceStats("Revolving loans", 0.6, None, None, ("Cash loans", "Revolving loans"))
    (only,), _ = told([kind], application_name_contract_type=seen)
    assert (only.feature, only.actionable) == (kind.feature, False)


def test_how_many_external_scores_are_known_is_not_told_as_a_score():
    _, (only,) = told([contribution("application_external_count", -0.5, 3.0)])
    assert only.headline["fr"] == "Notes d’organismes extérieurs"
    assert only.value == {"fr": "3\u00a0notes connues", "en": "3\u00a0scores known"}
    assert "3\u00a0notes connues, " in only.sentence["fr"]


OURS = ("previous_rows_count", "pos_rows_count", "installments_late_mean", "installments_rows_count")


@pytest.mark.parametrize(
    ("states", "features", "headline", "count"),
    [
        ({"previous": "none", "pos": "none", "installments": "none"}, OURS, "Aucun crédit chez nous", 4),
        ({"pos": "none", "installments": "none"}, OURS[1:], "Aucune échéance payée chez nous", 3),
        ({"bureau": "none", "balance": "none"}, ("bureau_rows_count", "balance_rows_count"), "Aucun crédit connu", 2),
        ({"card": "none"}, ("card_rows_count", "card_amt_balance_mean"), "Aucune carte de crédit chez nous", 2),
    ],
)
def test_a_history_that_is_not_there_is_said_once_and_as_what_it_is(states, features, headline, count):
    parts = [contribution(name, 0.1, None) for name in features]
    (only,), _ = told(parts, *(Source(name, state) for name, state in states.items()))
    assert only.headline["fr"].startswith(headline)
    assert len(only.family) == count
    assert "non renseigné" not in only.sentence["fr"]
    assert only.usual["fr"] == ""


def test_what_is_missing_moves_the_score_and_is_no_reason():
    parts = [contribution("application_own_car_age", 0.3, None), contribution("application_occupation_type", 0.2, None)]
    (family,) = [family_of(story) for story in stories(parts, usual(), ())]
    assert family.headline["fr"].replace("\u00a0", " ") == "Informations manquantes (la demande en cours)"
    assert told(parts) == ((), ())
    (table,) = stories([contribution("card_rows_count", 0.3, None)], usual(), [Source("card", "absent")])
    assert family_of(table).headline["en"] == "Source not supplied (monthly follow-up of the credit card with us)"


def test_a_family_heads_what_is_said_of_it_so_that_its_name_holds_no_colon_itself():
    alone = [[contribution(name, 0.3, value)] for name in catalogue() for value in (None, 0.2)]
    absent = [[Source(source, state)] for source in SOURCES for state in ("none", "absent")]
    everything = [contribution(name, 0.3) for name in catalogue()]
    asked = [(parts, ()) for parts in alone] + [(everything, sources) for sources in absent]
    families = [family_of(story) for parts, sources in asked for story in stories(parts, usual(), sources)]
    names = {(language, name) for family in families for language, name in family.headline.items()}
    assert len(names) > 100
    assert [name for name in sorted(names) if ":" in name[1]] == []


def test_a_value_that_is_the_usual_one_is_no_reason_and_another_of_its_family_speaks():
    parts = [
        contribution("bureau_amt_credit_sum_max", 0.3, 0.5),
        contribution("bureau_amt_credit_sum_mean", 0.1, 900.0),
    ]
    (only,), _ = told(parts)
    assert (only.feature, only.contribution) == ("bureau_amt_credit_sum_mean", pytest.approx(0.4))
    assert told(parts[:1]) == ((), ())


@pytest.mark.parametrize(("value", "typical"), [(0.21, 0.20), (0.54, 0.52), (0.50, 0.52)])
def test_a_value_that_nobody_would_call_another_is_no_reason(value, typical):
    seen = ReferenceStats(typical, None, 0.0, 1.0, ())
    near = contribution("application_ext_source_3", 0.3, value)
    assert told([near], application_ext_source_3=seen) == ((), ())
    assert plain(position(catalogue()[near.feature], value, seen, "en")).startswith("near the usual")


def test_the_share_behind_a_usual_value_says_whose_it_is():
    entry = catalogue()["application_name_income_type"]
    assert plain(usual_text(entry, INCOME, "fr")) == "Emploi (52 % des clients)"
    assert plain(usual_text(entry, INCOME, "en")) == "Employment (52% of clients)"


def test_a_reasons_value_and_the_usual_one_are_in_one_unit():
    seen = ReferenceStats(700.0, None, 0.0, 9000.0, ())
    _, (only,) = told([contribution("application_days_employed", -0.3, 900.0)], application_days_employed=seen)
    assert (plain(only.value["fr"]), plain(only.usual["fr"])) == ("2 ans et 6 mois", "1 an et 11 mois")
    assert "2 ans et 6 mois, au-dessus de l’habituel (1 an et 11 mois)" in plain(only.sentence["fr"])


@pytest.mark.parametrize("kind", ["avg", "mode", "medi"])
def test_an_index_of_the_building_is_called_by_what_it_describes_whoever_speaks(kind):
    (only,), _ = told([contribution(f"application_floorsmin_{kind}", 0.3, 0.1)])
    assert only.headline["fr"] == "Indice d’étages de l’immeuble, partie basse"


def test_no_family_is_headed_by_a_scale_or_a_statistic():
    parts = [contribution(name, 0.1, 0.1) for name, entry in catalogue().items() if not entry.feature.levels]
    for story in stories(parts, usual(), ()):
        for text in family_of(story).headline.values():
            assert not re.search(
                r"0 (?:à|to) 1|\((?:moyen|courant|médian|average|most frequent|median)\)| :|:", text
            ), text


def test_who_speaks_is_on_the_side_that_wins_and_stands_where_it_is_expected():
    parts = [contribution("application_ext_source_2", -0.5, 0.4), contribution("application_ext_source_3", -0.2, 0.9)]
    _, (only,) = told([*parts, contribution("application_ext_source_1", 0.1, 0.1)])
    assert only.feature == "application_ext_source_3"
    assert "au-dessus de l’habituel" in only.sentence["fr"]


REFUSED, APPROVED = (f"previous_name_contract_status_{level}_share" for level in ("refused", "approved"))


@pytest.mark.parametrize(
    ("feature", "share", "value"),
    [
        (REFUSED, -0.2, 0.8),  # more refusals than usual lower no risk in anybody's ears
        (REFUSED, 0.2, 0.2),
        (APPROVED, 0.2, 0.8),
        ("installments_late_mean", -0.2, 0.8),
        ("application_ext_source_3", 0.2, 0.8),
    ],
)
def test_what_speaks_against_its_own_effect_is_not_said(feature, share, value):
    assert told([contribution(feature, share, value)]) == ((), ())
    (raising, lowering) = told([contribution(feature, -share, value)])
    assert [reason.feature for reason in (*raising, *lowering)] == [feature]


def test_another_of_the_family_speaks_where_one_would_contradict():
    few, many = contribution(REFUSED, -0.3, 0.8), contribution(APPROVED, -0.1, 0.9)
    _, (reason,) = told([few, many])
    assert (reason.feature, reason.contribution) == (APPROVED, pytest.approx(-0.4))


def test_what_hardly_counts_is_not_said():
    assert told([contribution("application_amt_credit", 0.069, 900.0)]) == ((), ())
    (raising,), lowering = told([contribution("application_amt_credit", 0.071, 900.0)])
    assert (raising.contribution, lowering) == (0.071, ())


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
