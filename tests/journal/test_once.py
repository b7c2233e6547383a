"""A request that comes again with its key adds nothing to the journal, whichever database holds it."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
import sqlalchemy as sa

from scoring.journal.once import Once, OtherContentError
from scoring.journal.place import URL_VARIABLE, journal_file, open_journal
from scoring.journal.store import JournalError
from scoring.settings import Home

ONCE = Once.of("k1", {"client": 900001, "decided": "granted"})


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def home(request, tmp_path, monkeypatch):
    if request.param == "postgresql":
        url = request.getfixturevalue("server")
        with sa.create_engine(url).begin() as connection:
            connection.exec_driver_sql("DROP TABLE IF EXISTS journal, journal_requests")
        monkeypatch.setenv(URL_VARIABLE, url)
    return Home(tmp_path)


def add(home, once=ONCE, who="a manager"):
    return open_journal(home).add("decision", who, 900001, "m1", {"zone": "accept"}, "granted", "été", once)


def test_a_request_that_comes_again_is_answered_by_the_entry_of_then(home):
    first = add(home)
    assert add(home) == first
    assert open_journal(home).answer_to("a manager", ONCE) == first
    assert open_journal(home).answer_to("another", ONCE) is None
    assert add(home, who="another").number == 2
    assert add(home, None).number == 3
    assert open_journal(home).verify() is None


def test_other_content_under_the_same_key_is_refused(home):
    add(home)
    with pytest.raises(OtherContentError):
        add(home, Once.of("k1", {"client": 900002, "decided": "granted"}))
    assert len(open_journal(home).entries()) == 1


def test_many_at_once_make_one_entry(home):
    open_journal(home)
    numbers = []
    threads = [threading.Thread(target=lambda: numbers.append(add(home).number)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert numbers == [1] * 8
    assert len(open_journal(home).entries()) == 1


def test_a_key_is_forgotten_with_its_entry(home):
    add(home)
    open_journal(home).retain(datetime.now(UTC) + timedelta(minutes=1), "rule")
    assert open_journal(home).answer_to("a manager", ONCE) is None
    assert add(home).number == 3


def test_an_entry_that_could_not_be_written_leaves_no_key(tmp_path):
    home = Home(tmp_path)
    open_journal(home)
    engine = sa.create_engine(f"sqlite:///{journal_file(home)}")
    with engine.begin() as connection:
        failing = "BEGIN SELECT RAISE(ABORT, 'disk I/O error'); END"
        connection.exec_driver_sql(f"CREATE TRIGGER failing BEFORE INSERT ON journal_requests {failing}")
    with pytest.raises(JournalError):
        add(home)
    assert open_journal(home).entries() == []


def test_neither_order_nor_blanks_make_another_request():
    assert Once.of("k", {"a": 1, "b": "\ud800"}) == Once.of("k", {"b": "\ud800", "a": 1})
    assert Once.of("k", {"a": 1}) != Once.of("k", {"a": 2})
