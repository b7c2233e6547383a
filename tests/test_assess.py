"""``scoring assess``: the page's and the API's answer on a terminal; a number that is none is a sentence."""

from __future__ import annotations

import json

import pytest
from fastapi.testclient import TestClient

from scoring.api.app import create_app
from scoring.portfolio import Portfolio


@pytest.fixture(scope="module")
def portfolio(world) -> Portfolio:
    return Portfolio.open(world)


def test_the_json_is_the_apis_body(run_cli, world, portfolio):
    client = int(portfolio.clients[5])
    ran = run_cli("--home", world.root, "assess", client, "--json")
    with TestClient(create_app(world), base_url="http://localhost") as api:
        assert json.loads(ran.out) == api.get(f"/v1/clients/{client}/assessment").json()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_words_are_the_assessments(run_cli, world, portfolio, language):
    for client in portfolio.clients[:40:8].tolist():
        answer = portfolio.assess(client)
        ran = run_cli("--home", world.root, "assess", client, "--language", language)
        assert ran.status == 0, ran.err
        expected = [str(client), str(answer.score), str(answer.threshold_score)]
        expected += [reason.sentence[language] for reason in (*answer.raises, *answer.lowers)]
        assert [text for text in expected if text not in ran.out] == []


def test_french_is_the_language_where_none_is_named(run_cli, world, portfolio):
    client = int(portfolio.clients[0])
    french, default = (
        run_cli("--home", world.root, "assess", client, *words).out for words in (("--language", "fr"), ())
    )
    assert default == french
    assert "Risque de difficulté de paiement\u00a0:" in default


@pytest.mark.parametrize(
    "text", ["9_00001", "+900001", "1e5", "0900017", "900017.0", " 900017", "٩٠٠٠١٧", "", "abc", "9" * 30]
)
def test_what_is_no_number_of_a_client_is_a_sentence(run_cli, world, text):
    ran = run_cli("--home", world.root, "assess", text)
    assert ran.status == 2
    assert "Expected the number of a client, got" in ran.err
    assert "Write its digits alone, such as 100002." in ran.err


def test_a_client_whom_nobody_knows_is_a_sentence(run_cli, world):
    ran = run_cli("--home", world.root, "assess", "1")
    assert ran.status == 2
    assert "No client has the number 1. Numbers go from" in ran.err


def test_without_a_portfolio_it_says_what_to_run(run_cli, imported):
    ran = run_cli("--home", imported.root, "assess", "100002")
    assert ran.status == 2
    assert "Expected a portfolio in" in ran.err
    assert "Run 'scoring run' first." in ran.err


def test_a_language_without_texts_is_a_sentence(run_cli, world, portfolio):
    ran = run_cli("--home", world.root, "assess", int(portfolio.clients[0]), "--language", "xx")
    assert ran.status == 2
    assert "--language: expected one of fr, en" in ran.err


def test_the_version_is_said(run_cli):
    from scoring import __version__

    ran = run_cli("--version")
    assert (ran.status, ran.out) == (0, f"scoring {__version__}\n")
