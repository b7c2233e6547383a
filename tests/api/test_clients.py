"""Clients of the portfolio over HTTP: exactly what Portfolio says, and sentences for what cannot be asked."""

import dataclasses
import json

import pytest

pytestmark = pytest.mark.slow  # a trained world


def test_200_clients_get_exactly_what_the_portfolio_answers(ask, portfolio):
    some = [int(client) for client in portfolio.clients[:: len(portfolio.clients) // 200][:200]]
    assert len(some) == 200
    for client in some:
        answer = ask.get(f"/clients/{client}/assessment")
        assert answer.status_code == 200
        expected = json.loads(json.dumps(dataclasses.asdict(portfolio.assess(client))))  # tuples as lists
        assert answer.json() == expected


def test_a_probability_keeps_its_last_digit(ask, portfolio):
    client = int(portfolio.clients[0])
    said = ask.get(f"/clients/{client}/assessment").text
    assert f'"probability":{portfolio.assess(client).probability!r},' in said


def test_reasons_come_in_french_and_english(ask, portfolio):
    answer = ask.get(f"/clients/{portfolio.clients[3]}/assessment").json()
    for reason in (*answer["raises"], *answer["lowers"]):
        assert set(reason["sentence"]) == {"fr", "en"}
        assert reason["sentence"]["fr"] != reason["sentence"]["en"]


@pytest.mark.parametrize("number", ["1", "-5", "abc", "9" * 30, "1.5", "%00"])
def test_a_wrong_number_is_not_found(ask, number):
    answer = ask.get(f"/clients/{number}/assessment")
    assert answer.status_code == 404
    assert answer.json()["detail"].startswith("No client has the number ")


def test_pages_of_clients_hold_every_client_once(ask, portfolio):
    found = []
    for offset in range(0, 600, 100):
        page = ask.get("/clients", params={"offset": offset, "limit": 100}).json()
        assert page["total"] == len(portfolio.clients) == 500
        found += [row["client"] for row in page["clients"]]
    assert found == portfolio.clients.tolist()


def test_a_row_says_what_the_assessment_says(ask, portfolio):
    (row,) = ask.get("/clients", params={"limit": 1, "offset": 7}).json()["clients"]
    one = portfolio.assess(int(portfolio.clients[7]))
    assert row == {"client": one.client, "probability": one.probability, "score": one.score, "zone": one.zone}


def test_search_is_that_of_the_portfolio(ask, portfolio):
    digits = str(portfolio.clients[0])[-3:]
    page = ask.get("/clients", params={"search": digits, "limit": 3}).json()
    assert [row["client"] for row in page["clients"]] == portfolio.search(digits, 3)
    assert page["total"] == len(portfolio.search(digits, 10_000))
    assert ask.get("/clients", params={"search": "77777777"}).json() == {
        "total": 0, "offset": 0, "limit": 20, "clients": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("query", "field", "sentence"),
    [
        ("limit=0", "limit", "limit: expected a number from 1, got the text '0'."),
        ("limit=101", "limit", "limit: expected a number up to 100, got the text '101'."),
        ("offset=-1", "offset", "offset: expected a number from 0, got the text '-1'."),
        ("offset=x", "offset", "offset: expected a whole number, got the text 'x'."),
        ("limit=" + "9" * 5000, "limit", "limit: expected a number up to 100, got the text '9999"),
        ("search=Dupont", "search", "search: expected digits of a client's number, got the text 'Dupont'."),
    ],
)
def test_a_wrong_parameter_is_named(ask, query, field, sentence):
    answer = ask.get(f"/clients?{query}")
    assert answer.status_code == 422
    assert answer.json()["detail"].startswith(sentence)
    assert answer.json()["fields"][0]["field"] == field


def test_the_model_is_the_one_that_answers(ask, portfolio):
    answer = ask.get("/model").json()
    manifest = portfolio.manifest
    assert answer["version"] == manifest.version == portfolio.assess(int(portfolio.clients[0])).model
    assert answer["decision"] == dataclasses.asdict(manifest.policy)
    assert answer["metrics"] == dict(manifest.metrics)
    assert list(answer["importance"]) == list(manifest.importance)
    assert answer["costs"] == {"missed_difficulty": 10.0, "wrong_refusal": 1.0}


def test_health_says_who_answers(ask, portfolio):
    assert ask.get("/health").json() == {
        "status": "ready", "model": portfolio.manifest.version, "clients": 500, "demonstration": True,
    }  # fmt: skip
