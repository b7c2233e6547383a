"""Loans whose first rows are gone, that have rows from before their decision, or that were never granted."""

from __future__ import annotations

from typing import get_args

import polars as pl
import pytest

from scoring.api.language import in_language
from scoring.api.v1_answers import NoticeCode
from scoring.errors import UserError
from scoring.tables.applicant import applicant_tables
from scoring.tables.histories import check_histories
from scoring.tables.history_defects import WORDS, history_defects
from scoring.tables.records import APPLICATION, HISTORIES, contract_of
from scoring.tables.shares import CARD, PAYMENTS, POS, PREVIOUS
from scoring.tables.witnesses.between import check_between
from scoring.tables.witnesses.loans import loan_bonds
from scoring.tables.witnesses.scores import check_scores, unlikely_scores

col = pl.col
LOANS = (PREVIOUS, POS, CARD, PAYMENTS)
OF_ANOTHER = {"row_before_decision", "loan_not_granted", "first_due_elsewhere"}


@pytest.fixture(scope="module")
def sound(simulated):
    """300 clients with the histories of their loans."""
    tables = simulated(300, 5).tables
    return {name: tables[name] for name in ("application_train", *LOANS)}


def named(tables):
    lazy = {name: rows.lazy() for name, rows in tables.items()}
    checks = [(one.check, one.table, one.rows) for one in (*check_histories(lazy), *check_between(lazy))]
    return {one for one in checks if one[0] in OF_ANOTHER or one[0].endswith("_without_beginning")}


def one_client_of(tables, table):
    """A client with three loans in a history at least, and the history's loan of theirs with the most rows."""
    rows = tables[table]
    loans = rows.group_by("SK_ID_CURR").agg(col("SK_ID_PREV").n_unique().alias("loans"))
    least = 1 if table == CARD else 3
    client = loans.filter(col("loans") >= least)["SK_ID_CURR"].min()
    mine = {name: rows.filter(col("SK_ID_CURR") == client) for name, rows in tables.items()}
    ours = mine[table] if table != PAYMENTS else mine[table].filter(col("NUM_INSTALMENT_VERSION") > 0)
    loan = ours.group_by("SK_ID_PREV").len().sort("len", "SK_ID_PREV")["SK_ID_PREV"][-1]
    return mine, loan


def body_of(mine):
    """What another program would send of the client."""

    def rows(file, name):
        columns = {c: kind.dtype for c, kind in contract_of(name).columns.items() if c in mine[file].columns}
        return mine[file].select(col(c).cast(kind) for c, kind in columns.items()).to_dicts()

    (application,) = rows("application_train", APPLICATION)
    return {APPLICATION: application, **{name: rows(name, name) for name in HISTORIES if name in mine}}


def of_loan(rows, loan, change):
    mine = col("SK_ID_PREV") == loan
    return pl.concat([rows.filter(~mine), change(rows.filter(mine)).select(rows.columns)])


def late_half(counter):
    return lambda rows: rows.filter(col(counter) > col(counter).median())


def earlier(**days):
    return lambda rows: rows.with_columns((col(name) - less).alias(name) for name, less in days.items())


def in_months(*days):
    return lambda rows: rows.with_columns((col(name) / 30.4375).round() for name in days)


SPOILED = {
    "months of a loan begin late": (POS, POS, late_half("MONTHS_BALANCE"), "months_without_beginning"),
    "months of a card begin late": (CARD, CARD, late_half("MONTHS_BALANCE"), "months_without_beginning"),
    "instalments begin late": (PAYMENTS, PAYMENTS, late_half("NUM_INSTALMENT_NUMBER"), "numbers_without_beginning"),
    "months before the decision": (POS, POS, earlier(MONTHS_BALANCE=12), "row_before_decision"),
    "a card's months before its decision": (CARD, CARD, earlier(MONTHS_BALANCE=12), "row_before_decision"),
    "due before the decision": (PAYMENTS, PAYMENTS, earlier(DAYS_INSTALMENT=100), "row_before_decision"),
    "paid long before": (PAYMENTS, PAYMENTS, earlier(DAYS_ENTRY_PAYMENT=800), "row_before_decision"),
    "due in months": (PAYMENTS, PAYMENTS, in_months("DAYS_INSTALMENT", "DAYS_ENTRY_PAYMENT"), "first_due_elsewhere"),
    "months of a refused loan": (
        POS,
        PREVIOUS,
        lambda rows: rows.with_columns(NAME_CONTRACT_STATUS=pl.lit("Refused")),
        "loan_not_granted",
    ),
    "instalments of an offer not taken": (
        PAYMENTS,
        PREVIOUS,
        lambda rows: rows.with_columns(NAME_CONTRACT_STATUS=pl.lit("Unused offer")),
        "loan_not_granted",
    ),
}


@pytest.mark.parametrize("how", SPOILED)
def test_one_loan_of_one_client_is_named_alike_in_a_file_and_in_a_request(sound, how):
    history, table, change, check = SPOILED[how]
    mine, loan = one_client_of(sound, history)
    assert (named(mine), history_defects(body_of(mine))) == (set(), [])
    spoiled = {**mine, table: of_loan(mine[table], loan, change)}
    in_file = {one for one in named(spoiled) if one[:2] == (check, history)}
    in_request = [
        defect for defect in history_defects(body_of(spoiled)) if (defect.check, defect.table) == (check, history)
    ]
    assert in_file == {(check, history, 1)}
    assert [defect.rows for defect in in_request] == [1]
    assert check in get_args(NoticeCode)
    assert in_language(in_request[0].sentence, "fr") != in_request[0].sentence
    assert WORDS[check] in in_request[0].sentence


def test_sound_clients_alone_are_told_nothing(sound):
    """Some simulated instalments are paid up to 90 days before the decision, which is not named."""
    clients = sound["application_train"]["SK_ID_CURR"].to_list()[:150]
    alone = [{name: rows.filter(col("SK_ID_CURR") == client) for name, rows in sound.items()} for client in clients]
    told = [defect for mine in alone for defect in history_defects(body_of(mine)) if defect.check in NEW]
    assert told == []
    assert named(sound) == set()


NEW = OF_ANOTHER | {"months_without_beginning", "numbers_without_beginning"}


def test_history_whose_first_half_is_gone_is_told_in_a_request_also_where_it_is_of_every_loan(sound):
    mine, _ = one_client_of(sound, PAYMENTS)
    paid = mine[PAYMENTS]
    cut = paid.filter((col("NUM_INSTALMENT_NUMBER") > 2) | (col("NUM_INSTALMENT_VERSION") == 0))
    loans = cut.filter(col("NUM_INSTALMENT_VERSION") > 0)["SK_ID_PREV"].n_unique()
    told = {defect.check: defect.rows for defect in history_defects(body_of({**mine, PAYMENTS: cut}))}
    assert told["numbers_without_beginning"] == loans


@pytest.mark.parametrize(("number", "day", "is_told"), [(2, -2799, True), (2, -2801, False), (1, -2799, False)])
def test_first_instalments_that_are_older_than_all_that_is_told_are_no_defect(number, day, is_told):
    row = {"SK_ID_PREV": 1, "NUM_INSTALMENT_VERSION": 1, "NUM_INSTALMENT_NUMBER": number, "DAYS_INSTALMENT": day}
    told = [defect.check for defect in history_defects({PAYMENTS: [row]})]
    assert told == ["numbers_without_beginning"] * is_told
    kinds = contract_of(PAYMENTS).columns
    rows = pl.DataFrame([{**row, "SK_ID_CURR": 5}]).cast({name: kinds[name].dtype for name in row})
    assert [one.check for one in check_histories({PAYMENTS: rows.lazy()})] == told


@pytest.mark.parametrize(
    ("column", "day", "is_told"),
    [
        ("DAYS_INSTALMENT", -501, True),
        ("DAYS_INSTALMENT", -500, False),
        ("DAYS_ENTRY_PAYMENT", -651, True),
        ("DAYS_ENTRY_PAYMENT", -650, False),
    ],
)
def test_how_long_before_the_decision_a_payment_may_be(column, day, is_told):
    row = {
        "SK_ID_PREV": 1,
        "NUM_INSTALMENT_NUMBER": 1,
        "DAYS_INSTALMENT": -400,
        "DAYS_ENTRY_PAYMENT": -400,
        column: day,
    }
    loan = {"SK_ID_PREV": 1, "DAYS_DECISION": -500, "NAME_CONTRACT_STATUS": "approved"}
    told = [(defect.check, defect.rows) for defect in history_defects({PREVIOUS: [loan], PAYMENTS: [row]})]
    assert told == [("row_before_decision", 1)] * is_told


@pytest.mark.parametrize(
    ("day", "first_due", "number", "version", "is_told"),
    [
        (-400, -400, 1, 1, False),
        (-400, -369, 1, 1, False),
        (-400, -368, 1, 1, True),
        (-400, -432, 1, 1, True),
        (-400, 365243, 1, 1, False),
        (-400, None, 1, 1, False),
        (-400, -900, 2, 1, False),
        (-400, -900, 1, 0, False),
    ],
)
def test_how_far_the_first_instalment_may_lie_from_the_day_of_the_application(day, first_due, number, version, is_told):
    row = {"SK_ID_PREV": 1, "SK_ID_CURR": 5, "NUM_INSTALMENT_NUMBER": number, "NUM_INSTALMENT_VERSION": version}
    row |= {"DAYS_INSTALMENT": day, "DAYS_ENTRY_PAYMENT": day}
    loan = {"SK_ID_PREV": 1, "SK_ID_CURR": 5, "DAYS_DECISION": -950, "NAME_CONTRACT_STATUS": "Approved"}
    loan["DAYS_FIRST_DUE"] = first_due
    told = [
        (one.check, one.rows) for one in history_defects({PREVIOUS: [loan], PAYMENTS: [row]}) if one.check in OF_ANOTHER
    ]
    assert told == [("first_due_elsewhere", 1)] * is_told
    (bond,) = [bond for bond in loan_bonds() if bond.name == "first_due_elsewhere"]
    tables = {
        PREVIOUS: pl.LazyFrame([loan], schema_overrides={"DAYS_FIRST_DUE": pl.Float64}),
        PAYMENTS: pl.LazyFrame([row]),
    }
    kept = bond.rows(tables).collect()["kept"].to_list()
    assert kept.count(False) == is_told


def test_a_loan_without_a_day_of_its_decision_is_told_nothing_of_it():
    loan = {"SK_ID_PREV": 1, "DAYS_DECISION": 365243, "NAME_CONTRACT_STATUS": "Approved"}
    months = [{"SK_ID_PREV": 1, "MONTHS_BALANCE": -1}]
    assert history_defects({PREVIOUS: [loan], POS: months}) == []


def test_many_loans_that_were_not_granted_are_refused(sound):
    refused = sound[PREVIOUS].with_columns(NAME_CONTRACT_STATUS=pl.lit("Refused"))
    with pytest.raises(UserError, match=r"expected loans of POS_CASH_balance to be approved in previous_application"):
        named({**sound, PREVIOUS: refused})


@pytest.mark.parametrize("column", ["EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"])
def test_a_hundredth_of_a_score_is_told_of_one_applicant_in_a_file_and_in_a_request(sound, column):
    mine, _ = one_client_of(sound, POS)
    spoiled = {**mine, "application_train": mine["application_train"].with_columns(pl.lit(0.0052).alias(column))}
    body = body_of(spoiled)
    ((code, english),) = unlikely_scores(body[APPLICATION])
    assert english.startswith(f"{column}: expected scores from 0.01 on, as nearly all of Kaggle's, got 0.0052. Give")
    assert "centième" in in_language(english, "fr")
    frames = applicant_tables(body, 1).frames
    (name,) = (name for name in frames if name.startswith(APPLICATION))
    assert [(one.check, one.column) for one in check_scores(name, frames[name])] == [(code, column)]
    assert code in get_args(NoticeCode)


@pytest.mark.parametrize(
    ("column", "low", "of", "is_named"),
    [
        ("EXT_SOURCE_1", 1, 300, True),
        ("EXT_SOURCE_2", 1, 300, False),
        ("EXT_SOURCE_2", 8, 300, True),
    ],
)
def test_low_scores_are_named_where_chance_has_fewer(column, low, of, is_named):
    rows = pl.DataFrame({"SK_ID_CURR": range(of), "DAYS_BIRTH": -15_000.0, column: [0.005] * low + [0.5] * (of - low)})
    checks = [(one.check, one.rows) for one in check_scores("application_train", rows.lazy())]
    assert checks == [("score_in_hundredths", low)] * is_named
