"""Bodies in another form than ours: one mistake, one sentence, the real one first, whatever the form."""

import gzip
import json

import pytest

from scoring.api.form import independent, wrong_form
from scoring.tables.records import APPLICATION, HISTORIES, FieldMistake, contract_of, mistakes

pytestmark = pytest.mark.slow  # a trained world
A = APPLICATION


def lower(row):
    return {name.lower(): value for name, value in row.items()}


def columns_of(rows):
    return {name: [row.get(name) for row in rows] for name in rows[0]}


def split(rows):
    return {"columns": list(rows[0]), "index": [0], "data": [list(rows[0].values())]}


FORMS = [
    ("flat", lambda body: body[A], "body", "the application's columns themselves"),
    ("flat beside histories", lambda body: {**body[A], "bureau": []}, "body", "the application's columns themselves"),
    ("flat in lower case", lambda body: lower(body[A]), "body", "the application's columns themselves"),
    ("flat with TARGET", lambda body: {**body[A], "TARGET": 0}, "body", "the application's columns themselves"),
    ("list of one", lambda body: [body[A]], "body", "a list of 1 object"),
    ("list of bodies", lambda body: [body, body], "body", "a list of 2 objects"),
    ("pandas split", lambda body: split([body[A]]), "body", "a table of columns and data"),
    ("pandas columns", lambda body: columns_of([body[A]]), "body", "columns that hold rows"),
    ("pandas index", lambda body: {k: {"0": v} for k, v in body[A].items()}, "body", "columns that hold rows"),
    ("wrapped", lambda body: {"data": body}, "body", "it inside data"),
    ("wrapped flat", lambda body: {"inputs": body[A]}, "body", "it inside inputs"),
    ("wrapped list", lambda body: {"instances": [body[A]]}, "body", "it inside instances"),
    ("wrapped split", lambda body: {"dataframe_split": split([body[A]])}, "body", "it inside dataframe_split"),
    ("key in capitals alone", lambda body: {"Application": body[A]}, "Application", "another spelling of it"),
    ("application in a list", lambda body: {**body, A: [body[A]]}, A, "a list of 1 row"),
    ("applications in a list", lambda body: {**body, A: [body[A]] * 2}, A, "a list of 2 rows"),
    ("application split", lambda body: {**body, A: split([body[A]])}, A, "a table of columns and data"),
    ("application as columns", lambda body: {**body, A: columns_of([body[A]])}, A, "columns that hold rows"),
    ("application in lower case", lambda body: {**body, A: lower(body[A])}, A, "names in another spelling"),
    ("application twice inside", lambda body: {A: {A: body[A]}}, A, "an application inside the application"),
    ("mistyped key", lambda body: {"aplication": {"x": 1}}, "aplication", "did you mean application?"),
]


@pytest.mark.parametrize(("name", "spoil", "field", "words"), FORMS, ids=[form[0] for form in FORMS])
def test_another_form_is_one_sentence(ask, request_body, name, spoil, field, words):
    answer = ask.post("/assess", json=spoil(request_body))
    assert answer.status_code == 422
    problem = answer.json()
    assert [mistake["field"] for mistake in problem["fields"]] == [field]
    assert problem["detail"] == problem["fields"][0]["message"]
    assert words in problem["detail"]
    assert problem["detail"].startswith(f"{field}: expected ")


@pytest.mark.parametrize("history", HISTORIES)
@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (columns_of, "columns that hold rows"),
        (split, "a table of columns and data"),
        (lambda rows: rows[0], "one row without brackets"),
        (lambda rows: [lower(row) for row in rows], "names in another spelling"),
        (lambda rows: [{f" {name} ": value for name, value in row.items()} for row in rows], "in another spelling"),
    ],
    ids=["columns", "split", "one row", "lower case", "blanks"],
)
def test_every_history_in_another_form_is_one_sentence(ask, request_body, history, spoil, words):
    required = [name for name, column in contract_of(history).columns.items() if not column.nullable]
    row = dict.fromkeys((required or list(contract_of(history).columns))[:4], 1)
    body = {A: request_body[A], history: spoil([row, row])}
    problem = ask.post("/assess", json=body).json()
    assert len(problem["fields"]) == 1
    assert problem["fields"][0]["field"] in (history, f"{history}[0]")
    assert words in problem["detail"]


def test_the_right_form_is_no_other(request_body, body_of, portfolio):
    assert wrong_form(request_body) is None
    assert wrong_form({A: {}}) is None
    for client in map(int, portfolio.clients[::50]):
        assert wrong_form(body_of(client)) is None


def test_a_mistyped_column_is_not_missing_too(ask, request_body):
    request_body[A]["AMT_CREDITT"] = request_body[A].pop("AMT_CREDIT")
    problem = ask.post("/assess", json=request_body).json()
    assert problem["detail"] == (
        "application.AMT_CREDITT: expected a name of the contract (did you mean AMT_CREDIT?), got an unknown one."
    )


def test_an_unreadable_credit_number_is_told_once_not_for_each_of_its_months(ask, request_body):
    request_body["bureau"][0]["SK_ID_BUREAU"] = "1"
    problem = ask.post("/assess", json=request_body).json()
    assert [mistake["field"] for mistake in problem["fields"]] == ["bureau[0].SK_ID_BUREAU"]


def test_a_mistyped_history_is_told_once_not_for_each_of_its_months(ask, request_body):
    request_body["bureaux"] = request_body.pop("bureau")
    problem = ask.post("/assess", json=request_body).json()
    assert [mistake["field"] for mistake in problem["fields"]] == ["bureaux"]


def test_a_wrong_number_of_the_application_is_told_once_not_for_each_row(ask, body_of, portfolio):
    body = next(b for b in map(body_of, map(int, portfolio.clients)) if b["bureau"])
    body[A]["SK_ID_CURR"] = str(body[A]["SK_ID_CURR"])
    problem = ask.post("/assess", content=json.dumps(body)).json()
    assert [mistake["field"] for mistake in problem["fields"]] == ["application.SK_ID_CURR"]


def test_what_does_not_follow_from_another_mistake_stays(request_body):
    request_body[A] |= {"AMT_CREDIT": "x", "DAYS_BIRTH": None}
    request_body["bureau_balance"][0]["SK_ID_BUREAU"] = 99
    found = list(mistakes(request_body))
    assert independent(found) == found
    assert len(found) == 3
    assert independent([FieldMistake("a.B", "a number", "none")]) == [FieldMistake("a.B", "a number", "none")]


# --- numbers of clients and loans ---------------------------------------------------------------------

KEYS = [
    (name, column) for name in (A, *HISTORIES) for column in contract_of(name).columns if column.startswith("SK_ID")
]


@pytest.mark.parametrize(("table", "column"), KEYS)
@pytest.mark.parametrize("number", ["900001.0", "1e6", "0", "-5", "9.000010e5"])
def test_a_number_of_a_client_or_a_loan_is_written_in_one_way(ask, request_body, table, column, number):
    row = request_body[table] if table == A else request_body.setdefault(table, [{}])
    place = f"{table}.{column}" if table == A else f"{table}[0].{column}"
    if table != A and not row:
        row.append({})
    (row if table == A else row[0])[column] = "NUMBER"
    text = json.dumps(request_body).replace('"NUMBER"', number)
    problem = ask.post("/assess", content=text).json()
    messages = {mistake["field"]: mistake["message"] for mistake in problem["fields"]}
    assert "expected a whole number from 1, without point or exponent" in messages[place]


# --- what is no JSON in UTF-8 -------------------------------------------------------------------------

BODIES = [
    ("byte order mark", lambda text: b"\xef\xbb\xbf" + text.encode(), 422, "a byte order mark before it; leave it out"),
    ("utf-16", lambda text: text.encode("utf-16"), 422, "text in UTF-16 or UTF-32; write it in UTF-8"),
    ("utf-16 without mark", lambda text: text.encode("utf-16-le"), 422, "text in UTF-16 or UTF-32"),
    ("utf-16 big", lambda text: text.encode("utf-16-be"), 422, "text in UTF-16 or UTF-32"),
    ("utf-32", lambda text: text.encode("utf-32"), 422, "text in UTF-16 or UTF-32"),
    ("latin-1", lambda text: b'{"application": {"X": "\xe9"}}', 422, "is not UTF-8"),
    ("gzip unsaid", lambda text: gzip.compress(text.encode()), 422, "compressed bytes; send them as they are"),
    ("comma at the end", lambda text: text[:-1].encode() + b",}", 422, "line 1, column"),
    ("two values", lambda text: text.encode() + text.encode(), 422, "extra data"),
    ("deep", lambda text: b'{"application": ' + b'{"a":' * 400 + b"1" + b"}" * 401, 422, "it is nested too deeply"),
    ("very deep", lambda text: b'{"a":' * 100_000, 422, "it is nested too deeply"),
    ("deep list", lambda text: b'{"application": ' + b"[" * 960 + b"]" * 960 + b"}", 422, "it is nested too deeply"),
]


@pytest.mark.parametrize(("name", "write", "status", "words"), BODIES, ids=[body[0] for body in BODIES])
def test_what_is_no_json_in_utf_8_is_a_sentence(ask, request_body, name, write, status, words):
    answer = ask.post("/assess", content=write(json.dumps(request_body)))
    assert answer.status_code == status
    assert words in answer.json()["detail"]


@pytest.mark.parametrize(
    ("number", "got"),
    [
        ("NaN", "NaN"),
        ("Infinity", "infinity"),
        ("-Infinity", "infinity"),
        ("1e400", "a number too large to be read"),
        ("-1e400", "a number too large to be read"),
        ("1e999999999", "a number too large to be read"),
        ("-179769313486231580793728971405301.5e300", "a number too large to be read"),
    ],
)
def test_what_is_no_number_is_named_with_its_field(ask, request_body, number, got):
    request_body[A]["AMT_CREDIT"] = "NUMBER"
    answer = ask.post("/assess", content=json.dumps(request_body).replace('"NUMBER"', number))
    assert answer.status_code == 422
    detail = answer.json()["detail"]
    assert detail.startswith("application.AMT_CREDIT: expected a number")
    assert f", got {got}" in detail


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"Content-Type": "text/csv"}, "Expected the content type application/json, got text/csv."),
        ({"Content-Type": "application/x-www-form-urlencoded"}, "got application/x-www-form-urlencoded."),
        ({"Content-Type": "multipart/form-data; boundary=x"}, "got multipart/form-data."),
        ({"Content-Type": "application/json; charset=utf-16"}, "Expected text in UTF-8, got utf-16."),
        ({"Content-Encoding": "gzip"}, "Expected a body without content encoding, got gzip."),
        ({"Content-Encoding": "br"}, "Expected a body without content encoding, got br."),
    ],
)
def test_other_content_is_415_and_a_sentence(ask, request_body, headers, words):
    answer = ask.post("/assess", content=json.dumps(request_body), headers=headers)
    assert answer.status_code == 415
    assert words in answer.json()["detail"]


@pytest.mark.parametrize(
    "kind", ["application/json", "application/json; charset=utf-8", "Application/JSON;charset=UTF-8"]
)
def test_json_under_its_names_is_read(ask, request_body, kind):
    answer = ask.post("/assess", content=json.dumps(request_body), headers={"Content-Type": kind})
    assert answer.status_code == 200


# --- contradictions -----------------------------------------------------------------------------------

CONTRADICTIONS = [
    ("installments_payments", "SK_ID_PREV", 77, "expected a loan listed in previous_application, got 77."),
    ("POS_CASH_balance", "SK_ID_PREV", 77, "expected a loan listed in previous_application, got 77."),
    ("credit_card_balance", "SK_ID_PREV", 77, "expected a loan listed in previous_application, got 77."),
    ("bureau_balance", "MONTHS_BALANCE", 1, "expected a month before the application (0 or below), got 1."),
    ("POS_CASH_balance", "MONTHS_BALANCE", 1, "expected a month before the application (0 or below), got 1."),
    ("credit_card_balance", "MONTHS_BALANCE", 3, "expected a month before the application (0 or below), got 3."),
    ("installments_payments", "DAYS_ENTRY_PAYMENT", 2, "expected a day before the application (0 or below), got 2."),
    ("previous_application", "DAYS_DECISION", 5, "expected a day before the application (0 or below), got 5."),
    ("bureau", "DAYS_CREDIT", 5, "expected a day before the application (0 or below), got 5."),
    ("bureau", "DAYS_ENDDATE_FACT", 5, "expected a day before the application (0 or below), got 5."),
    ("installments_payments", "AMT_PAYMENT", -1.0, "expected a payment from 0, got -1.0."),
    ("installments_payments", "AMT_INSTALMENT", -1.0, "expected a payment from 0, got -1.0."),
    ("credit_card_balance", "AMT_PAYMENT_CURRENT", -1.0, "expected a payment from 0, got -1.0."),
]


@pytest.fixture(scope="module")
def documented(body_of, portfolio):
    """A client's body with rows in every history."""
    return next(body for body in map(body_of, map(int, portfolio.clients)) if all(body[name] for name in HISTORIES))


@pytest.mark.parametrize(("table", "column", "value", "words"), CONTRADICTIONS)
def test_a_history_that_contradicts_is_refused_with_the_place(ask, documented, table, column, value, words):
    body = json.loads(json.dumps(documented))
    body[table][-1][column] = value
    answer = ask.post("/assess", json=body)
    assert answer.status_code == 422
    assert answer.json()["detail"] == f"{table}[{len(body[table]) - 1}].{column}: {words}"


def test_each_contradiction_is_named(ask, documented):
    body = json.loads(json.dumps(documented))
    for row in body["installments_payments"][:3]:
        row["SK_ID_PREV"] = 77
    body["installments_payments"][0]["AMT_PAYMENT"] = -3.0
    problem = ask.post("/assess", json=body).json()
    assert {mistake["field"] for mistake in problem["fields"]} == {
        "installments_payments[0].SK_ID_PREV", "installments_payments[1].SK_ID_PREV",
        "installments_payments[2].SK_ID_PREV", "installments_payments[0].AMT_PAYMENT",
    }  # fmt: skip


def test_without_earlier_loans_their_months_contradict_nothing(ask, documented):
    body = {name: rows for name, rows in documented.items() if name != "previous_application"}
    assert ask.post("/assess", json=body).status_code == 200


# --- a client of the portfolio, sent as an application ------------------------------------------------


def test_a_known_client_is_answered_anew_and_told_so(ask, body_of, portfolio):
    client = int(portfolio.clients[3])
    body = body_of(client)
    # Every model reads the external scores; few of a small world's read the amount.
    body[A] |= dict.fromkeys(("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"), 0.05)
    answer = ask.post("/assess", json=body)
    assert answer.status_code == 200
    assert answer.json()["client"] == client
    assert answer.json()["probability"] != portfolio.assess(client).probability
    assert answer.headers["Scoring-Notice"].startswith(f"Client {client} is in the portfolio: this answers the appl")


def test_nobody_we_know_is_told_nothing(ask, request_body, portfolio):
    assert "Scoring-Notice" not in ask.post("/assess", json=request_body).headers
    request_body[A]["SK_ID_CURR"] = int(portfolio.clients[-1]) + 1
    assert "Scoring-Notice" not in ask.post("/assess", json=request_body).headers


def test_more_rows_than_a_client_can_have_are_413(ask, request_body):
    request_body["installments_payments"] = [{}] * 10_001
    answer = ask.post("/assess", json=request_body)
    assert answer.status_code == 413
    assert answer.json()["detail"].startswith("Expected at most 10000 rows of histories, got 10008.")
