"""Sentences that depend on a run, each tried on runs that differ; and the figures that carry the same claims."""

import re
from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from scoring.analysis.candidate_rule import Recommendation
from scoring.analysis.drift import LIMITS
from scoring.documents.charts import bars
from scoring.documents.conclusions import (
    absent_tables,
    calibration_parts,
    cost_verdict,
    law_price,
    review_shares,
    stability_written,
    tables_in_words,
)
from scoring.documents.curves import calibration_table
from scoring.documents.findings import age_price, age_verdict, between, compared, rule_applied
from scoring.documents.note import Note
from scoring.documents.numbers import numbers
from scoring.documents.numbers_decision import saving_if_granted
from scoring.documents.quality_sentences import calibration_gap, candidate_name, committee_number, groups_apart
from scoring.documents.run_facts import facts_of
from scoring.documents.swarm import Swarm
from scoring.documents.waterfall import steps, waterfall
from scoring.documents.written_numbers import share_between
from scoring.model.calibration_error import BINS
from scoring.model.evaluate import evaluate
from scoring.settings import Switches, Training
from scoring.tables.schema import TABLES
from scoring.texts.sentences import words


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.fixture(scope="module")
def facts(world):
    return facts_of(world)


def test_a_difference_that_is_near_nothing_keeps_its_sign():
    row = {"a": -0.0003, "b": -0.0051, "c": 0.00003}
    assert plain(between(row, ("a", "b", "c"), "fr")) == "−0,0003 (−0,0051 à 0,0000)"


@pytest.mark.parametrize(
    ("ece", "floor", "limit", "verdict"),
    [
        (0.0117, 0.0131, 0.0171, "no more than chance"),
        # Three in ten perfect models of as many clients show more: the gap above the mean was "more than chance".
        (0.0144, 0.0131, 0.0171, "no more than chance"),
        (0.0172, 0.0131, 0.0171, "more than chance"),
    ],
)
def test_the_gap_is_never_said_to_hold_a_part_larger_than_itself(ece, floor, limit, verdict):
    text = calibration_gap({"ece": ece, "ece_floor": floor, "ece_limit": limit}, "en")
    assert text.endswith(f": {verdict}")
    assert [f"{value:.4f}" for value in (ece, floor, limit) if f"{value:.4f}" not in text] == []
    assert "of which" not in text


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nothing_is_concluded_of_a_model_that_was_trained_before_the_limit_was_measured(language):
    text = plain(calibration_gap({"ece": 0.0144, "ece_floor": 0.0131}, language))
    assert (
        text
        == {
            "fr": "écart moyen 0,0144 ; le hasard seul en montre 0,0131 en moyenne",
            "en": "mean gap 0.0144; chance alone shows 0.0131 on average",
        }[language]
    )


@pytest.mark.parametrize(("within", "key"), [(20, "usual"), (19, "usual"), (17, "usual"), (16, "few"), (8, "few")])
def test_whether_few_parts_agree_follows_from_chance(within, key):
    text = plain(calibration_parts(within, 20, 0.95, "fr"))
    assert text.startswith(f"Dans {within} tranches sur 20")
    assert ("le hasard ne l’explique pas" in text) is (key == "few")


def test_text_and_figure_cut_into_the_same_parts(facts):
    assert len(calibration_table(facts.target, facts.probability)) == BINS
    assert numbers(facts, "fr")["parts"] == str(BINS)


@pytest.mark.parametrize(
    ("absent", "read", "said"),
    [
        ((), (), "Les huit tables sont présentes."),
        (("bureau",), (), "leur absence n’envoie aucun dossier à l’étude"),
        (("bureau",), ("bureau",), "tous les dossiers partent à l’étude"),
    ],
)
def test_what_is_said_of_absent_tables_is_what_they_do(absent, read, said):
    assert said in plain(absent_tables(absent, read, "fr"))


def test_names_of_absent_tables_stand_within_the_sentence_as_any_word():
    assert "Manque dans ces données : échéances payées, cartes de crédit." in plain(
        absent_tables(("installments_payments", "credit_card_balance"), (), "fr")
    )


@pytest.mark.parametrize(
    ("absent", "of_tables", "told"),
    [
        (
            (),
            "des huit tables",
            "la demande elle-même, les crédits chez d’autres prêteurs et leur suivi mensuel, "
            "les demandes précédentes, et les remboursements passés",
        ),
        (
            ("installments_payments", "bureau_balance"),
            "de six tables",
            "la demande elle-même, les crédits chez d’autres prêteurs, "
            "les demandes précédentes, et les remboursements passés",
        ),
        (
            ("bureau", "bureau_balance", *(name for name in TABLES if "balance" in name or "payments" in name)),
            "de trois tables",
            "la demande elle-même et les demandes précédentes",
        ),
        ([name for name in TABLES if name != "application_train"], "d’une seule table", "la demande elle-même"),
    ],
)
def test_the_note_counts_and_names_the_tables_that_are_there(absent, of_tables, told):
    assert tables_in_words([name for name in TABLES if name not in absent], "fr") == (of_tables, told)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_section_on_the_problem_speaks_of_no_table_that_is_absent(facts, language, monkeypatch):
    there = facts.tables[~facts.tables["table"].isin(["bureau", "bureau_balance", "installments_payments"])]
    lacking = facts.tables.assign(state=["here" if name in set(there["table"]) else "absent" for name in TABLES])
    monkeypatch.setitem(facts.__dict__, "tables", lacking)
    origin = plain(words("note.section.problem", language, **_spoken(facts, language))).split("**")[4]
    assert {"fr": "de cinq tables (", "en": "comes from five tables ("}[language] in origin
    assert {"fr": "suivi mensuel,", "en": "follow-up,"}[language] not in origin


def _spoken(facts, language):
    return numbers(facts, language) | {"table_tables": "2"}


def test_no_text_promises_review_for_any_absent_table():
    promised = [key for key, words in words.all().items() if "une table manque" in words.fr]
    assert promised == []


@pytest.mark.parametrize(
    ("index", "french"), [(0.0, "moins de 0,001"), (0.0009, "moins de 0,001"), (0.001, "0,001"), (0.2512, "0,251")]
)
def test_an_index_that_is_not_nothing_is_not_written_as_zero(index, french):
    assert plain(stability_written(index, "fr")) == french


def test_two_refusal_rates_are_told_apart_and_add_up(facts):
    text = plain(review_shares(0.2, 0.26, 0.23, 0.14, 0.2, "fr"))
    assert "(20,0 % des dossiers ; elle est tracée pour tenir au plus 20 % de ceux à l’issue connue" in text
    assert "(6,0 % de plus), soit 26,0 % en tout" in text
    assert "refuse 23,0 % des dossiers : 14,0 % en zone de refus, 9,0 % dans la zone d’étude" in text
    zones = facts.clients["zone"]
    unseen = (facts.clients["refused"] & (zones != "review")).mean()
    assert unseen == pytest.approx((zones == "refuse").mean())


def test_the_saving_is_said_both_ways(facts):
    assert facts.cost_if_granted != facts.rule("threshold")["cost"]
    assert numbers(facts, "en")["if_granted"] == saving_if_granted(
        1 - facts.rule("threshold")["cost"] / without(facts), 1 - facts.cost_if_granted / without(facts), "en"
    )
    assert plain(saving_if_granted(0.404, 0.396, "fr")) == "il resterait de 40 %"
    assert plain(saving_if_granted(0.404, 0.39, "fr")) == "il serait de 39 %"


@pytest.mark.parametrize(("refused", "unseen"), [(0.2694, 0.1725), (0.2694, 0.1734), (0.1, 0.1), (0.0444, 0.0006)])
@pytest.mark.parametrize(("band", "reviewed"), [(0.2036, 0.2279), (0.2044, 0.2275), (0.0, 0.0004)])
def test_parts_of_a_share_add_up_as_they_are_written(refused, unseen, band, reviewed):
    text = review_shares(band, reviewed, refused, unseen, 0.2, "en")
    near, _, others, everyone, refusals, alone, seen = (float(part) for part in re.findall(r"([\d.]+)%", text))
    assert near + others == pytest.approx(everyone, abs=1e-9)
    assert alone + seen == pytest.approx(refusals, abs=1e-9)


def without(facts):
    return min(facts.rule("grant_all")["cost"], facts.rule("refuse_all")["cost"])


def test_groups_outside_their_interval_are_named():
    assert "aucun des 9 groupes" in plain(groups_apart([], 9, "fr"))
    assert "un groupe sur 9" in plain(groups_apart(["Femme"], 9, "fr"))
    assert plain(groups_apart(["Femme", "Marié"], 9, "fr")).endswith(": Femme, Marié.")


@pytest.mark.parametrize(
    ("difference", "low", "high", "said"),
    [
        (0.012, 0.004, 0.02, "costs 1.2 points of AUC (95% interval: 0.4 to 2.0)"),
        (-0.012, -0.02, -0.004, "costs nothing: the AUC even changes by +1.2 points (95% interval: +0.4 to +2.0)"),
        (
            0.001,
            -0.004,
            0.006,
            "changes the AUC by −0.1 points, which cannot be told from chance (95% interval: −0.6 to +0.4)",
        ),
    ],
)
def test_the_price_of_the_law_is_said_as_it_was_measured(difference, low, high, said):
    assert said in law_price(difference, low, high, "en")


def test_a_waterfall_goes_from_the_start_to_the_answer_and_leaves_nothing_out(facts):
    answer = facts.portfolio.assess(facts.example)
    reasons = [reason.contribution for reason in (*answer.raises, *answer.lowers)]
    others = answer.log_odds - answer.base_value - sum(reasons)
    bars_of = steps(pd.Series([answer.base_value, *reasons, others, answer.log_odds]))
    assert bars_of["start"].iloc[-2] + others == pytest.approx(answer.log_odds, abs=1e-9)
    html = Note(facts, "fr").piece("case").html(1, "fr")
    for label in ("Point de départ", "Toutes les autres variables", "Réponse pour ce dossier"):
        assert f">{label}</td>" in html


def test_bars_of_a_waterfall_float_where_the_one_before_ends():
    frame = pd.DataFrame({"name": list("abcd"), "value": [-2.0, 0.5, -0.25, -1.75]})
    patches = waterfall(frame, "name", "value", "", "en").axes[0].patches
    assert [(patch.get_x(), patch.get_width()) for patch in patches] == [(0, -2), (-2, 0.5), (-1.5, -0.25), (0, -1.75)]


def test_limits_of_the_drift_are_drawn_and_within_the_picture():
    frame = pd.DataFrame({"name": ["a"], "index": [0.02]})
    axes = bars(frame, "name", "index", limits=LIMITS, percent=False).axes[0]
    assert [line.get_xdata()[0] for line in axes.lines] == [0.10, 0.25]
    assert axes.get_xlim()[1] > 0.25


def test_the_noise_floor_is_the_same_whoever_asks():
    generator = np.random.default_rng(1)
    probability = generator.uniform(0.02, 0.3, 400)
    target = (generator.random(400) < probability).astype(np.int64)
    assert evaluate(target, probability).ece_floor == evaluate(target, probability).ece_floor


def test_the_words_are_the_fields():
    wrong = ("noyau", "réexécuté", "sans réflexion", "Se lit", "informations")
    offenders = [f"{key}: {word}" for key, words in words.all().items() for word in wrong if word in words.fr]
    assert offenders == []


@pytest.mark.parametrize(
    ("cheaper", "said"),
    [
        ([], "Aucun autre candidat licite ne coûte moins"),
        ([("le kernel", -2.1, -5.0, 0.8)], "le kernel, −2,1 (−5,0 à +0,8) ; l’écart ne se distingue pas du hasard"),
        (
            [("le kernel", -2.1, -5.0, 0.8), ("la grille", -4.0, -7.0, -1.0)],
            "n’est pas le moins coûteux",
        ),
    ],
)
def test_a_cheaper_candidate_is_named_with_its_paired_interval(cheaper, said):
    assert said in plain(cost_verdict(cheaper, "fr"))


def choice(facts):
    return {language: plain(compared(facts, language)) for language in ("fr", "en")}


def test_the_choice_is_told_as_the_run_found_it_on_two_runs_that_differ(facts_won, facts_lost):
    won, lost = choice(facts_won), choice(facts_lost)
    assert "Aucun autre candidat licite ne coûte moins sur ces dossiers." in won["fr"]
    assert "n’est pas le moins coûteux" in lost["fr"]
    assert "sans les limites du droit" not in lost["fr"]
    assert "sans l’âge" not in lost["fr"]
    assert "son AUC n’atteint pas tout à fait 0,5" in won["fr"]
    assert lost["fr"].endswith("ces dossiers ne suffisent pas à justifier qu’on le préfère.")
    assert lost["en"].endswith("these applications do not suffice to justify preferring it.")


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        (Recommendation("blend", "blend", 0.0, 0.0, 0.0), "désigne la moyenne de trois modèles, qui coûte le moins"),
        (Recommendation("scorecard", "blend", 1.3, -0.4, 3.0), "+1,3 pour 100 dossiers (−0,4 à +3,0)"),
        # "its" fitted one name of several: "les trois scores externes seuls : son écart de coût"
        (
            Recommendation("external", "blend", 3.5, -0.4, 7.4),
            "externes seuls : l’écart de coût avec la moyenne de trois modèles, qui coûte le moins, est",
        ),
    ],
)
def test_the_rule_says_what_it_names_and_by_how_much(chosen, said):
    text = plain(rule_applied(_run_that_names(chosen, (-0.01, -0.03, 0.01)), "fr"))
    assert said in text
    assert ("C’est le modèle servi." in text) is (chosen.candidate == "blend")


def _run_that_names(chosen, apart):
    """A run whose rule names a candidate that ranks so far from the served model."""
    row = dict(zip(("difference", "difference_low", "difference_high"), apart, strict=True))
    compared_with = pd.DataFrame([{"candidate": chosen.candidate} | row])
    return SimpleNamespace(
        recommended=chosen, manifest=SimpleNamespace(settings={"candidate": "blend"}), compared=compared_with
    )


@pytest.mark.parametrize(
    ("apart", "said"),
    [
        ((-0.0384, -0.0589, -0.0179), "mais il classe mieux, de 0,038 d’AUC (0,018 à 0,059)."),
        ((-0.0384, -0.0589, 0.0), "ne suffisent pas à justifier qu’on le préfère."),
        ((0.02, 0.01, 0.03), "ne suffisent pas à justifier qu’on le préfère."),
    ],
)
def test_where_the_rule_names_another_what_speaks_for_the_served_model_is_its_ranking_alone(apart, said):
    chosen = Recommendation("external_scores", "monotone", 3.2, -0.6, 7.0)
    assert plain(rule_applied(_run_that_names(chosen, apart), "fr")).endswith(said)


@pytest.mark.parametrize(
    ("language", "counted"), [("fr", "candidats et la fréquence moyenne."), ("en", "candidates and the mean rate.")]
)
def test_a_slide_counts_the_candidates_that_its_picture_shows(facts_won, language, counted):
    """Ten were counted beside a picture of nine."""
    note = Note(facts_won, language)
    rows = len(note.piece("candidate_dots").rows)
    assert 1 + rows == len(facts_won.compared)
    assert f"**{rows} {counted}**" in plain(note.numbers["compared_short"])


def test_figures_do_not_hide_what_speaks_against_the_served_model(facts_won, facts_lost):
    served = candidate_name("blend", "fr")
    best = {
        name: Note(facts, "fr").piece("candidate_dots").title
        for name, facts in zip("wl", (facts_won, facts_lost), strict=True)
    }
    assert served in best["w"]
    assert served not in best["l"]
    fell = facts_lost.ladder["difference"].iloc[-1]
    assert fell < 0
    assert between(facts_lost.ladder.iloc[-1], ("difference", "low", "high"), "fr").startswith("−")


@pytest.mark.parametrize(
    ("measured", "said"),
    [
        (
            {"difference": -0.012, "low": -0.02, "high": -0.004},
            "coûterait 1,2 point d’AUC (intervalle à 95 % : de 0,4 à 2,0)",
        ),
        ({"difference": 0.012, "low": 0.004, "high": 0.02}, "ne coûterait rien"),
        ({"difference": -0.001, "low": -0.006, "high": 0.004}, "de −0,1 point, ce qui ne se distingue pas du hasard"),
        (None, "n’a pas été mesuré"),
    ],
)
def test_the_price_of_the_age_is_said_as_it_was_measured(measured, said):
    run = SimpleNamespace(training=Training(), effects={} if measured is None else {"age": measured})
    assert said in plain(age_price(run, "fr"))


@pytest.mark.parametrize(
    ("age", "measured", "is_said"),
    [
        (True, {"difference": 0.005, "low": -0.001, "high": 0.012}, True),
        (True, {"difference": 0.012, "low": 0.004, "high": 0.02}, True),
        (True, {"difference": -0.012, "low": -0.02, "high": -0.004}, False),
        (True, None, False),
        (False, {"difference": 0.005, "low": -0.001, "high": 0.012}, False),
    ],
)
def test_where_the_age_brings_nothing_the_lender_is_told_to_say_why_it_serves(age, measured, is_said):
    run = SimpleNamespace(
        training=Training(switches=Switches(age=age)), effects={} if measured is None else {"age": measured}
    )
    assert ("motiver ce choix" in age_verdict(run, "fr")) is is_said


@pytest.mark.parametrize(
    ("contributions", "is_one_way"), [([0.4, 0.2, 0.21, -0.4], True), ([0.4, -0.25, -0.2, -0.4], False), ([0.0], True)]
)
def test_a_curve_that_turns_back_is_not_said_to_go_one_way(contributions, is_one_way):
    swarm = Swarm({"a": np.array(contributions)}, {"a": np.arange(float(len(contributions)))})
    assert swarm.is_one_way("a") is is_one_way


def test_a_model_without_the_age_says_so_in_place_of_its_price():
    run = SimpleNamespace(training=Training(switches=Switches(age=False)), effects={})
    assert age_price(run, "en") == "Age is not an input of the model."


@pytest.mark.parametrize(
    ("precision", "said"),
    [
        ((0.193, 0.171, 0.214), "sur 100 refusés, 19 auraient eu une difficulté"),
        ((float("nan"),) * 3, "personne n’est refusé"),
    ],
)
def test_the_committees_number_is_said_even_where_nobody_is_refused(precision, said):
    assert said in plain(committee_number(*precision, "fr"))


@pytest.mark.parametrize(
    ("values", "written"),
    [
        # 307,511 clients: the page said "23 % (23 % à 23 %)" and "69 % (entre 68 % et 69 %)".
        ((0.2314, 0.2296, 0.2332), ("23,1 %", "23,0 %", "23,3 %")),
        ((0.6861, 0.6810, 0.6922), ("68,6 %", "68,1 %", "69,2 %")),
        ((0.0098, 0.0094, 0.0103), ("0,98 %", "0,94 %", "1,03 %")),
        ((0.431, 0.38, 0.482), ("43 %", "38 %", "48 %")),
        ((0.0, 0.0, 0.09), ("0 %", "0 %", "9 %")),
        ((1.0, 1.0, 1.0), ("100 %", "100 %", "100 %")),
    ],
)
def test_an_interval_has_as_many_decimals_as_tell_its_ends_apart(values, written):
    assert tuple(map(plain, share_between(*values, "fr"))) == written


def test_the_committees_number_stays_a_count_of_people_whose_ends_are_told_apart():
    committee = plain(committee_number(0.1998, 0.1974, 0.2031, "fr"))
    assert committee == "sur 100 refusés, 20 auraient eu une difficulté (intervalle à 95 % : de 19 à 21)"
    # 20 stood outside "19,5 à 19,9"
    assert "20 auraient eu une difficulté (intervalle à 95 % : de 19 à 20)" in plain(
        committee_number(0.197, 0.195, 0.199, "fr")
    )
