"""Features made from two others, by hand; the same through every door, a simulated change too."""

from __future__ import annotations

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from scoring.features import combined
from scoring.features.build import build
from scoring.features.catalogue import catalogue
from scoring.features.inputs import raw_columns
from scoring.features.plan import ApplicationPlan, FeaturePlans
from scoring.features.sources import source_of, without
from scoring.portfolio.write import portfolio_variables
from scoring.settings import Switches

PAYMENT = {"SK_ID_PREV": 7, "NUM_INSTALMENT_VERSION": 1, "AMT_INSTALMENT": 25.0, "AMT_PAYMENT": 25.0}
HISTORIES = {
    "bureau": [
        {"SK_ID_BUREAU": 1, "CREDIT_ACTIVE": "Active", "AMT_CREDIT_SUM": 2000.0, "AMT_CREDIT_SUM_DEBT": 300.0},
        {"SK_ID_BUREAU": 2, "CREDIT_ACTIVE": "Closed", "AMT_CREDIT_SUM": 4000.0, "AMT_CREDIT_SUM_DEBT": 900.0},
    ],
    "bureau_balance": [
        {"SK_ID_BUREAU": 1, "MONTHS_BALANCE": -1, "STATUS": "1"},
        {"SK_ID_BUREAU": 1, "MONTHS_BALANCE": -13, "STATUS": "0"},
    ],
    "previous_application": [
        {"SK_ID_PREV": 7, "NAME_CONTRACT_STATUS": "Approved", "AMT_CREDIT": 250.0},
        {"SK_ID_PREV": 8, "NAME_CONTRACT_STATUS": "Refused", "AMT_CREDIT": 9000.0},
    ],
    "POS_CASH_balance": [
        {"SK_ID_PREV": 7, "MONTHS_BALANCE": -2, "SK_DPD": 0},
        {"SK_ID_PREV": 7, "MONTHS_BALANCE": -20, "SK_DPD": 9},
    ],
    "installments_payments": [
        PAYMENT | {"NUM_INSTALMENT_NUMBER": 2, "DAYS_INSTALMENT": -100, "DAYS_ENTRY_PAYMENT": -99},
        PAYMENT | {"NUM_INSTALMENT_NUMBER": 1, "DAYS_INSTALMENT": -400, "DAYS_ENTRY_PAYMENT": -404},
    ],
    "credit_card_balance": [
        {"SK_ID_PREV": 9, "MONTHS_BALANCE": -1, "AMT_BALANCE": 300.0, "AMT_DRAWINGS_CURRENT": 0.0},
        {"SK_ID_PREV": 9, "MONTHS_BALANCE": -14, "AMT_BALANCE": 100.0, "AMT_DRAWINGS_CURRENT": 80.0},
    ],
}
BY_HAND = {
    "balance_late_trend": 2.0,  # late in the one recent month, in 1 of 2 months in all
    "pos_late_trend": 0.0,
    "installments_late_trend": 2.0,
    "installments_days_early_trend": 0.0,  # 4 days early once, long ago
    "card_balance_trend": 1.5,  # 300 / 200
    "card_drawings_trend": 0.0,
    "previous_requested_granted_ratio": 2.0,  # 500 / 250: what was refused does not count
    "bureau_requested_elsewhere_ratio": 0.125,  # 500 / 4000
    "installments_requested_instalment_ratio": 2.0,  # 50 / 25
    "bureau_debt_income_ratio": 0.3,  # 300 / 1000: of running credits
}


@pytest.fixture
def tables(tables_of):
    """One client with every history, one with none."""
    owned = {name: [{"SK_ID_CURR": 1} | row for row in rows] for name, rows in HISTORIES.items()}
    return tables_of([{"SK_ID_CURR": 1, "AMT_ANNUITY": 50.0}, {"SK_ID_CURR": 2, "AMT_ANNUITY": 50.0}], **owned)


def test_each_is_one_feature_over_another_and_empty_without_the_history(tables):
    row, nothing = build(tables).select(list(BY_HAND)).iter_rows(named=True)
    assert row == pytest.approx(BY_HAND)
    assert list(BY_HAND) == [feature.name for feature in combined.definitions()]
    assert set(nothing.values()) == {None}


def test_nothing_is_divided_by_nothing(tables_of):
    never_late = [PAYMENT | {"SK_ID_CURR": 1, "DAYS_INSTALMENT": -100, "DAYS_ENTRY_PAYMENT": -100}]
    row = build(tables_of([{"SK_ID_CURR": 1, "AMT_ANNUITY": 50.0}], installments_payments=never_late))
    assert row["installments_late_trend"].item() is None
    assert row["installments_requested_instalment_ratio"].item() == 2.0


def test_what_is_too_large_to_be_a_number_is_empty(tables_of):
    previous = [{"SK_ID_CURR": 1, "SK_ID_PREV": 1, "NAME_CONTRACT_STATUS": "Approved", "AMT_CREDIT": 1e-10}]
    row = build(tables_of([{"SK_ID_CURR": 1, "AMT_CREDIT": 1.7e308}], previous_application=previous))
    assert row["previous_requested_granted_ratio"].item() is None


def test_one_client_alone_asked_for_combined_features_alone_has_those_of_the_matrix(tables):
    expected = build(tables).head(1).select("SK_ID_CURR", *BY_HAND)
    row = FeaturePlans(frozenset(BY_HAND)).row(tables.of([1]))
    assert row.columns == ["SK_ID_CURR", "TARGET", *BY_HAND]
    assert_frame_equal(row.drop("TARGET"), expected, check_exact=True)


def test_a_simulated_change_is_held_against_the_history_anew(tables):
    stored = build(tables).head(1).select("SK_ID_CURR", *portfolio_variables(list(BY_HAND)))
    application = tables.application().collect().head(1)
    changed = application.with_columns(AMT_CREDIT=pl.lit(1000.0), AMT_ANNUITY=pl.lit(100.0))
    row = ApplicationPlan(application.schema).rows(stored, changed).row(0, named=True)
    assert row["previous_requested_granted_ratio"] == 4.0
    assert row["bureau_requested_elsewhere_ratio"] == 0.25
    assert row["installments_requested_instalment_ratio"] == 4.0
    unchanged = [name for name in BY_HAND if "requested" not in name]
    assert {name: row[name] for name in unchanged} == pytest.approx({name: BY_HAND[name] for name in unchanged})


def test_a_portfolio_holds_what_a_read_one_is_made_from():
    held = portfolio_variables(["previous_requested_granted_ratio"])
    assert "previous_approved_amt_credit_max" in held
    assert "bureau_amt_credit_sum_max" not in held
    assert combined.inputs_of(["application_amt_credit"]) == ()


def test_without_its_history_it_is_gone(tables):
    rows = without(build(tables), "bureau")
    gone = {name for name in BY_HAND if rows[name].null_count() == rows.height}
    assert gone == {name for name in BY_HAND if source_of(catalogue()[name].feature) in ("bureau", "balance")}


def test_each_is_of_the_history_that_its_name_begins_with():
    """The balance of a card was taken for months at other lenders."""
    sources = {feature.name: source_of(feature) for feature in combined.definitions()}
    assert {name: name.partition("_")[0] for name in sources} == sources


def test_all_may_be_used_and_name_every_raw_column_that_their_inputs_name():
    for quotient in combined.EVERY:
        entry, made = catalogue()[quotient.feature.name], raw_columns(quotient.feature)
        assert entry.allowed(Switches()), entry.name
        for part in (quotient.numerator, quotient.denominator):
            assert raw_columns(catalogue()[part].feature) <= made, (entry.name, part)
