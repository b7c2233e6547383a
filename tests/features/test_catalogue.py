"""The catalogue: one entry a feature, told apart by its words, and nothing that a lender may not use."""

import re
from collections import Counter

import pytest

from scoring.features.build import definitions
from scoring.features.catalogue import allowed_features, catalogue
from scoring.settings import Switches
from scoring.tables.schema import CONTRACT

EVERY_SWITCH = Switches(age=True, family_status=True, social_circle=True)
NO_SWITCH = Switches(age=False, family_status=False, social_circle=False)


def test_every_feature_has_one_entry_in_the_matrixs_order():
    assert list(catalogue()) == [feature.name for feature in definitions()]


def test_names_are_unique_and_safe_for_lightgbm_and_files():
    names = [feature.name for feature in definitions()]
    assert not [name for name, times in Counter(names).items() if times > 1]
    assert not [name for name in names if not re.fullmatch(r"[a-z][a-z0-9_]{1,62}", name)]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_labels_tell_features_apart(language):
    labels = Counter((entry.feature.source, entry.label.say(language)) for entry in catalogue().values())
    assert not [label for label, times in labels.items() if times > 1]


@pytest.mark.parametrize("language", ["fr", "en"])
def test_labels_are_whole_and_show_no_code(language):
    labels = [entry.label.say(language) for entry in catalogue().values()]
    assert not [label for label in labels if not label or re.search(r"[{}_]|[A-Z]{4,}|XNA|XAP|365243", label)]


def test_every_entry_has_a_direction_a_theme_and_a_basis():
    for entry in catalogue().values():
        assert entry.direction in (-1, 0, 1), entry.name
        assert entry.theme in ("credit", "income", "history", "repayment", "external", "situation"), entry.name
        assert entry.basis in ("economic", "history", "external", "housing", "stability", "none"), entry.name
        assert entry.protected in ("", "sex", "age", "family", "social"), entry.name
        assert isinstance(entry.actionable, bool), entry.name


@pytest.mark.parametrize("switches", [Switches(), EVERY_SWITCH, NO_SWITCH])
def test_sex_and_what_has_no_basis_are_never_allowed(switches):
    allowed = allowed_features(switches)
    assert not [name for name in allowed if "gender" in name or "sex" in name.split("_")]
    assert not [name for name in allowed if catalogue()[name].protected == "sex"]
    social = {"social"} if switches.social_circle else set()
    assert not [n for n in allowed if catalogue()[n].basis == "none" and catalogue()[n].protected not in social]


def names_about(protected: str) -> set[str]:
    return {name for name, entry in catalogue().items() if entry.protected == protected}


@pytest.mark.parametrize(
    ("switch", "protected", "example"),
    [
        ("age", "age", "application_days_birth"),
        ("family_status", "family", "application_name_family_status"),
        ("social_circle", "social", "application_def_30_cnt_social_circle"),
    ],
)
def test_a_switch_lets_in_what_it_names_and_nothing_else(switch, protected, example):
    off = set(allowed_features(NO_SWITCH))
    on = set(
        allowed_features(Switches(**({"age": False, "family_status": False, "social_circle": False} | {switch: True})))
    )
    assert example in on - off
    assert on - off <= names_about(protected)
    assert not off & names_about(protected)


def test_by_default_age_is_in_and_family_and_friends_are_out():
    allowed = set(allowed_features(Switches()))
    assert "application_days_birth" in allowed
    assert not allowed & (names_about("family") | names_about("social"))


def test_every_column_of_the_application_is_a_feature_or_left_out_on_purpose():
    used = {feature.column for feature in definitions() if feature.source == "application"}
    unused = set(CONTRACT["application_train"].columns) - used
    assert unused == {"SK_ID_CURR", "TARGET", "CODE_GENDER", "FLAG_MOBIL"}  # FLAG_MOBIL is 1 for all but one client


def test_features_speak_of_every_history():
    rooms = Counter(feature.source for feature in definitions())
    assert set(rooms) == {"application", "bureau", "balance", "previous", "pos", "installments", "card"}
    assert len(definitions()) > 400


def test_no_feature_shows_a_raw_value():
    entry = catalogue()["application_name_income_type"]
    assert entry.show("State servant", "fr") != "State servant"
    assert catalogue()["application_days_birth"].show(9461.0, "fr") == "25\u00a0ans"  # 25.9: completed years


def test_an_empty_value_has_words():
    for language in ("fr", "en"):
        assert catalogue()["application_amt_annuity"].show(None, language)


@pytest.mark.parametrize(
    ("name", "meaning"),
    [
        ("pos_late_mean", "Late months on previous loans, share"),
        ("previous_nflag_insured_on_approval_mean", "Insurance requested in a previous application, share"),
        ("card_utilisation_mean", "Share of the credit card limit in use, on average"),
    ],
)
def test_the_mean_of_a_yes_or_no_is_a_share_and_that_of_a_ratio_an_average(name, meaning):
    assert catalogue()[name].meaning.en == meaning


def test_columns_that_say_the_same_of_a_client_are_one_story():
    members = {}
    for entry in catalogue().values():
        column = entry.feature.column
        if entry.story != f"{entry.feature.source}.{column}" and not column.endswith(("_AVG", "_MODE", "_MEDI")):
            members.setdefault(entry.story, set()).add((entry.feature.source, column))
    expected = {
        "application.DAYS_EMPLOYED": "NAME_INCOME_TYPE employed_share",
        "application.external": "EXT_SOURCE_1 EXT_SOURCE_2 EXT_SOURCE_3 external_mean external_min external_count",
        "bureau.CREDIT_ACTIVE": "rows",
        "bureau.AMT_CREDIT_SUM_DEBT": "debt_ratio debt_income_ratio",
        "bureau.balance_late_share": "balance_worst",
        "balance.late": "dpd_grade late_trend",
        "pos.late": "SK_DPD SK_DPD_DEF late_trend",
        "installments.paid_ratio": "gap underpaid",
        "installments.late": "days_late days_early late_trend days_early_trend",
        "card.late": "SK_DPD SK_DPD_DEF",
        "card.AMT_BALANCE": "balance_trend",
        "card.AMT_DRAWINGS_CURRENT": "drawings_trend",
    }
    assert members == {
        story: {(story.partition(".")[0], column) for column in columns.split()} for story, columns in expected.items()
    }
