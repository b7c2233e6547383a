"""An application that is in no table: the same answer as for a client of the portfolio, every mistake named."""

import copy
import json
import subprocess
import sys

import numpy as np
import polars as pl
import pytest
from fastapi.testclient import TestClient

from scoring.api.app import create_app
from scoring.features import plan
from scoring.files import current
from scoring.inference.applicant import assess_applicant, free_number
from scoring.model.folder import load_model
from scoring.portfolio.current_portfolio import MODEL

pytestmark = pytest.mark.slow  # a trained world
ADDRESS = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def model(portfolio):
    return load_model(portfolio.folder / MODEL)


def close(one, other):
    """Equal, numbers to 1e-9: the same features summed for one client instead of for all."""
    if isinstance(one, dict):
        return set(one) == set(other) and all(close(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(close, one, other))
    return one == pytest.approx(other, rel=1e-9, abs=1e-12) if isinstance(one, float) else one == other


def test_a_clients_own_rows_give_the_answer_of_the_portfolio(ask, portfolio, body_of):
    """Also those who were in training: under their number they are scored by the fold that did not see them."""
    seen = set()
    for client in map(int, portfolio.clients[::25]):
        posted = ask.post("/assess", json=body_of(client))
        assert posted.status_code == 200, posted.text
        answer = ask.get(f"/clients/{client}/assessment").json()
        assert close(posted.json(), answer), client
        seen.add(answer["out_of_sample"])
    assert seen == {"fold", "served"}


def test_the_example_of_the_pages_is_answered(ask, request_body, portfolio):
    answer = ask.post("/assess", json=request_body)
    assert answer.status_code == 200
    one = answer.json()
    assert one["client"] == free_number(portfolio.clients, np.array([portfolio.manifest.numbers_below]))
    assert one["out_of_sample"] == "served"
    assert one["model"] == portfolio.manifest.version
    total = sum(c["contribution"] for c in one["contributions"]) + one["base_value"]
    assert total == pytest.approx(one["log_odds"], abs=1e-9)


def test_an_application_alone_is_answered_and_goes_to_review(ask, request_body):
    """What is left out is unknown: the model would have read it, so a person looks."""
    one = ask.post("/assess", json={"application": request_body["application"]}).json()
    assert one["zone"] == "review"
    assert "absent_table" in one["review_because"]
    assert {s["state"] for s in one["sources"] if s["name"] in ("bureau", "balance", "previous", "card")} == {"absent"}


def test_an_empty_history_is_no_absent_one(ask, request_body):
    nothing = {name: [] for name in request_body if name != "application"}
    one = ask.post("/assess", json={**request_body, **nothing}).json()
    assert "absent_table" not in one["review_because"]
    assert {s["state"] for s in one["sources"] if s["name"] in ("bureau", "pos", "installments", "card")} == {"none"}
    assert one["thin_file"]


def test_after_the_start_no_caller_waits_for_a_plan(world, body_of, portfolio, monkeypatch):
    """Plans for all histories, and for an application alone, are made before the first request."""
    made = []
    original = plan.FeaturePlan
    monkeypatch.setattr(plan, "FeaturePlan", lambda *given: made.append(given) or original(*given))
    with TestClient(create_app(world), base_url=ADDRESS) as warmed:
        assert len(made) == 2
        body = body_of(int(portfolio.clients[0]))
        assert warmed.post("/assess", json=body).status_code == 200
        assert warmed.post("/assess", json={"application": body["application"]}).status_code == 200
    assert len(made) == 2


def test_nothing_is_kept(ask_of, request_body, own_world, snapshot):
    before = snapshot(own_world.root)
    assert ask_of(own_world).post("/assess", json=request_body).status_code == 200
    assert snapshot(own_world.root) == before


def known_outcome():
    """Clients of the portfolio who were in training."""
    return pl.col("target").is_not_null()


def without_dates(world):
    """Clients whose dates are not all known: each is a person of their own."""
    who = pl.read_parquet(current(world.features) / "identity.parquet")
    return set(who.filter(pl.col("person").str.starts_with("client/"))["SK_ID_CURR"])


# --- who is who ---------------------------------------------------------------------------------------


def test_a_free_number_is_above_all_that_are_taken(portfolio, model):
    free = free_number(portfolio.clients, np.array([model.manifest.numbers_below]))
    assert free > portfolio.clients.max()
    assert free > model.manifest.numbers_below > portfolio.index.filter(known_outcome())["SK_ID_CURR"].max()


def test_another_person_under_a_training_clients_number_is_nobody_we_know(body_of, portfolio, model):
    """A caller's own numbering may collide with ours; the date of birth tells."""
    trained = int(portfolio.index.filter(known_outcome())["SK_ID_CURR"][0])
    body = body_of(trained)
    assert assess_applicant(model, body, portfolio.clients).out_of_sample == "fold"
    body["application"]["DAYS_BIRTH"] -= 400
    assert assess_applicant(model, body, portfolio.clients).out_of_sample == "served"


def test_unknown_dates_match_nobody_even_under_a_training_clients_number(body_of, portfolio, model, world):
    trained = portfolio.index.filter(known_outcome())["SK_ID_CURR"].to_list()
    alone = [client for client in trained if client in without_dates(world)]
    for client in alone[:3] + trained[:3]:
        body = body_of(client)
        body["application"] |= {"DAYS_BIRTH": -7_777, "DAYS_REGISTRATION": None, "DAYS_ID_PUBLISH": None}
        assert assess_applicant(model, body, portfolio.clients).out_of_sample == "served"


def test_a_training_client_without_number_is_recognised_by_the_dates(body_of, portfolio, model, world):
    """The same person applies again: the booster that saw the other loan must not speak."""
    trained = portfolio.index.filter(known_outcome())["SK_ID_CURR"].to_list()
    body = body_of(next(client for client in trained if client not in without_dates(world)))
    body = {"application": {**body["application"], "SK_ID_CURR": None}}
    assert assess_applicant(model, body, portfolio.clients).out_of_sample == "fold"


# --- mistakes -----------------------------------------------------------------------------------------

A = "application"
MISTAKES = [
    ((A, "AMT_CREDITS", 1), "application.AMT_CREDITS", "did you mean AMT_CREDIT?"),
    ((A, "TARGET", 0), "application.TARGET", "a name of the contract"),
    ((A, "AMT_CREDIT", "450000"), "application.AMT_CREDIT", "expected a number, got the text '450000'"),
    ((A, "AMT_CREDIT", True), "application.AMT_CREDIT", "expected a number, got true"),
    ((A, "AMT_CREDIT", [1]), "application.AMT_CREDIT", "expected a number, got a list"),
    ((A, "AMT_CREDIT", {}), "application.AMT_CREDIT", "expected a number, got an object"),
    ((A, "AMT_CREDIT", None), "application.AMT_CREDIT", "it may never be empty"),
    ((A, "AMT_CREDIT", float("nan")), "application.AMT_CREDIT", "expected a number, got NaN"),
    ((A, "AMT_CREDIT", float("-inf")), "application.AMT_CREDIT", "expected a number, got infinity"),
    ((A, "AMT_CREDIT", 10**400), "application.AMT_CREDIT", "a number too large to be read"),
    ((A, "SK_ID_CURR", 1.5), "application.SK_ID_CURR", "expected a whole number, got 1.5"),
    ((A, "SK_ID_CURR", 2**63), "application.SK_ID_CURR", "a number too large to be read"),
    ((A, "SK_ID_CURR", "100002"), "application.SK_ID_CURR", "expected a whole number"),
    ((A, "NAME_CONTRACT_TYPE", 3), "application.NAME_CONTRACT_TYPE", "expected a text, got 3"),
    ((A, "FLAG_OWN_CAR", 2), "application.FLAG_OWN_CAR", "expected a text, got 2"),
    ((A, "NAME_CONTRACT_TYPE", "\ud800"), "application.NAME_CONTRACT_TYPE", "expected a text, got the text '?'"),
    (("applications", {}), "applications", "did you mean application?"),
    (("pos_cash_balance", []), "pos_cash_balance", "did you mean POS_CASH_balance?"),
    (("previous-application", []), "previous-application", "did you mean previous_application?"),
    ((A, "amt-credit", 1), "application.amt-credit", "did you mean AMT_CREDIT?"),
    (("bureau", {}), "bureau", "expected a list of rows"),
    (("bureau", None), "bureau", "expected a list of rows (empty where the client has none), got nothing"),
    (("bureau", [3]), "bureau[0]", "expected an object"),
    (("bureau", 0, "DAYS_CREDIT", None), "bureau[0].DAYS_CREDIT", "it may never be empty"),
    (("bureau", 0, "SK_ID_CURR", 100002), "bureau[0].SK_ID_CURR", "expected no number, as the application has none"),
    (("bureau_balance", 1, "SK_ID_BUREAU", 9), "bureau_balance[1].SK_ID_BUREAU", "a credit listed in bureau, got 9"),
    (("installments_payments", 1, "late", 3), "installments_payments[1].late", "a name of the contract"),
    ((A, []), "application", "expected an object with the application's columns, got a list"),
]


@pytest.mark.parametrize(("change", "field", "words"), MISTAKES, ids=[f"{m[1]}: {m[2]}" for m in MISTAKES])
def test_a_wrong_field_is_named_in_a_sentence(ask, request_body, change, field, words):
    *path, name, value = change
    place = request_body
    for step in path:
        place = place[step]
    place[name] = value
    answer = ask.post("/assess", content=json.dumps(request_body))
    assert answer.status_code == 422
    problem = answer.json()
    named = {one["field"]: one["message"] for one in problem["fields"]}
    assert words in named[field]
    assert named[field].startswith(f"{field}: expected ")
    assert problem["detail"].startswith(problem["fields"][0]["message"])


def test_rows_of_another_client_are_refused(ask, body_of, portfolio):
    with_history = next(b for b in map(body_of, map(int, portfolio.clients)) if b["bureau"])
    body = copy.deepcopy(with_history)
    body["bureau"][0]["SK_ID_CURR"] = 5
    answer = ask.post("/assess", json=body)
    assert answer.status_code == 422
    own = body["application"]["SK_ID_CURR"]
    assert answer.json()["detail"] == f"bureau[0].SK_ID_CURR: expected {own}, the application's, got 5."


def test_a_credit_told_twice_is_refused(ask, request_body):
    request_body["bureau"] *= 2
    answer = ask.post("/assess", json=request_body)
    assert answer.status_code == 422
    assert "bureau[1].SK_ID_BUREAU: expected a number of its own, as bureau[0] has this one" in answer.json()["detail"]


def test_months_without_their_credits_are_refused(ask, request_body):
    del request_body["bureau"]
    answer = ask.post("/assess", json=request_body)
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["field"] == "bureau"


def test_all_wrong_fields_are_named_at_once(ask, request_body):
    request_body["application"] |= {"AMT_CREDIT": "x", "AMT_INCOME_TOTAL": None, "DAYS_BIRTH": True}
    problem = ask.post("/assess", json=request_body).json()
    assert {one["field"] for one in problem["fields"]} == {
        "application.AMT_CREDIT", "application.AMT_INCOME_TOTAL", "application.DAYS_BIRTH",
    }  # fmt: skip
    assert problem["detail"].endswith(" 2 more fields are wrong.")


def test_of_very_many_mistakes_twenty_are_named(ask, request_body):
    request_body["installments_payments"] = [{}] * 5000
    problem = ask.post("/assess", json=request_body).json()
    assert len(problem["fields"]) == 20


@pytest.mark.parametrize(
    ("body", "status", "words"),
    [
        (b"", 422, "got an empty body"),
        (b"  \n", 422, "got an empty body"),
        (b"{", 422, "body: expected JSON, got something else (line 1, column 2"),
        (b"\xff\xfe{}", 422, "body: expected JSON"),
        (b"[]", 422, "body: expected an object with the key application, got a list"),
        (b"null", 422, "body: expected an object with the key application, got nothing"),
        (b"{}", 422, "application: expected an object with the application's columns, got none"),
        (b"[" * 100_000, 422, "nested too deeply"),
        (b'{"application": {"AMT_CREDIT": ' + b"9" * 5000 + b"}}", 422, "a number in it is too long"),
        (b'{"application": {"AMT_CREDIT": 1, "AMT_CREDIT": 2}}', 422, "application.AMT_CREDIT: expected a key once"),
        (b'{"bureau": [{}, {"A": 1, "A": 2}]}', 422, "bureau[1].A: expected a key once"),
        (b'{"application": {}, "application": {}}', 422, "application: expected a key once"),
        (b" " * (4 * 1024 * 1024 + 1), 413, "Expected a body of at most 4 MiB, got a larger one."),
    ],
)
def test_a_body_that_is_no_application_is_a_sentence(ask, body, status, words):
    answer = ask.post("/assess", content=body)
    assert answer.status_code == status
    assert words in answer.json()["detail"]


def test_an_endless_body_is_refused_before_its_end(ask):
    sent = []

    def endless():
        while len(sent) < 1000:
            sent.append(1)
            yield b" " * 1024 * 64

    assert ask.post("/assess", content=endless()).status_code == 413


def test_of_half_a_million_keys_the_one_that_stands_twice_is_found_at_once():
    """Each key held against all before it took minutes of a processor for one body."""
    body = "b'{' + b','.join(b'\"%d\":1' % n for n in range(300_000)) + b',\"299999\":2}'"
    asked = f"from scoring.api.body import parse\ntry: parse({body})\nexcept Exception as error: print(error)"
    said = subprocess.run([sys.executable, "-c", asked], capture_output=True, text=True, timeout=60)
    assert said.stdout.startswith("299999: expected a key once"), said.stderr
