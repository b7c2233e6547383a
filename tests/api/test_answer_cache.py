"""Answers that are held: the same bytes, for who may have them, of the portfolio that is current."""

import dataclasses
import gc
import shutil
import weakref

import pytest

from scoring.access.keys import create_key
from scoring.access.roles import Role
from scoring.api.answer_cache import AnswerCache
from scoring.portfolio import Portfolio


@pytest.fixture
def counted(monkeypatch):
    """Clients for whom an Assessment was made anew."""
    made, assess = [], Portfolio.assess
    monkeypatch.setattr(Portfolio, "assess", lambda self, client: made.append(client) or assess(self, client))
    return made


def test_what_is_asked_for_again_is_the_same_and_made_once(ask_of, world, portfolio, counted):
    ask, address = ask_of(world), f"/v1/clients/{portfolio.clients[7]}/assessment"
    first = ask.get(address)
    again = [ask.get(address), ask.get(address, headers={"X": "y"}), ask.request("HEAD", address)]
    assert counted.count(int(portfolio.clients[7])) == 1
    assert [answer.content for answer in again] == [first.content, first.content, b""]
    assert {answer.headers["etag"] for answer in again} == {first.headers["etag"]}
    assert all(answer.headers == first.headers for answer in again)
    assert ask.get(address, headers={"If-None-Match": first.headers["etag"]}).status_code == 304


def test_a_held_answer_is_only_for_who_may_have_it(ask_of, own_world, portfolio):
    ask, address = ask_of(own_world), f"/v1/clients/{portfolio.clients[0]}/assessment"
    assert ask.get(address).status_code == 200
    auditor = create_key(own_world, "audit", Role.AUDITOR)
    assert ask.get(address).status_code == 401
    assert ask.get(address, headers={"Authorization": f"Bearer {auditor}"}).status_code == 403
    assert ask.get(address, headers={"Host": "evil.example"}).status_code == 421


def test_a_parameter_is_still_refused_and_the_count_names_the_address(ask_of, world, portfolio):
    ask, address = ask_of(world), f"/v1/clients/{portfolio.clients[0]}/assessment"
    for _ in range(3):
        assert ask.get(address).status_code == 200
    assert ask.get(address, params={"x": 1}).status_code == 422
    line = 'scoring_requests_total{method="GET",route="/v1/clients/{client}/assessment",status="200"} 3.0'
    assert line in ask.get("/metrics").text


def test_another_portfolio_answers_anew(portfolio, tmp_path):
    answers, client = AnswerCache(), int(portfolio.clients[7])
    held = answers.answer(portfolio, client)
    shutil.copytree(portfolio.folder, tmp_path / "another")
    another = dataclasses.replace(portfolio, folder=tmp_path / "another")
    assert answers.held(another, client) is None
    assert answers.answer(another, client) is not held
    assert answers.held(portfolio, client) is None


def test_only_so_many_are_held_those_asked_for_last(portfolio, counted):
    answers, clients = AnswerCache(most=3), [int(number) for number in portfolio.clients[:4]]
    for client in (*clients[:3], clients[0], clients[3]):
        answers.answer(portfolio, client)
    assert [answers.held(portfolio, client) is None for client in clients] == [False, True, False, False]
    assert counted == clients


def test_a_held_answer_keeps_no_assessment(portfolio, monkeypatch):
    made, assess = [], Portfolio.assess

    def noted(self, client):
        assessment = assess(self, client)
        made.append(weakref.ref(assessment))
        return assessment

    monkeypatch.setattr(Portfolio, "assess", noted)
    answers = AnswerCache()
    held = answers.answer(portfolio, int(portfolio.clients[7]))
    gc.collect()
    assert [reference() for reference in made] == [None]
    assert answers.held(portfolio, int(portfolio.clients[7])) is held


def test_both_addresses_send_the_same_bytes(ask_of, world, portfolio):
    ask, client = ask_of(world), portfolio.clients[7]
    older, newer = (ask.get(f"{prefix}/clients/{client}/assessment") for prefix in ("", "/v1"))
    assert older.content == newer.content
    assert older.headers["content-type"] == newer.headers["content-type"] == "application/json"
