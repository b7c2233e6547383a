"""What one client's histories leave open is the same in a request as in a file."""

from __future__ import annotations

import random
from typing import get_args

import polars as pl
import pytest

from scoring.api.language import in_language
from scoring.api.v1_answers import NoticeCode
from scoring.errors import UserError
from scoring.tables.applicant import applicant_tables
from scoring.tables.check import check_set
from scoring.tables.histories import check_histories
from scoring.tables.history_defects import WORDS, HistoryDefect, history_defects
from scoring.tables.records import APPLICATION, HISTORIES, contract_of
from scoring.tables.witnesses.scores import CURVES, check_scores, unlikely_scores


@pytest.fixture(scope="module")
def bodies(simulated):
    """What another program would send of 60 clients, without what no file says of one client."""
    tables = dict(simulated(60, 3).tables)
    owners = tables["bureau"].select("SK_ID_BUREAU", "SK_ID_CURR")
    tables["bureau_balance"] = tables["bureau_balance"].join(owners, on="SK_ID_BUREAU", how="left")

    def rows(file, name, client):
        columns = {c: kind.dtype for c, kind in contract_of(name).columns.items() if c in tables[file].columns}
        mine = tables[file].filter(pl.col("SK_ID_CURR") == client)
        return mine.select(pl.col(c).cast(kind) for c, kind in columns.items()).to_dicts()

    def body(client):
        (application,) = rows("application_train", APPLICATION, client)
        return {APPLICATION: application, **{name: rows(name, name, client) for name in HISTORIES}}

    return [body(client) for client in tables["application_train"]["SK_ID_CURR"]]


def spoilt(body, chance):
    """Rows of one history that are missing, told twice, of another month, or the history is left out or empty."""
    name = chance.choice([name for name in HISTORIES if body[name]])
    rows, way = list(body[name]), chance.choice(("missing", "twice", "end", "begin", "out", "empty", "month"))
    if way == "out":
        return {key: value for key, value in body.items() if key != name}
    middle = chance.randrange(len(rows))
    made = {
        "missing": [row for row in rows if chance.random() < 0.7],
        "twice": [*rows, *rows[:middle]],
        "end": rows[:middle],
        "begin": rows[middle:],
        "empty": [],
        "month": [{**row, "MONTHS_BALANCE": row.get("MONTHS_BALANCE", 0) // 2} for row in rows],
    }[way]
    columns = contract_of(name).columns
    return {**body, name: [{key: value for key, value in row.items() if key in columns} for row in made]}


def of_a_file(body):
    frames = applicant_tables(body, 1).frames
    try:
        findings = [*check_set(frames), *check_histories(frames)]
    except UserError:
        return None  # so much is missing that a file is refused
    return {(found.check, found.table, found.rows) for found in findings if found.check in WORDS}


@pytest.mark.parametrize("seed", range(8))
def test_a_request_is_told_what_a_file_is_told(bodies, seed):
    chance = random.Random(seed)
    given = [spoilt(body, chance) for body in chance.sample(bodies, 12)]
    ends = [{(end.check, end.table, end.rows) for end in history_defects(one)} for one in given]
    findings = [of_a_file(one) for one in given]
    taken = [(of_request, of_file) for of_request, of_file in zip(ends, findings, strict=True) if of_file is not None]
    assert len(taken) >= 11  # the others are refused as files
    for of_request, of_file in taken:
        assert of_request <= of_file
        of_file_alone = {check for check, *_ in of_file - of_request}
        assert not of_file_alone & {"repeated_month", "repeated_row", "months_with_gaps"}
    assert any(ends)


def test_what_lacks_for_some_loans_is_told_and_for_all_of_them_is_not():
    loans = [{"SK_ID_PREV": loan, "NUM_INSTALMENT_VERSION": 1, "NUM_INSTALMENT_NUMBER": 1} for loan in (1, 2)]
    months = [{"SK_ID_PREV": 1, "MONTHS_BALANCE": -1}]
    given = {"installments_payments": loans, "credit_card_balance": [], "POS_CASH_balance": months}
    assert [(end.check, end.rows) for end in history_defects(given)] == [("loan_without_months", 1)]
    of_another = [{"SK_ID_PREV": 3, "MONTHS_BALANCE": -1}]
    assert history_defects({**given, "POS_CASH_balance": of_another}) == []


def test_an_empty_list_says_that_there_is_none_and_is_told_where_other_rows_say_there_is():
    """Whoever does not know leaves the history out, which sends the case to review."""
    loans = [{"SK_ID_PREV": loan, "NUM_INSTALMENT_VERSION": 1, "NUM_INSTALMENT_NUMBER": 1} for loan in (1, 2)]
    months = [{"SK_ID_PREV": 1, "MONTHS_BALANCE": -month} for month in (1, 2, 3)]
    without_months = {"installments_payments": loans, "credit_card_balance": [], "POS_CASH_balance": []}
    assert [(end.check, end.rows) for end in history_defects(without_months)] == [("loan_without_months", 2)]
    unpaid = {"installments_payments": [], "POS_CASH_balance": months}
    assert [(end.check, end.rows) for end in history_defects(unpaid)] == [("loan_without_instalments", 1)]


@pytest.mark.parametrize("column", ["EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"])
def test_a_score_above_all_of_kaggles_is_told_in_a_request_as_in_a_file(bodies, column):
    (curve,) = (curve for curve in CURVES if curve.column == column)
    body = {**bodies[0], APPLICATION: {**bodies[0][APPLICATION], column: 0.99}}
    ((code, english),) = unlikely_scores(body[APPLICATION])
    frames = applicant_tables(body, 1).frames
    of_file = [
        found.check
        for name, rows in frames.items()
        if name.startswith(APPLICATION)
        for found in check_scores(name, rows)
    ]
    assert code in of_file
    assert code in get_args(NoticeCode)
    assert english.startswith(f"{column}: expected scores up to {curve.ceiling:g}, as all of Kaggle's, got 0.99. Give")
    french = in_language(english, "fr")
    assert "tous ceux de Kaggle" in french
    assert "reçu 0.99" in french
    assert list(unlikely_scores(bodies[0][APPLICATION])) == []


def test_sound_histories_leave_nothing_open(bodies):
    assert [history_defects(body) for body in bodies] == [[]] * len(bodies)
    assert history_defects({APPLICATION: {}}) == []


@pytest.mark.parametrize("check", WORDS)
def test_each_has_a_code_of_the_api_and_its_french(check):
    english = HistoryDefect(check, "bureau_balance", 3).sentence
    french = in_language(english, "fr")
    assert check in get_args(NoticeCode)
    assert WORDS[check] not in french
    assert french.endswith(" : 3. Vérifiez les lignes envoyées : rien d’autre n’est connu d’elles.")
