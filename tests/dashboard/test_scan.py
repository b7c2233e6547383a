"""No view contradicts another: the scan finds nothing in the simulated world or in a home of real rows; it can find."""

import json
import os
from dataclasses import replace
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from scoring.api.app import create_app
from scoring.portfolio import Portfolio
from scoring.settings import Home
from scripts.scan import ADDRESS, FAULTS, faults, scan

CLIENTS = 60
REAL_CLIENTS = 600
REAL = os.environ.get("SCORING_REAL_HOME")


@pytest.fixture(scope="session")
def scanned_portfolio(world):
    return Portfolio.open(world)


@pytest.fixture(scope="session")
def known_client(world, scanned_portfolio):
    """An assessment with reasons on both sides, and the API's answer."""
    ask = TestClient(create_app(world), base_url=ADDRESS)
    client = next(
        int(client) for client in scanned_portfolio.clients
        if len(scanned_portfolio.assess(int(client)).raises) > 1 and scanned_portfolio.assess(int(client)).lowers
    )  # fmt: skip
    return scanned_portfolio.assess(client), ask.get(f"/v1/clients/{client}/assessment").json()


@pytest.mark.slow
def test_no_view_contradicts_another_in_the_simulated_world(world):
    counts, found = scan(world, CLIENTS)
    assert found == []
    assert counts["clients"] == CLIENTS
    assert counts["reasons"] > CLIENTS


@pytest.mark.slow
@pytest.mark.skipif(not REAL, reason="SCORING_REAL_HOME names no home made from real rows")
def test_no_view_contradicts_another_in_a_home_of_real_rows():
    counts, found = scan(Home(Path(str(REAL))), REAL_CLIENTS)
    assert found == []
    assert counts["clients"] == REAL_CLIENTS


def turned(assessment):
    return replace(assessment, raises=assessment.raises[::-1])


def opposite(assessment):
    return replace(assessment, raises=(replace(assessment.raises[0], side="lowers"), *assessment.raises[1:]))


def heavier(assessment):
    first = assessment.raises[0]
    return replace(assessment, raises=(replace(first, points=first.points - 9), *assessment.raises[1:]))


def unnamed(assessment):
    first = assessment.raises[0]
    words = {"fr": "non renseigné", "en": "not known"}
    return replace(assessment, raises=(replace(first, value=words), *assessment.raises[1:]))


def usual(assessment):
    first = assessment.raises[0]
    return replace(
        assessment, raises=(replace(first, value=dict(first.usual), usual=first.usual), *assessment.raises[1:])
    )


def otherwise(assessment):
    first = assessment.raises[0]
    words = {language: f"environ {value}" for language, value in first.value.items()}
    return replace(assessment, raises=(replace(first, value=words), *assessment.raises[1:]))


def refused(assessment):
    return replace(assessment, thin_file=True, zone="refuse")


def elsewhere(assessment):
    return replace(assessment, comparable=replace(assessment.comparable, low=0.9, high=0.95))


def short(assessment):
    return replace(assessment, log_odds=assessment.log_odds + 0.5)


@pytest.mark.parametrize(
    ("spoil", "kind"),
    list(zip((turned, opposite, heavier, short, unnamed, usual, otherwise, refused, elsewhere), FAULTS, strict=True)),
)
def test_a_contradiction_would_be_noticed(known_client, scanned_portfolio, spoil, kind):
    assessment, answer = known_client
    assert list(faults(assessment, answer, scanned_portfolio)) == []
    assert kind in {found for found, _ in faults(spoil(assessment), answer, scanned_portfolio)}


def test_an_api_that_says_something_else_would_be_noticed(known_client, scanned_portfolio):
    assessment, answer = known_client
    other = json.loads(json.dumps(answer))
    other["raises"].reverse()
    assert ("order", "API, raises") in faults(assessment, other, scanned_portfolio)
