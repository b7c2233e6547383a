"""A decision sent again after its answer was lost is on record once: its Idempotency-Key says that it is the same."""

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from scoring.access.keys import create_key
from scoring.access.roles import Role
from scoring.api.repeated import PARAMETER
from scoring.files import POINTER
from scoring.journal.place import open_journal

pytestmark = pytest.mark.slow  # a trained world
KEY = "8e03978e-40d5-43dd-bc93-6894a57f9324"


@pytest.fixture
def body(portfolio):
    return {
        "client": int(portfolio.clients[2]),
        "decided": "granted",
        "why": "Revenus vérifiés.",
        "model": portfolio.manifest.version,
        "motive": "income",
        "adviser": "Anne Martin",
    }


@pytest.fixture
def own(ask_of, own_world):
    return ask_of(own_world)


@pytest.fixture
def send(own):
    """``(body, key, door) -> answer`` of a decision that is sent with a key."""

    def post(body, key=KEY, door=own, **headers):
        content = body if isinstance(body, str) else json.dumps(body)
        return door.post("/v1/decisions", content=content, headers={"Idempotency-Key": key, **headers})

    return post


def test_sent_again_it_is_answered_as_the_first_time_and_on_record_once(send, own, own_world, body):
    first = send(body)
    again = [send(body), send(body, f'"{KEY}"'), send(json.dumps(dict(reversed(body.items())), indent=2))]
    assert first.status_code == 201
    assert [(answer.status_code, answer.content) for answer in again] == [(201, first.content)] * 3
    assert len(open_journal(own_world).entries()) == 1
    assert own.post("/v1/decisions", json=body).json()["number"] == 2  # without a key each is one


def test_after_a_restart_and_by_another_worker_too(send, ask_of, own_world, body):
    first = send(body)
    assert send(body, door=ask_of(own_world)).content == first.content
    assert len(open_journal(own_world).entries()) == 1


def test_what_was_recorded_is_answered_even_where_it_could_not_be_recorded_now(send, own_world, ask_of, body):
    first = send(body)
    (own_world.portfolio / POINTER).unlink()
    assert send(body, door=ask_of(own_world)).content == first.content


def test_a_second_person_is_not_asked_of_the_one_who_sends_again(send, own_world, portfolio, body):
    (own_world.root / "opinions.toml").write_text("four_eyes = true")
    refused = portfolio.index.filter(portfolio.index["zone"] == "refuse")["SK_ID_CURR"][0]
    first = send({**body, "client": int(refused)})
    assert first.json()["shown"]["awaits_second"]
    assert send({**body, "client": int(refused)}).content == first.content


@pytest.mark.parametrize("changed", [{"why": "Autre chose, vraiment."}, {"client": 1}, {"decided": "refused"}])
def test_the_same_key_with_other_content_is_refused(send, own_world, body, changed):
    send(body)
    answer = send({**body, **changed}, **{"Accept-Language": "fr"})
    assert answer.status_code == 422
    assert answer.json()["fields"] == [
        {"field": "Idempotency-Key", "message": answer.json()["detail"]},
    ]
    expected = "Idempotency-Key\u202f: attendu une clé propre à chaque requête, reçu celle d’une autre."
    assert answer.json()["detail"].replace("\u00a0", "\u202f") == expected.replace("\u00a0", "\u202f")
    assert len(open_journal(own_world).entries()) == 1


def test_what_was_refused_may_be_sent_again_with_the_same_key(send, own_world, body):
    assert send({**body, "model": "before"}).status_code == 409
    assert send(body).status_code == 201
    assert len(open_journal(own_world).entries()) == 1


def test_a_key_is_its_callers(send, own_world, body):
    keys = [create_key(own_world, name, Role.MANAGER) for name in ("anne", "paul")]
    del body["adviser"]
    numbers = [send(body, Authorization=f"Bearer {key}").json()["number"] for key in (*keys, *keys)]
    assert numbers == [1, 2, 1, 2]


def test_sent_many_times_at_once_it_is_on_record_once(send, ask_of, own_world, body):
    (own_world.root / "opinions.toml").write_text("four_eyes = true")
    doors = [ask_of(own_world) for _ in range(2)]
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda place: send(body, door=doors[place % 2]), range(16)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.content for answer in answers}) == 1
    journal = open_journal(own_world)
    assert len(journal.entries()) == 1
    assert journal.verify() is None


@pytest.mark.parametrize("key", ["", '""', '"', "a b", "é", "x" * 129, f'"{"x" * 129}"', '"a', 'a"', '"a";b=1', "a,b"])
def test_a_malformed_key_is_a_sentence(send, own_world, body, key):
    answer = send(body, key.encode())
    assert answer.status_code == 400
    assert answer.json()["detail"].startswith("Idempotency-Key: expected 1 to 128 letters, digits or signs of . _ ~ :")
    assert open_journal(own_world).entries() == []


def test_two_keys_are_refused_and_every_sign_that_is_told_is_taken(own, send, body):
    pairs = [("Idempotency-Key", "a"), ("Idempotency-Key", "b")]
    assert own.post("/v1/decisions", json=body, headers=pairs).status_code == 400
    assert send(body, "aZ09._~:/+=-" + "x" * 116).status_code == 201


def test_the_pages_tell_of_it(own):
    described = own.get("/openapi.json").json()["paths"]["/v1/decisions"]["post"]
    assert PARAMETER in described["parameters"]
    assert "400" in described["responses"]
