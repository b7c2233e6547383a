"""Texts that no journal can hold are refused before anything is written, into whichever database, by whichever door."""

import pytest
import sqlalchemy as sa

from scoring.journal.free_text import UnwritableTextError, is_name, legible, require_writable, same_person, unwritable
from scoring.journal.light import add_entry
from scoring.journal.place import URL_VARIABLE, journal_file, open_journal
from scoring.settings import Home

SIGNS = [f"a{chr(code)}b" for code in (*range(9), 11, 12, *range(14, 32), 127, 0x85, 0xD800, 0xDC00, 0xDFFF)]
SHOWN = {"probability": 0.1, "raises": ["application_amt_credit"], "answer": {"score": 3}}
PLACES = ["who", "model", "decided", "why", "motive", "raises", "answer.zone", "key"]


def entry_with(place, text):
    """What is written, with a text in one of its places."""
    entry = {"who": "w", "client": 1, "model": "m", "shown": {**SHOWN}, "decided": "granted", "why": "vu"}
    inside = {
        "motive": {"motive": text}, "raises": {"raises": ["x", text]}, "answer.zone": {"answer": {"zone": text}},
        "key": {text: 1},
    }  # fmt: skip
    if place in inside:
        entry["shown"].update(inside[place])
    else:
        entry[place] = text
    return entry


@pytest.fixture(params=["sqlite", "light", pytest.param("postgresql", marks=pytest.mark.slow)])
def write(request, tmp_path, monkeypatch):
    """``(entry)`` into a journal of each kind, and the journal."""
    home = Home(tmp_path)
    if request.param == "postgresql":
        url = request.getfixturevalue("server")
        with sa.create_engine(url).begin() as connection:
            connection.exec_driver_sql("DROP TABLE IF EXISTS journal")
        monkeypatch.setenv(URL_VARIABLE, url)
    journal = open_journal(home)
    if request.param == "light":
        return lambda entry: add_entry(journal_file(home), "decision", *entry.values()), journal
    return lambda entry: journal.record(*entry.values()), journal


@pytest.mark.parametrize("place", PLACES)
def test_a_sign_that_a_database_cannot_hold_is_refused_wherever_it_stands(write, place):
    record, journal = write
    for text in SIGNS:
        with pytest.raises(UnwritableTextError, match=r"expected a text without control signs, got U\+[0-9A-F]{4}\."):
            record(entry_with(place, text))
    assert journal.entries() == []
    assert journal.verify() is None


@pytest.mark.parametrize(
    ("place", "longest"), [("who", 200), ("model", 64), ("decided", 16), ("why", 10_000), ("motive", 10_000)]
)
def test_a_text_longer_than_every_database_holds_is_refused(write, place, longest):
    record, journal = write
    for length in (longest + 1, 1_000_000):
        with pytest.raises(UnwritableTextError, match=rf"of at most {longest} characters, got {length}\."):
            record(entry_with(place, "x" * length))
    assert journal.entries() == []
    record(entry_with(place, "x" * longest))
    assert len(journal.entries()) == 1


@pytest.mark.parametrize(
    "text", ["été\nvu\tdeux fois\r\n", "O’Neil-Łuć", "مرحبا", "👩‍💼", "\u200b\u202e", "'; --", "\ufeff\uffff"]
)
def test_every_other_text_is_held_to_the_last_sign(write, text):
    record, journal = write
    written = record(entry_with("why", text))
    assert (written.why, journal.entries()) == (text, [written])
    assert journal.verify() is None


def test_a_name_is_one_line_of_letters():
    assert all(is_name(text) for text in ("Anne", "李 雷", "A" * 80))
    assert not any(is_name(text) for text in ("A", "A\nB", "Al\x00", "Al\ud800", "A" * 81, "x" * 10**6))
    assert same_person("Anne Désiré", "ANNE  De\u0301sire\u0301")
    assert not same_person("Anne", "Anna")


def test_numbers_and_empty_places_are_no_texts():
    require_writable(client=None, shown={"a": [1, None, 2.5, True], "b": {}}, who="")
    assert unwritable("") == ""


@pytest.mark.parametrize("unseen", ["\u034f", "\ufe0f", "\U000e0100", "\u17b5", "\u3164", "\u180b"])
def test_a_sign_that_nobody_sees_makes_no_other_person_and_is_no_reason(unseen):
    assert same_person("Anne Martin", f"Anne{unseen} Martin{unseen}")
    assert legible(unseen * 40) == ""
    assert not same_person("Anne Martin", "Anne Morin")
