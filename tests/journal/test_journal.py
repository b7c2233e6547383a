"""The journal: what was acknowledged is there, what was changed is found, what fails is told."""

import csv
import dataclasses
import json
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from contextlib import suppress
from datetime import UTC, datetime, timedelta

import pytest

from scoring.errors import UserError
from scoring.journal.entry import START, Break
from scoring.journal.light import read_entries
from scoring.journal.store import Journal, JournalError

SHOWN = {"probability": 0.0487, "zone": "accept", "raises": ["application_amt_credit"]}


@pytest.fixture
def file(tmp_path):
    return tmp_path / "journal" / "journal.sqlite"


@pytest.fixture
def journal(file):
    return Journal.in_file(file)


def record(journal, client=900001, **changed):
    values = {"who": "a manager", "client": client, "model": "m1", "shown": SHOWN, "decided": "granted", "why": "été"}
    return journal.record(**{**values, **changed})


def change(file, statement):
    with sqlite3.connect(file) as connection:
        connection.execute("DROP TRIGGER journal_is_added_to")
        connection.execute(statement)


def test_what_is_recorded_is_read_back_in_order(journal):
    entries = [record(journal, client) for client in (3, 1, 2)]
    assert journal.entries() == entries
    assert [entry.number for entry in entries] == [1, 2, 3]
    assert entries[0].previous == START
    assert entries[1].previous == entries[0].hash
    assert journal.entries(client=1) == [entries[1]]
    assert journal.entries(after=1, limit=1) == [entries[1]]
    assert journal.head() == (3, entries[2].hash)
    assert journal.verify() is None


def test_another_process_reads_what_was_written(file, journal):
    entry = record(journal)
    assert Journal.in_file(file).entries() == [entry]


@pytest.mark.parametrize(
    "column", ["at", "who", "model", "shown", "decided", "why", "client", "previous", "hash", "kind"]
)
def test_a_changed_entry_is_found(file, journal, column):
    for client in range(1, 6):
        record(journal, client)
    value = {"shown": "'{\"probability\": 0.1}'", "client": "77", "kind": "'other'"}.get(column, "'x'")
    change(file, f"UPDATE journal SET {column} = {value} WHERE number = 3")
    assert Journal.in_file(file).verify().number == 3


@pytest.mark.parametrize(
    "changed",
    [
        "shown = ''", "shown = '{'", "shown = '[]'", "shown = X'ff00'", "why = X'ff00'", "shown = ' ' || shown",
        "shown = '{\"zone\": \"refuse\", ' || substr(shown, 2)", "kind = 'retention'", "client = 'abc'",
        "kind = 'retention', shown = '{\"removed_to\": \"x\"}'", "who = 7.5",
    ],
)  # fmt: skip
def test_whatever_was_put_in_place_of_an_entry_is_found_and_told_in_a_sentence(file, journal, changed):
    for client in range(1, 6):
        record(journal, client)
    change(file, f"UPDATE journal SET {changed} WHERE number = 3")
    assert Journal.in_file(file).verify() == Break(3, "entry 3 was changed")
    for read in (journal.entries, lambda: read_entries(file)):
        with suppress(UserError):  # told in a sentence, or what can be read is
            assert len(read()) == 5


def test_an_entry_that_cannot_be_read_is_named_by_both_readers(file, journal):
    record(journal)
    change(file, "UPDATE journal SET shown = '{'")
    for read in (journal.entries, lambda: read_entries(file)):
        with pytest.raises(UserError, match=r"an entry that cannot be read \(1\)"):
            read()


def test_an_entry_changed_together_with_its_hash_breaks_the_next(file, journal):
    for client in range(1, 6):
        record(journal, client)
    forged = dataclasses.replace(journal.entries()[2], decided="refused")
    change(file, f"UPDATE journal SET decided = 'refused', hash = '{forged.hash}' WHERE number = 3")
    assert Journal.in_file(file).verify().number == 4


@pytest.mark.parametrize("number", [1, 3])
def test_a_removed_entry_is_found(file, journal, number):
    for client in range(1, 6):
        record(journal, client)
    change(file, f"DELETE FROM journal WHERE number = {number}")
    assert journal.verify().why == f"entry {number} is missing"


def test_entries_are_never_changed(file, journal):
    record(journal)
    with sqlite3.connect(file) as connection, pytest.raises(sqlite3.IntegrityError, match="never changed"):
        connection.execute("UPDATE journal SET why = 'x'")


def test_each_commit_reaches_the_disk_before_it_is_acknowledged(journal):
    with journal._engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2  # FULL


def test_writers_at_once_make_one_chain(file):
    def write(count):
        own = Journal.in_file(file)
        for client in range(1, count + 1):
            record(own, client)

    threads = [threading.Thread(target=write, args=(10,)) for _ in range(4)]
    Journal.in_file(file)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Journal.in_file(file).verify() is None
    assert Journal.in_file(file).head()[0] == 40


def test_a_write_that_fails_is_told_and_is_not_on_record(file, journal):
    record(journal)
    with sqlite3.connect(file) as connection:
        connection.execute(
            "CREATE TRIGGER full BEFORE INSERT ON journal BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
        )
    with pytest.raises(JournalError, match=r"cannot be read or written \(disk I/O error\)\. Nothing was recorded"):
        record(journal, 2)
    assert len(journal.entries()) == 1
    assert journal.verify() is None


@pytest.mark.parametrize("content", [b"no database at all, but long enough to be read as one" * 40])
def test_a_damaged_file_is_a_sentence(file, content):
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(JournalError, match="The journal cannot be read or written"):
        Journal.in_file(file)


def test_old_entries_are_removed_by_rule_and_the_rest_still_holds(journal):
    entries = [record(journal, client) for client in range(1, 6)]
    moment = datetime.fromisoformat(entries[2].at)
    assert journal.retain(moment, "rule") == 2
    assert journal.verify() is None
    left = journal.entries()
    assert left[:3] == entries[2:]
    assert (left[3].kind, left[3].shown) == ("retention", {"removed_to": 2, "removed_hash": entries[1].hash})
    assert journal.retain(moment, "rule") == 0
    record(journal, 9)
    assert journal.retain(datetime.now(UTC) + timedelta(days=1), "rule") == 5
    assert [entry.kind for entry in journal.entries()] == ["retention"]
    assert journal.verify() is None


def test_removal_that_is_not_on_record_is_found(file, journal):
    entries = [record(journal, client) for client in range(1, 6)]
    journal.retain(datetime.fromisoformat(entries[2].at), "rule")
    change(file, "DELETE FROM journal WHERE number = 3")
    assert journal.verify().number == 3


def test_the_command_verifies_exports_and_retains(run_cli, tmp_path):
    home = tmp_path / "home"
    journal = Journal.in_file(home / "journal" / "journal.sqlite")
    entries = [record(journal, client) for client in (5, 6)]
    verified = run_cli("--home", home, "journal", "verify", "--head", entries[0].hash)
    assert (verified.status, entries[1].hash in verified.out) == (0, True)
    lines = run_cli("--home", home, "journal", "export", "--client", 6).out.splitlines()
    assert [json.loads(line)["hash"] for line in lines] == [entries[1].hash]
    assert run_cli("--home", home, "journal", "export", "--csv").out.count("a manager") == 2
    assert run_cli("--home", home, "journal", "retain", "--days", 0).status == 2
    assert run_cli("--home", home, "journal", "retain", "--days", 1).out.startswith("0 entries removed")
    unknown = run_cli("--home", home, "journal", "verify", "--head", "f" * 64)
    assert (unknown.status, "no entry has the hash" in unknown.err) == (1, True)
    change(home / "journal" / "journal.sqlite", "UPDATE journal SET why = 'x' WHERE number = 1")
    tampered = run_cli("--home", home, "journal", "verify")
    assert (tampered.status, "entry 1 was changed" in tampered.err) == (1, True)


@pytest.mark.parametrize(
    ("command", "option", "lowest"),
    [("retain", "--days", 800_000), ("export", "--client", 2**63)],
    ids=["retain", "export"],
)
def test_numbers_beyond_any_calendar_or_client_are_refused_in_a_sentence(run_cli, tmp_path, command, option, lowest):
    for number in (-1, 0, lowest, 10**30):
        answer = run_cli("--home", tmp_path, "journal", command, option, number)
        assert (answer.status, f"{option}: expected" in answer.err) == (2, True)


WRITER = """
import sys
from pathlib import Path
from scoring.journal.store import Journal
journal = Journal.in_file(Path(sys.argv[1]))
while True:
    print(journal.record("w", 1, "m", {}, "granted", "").number, flush=True)
"""


@pytest.mark.slow
def test_nothing_acknowledged_is_lost_when_the_writer_is_killed(file):
    acknowledged = 0
    for _ in range(5):
        writer = subprocess.Popen(
            [sys.executable, "-c", WRITER, str(file)], stdout=subprocess.PIPE, text=True, env=dict(os.environ)
        )
        for _ in range(20):
            acknowledged = int(writer.stdout.readline())
        writer.send_signal(signal.SIGKILL)
        rest = writer.communicate(timeout=60)[0].split()
        acknowledged = int(rest[-1]) if rest else acknowledged
        journal = Journal.in_file(file)
        assert journal.verify() is None
        assert journal.head()[0] >= acknowledged


def test_nothing_in_an_exported_table_is_a_formula(run_cli, tmp_path):
    home = tmp_path / "home"
    why = '=HYPERLINK("http://evil.example")'
    journal = Journal.in_file(home / "journal" / "journal.sqlite")
    journal.record("a manager", 5, "m", {}, "granted", why)
    journal.record("a manager", 5, "m", {}, "granted", "-1+cmd")
    (first, second) = csv.DictReader(run_cli("--home", home, "journal", "export", "--csv").out.splitlines())
    assert (first["why"], second["why"]) == (f"'{why}", "'-1+cmd")
    assert json.loads(run_cli("--home", home, "journal", "export").out.splitlines()[0])["why"] == why


def test_nothing_is_acknowledged_into_a_file_that_was_removed_or_replaced(journal, file, tmp_path):
    """A server holds its connections open; a backup that was put back lies under the same name."""
    journal.record("w", 1, "m", {}, "granted", "before")
    backup = tmp_path / "backup"
    with sqlite3.connect(file) as source, sqlite3.connect(backup) as copy:
        source.backup(copy)
    journal.record("w", 2, "m", {}, "granted", "after the backup")
    file.unlink()
    with pytest.raises(JournalError, match="no such table"):
        journal.record("w", 3, "m", {}, "granted", "into nowhere")
    for leftover in file.parent.iterdir():
        leftover.unlink()
    backup.rename(file)
    journal.record("w", 4, "m", {}, "granted", "into the backup")
    assert [entry.why for entry in Journal.in_file(file).entries()] == ["before", "into the backup"]
    assert Journal.in_file(file).verify() is None
