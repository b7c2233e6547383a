"""While another program holds the journal one writer waits, the others are told at once, and nobody who reads waits."""

import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest

from scoring.api import one_journal
from scoring.api.one_journal import OneJournal
from scoring.journal import dialects, store, turns
from scoring.journal.place import journal_file, open_journal
from scoring.journal.store import Journal
from scoring.journal.turns import JournalBusyError, Turns
from scoring.settings import Home

WAIT_SECONDS = 3.0  # a busy machine may stop us for a second


@pytest.fixture
def file(tmp_path):
    return tmp_path / "journal.sqlite"


@pytest.fixture
def journal(file, monkeypatch):
    monkeypatch.setattr(dialects, "WAIT_MS", int(1000 * WAIT_SECONDS))
    monkeypatch.setattr(turns, "STUCK_SECONDS", 0.2)
    made = Journal.in_file(file)
    record(made)
    return made


def record(journal, client=900001):
    return journal.record("a manager", client, "m1", {"zone": "accept"}, "granted", "vu")


def refused(journal):
    """Seconds until a write is refused."""
    start = time.perf_counter()
    with pytest.raises(JournalBusyError, match="Another program holds the journal"):
        record(journal)
    return time.perf_counter() - start


def test_one_waits_for_another_program_and_the_others_are_told_at_once(file, journal):
    waits = []
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        first = threading.Thread(target=lambda: waits.append(refused(journal)))
        first.start()
        time.sleep(0.25)
        assert max(refused(journal) for _ in range(3)) < WAIT_SECONDS / 2
        assert first.is_alive()
        first.join()
        assert waits[0] >= WAIT_SECONDS - 0.1
    assert record(journal).number == 2
    assert journal.verify() is None


def test_who_reads_waits_for_nobody(file, journal):
    with closing(sqlite3.connect(file, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        start = time.perf_counter()
        assert (len(journal.entries()), journal.head()[0], journal.verify()) == (1, 1, None)
        assert time.perf_counter() - start < WAIT_SECONDS / 2


def test_a_slow_write_of_our_own_is_not_another_program(journal, monkeypatch):
    slow = store.row_of
    monkeypatch.setattr(store, "row_of", lambda entry: time.sleep(0.4) or slow(entry))
    with ThreadPoolExecutor(4) as threads:
        numbers = list(threads.map(lambda client: record(journal, client).number, range(900001, 900005)))
    assert sorted(numbers) == [2, 3, 4, 5]


def test_a_slow_opening_of_our_own_is_not_another_program(tmp_path, monkeypatch):
    slow = one_journal.open_journal
    monkeypatch.setattr(turns, "STUCK_SECONDS", 0.2)
    monkeypatch.setattr(one_journal, "open_journal", lambda *given: time.sleep(0.6) or slow(*given))
    opened = OneJournal(Home(tmp_path))
    with ThreadPoolExecutor(4) as threads:
        journals = list(threads.map(lambda _: opened(), range(4)))
    assert {id(journal) for journal in journals} == {id(journals[0])}


def test_who_comes_while_an_opening_waits_for_another_program_is_told_at_once(tmp_path, monkeypatch):
    home = Home(tmp_path)
    open_journal(home)
    monkeypatch.setattr(dialects, "WAIT_MS", int(1000 * WAIT_SECONDS))
    monkeypatch.setattr(turns, "STUCK_SECONDS", 0.2)
    opened = OneJournal(home)
    with closing(sqlite3.connect(journal_file(home), isolation_level=None)) as other, ThreadPoolExecutor(1) as thread:
        other.execute("BEGIN IMMEDIATE")
        first = thread.submit(opened)
        time.sleep(0.4)
        with pytest.raises(JournalBusyError):
            opened()
        assert not first.done()
        assert isinstance(first.exception(), JournalBusyError)


def test_many_who_write_quickly_all_have_their_turn(monkeypatch):
    monkeypatch.setattr(turns, "STUCK_SECONDS", 0.2)
    turn, done = Turns(), []

    def write():
        with turn.taken():
            time.sleep(0.02)
            done.append(1)

    threads = [threading.Thread(target=write) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == 20


def test_a_turn_ends_with_an_error():
    turn = Turns()
    with pytest.raises(ValueError, match="broken"), turn.taken():
        raise ValueError("broken")
    with turn.taken():
        pass
