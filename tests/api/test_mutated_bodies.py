"""No spoiled request ends in a server error, or changes a decision without a notice, a refusal or a review."""

from __future__ import annotations

import json
from collections import Counter

import polars as pl
import pytest

from scoring.tables.records import APPLICATION, HISTORIES, contract_of
from scoring.tables.schema import CONTRACT
from scripts.mutations.bodies import KINDS, spoil_body

pytestmark = pytest.mark.slow  # a trained world
SEEDS = range(30 * len(KINDS))
CLIENTS = 8
THRESHOLD = -2.302585  # the log-odds of 1 in 11


@pytest.fixture(scope="module")
def bodies(simulated):
    """Requests of 60 clients who are not in training, with all their histories."""
    tables = {
        file: simulated(60, 3).tables[file].select(pl.col(n).cast(c.dtype) for n, c in CONTRACT[file].columns.items())
        for file in ("application_train", *HISTORIES)
    }
    loans = tables["bureau"].select("SK_ID_BUREAU", "SK_ID_CURR")
    tables["bureau_balance"] = tables["bureau_balance"].join(loans, on="SK_ID_BUREAU")

    def rows(file, name, client):
        mine = tables[file].filter(pl.col("SK_ID_CURR") == client)
        return mine.select(list(contract_of(name).columns)).to_dicts()

    return [
        {
            APPLICATION: rows("application_train", APPLICATION, client)[0],
            **{name: rows(name, name, client) for name in HISTORIES},
        }
        for client in tables["application_train"]["SK_ID_CURR"]
    ]


@pytest.fixture(scope="module")
def sound(ask, bodies):
    """Bodies and answers of the clients nearest to the threshold whom nobody reviews, and who have histories."""
    answers = [ask.post("/v1/assess", json=body) for body in bodies]
    assert {answer.status_code for answer in answers} == {200}
    both = [
        (body, answer.json())
        for body, answer in zip(bodies, answers, strict=True)
        if answer.json()["assessment"]["zone"] != "review" and sum(bool(body[name]) for name in HISTORIES) >= 4
    ]
    return sorted(both, key=lambda one: abs(one[1]["assessment"]["log_odds"] - THRESHOLD))[:CLIENTS]


def verdict(answer, before):
    """What became of a spoiled request, next to the answer of the sound one."""
    if answer.status_code != 200:
        return "refused" if answer.status_code in (400, 413, 422) else f"status {answer.status_code}"
    now = answer.json()
    if {notice["code"] for notice in now["notices"]} - {notice["code"] for notice in before["notices"]}:
        return "noticed"
    if now["assessment"]["decision"] == before["assessment"]["decision"]:
        return "same decision"
    return "to review" if now["assessment"]["zone"] == "review" else "silent"


def test_the_same_seed_spoils_alike_and_every_kind_changes_something(bodies):
    body, stranger = bodies[:2]
    few = range(4 * len(KINDS))
    assert [spoil_body(body, stranger, seed) for seed in few] == [spoil_body(body, stranger, seed) for seed in few]
    assert {spoil_body(body, stranger, seed).kind for seed in few if spoil_body(body, stranger, seed).body != body} == {
        *KINDS
    }


def test_thirty_spoilings_of_each_kind(ask_of, world, sound):
    ask, seen = ask_of(world), Counter()
    wrong = []
    for seed in SEEDS:
        place = seed // len(KINDS) % len(sound)
        (body, before), (stranger, _) = sound[place], sound[(place + 3) % len(sound)]
        spoiled = spoil_body(body, stranger, seed)
        answer = ask.post("/v1/assess", content=json.dumps(spoiled.body), headers={"Content-Type": "application/json"})
        became = verdict(answer, before)
        seen[became] += 1
        if became not in ("refused", "noticed", "to review", "same decision"):
            wrong.append((seed, became, spoiled.kind, spoiled.words))
    print(dict(seen))
    assert wrong == []
    assert min(seen["refused"], seen["noticed"], seen["same decision"]) > 0
