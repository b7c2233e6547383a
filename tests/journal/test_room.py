"""Whether the journal can be written is tried where it lies, once in a few seconds."""

import errno
import os
import resource
import shutil
import tempfile

import pytest

from scoring.errors import UserError
from scoring.journal.place import URL_VARIABLE, journal_file, open_journal
from scoring.journal.room import TRIED_FOR_SECONDS, JournalRoom
from scoring.settings import Home


@pytest.fixture
def now():
    return [100.0]


@pytest.fixture
def room(tmp_path, now):
    home = Home(tmp_path)
    return JournalRoom(home, lambda: open_journal(home), journal_file(home).exists, clock=lambda: now[0])


@pytest.fixture
def full_disk(monkeypatch):
    """A disk on which nothing more can be written; it tells how often that was tried."""
    tried = []

    def full(dir):
        tried.append(dir)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(tempfile, "TemporaryFile", full)
    return tried


def test_trying_leaves_nothing_behind_and_makes_no_journal(room, tmp_path):
    room.require()
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_a_sentence_tried_where_the_journal_lies(room, tmp_path, full_disk):
    with pytest.raises(UserError, match=r"cannot \(No space left on device\)\. Check its folder or address, and the"):
        room.require()
    open_journal(Home(tmp_path))
    with pytest.raises(UserError):
        JournalRoom(Home(tmp_path), lambda: open_journal(Home(tmp_path))).require()
    assert full_disk == [tmp_path, journal_file(Home(tmp_path)).parent]


def test_it_is_tried_once_in_a_few_seconds_and_again_after(room, now, full_disk, monkeypatch):
    for _ in range(3):
        with pytest.raises(UserError):
            room.require()
    assert len(full_disk) == 1
    monkeypatch.undo()
    with pytest.raises(UserError):
        room.require()
    now[0] += TRIED_FOR_SECONDS
    room.require()


def test_a_limit_on_the_size_of_files_that_the_journal_has_reached_is_told(room, tmp_path, now):
    journal = open_journal(Home(tmp_path))
    for client in range(1, 8):
        journal.record_shown("a manager", client, "m1", {"reasons": ["x" * 9_000] * 4})
    room.require()
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    now[0] += TRIED_FOR_SECONDS
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (200_000, before[1]))
        with pytest.raises(UserError, match=r"cannot \(File too large\)"):
            room.require()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write what nobody may")
def test_a_file_that_may_not_be_written_is_told(room, tmp_path):
    open_journal(Home(tmp_path))
    journal_file(Home(tmp_path)).chmod(0o400)
    with pytest.raises(UserError, match="its file may not be written"):
        room.require()


@pytest.mark.parametrize("content", [b"garbage" * 1000, b"SQLite format 3\x00" + bytes(5000)])
def test_a_file_that_is_no_journal_is_told(room, tmp_path, content):
    file = journal_file(Home(tmp_path))
    file.parent.mkdir()
    file.write_bytes(content)
    with pytest.raises(UserError, match=r"cannot \((file is not a database|.*malformed|no such table: journal)\)\."):
        room.require()


def test_an_empty_file_is_made_one_by_the_first_who_writes(tmp_path):
    file = journal_file(Home(tmp_path))
    file.parent.mkdir()
    file.touch()
    JournalRoom(Home(tmp_path), lambda: open_journal(Home(tmp_path))).require()


@pytest.mark.parametrize("remove", [lambda file: file.unlink(), lambda file: shutil.rmtree(file.parent)])
def test_a_journal_that_is_removed_while_it_is_open_is_told(tmp_path, remove):
    home = Home(tmp_path)
    open_journal(home)
    remove(journal_file(home))
    with pytest.raises(UserError, match=r"one that cannot \(unable to open database file\)\."):
        JournalRoom(home, lambda: open_journal(home), lambda: True).require()


def test_a_database_elsewhere_is_asked_itself(room, tmp_path, monkeypatch, now):
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{tmp_path}/nowhere/journal.sqlite")
    with pytest.raises(UserError, match=r"cannot \(unable to open database file\)\. Check its folder or address"):
        room.require()
    monkeypatch.setenv(URL_VARIABLE, f"sqlite:///{tmp_path}/journal.sqlite")
    now[0] += TRIED_FOR_SECONDS
    room.require()
