"""The flags: values outside what was seen, the source that would tell most, the reason that is not sure."""

import dataclasses

import numpy as np
import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.explain.assess import ScoredClient, unsure_reason
from scoring.explain.elements import Contribution, Source
from scoring.explain.families import stories
from scoring.explain.reasons import reasons, sentence, values_out_of_range
from scoring.explain.sources import HISTORIES, is_thin, most_telling
from scoring.features.catalogue import catalogue
from scoring.features.sources import EVIDENCE, without
from scoring.model.manifest import ReferenceStats
from scoring.model.score import out_of_range
from scoring.model.stable_reasons import lead_of_strongest, rank_elsewhere

AMOUNT, INCOME = "application_amt_credit", "application_name_income_type"
BURDEN = "application_annuity_income_ratio"
SEEN = ReferenceStats(typical=500.0, share=None, low=100.0, high=1100.0, levels=())  # 100 beyond is still near
TEXTS = ReferenceStats("Working", 0.6, None, None, ("Pensioner", "Working"))


def plain(text):
    return text.replace("\u00a0", " ").replace("\u202f", " ")


@pytest.mark.parametrize(("value", "held"), [(0.0, True), (-0.1, False), (1200.0, True), (1200.1, False), (None, True)])
def test_a_number_may_go_a_tenth_of_the_range_beyond_what_was_seen(value, held):
    assert SEEN.holds(value) == held


def test_a_text_must_have_been_met_and_an_empty_feature_holds_all():
    assert TEXTS.holds("Pensioner")
    assert not TEXTS.holds("Student")
    assert ReferenceStats(None, None, None, None, ()).holds(3.0)


@settings(deadline=None)  # how busy the machine is says nothing of the rule
@given(st.one_of(st.none(), st.floats(-1e4, 1e4)), st.one_of(st.none(), st.sampled_from(["Working", "Student"])))
def test_the_flag_and_the_names_follow_one_rule(number, text):
    reference, values = {AMOUNT: SEEN, INCOME: TEXTS}, {AMOUNT: number, INCOME: text}
    rows = pl.DataFrame({AMOUNT: [number], INCOME: [text]}, schema={AMOUNT: pl.Float64, INCOME: pl.String})
    assert out_of_range(rows, reference).tolist() == [bool(values_out_of_range(values, reference))]
    twice = pl.concat([rows, rows])  # one row is compared, several are computed
    assert out_of_range(twice, reference).tolist() == [bool(values_out_of_range(values, reference))] * 2


def test_values_outside_are_named_with_what_was_seen():
    number, text = values_out_of_range({AMOUNT: 9000.0, INCOME: "Student"}, {AMOUNT: SEEN, INCOME: TEXTS})
    assert (number.feature, plain(number.value["fr"])) == (AMOUNT, "9 000")
    assert plain(number.seen["fr"]) == "jusqu’ici de 100 à 1 100"
    assert number.seen["en"] == "so far from 100 to 1,100"
    assert text.seen == {"fr": "jamais rencontré jusqu’ici", "en": "never met so far"}


@pytest.mark.parametrize("known", HISTORIES)
def test_one_history_is_enough_for_a_file_not_to_be_thin(known):
    """Thin is who has none of the four histories; external scores and earlier requests are none."""
    nothing = dict.fromkeys(EVIDENCE, "none")
    assert is_thin([Source(name, state) for name, state in nothing.items()])
    assert is_thin([Source(name, "known" if name not in HISTORIES else "none") for name in EVIDENCE])
    assert is_thin([Source(name, "absent" if name == known else "none") for name in EVIDENCE])
    assert not is_thin([Source(name, "known" if name == known else "none") for name in EVIDENCE])


def test_the_most_telling_source_is_the_heaviest_that_is_missing():
    found = [Source("external_1", "none"), Source("external_3", "known"), Source("card", "absent")]
    assert most_telling(found, {"external_1": 0.2, "external_3": 0.9, "card": 0.1}) == "external_1"
    assert most_telling(found, {"external_3": 0.9, "card": 0.1}) == "card"
    assert most_telling(found, {}) is None
    assert most_telling([Source("card", "known")], {"card": 1.0}) is None


def test_a_matrix_without_a_source_is_made_again_by_the_feature_code():
    names = [f"application_ext_source_{n}" for n in (1, 2, 3)]
    rows = pl.DataFrame({names[0]: [0.2], names[1]: [0.4], names[2]: [0.6], "bureau_rows_count": [3.0]}).with_columns(
        application_external_mean=0.4, application_external_min=0.2, application_external_count=3.0, card_rows_count=2.0
    )
    left = without(rows, "external_1").row(0, named=True)
    assert left[names[0]] is None
    assert left["application_external_mean"] == pytest.approx(0.5)
    assert (left["application_external_min"], left["application_external_count"]) == (0.4, 2.0)
    assert without(rows, "bureau")["bureau_rows_count"].to_list() == [None]
    assert without(rows, "previous")["card_rows_count"].to_list() == [None]  # who never asked never had a card
    assert without(rows, "card")["bureau_rows_count"].to_list() == [3.0]
    with pytest.raises(KeyError):
        without(rows, "horoscope")


def test_every_source_is_told_by_a_feature():
    assert set(EVIDENCE.values()) <= set(catalogue())


def test_how_many_reasons_another_booster_finds_stronger():
    own = np.array([[0.9, 0.1, -0.5], [0.2, 0.1, -0.9]])
    other = np.array([[0.3, 0.5, 0.4], [0.0, 0.0, -0.1]])
    assert rank_elsewhere(own, other, np.array([0.5, -0.6])).tolist() == [2, 0]


def test_the_lead_of_the_strongest_reason_is_over_the_fifth_on_the_answers_side():
    reasons = np.array([[0.9, 0.5, -0.5, 0.1, 0.0, -2.0], [0.9, 0.5, -0.5, 0.1, 0.0, -2.0]])
    assert lead_of_strongest(reasons, np.array([0.5, -0.6])).tolist() == pytest.approx([0.9 + 0.5, 2.0 + 0.5])
    assert np.isinf(lead_of_strongest(reasons[:, :4], np.array([0.5, -0.6]))).all()


def test_the_unsure_reason_is_the_strongest_on_the_answers_side():
    row = ScoredClient(1, -2.0, -2.5, (), {}, ("unstable_reasons",), True, False)
    parts, reference = (
        (Contribution(AMOUNT, 1.0, 0.5), Contribution(BURDEN, 900.0, 0.3), Contribution(INCOME, "Student", -0.1)),
        {AMOUNT: SEEN, BURDEN: SEEN, INCOME: TEXTS},
    )
    families = stories(parts, reference, ())
    raises, _ = reasons(families, reference)
    assert raises[0].feature != AMOUNT  # a small amount that raises the risk is not said, and still what is asked about
    assert unsure_reason(row, families) == AMOUNT
    assert unsure_reason(dataclasses.replace(row, log_odds=-3.0), families) == INCOME
    assert unsure_reason(dataclasses.replace(row, causes=()), families) is None
    assert unsure_reason(row, ()) is None


def test_a_usual_value_is_told_beside_all_clients():
    text = plain(sentence(catalogue()[AMOUNT], 500.0, SEEN, "lowers", "fr"))
    assert text.endswith("500, la valeur habituelle ; par rapport à l’ensemble des clients, cela diminue le risque.")
