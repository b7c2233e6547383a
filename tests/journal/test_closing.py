"""A contest is closed once: of two who close it at the same moment one is on record, and the other is told."""

import pytest

from scoring.journal.closing import ContestClosedError
from scoring.journal.desk import Desk
from scoring.journal.place import open_journal
from scoring.settings import Home

CLIENT = 7


@pytest.fixture
def home(tmp_path):
    return Home(tmp_path)


@pytest.fixture
def number(home):
    """The number of a contest that waits."""
    shown = {"feature": "f", "value": "1", "corrected": "2", "said_by": "le client", "answer": {}}
    return Desk(home).write("contest", CLIENT, "m", shown, "", "fiche de paie").number


def in_file(home):
    """As a visitor's kernel writes."""
    return Desk(home)


def opened(home):
    """As a server writes that holds the journal open."""
    journal = open_journal(home)
    return Desk(home, journal=lambda: journal)


def close(desk, number, adviser, outcome="accepted", client=CLIENT):
    return desk.write("closed", client, "m", {"contest": number, "adviser": adviser, "outcome": outcome})


def closings(home):
    return [
        (entry.shown["contest"], entry.shown["adviser"])
        for entry in open_journal(home).entries()
        if entry.kind == "closed"
    ]


@pytest.mark.parametrize("first", [in_file, opened])
@pytest.mark.parametrize("second", [in_file, opened])
def test_the_second_is_told_and_not_on_record(home, number, first, second):
    late = second(home)
    close(first(home), number, "Anne")
    with pytest.raises(ContestClosedError, match="Nothing was recorded"):
        close(late, number, "Luc", "rejected")
    assert closings(home) == [(number, "Anne")]
    assert open_journal(home).verify() is None


@pytest.mark.parametrize("door", [in_file, opened])
def test_another_contest_is_closed_all_the_same(home, number, door):
    close(door(home), number, "Anne")
    close(door(home), number + 1, "Luc")
    close(door(home), number, "Luc", client=CLIENT + 1)  # a number that another client's record speaks of
    assert closings(home) == [(number, "Anne"), (number + 1, "Luc"), (number, "Luc")]


def test_of_many_at_once_one_closes_it(home, number, told_closed):
    desks = [(in_file, opened)[place % 2](home) for place in range(8)]
    assert len(told_closed(8, lambda place: close(desks[place], number, f"person {place}"))) == 7
    assert len(closings(home)) == 1
