"""The lender's rules for a decision through the API: a motive, a second person, a name; the page keeps the same."""

import itertools
import json

import pytest

from scoring.access.keys import create_key
from scoring.access.roles import Role
from scoring.dashboard.page import Page
from scoring.journal.desk import Desk
from scoring.journal.opinion import MOTIVES
from scoring.journal.place import open_journal
from scoring.portfolio import Portfolio

pytestmark = pytest.mark.slow  # a trained world
WHY = "Bulletins de salaire vus."


@pytest.fixture(scope="module")
def of_zone(portfolio):
    """``(zone) -> client``: one of each."""
    return lambda zone: int(portfolio.index.filter(portfolio.index["zone"] == zone)["SK_ID_CURR"][0])


@pytest.fixture
def own(ask_of, own_world):
    return ask_of(own_world)


@pytest.fixture
def four_eyes(own_world):
    (own_world.root / "opinions.toml").write_text("four_eyes = true")


@pytest.fixture
def send(own, portfolio, of_zone):
    """``(zone, **changes) -> answer`` of a decision about a client of that zone; None leaves a key out."""

    def post(zone, key=None, **changes):
        body = {
            "client": of_zone(zone),
            "decided": "granted",
            "why": WHY,
            "model": portfolio.manifest.version,
            **changes,
        }
        headers = {"Authorization": f"Bearer {key}"} if key else {}
        given = {name: value for name, value in body.items() if value is not None}
        return own.post("/v1/decisions", content=json.dumps(given), headers=headers)

    return post


def wrong(answer):
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    return [field["field"] for field in answer.json()["fields"]]


def in_force(home, client, portfolio):
    decision = Desk(home).standing(client).decided(portfolio.manifest.version)
    return None if decision is None else decision.decided


@pytest.mark.parametrize(
    ("zone", "decided", "needs"),
    [
        ("refuse", "granted", True), ("refuse", "postponed", True), ("refuse", "refused", False),
        ("accept", "granted", False), ("accept", "refused", True), ("accept", "postponed", True),
        ("review", "granted", True), ("review", "refused", True), ("review", "postponed", True),
    ],
)  # fmt: skip
def test_what_is_not_proposed_needs_a_motive_and_words(send, own_world, zone, decided, needs):
    plain = send(zone, decided=decided, why="Vu.")
    if not needs:
        assert plain.status_code == 201
        assert plain.json()["shown"]["overrides"] is False
        return
    assert wrong(plain) == ["motive", "why"]
    assert ("proposes nothing here" in plain.json()["detail"]) is (zone == "review")
    assert wrong(send(zone, decided=decided)) == ["motive"]
    assert wrong(send(zone, decided=decided, motive="income", why=" " * 30 + "court")) == ["why"]
    assert open_journal(own_world).entries() == []
    answer = send(zone, decided=decided, motive="income")
    assert answer.status_code == 201
    assert (answer.json()["shown"]["motive"], answer.json()["shown"]["door"]) == ("income", "api")
    assert answer.json()["shown"]["overrides"] is (zone != "review")


def test_a_motive_is_one_of_the_list(send):
    for motive in ("whim", "", 3, ["income"]):
        assert wrong(send("refuse", motive=motive)) == ["motive"]
    for motive in MOTIVES:
        assert send("refuse", motive=motive).status_code == 201


def test_a_grant_against_a_refusal_counts_once_another_person_granted_it_too(
    send, own_world, of_zone, portfolio, four_eyes
):
    first = send("refuse", motive="income", adviser="Anne Martin").json()
    assert (first["shown"]["awaits_second"], first["shown"]["confirms"]) == (True, None)
    assert in_force(own_world, of_zone("refuse"), portfolio) is None
    for name in ("Anne Martin", "anne  MARTIN", " Anne Martin "):
        again = send("refuse", motive="income", adviser=name)
        assert wrong(again) == ["adviser"]
        assert "another person than the one who granted it first" in again.json()["detail"]
    assert open_journal(own_world).head()[0] == 1
    second = send("refuse", motive="documents", adviser="Luc Bo").json()
    assert (second["shown"]["awaits_second"], second["shown"]["confirms"]) == (False, 1)
    assert in_force(own_world, of_zone("refuse"), portfolio) == "granted"
    assert open_journal(own_world).verify() is None


def test_who_comes_with_a_key_decides_under_its_name_alone(send, own_world, of_zone, portfolio, four_eyes):
    anne, luc = (create_key(own_world, name, Role.MANAGER) for name in ("anne.martin", "7"))
    assert wrong(send("refuse", luc, motive="income", adviser="Anne Martin")) == ["adviser"]
    assert send("refuse", luc, motive="income").json()["shown"]["awaits_second"] is True
    assert wrong(send("refuse", luc, motive="income")) == ["adviser"]
    assert wrong(send("refuse", luc, motive="income", adviser="7")) == ["adviser"]
    assert send("refuse", anne, motive="income", adviser="Anne.Martin").json()["shown"]["confirms"] == 1
    assert [entry.who for entry in open_journal(own_world).entries()] == ["7", "anne.martin"]
    assert in_force(own_world, of_zone("refuse"), portfolio) == "granted"


def test_nobody_is_nameless_where_two_people_must_decide(send, own_world, four_eyes):
    assert wrong(send("refuse", motive="income")) == ["adviser"]
    for name in ("A", "A\nB", "A" * 81, "\ud83d\ude00", "Anne\x00"):
        assert wrong(send("refuse", motive="income", adviser=name)) == ["adviser"]
    assert send("refuse", motive="income", adviser="Anne").status_code == 201
    assert wrong(send("refuse", motive="income")) == ["adviser"]
    assert send("accept").status_code == 201  # nobody else need agree
    assert open_journal(own_world).head()[0] == 2


def test_rules_that_cannot_be_read_ask_for_a_second_person(send, own_world):
    (own_world.root / "opinions.toml").write_text("four_eyes = 3")
    assert send("refuse", motive="income", adviser="Anne").json()["shown"]["awaits_second"] is True


def test_without_the_rule_one_person_is_enough(send, own_world, of_zone, portfolio):
    assert send("refuse", motive="income").json()["shown"]["awaits_second"] is False
    assert in_force(own_world, of_zone("refuse"), portfolio) == "granted"


def test_another_models_answer_is_409_before_anything_else(send, own_world, four_eyes):
    for model in ("older", "\ud800", "x" * 10_000, "a\x00b"):
        assert send("refuse", model=model, motive=None).status_code == 409
    assert open_journal(own_world).entries() == []


def test_what_one_door_began_the_other_ends(send, own_world, of_zone, portfolio, four_eyes):
    page = Page(Portfolio.open(own_world))
    page.attach(own_world)
    page.state.find.open(of_zone("refuse"))
    assert send("refuse", motive="income", adviser="Anne Martin").status_code == 201  # while the page is open
    opinion = page.state.opinion
    opinion.opened = True
    for name, value in {"decided": "granted", "motive": "income", "words": WHY, "adviser": "anne martin"}.items():
        setattr(opinion, name, value)
    opinion.submit()
    assert opinion.wrong == ("same_person",)
    opinion.adviser = "Luc Bo"
    opinion.submit()
    assert in_force(own_world, of_zone("refuse"), portfolio) == "granted"
    assert opinion.standing.decisions[-1].confirms == 1


def test_nobody_who_has_a_key_is_a_second_person_by_typing_another_name(send, own_world, of_zone, portfolio, four_eyes):
    """The page without login, on the same machine, takes any name."""
    client = of_zone("refuse")
    assert send("refuse", motive="income", adviser="Luc Bo").json()["shown"]["awaits_second"] is True  # typed
    anne, luc = (create_key(own_world, name, Role.MANAGER) for name in ("anne.martin", "luc"))
    first = send("refuse", anne, motive="income").json()["shown"]
    assert (first["awaits_second"], first["confirms"]) == (True, None)  # the typed name was none of the two
    page = Page(Portfolio.open(own_world))
    page.attach(own_world)
    page.state.find.open(client)
    opinion = page.state.opinion
    opinion.opened = True
    for name, value in {"decided": "granted", "motive": "income", "words": WHY, "adviser": "Paul Durand"}.items():
        setattr(opinion, name, value)
    opinion.submit()
    assert opinion.wrong == ("login",)
    assert in_force(own_world, client, portfolio) is None
    assert send("refuse", luc, motive="income").json()["shown"]["confirms"] == 2
    assert in_force(own_world, client, portfolio) == "granted"


UNWRITABLE = ["avec un \x00 dedans", "une moitié \ud800 seule", "\x1b[2J efface l’écran", "x" * 60_000]
FIELDS = ["why", "adviser", "motive", "decided", "model", "client"]


def test_a_text_that_no_journal_can_hold_is_a_sentence_and_nothing_is_written(own, own_world, of_zone, portfolio):
    body = {"client": of_zone("accept"), "decided": "granted", "why": WHY, "model": portfolio.manifest.version}
    for field, text, language in itertools.product(FIELDS, UNWRITABLE, ("en", "fr")):
        headers = {"Accept-Language": language}
        answer = own.post("/v1/decisions", content=json.dumps({**body, field: text}), headers=headers)
        assert answer.status_code == (409 if field == "model" else 422), (field, text[:20])
        assert 10 < len(answer.json()["detail"]) < 400
        if field != "model":
            assert wrong(answer) == [field]
    assert open_journal(own_world).entries() == []


def test_a_journal_that_cannot_be_read_is_told_and_nothing_is_decided(send, own_world, four_eyes):
    assert send("refuse", motive="income", adviser="Anne").status_code == 201
    file = own_world.root / "journal" / "journal.sqlite"
    file.rename(file.with_suffix(".away"))
    answer = send("refuse", motive="income", adviser="Luc Bo")
    assert answer.status_code == 500
    assert answer.json()["detail"].startswith("The journal cannot be read or written (")
