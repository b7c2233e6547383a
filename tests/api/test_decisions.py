"""Decisions on record: what is acknowledged stands in the journal, what fails is told."""

import json
import sqlite3
from contextlib import closing

import pytest

from scoring.explain.assessment import Assessment
from scoring.journal import dialects
from scoring.journal.place import open_journal

pytestmark = pytest.mark.slow  # a trained world


@pytest.fixture
def client(portfolio):
    return int(portfolio.clients[2])


@pytest.fixture
def body(portfolio, client):
    return {
        "client": client,
        "decided": "granted",
        "why": "Revenus vérifiés.",
        "model": portfolio.manifest.version,
        "motive": "income",
    }


@pytest.fixture
def own(ask_of, own_world):
    return ask_of(own_world)


def test_a_decision_is_on_record_with_what_was_shown(own, own_world, portfolio, client, body):
    answer = own.post("/v1/decisions", json=body)
    assert answer.status_code == 201
    entry = answer.json()
    assessment: Assessment = portfolio.assess(client)
    assert entry["who"] == "this machine, without login"
    assert entry["shown"]["probability"] == assessment.probability
    assert entry["shown"]["zone"] == assessment.zone
    assert entry["shown"]["raises"] == [reason.feature for reason in assessment.raises]
    journal = open_journal(own_world)
    assert journal.verify() is None
    assert journal.head() == (1, entry["hash"])
    assert own.get("/v1/decisions").json() == {"entries": [entry], "next": None}


def test_what_is_on_record_is_read_by_client_and_by_page(own, portfolio, body):
    clients = [int(number) for number in portfolio.clients[:5]]
    for number in clients:
        assert own.post("/v1/decisions", json={**body, "client": number}).status_code == 201
    first = own.get("/v1/decisions", params={"limit": 3}).json()
    assert [entry["client"] for entry in first["entries"]] == clients[:3]
    rest = own.get("/v1/decisions", params={"limit": 3, "after": first["next"]}).json()
    assert [entry["client"] for entry in rest["entries"]] == clients[3:]
    assert rest["next"] is None
    alone = own.get("/v1/decisions", params={"client": clients[1]}).json()
    assert [entry["number"] for entry in alone["entries"]] == [2]


def test_a_write_that_fails_is_told_and_nothing_is_on_record(own, own_world, body):
    assert own.post("/v1/decisions", json=body).status_code == 201
    with sqlite3.connect(own_world.root / "journal" / "journal.sqlite") as connection:
        failing = "BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
        connection.execute(f"CREATE TRIGGER failing BEFORE INSERT ON journal {failing}")
    answer = own.post("/v1/decisions", json=body)
    assert answer.status_code == 500
    assert answer.json()["detail"].startswith("The journal cannot be read or written (disk I/O error). Nothing was")
    assert len(own.get("/v1/decisions").json()["entries"]) == 1


def test_while_another_program_holds_the_journal_it_is_503_soon_and_reading_goes_on(own, own_world, body, monkeypatch):
    monkeypatch.setattr(dialects, "WAIT_MS", 300)
    assert own.post("/v1/decisions", json=body).status_code == 201
    with closing(sqlite3.connect(own_world.root / "journal" / "journal.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        answer = own.post("/v1/decisions", json=body, headers={"Accept-Language": "fr"})
        assert (answer.status_code, answer.headers["retry-after"]) == (503, "2")
        assert answer.json()["detail"].startswith(
            "Le journal est occupé par un autre programme. Rien n’a été consigné."
        )
        assert len(own.get("/v1/decisions").json()["entries"]) == 1
        assert own.get("/v1/ready").status_code == 200
    assert own.post("/v1/decisions", json=body).status_code == 201


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"client": 1}, 404, "No client has the number 1."),
        ({"client": "900001"}, 422, "client: expected a whole number, got"),
        ({"client": 1.0}, 422, "client: expected a whole number, got 1.0"),
        ({"client": 0}, 422, "client: expected a number from 1"),
        ({"model": "before"}, 409, "Expected the model before to answer"),
        ({"model": ""}, 422, "model: expected a text that is not empty"),
        ({"why": "\ud800 vu de près"}, 422, "why: expected a text that UTF-8 can write, got the text"),
        ({"\ud800": 1}, 422, "body: expected a text that UTF-8 can write"),
        ({"model": None}, 422, "model: expected a text, got nothing"),
        ({"decided": "maybe"}, 422, "decided: expected one of 'granted', 'refused', 'postponed', got"),
        ({"why": ""}, 422, "why: expected a text that is not empty"),
        ({"why": "x" * 2001}, 422, "why: expected a text of at most 2000 characters"),
        ({"who": "somebody else"}, 422, "who: expected no such key"),
    ],
)
def test_what_cannot_be_recorded_is_a_sentence(own, own_world, body, changed, status, words):
    headers = {"Content-Type": "application/json"}
    answer = own.post("/v1/decisions", content=json.dumps({**body, **changed}), headers=headers)
    assert answer.status_code == status
    assert words in answer.json()["detail"]
    assert open_journal(own_world).entries() == []


def test_a_key_left_out_is_named(own, body):
    del body["why"]
    assert own.post("/v1/decisions", json=body).json()["detail"] == "why: expected a value, got none."
    assert "expected an object with the keys client, decided" in own.post("/v1/decisions", json=[body]).json()["detail"]
