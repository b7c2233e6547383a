"""What was shown to whom is on record: from the API and from the page, in one chain, and what fails is told."""

import sqlite3
import threading

import pytest

from scoring.access.keys import create_key
from scoring.access.roles import Role
from scoring.dashboard.record import name_for_the_journal
from scoring.errors import UserError
from scoring.journal.entry import NO_LOGIN
from scoring.journal.light import record_shown
from scoring.journal.shown import MOST_REMEMBERED, NAMED_VARIABLE, REPEAT_SECONDS, ShownRecorder, can_record
from scoring.journal.store import Journal
from scoring.settings import Home


@pytest.fixture
def file(tmp_path):
    return tmp_path / "journal" / "journal.sqlite"


def test_both_writers_make_one_chain(file):
    journal = Journal.in_file(file)
    first = record_shown(file, "a", 1, "m", {"door": "page", "text": "été"})
    second = journal.record("b", 2, "m", {}, "granted", "vu")
    third = record_shown(file, "a", 3, "m", {})
    assert journal.entries() == [first, second, third]
    assert (second.previous, third.previous) == (first.hash, second.hash)
    assert journal.verify() is None


def test_many_writers_of_both_kinds_make_one_chain(file):
    Journal.in_file(file)

    def write(number):
        for client in range(5):
            if number % 2:
                record_shown(file, f"kernel {number}", client, "m", {})
            else:
                Journal.in_file(file).record_shown("api", client, "m", {})

    threads = [threading.Thread(target=write, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Journal.in_file(file).head()[0] == 20
    assert Journal.in_file(file).verify() is None


@pytest.mark.parametrize("spoil", ["missing", "damaged", "full"])
def test_a_write_that_fails_is_a_sentence_and_leaves_nothing(file, spoil):
    if spoil != "missing":
        Journal.in_file(file)
    if spoil == "damaged":
        for other in file.parent.glob("*-*"):  # SQLite would mend the file from its write-ahead log
            other.unlink()
        file.write_bytes(b"no database at all, but long enough to be read as one" * 90)
    if spoil == "full":
        with sqlite3.connect(file) as connection:
            failing = "BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
            connection.execute(f"CREATE TRIGGER failing BEFORE INSERT ON journal {failing}")
    with pytest.raises(UserError, match=r"The journal cannot be read or written .* Nothing was recorded"):
        record_shown(file, "a", 1, "m", {})
    assert file.exists() == (spoil != "missing")
    if spoil == "full":
        assert Journal.in_file(file).entries() == []


# --- once in a quarter of an hour ---------------------------------------------------------------------


class Clock:
    now = 50.0

    def __call__(self):
        return self.now


class Answer:
    def __init__(self, client, model="m"):
        self.client, self.model = client, model


@pytest.fixture
def written(monkeypatch):
    monkeypatch.setattr("scoring.journal.shown.shown_of", lambda _: {})
    return []


def test_the_same_look_is_written_again_only_after_a_while(written):
    clock = Clock()
    recorder = ShownRecorder(lambda *look: written.append(look), "page", clock)
    for who, answer in [("a", Answer(1)), ("a", Answer(1)), ("b", Answer(1)), ("a", Answer(2)), ("a", Answer(1, "n"))]:
        recorder.note(who, answer)
    assert [look[:3] for look in written] == [("a", 1, "m"), ("b", 1, "m"), ("a", 2, "m"), ("a", 1, "n")]
    assert written[0][3] == {"door": "page"}
    clock.now += REPEAT_SECONDS - 1
    recorder.note("a", Answer(1))
    assert len(written) == 4
    clock.now += 1
    recorder.note("a", Answer(1))
    assert len(written) == 5


def test_a_look_that_could_not_be_written_is_still_due(written):
    def fail(*_):
        raise UserError("no", "no")

    recorder = ShownRecorder(fail, "page", Clock())
    with pytest.raises(UserError):
        recorder.note("a", Answer(1))
    assert recorder.is_due("a", 1, "m")


def test_what_is_remembered_is_bounded(written):
    recorder = ShownRecorder(lambda *look: None, "page", Clock())
    for client in range(MOST_REMEMBERED + 10):
        recorder.note("a", Answer(client))
    assert len(recorder._last) == MOST_REMEMBERED
    assert recorder.is_due("a", 9, "m")
    assert not recorder.is_due("a", 10, "m")


def test_a_home_that_cannot_be_written_records_nothing_unless_a_database_is_named(tmp_path, monkeypatch):
    assert can_record(Home(tmp_path))
    monkeypatch.setattr("os.access", lambda *_: False)
    assert not can_record(Home(tmp_path))
    monkeypatch.setenv("SCORING_JOURNAL", "sqlite:///elsewhere")
    assert can_record(Home(tmp_path))


# --- the doors ----------------------------------------------------------------------------------------


@pytest.mark.slow
def test_the_api_records_whom_it_shows_what_and_answers_nothing_that_it_cannot_record(own_world):
    from fastapi.testclient import TestClient

    from scoring.api.app import create_app
    from scoring.portfolio import Portfolio

    portfolio = Portfolio.open(own_world)
    first, second, third = (int(number) for number in portfolio.clients[:3])
    key = create_key(own_world, "branch-7", Role.MANAGER)
    headers = {"Authorization": f"Bearer {key}"}
    ask = TestClient(create_app(own_world, record_shown=True), base_url="http://127.0.0.1", headers=headers)
    for address in (f"/v1/clients/{first}/assessment",) * 3 + (f"/clients/{second}/assessment",):
        assert ask.get(address).status_code == 200
    journal = Journal.in_file(own_world.root / "journal" / "journal.sqlite")
    entries = journal.entries()
    assert [(entry.kind, entry.who, entry.client) for entry in entries] == [
        ("shown", "branch-7", first), ("shown", "branch-7", second)
    ]  # fmt: skip
    assert entries[0].shown["probability"] == portfolio.assess(first).probability
    assert entries[0].shown["door"] == "api"
    with sqlite3.connect(own_world.root / "journal" / "journal.sqlite") as connection:
        failing = "BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
        connection.execute(f"CREATE TRIGGER failing BEFORE INSERT ON journal {failing}")
    for address in (f"/v1/clients/{third}/assessment", f"/clients/{third}/assessment"):
        answer = ask.get(address)
        assert answer.status_code == 500
        assert answer.json()["detail"].startswith("The journal cannot be read or written")
    assert ask.get(f"/v1/clients/{first}/assessment").status_code == 200
    assert journal.verify() is None


@pytest.mark.slow
def test_whatever_of_a_clients_file_the_api_shows_is_on_record(own_world):
    """Every address of one client, from the table of rights: whoever adds one must put it on record."""
    from fastapi.testclient import TestClient

    from scoring.api.access import TABLE
    from scoring.api.app import create_app
    from scoring.portfolio import Portfolio

    addresses = [address for method, address, _ in TABLE if method == "GET" and "{client}" in address]
    assert len(addresses) >= 8
    clients = [int(number) for number in Portfolio.open(own_world).clients[: len(addresses) + 1]]
    ask = TestClient(create_app(own_world, record_shown=True), base_url="http://127.0.0.1")
    for address, client in zip(addresses, clients, strict=False):
        assert [ask.get(address.format(client=client)).status_code for _ in range(2)] == [200, 200]
    changed = {"client": clients[-1], "changes": {"AMT_INCOME_TOTAL": 150_000}}
    assert ask.post("/v1/assess", json=changed).status_code == 200
    journal = Journal.in_file(own_world.root / "journal" / "journal.sqlite")
    assert [(entry.kind, entry.client) for entry in journal.entries()] == [("shown", client) for client in clients]
    with sqlite3.connect(own_world.root / "journal" / "journal.sqlite") as connection:
        failing = "BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
        connection.execute(f"CREATE TRIGGER failing BEFORE INSERT ON journal {failing}")
    never_seen = int(Portfolio.open(own_world).clients[-1])
    refused = [ask.get(address.format(client=never_seen)).status_code for address in addresses]
    assert refused == [500] * len(addresses)
    assert ask.post("/v1/assess", json={**changed, "client": never_seen}).status_code == 500


@pytest.mark.slow
def test_the_page_records_whose_decision_was_opened(own_world, monkeypatch):
    from scoring.dashboard import page as page_module
    from scoring.portfolio import Portfolio

    monkeypatch.setenv("SCORING_RECORD_SHOWN", "1")
    file = own_world.root / "journal" / "journal.sqlite"
    journal, client = Journal.in_file(file), int(Portfolio.open(own_world).clients[3])
    prebuilt = page_module.prebuild(own_world.root)
    page_module.open_page(prebuilt, f"client={client}", own_world.root)
    (entry,) = journal.entries()
    assert (entry.kind, entry.who, entry.client, entry.shown["door"]) == ("shown", NO_LOGIN, client, "page")
    file.unlink()
    prebuilt.state.client = int(Portfolio.open(own_world).clients[4])
    assert prebuilt.state.message.key == "trouble.record"
    assert prebuilt.state.assessment is not None


@pytest.mark.slow
def test_the_page_records_nothing_where_it_was_not_asked_to(own_world, monkeypatch):
    from scoring.dashboard import page as page_module
    from scoring.portfolio import Portfolio

    monkeypatch.delenv("SCORING_RECORD_SHOWN", raising=False)
    client = int(Portfolio.open(own_world).clients[3])
    page_module.open_page(page_module.prebuild(own_world.root), f"client={client}", own_world.root)
    assert not (own_world.root / "journal").exists()


def test_where_visitors_have_names_nothing_is_shown_to_nobody(monkeypatch):
    assert (name_for_the_journal(""), name_for_the_journal("a.durand")) == (NO_LOGIN, "a.durand")
    monkeypatch.setenv(NAMED_VARIABLE, "1")
    assert name_for_the_journal("a.durand") == "a.durand"
    with pytest.raises(UserError, match="Expected the visitor's name"):
        name_for_the_journal("")
