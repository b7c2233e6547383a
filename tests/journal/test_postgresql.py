"""The journal in PostgreSQL, a real server of this test's own: what holds for SQLite holds there too."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from scoring.journal import dialects
from scoring.journal.entry import START
from scoring.journal.place import URL_VARIABLE, open_journal
from scoring.journal.store import Journal, JournalError
from scoring.journal.turns import JournalBusyError
from scoring.settings import Home

pytestmark = pytest.mark.slow
SHOWN = {"probability": 0.0487, "zone": "accept", "raises": ["application_amt_credit"]}


@pytest.fixture
def url(server):
    """The same, without any entry."""
    with sa.create_engine(server).begin() as connection:
        connection.exec_driver_sql("DROP TABLE IF EXISTS journal")
    return server


@pytest.fixture
def journal(url):
    return Journal(url)


def record(journal, client=900001):
    return journal.record("a manager", client, "m1", SHOWN, "granted", "été")


def change(url, statement):
    with sa.create_engine(url).begin() as connection:
        connection.exec_driver_sql("ALTER TABLE journal DISABLE TRIGGER USER")
        connection.exec_driver_sql(statement)
        connection.exec_driver_sql("ALTER TABLE journal ENABLE TRIGGER USER")


def test_what_is_recorded_is_read_back_in_order(url, journal):
    entries = [record(journal, client) for client in (3, 1, 2)]
    shown = journal.record_shown("another", 3, "m1", SHOWN)
    again = Journal(url)
    assert again.entries() == [*entries, shown]
    assert (entries[0].previous, entries[1].previous) == (START, entries[0].hash)
    assert again.entries(client=3) == [entries[0], shown]
    assert again.entries(after=1, limit=1) == [entries[1]]
    assert again.head() == (4, shown.hash)
    assert again.verify() is None


@pytest.mark.parametrize("column", ["at", "who", "model", "decided", "why", "previous", "hash", "kind"])
def test_a_changed_entry_is_found(url, journal, column):
    for client in range(1, 6):
        record(journal, client)
    change(url, f"UPDATE journal SET {column} = 'x' WHERE number = 3")
    assert Journal(url).verify().number == 3


def test_a_removed_entry_is_found(url, journal):
    for client in range(1, 6):
        record(journal, client)
    change(url, "DELETE FROM journal WHERE number = 3")
    assert Journal(url).verify().number == 3


def test_the_database_itself_refuses_a_change(url, journal):
    record(journal)
    with (
        pytest.raises(sa.exc.DBAPIError, match="entries of the journal are never changed"),
        sa.create_engine(url).begin() as connection,
    ):
        connection.exec_driver_sql("UPDATE journal SET why = 'x'")
    assert journal.verify() is None


def test_old_entries_are_removed_by_rule_and_the_chain_holds(journal):
    entries = [record(journal, client) for client in range(1, 6)]
    assert journal.retain(datetime.fromisoformat(entries[2].at), "rule") == 2
    assert journal.retain(datetime.now(UTC) + timedelta(days=1), "rule") == 4
    assert [entry.kind for entry in journal.entries()] == ["retention"]
    assert journal.verify() is None


def test_many_writers_who_begin_at_once_make_one_chain(url):
    failed = []

    def write(number):
        try:
            mine = Journal(url)
            for client in range(10):
                mine.record_shown(f"writer {number}", client, "m", {})
        except JournalError as error:
            failed.append(str(error))

    threads = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert Journal(url).head()[0] == 60
    assert Journal(url).verify() is None


def test_of_many_who_close_a_contest_at_once_one_is_on_record(url, told_closed):
    journals, shown = [Journal(url) for _ in range(6)], {"contest": 1, "adviser": "Luc", "outcome": "accepted"}
    told = told_closed(6, lambda number: journals[number].add("closed", f"person {number}", 7, "m", shown))
    assert len(told) == 5
    assert [entry.kind for entry in Journal(url).entries()] == ["closed"]


def test_while_another_program_holds_it_a_writer_does_not_wait_without_end(url, journal, monkeypatch):
    monkeypatch.setattr(dialects, "WAIT_MS", 200)
    record(journal)
    with sa.create_engine(url).begin() as other:
        dialects.wait_for_others(other)
        with pytest.raises(JournalBusyError):
            record(journal)
        assert len(journal.entries()) == 1
    assert record(journal).number == 2


def test_a_commit_waits_for_the_disk_whatever_the_server_is_set_to(url, journal):
    with journal._engine.connect() as connection:
        assert connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "on"


def test_a_home_writes_into_the_database_that_is_named(url, tmp_path, monkeypatch):
    monkeypatch.setenv(URL_VARIABLE, url)
    entry = record(open_journal(Home(tmp_path)))
    assert Journal(url).entries() == [entry]
    assert list(tmp_path.iterdir()) == []


def test_a_database_that_is_not_there_is_a_sentence_without_its_password(url):
    lost = url.replace("scoring@", "scoring:s3cret@").replace("host=", "host=/nowhere")
    with pytest.raises(JournalError, match="The journal cannot be read or written") as told:
        Journal(lost)
    assert "s3cret" not in str(told.value)
