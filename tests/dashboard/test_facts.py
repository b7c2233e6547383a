"""What the card says, for clients of every kind."""

import pytest

from scoring.portfolio.facts import Facts
from scoring.texts.sentences import page

NBSP, THIN = "\u00a0", "\u00a0"
FULL = {
    "application_name_contract_type": "Cash loans",
    "application_amt_credit": 382500.0,
    "application_amt_annuity": 19080.0,
    "application_implied_term": 382500.0 / 19080.0,
    "application_amt_goods_price": 360000.0,
    "application_amt_income_total": 180000.0,
    "application_annuity_income_ratio": 0.106,
    "application_name_income_type": "Working",
    "application_days_employed": 430.0,
    "application_name_housing_type": "With parents",
    "application_days_birth": 10000.0,
    "application_name_family_status": "Single / not married",
    "bureau_rows_count": 5.0,
    "bureau_active_rows_count": 2.0,
    "previous_rows_count": 1.0,
    "installments_rows_count": 22.0,
    "installments_late_mean": 3 / 22,
}


def said(language="fr", absent=frozenset(), **changes):
    values = {**FULL, **changes}
    facts = Facts(values, language, lambda key, **words: page(key, language, **words), absent)
    return facts.who(), {name: value for _, lines in facts.blocks() for name, value in lines}


def test_a_full_file_reads_as_one_says_it():
    who, lines = said()
    assert who == f"Célibataire, 27{NBSP}ans"  # 10000 / 365.25 = 27.4
    assert lines == {
        "Type de crédit": "Prêt personnel",
        "Montant du crédit": f"382{THIN}500",
        "Mensualité": f"19{THIN}080",
        "Durée estimée": f"20{NBSP}mois",
        "Prix du bien": f"360{THIN}000",
        "Revenu déclaré": f"180{THIN}000",
        "Mensualité / revenu": f"11{NBSP}%",
        "Source de revenu": "Emploi",
        "Emploi actuel depuis": f"1{NBSP}an et 2{NBSP}mois",
        "Logement": "Chez ses parents",
        "Crédits ailleurs": "5, dont 2 en cours",
        "Demandes chez nous": "1",
        "Échéances payées en retard": "3 sur 22",
    }
    assert said("en")[0] == f"Single, 27{NBSP}years old"


def test_empty_histories_say_none():
    empty = dict.fromkeys(
        ("bureau_rows_count", "bureau_active_rows_count", "previous_rows_count", "installments_rows_count")
    )
    french, english = (said(language, **empty)[1] for language in ("fr", "en"))
    assert french["Crédits ailleurs"] == "aucun"
    assert french["Demandes chez nous"] == "aucune"
    assert french["Échéances payées en retard"] == "aucune échéance"
    assert english["Loans elsewhere"] == english["Applications with us"] == "none"


def test_a_missing_table_is_not_an_empty_history():
    lines = said(absent=frozenset({"bureau"}), bureau_rows_count=None)[1]
    assert lines["Crédits ailleurs"] == "source indisponible"


@pytest.mark.parametrize(
    ("loans", "running", "words"),
    [
        (1.0, 1.0, "1, en cours"),
        (1.0, None, "1, terminé"),
        (3.0, 3.0, "3, tous en cours"),
        (3.0, 0.0, "3, aucun en cours"),
        (3.0, 1.0, "3, dont 1 en cours"),
    ],
)
def test_loans_agree_with_their_number(loans, running, words):
    assert said(bureau_rows_count=loans, bureau_active_rows_count=running)[1]["Crédits ailleurs"] == words


def test_a_model_that_reads_fewer_features_shortens_the_line():
    values = {name: value for name, value in FULL.items() if name != "bureau_active_rows_count"}
    facts = Facts(values, "fr", lambda key, **words: page(key, "fr", **words))
    assert ("Crédits ailleurs", "5") in dict(facts.blocks())["history"]


@pytest.mark.parametrize(("share", "words"), [(0.0, "0 sur 22"), (0.14, f"14{NBSP}% sur 22"), (1.0, "22 sur 22")])
def test_late_instalments_are_counted_where_all_have_a_date(share, words):
    assert said(installments_late_mean=share)[1]["Échéances payées en retard"] == words
    assert said(installments_late_mean=None)[1]["Échéances payées en retard"] == "non renseigné, sur 22"


def test_what_says_nothing_of_a_client_is_left_out():
    lines = said(application_name_contract_type="Revolving loans")[1]
    assert "Durée estimée" not in lines
    assert "Prix du bien" not in lines
    assert "Montant du crédit" in lines


def test_a_pensioner_has_no_current_job_and_an_unknown_date_is_not_known():
    retired = said(application_name_income_type="Pensioner", application_days_employed=None)[1]
    assert retired["Emploi actuel depuis"] == "sans emploi en cours"
    assert said(application_days_employed=None)[1]["Emploi actuel depuis"] == "non renseigné"


def test_who_says_only_what_is_known():
    assert said(application_name_family_status=None)[0] == f"27{NBSP}ans"
    assert said(application_name_family_status="Unknown", application_days_birth=None)[0] == ""
