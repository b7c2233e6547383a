"""The journal for a visitor's kernel, written and read with Python's own SQLite: SQLAlchemy weighs 40 MB."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from scoring.errors import UserError
from scoring.journal.closing import CLOSED, refuse_second_closing
from scoring.journal.entry import START, Entry, Kind, following, row_of
from scoring.journal.stored import FIELDS, read_row

WAIT_SECONDS = 10.0


def record_shown(file: Path, who: str, client: int, model: str, shown: dict[str, object]) -> Entry:
    """Put on record that somebody was shown an answer; as :func:`add_entry`."""
    return add_entry(file, "shown", who, client, model, shown)


def add_entry(
    file: Path,
    kind: Kind,
    who: str,
    client: int,
    model: str,
    shown: dict[str, Any],
    decided: str = "",
    why: str = "",
) -> Entry:
    """Add an entry to a journal that :class:`scoring.journal.store.Journal` made; on the disk when this returns.

    Parameters
    ----------
    file : Path
        File of the journal.
    kind : str
        Kind of the entry, as :class:`scoring.journal.entry.Entry` has it, and all that follows.
    who : str
        The door's identity.
    client : int
        Whom it is about.
    model : str
        Version of the model that answered.
    shown : dict
        What was shown.
    decided : str
        What the person decided.
    why : str
        In the person's words.

    Raises
    ------
    ContestClosedError
        When it would close a contest that somebody has closed.
    UserError
        When it could not be written; it is not on record then.
    """
    with _explained("Nothing was recorded. Check its file, and the room on the disk."), _opened(file) as connection:
        connection.isolation_level = None
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("BEGIN IMMEDIATE")
        if kind == CLOSED:
            rows = connection.execute("SELECT shown FROM journal WHERE kind = ? AND client = ?", (kind, client))
            refuse_second_closing(shown, (stored for (stored,) in rows))
        last = connection.execute("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1").fetchone()
        entry = following(last or (0, START), kind, who, client, model, shown, decided, why)
        row = row_of(entry)
        places = ", ".join(f":{name}" for name in row)
        connection.execute(f"INSERT INTO journal ({', '.join(row)}) VALUES ({places})", row)
        connection.execute("COMMIT")
        return entry


def read_entries(file: Path, client: int | None = None) -> list[Entry]:
    """Entries in order, of one client or of all, but for what was only shown; none where there is no journal yet.

    Raises
    ------
    UserError
        When it cannot be read.
    """
    if not file.exists():
        return []
    about = "" if client is None else " AND client = :client"
    query = f"SELECT {', '.join(FIELDS)} FROM journal WHERE kind <> 'shown'{about} ORDER BY number"
    with _explained("Check its file."), _opened(file) as connection:
        rows = connection.execute(query, {"client": client})
        return [read_row(dict(zip(FIELDS, row, strict=True))) for row in rows]


def refuse_unreadable(file: Path) -> None:
    """Pass where a journal's file can be opened and holds one.

    Raises
    ------
    UserError
        Where it is gone, damaged, or holds something else.
    """
    with _explained("Check its file."), _opened(file) as connection:
        connection.execute("SELECT number FROM journal LIMIT 1").fetchone()


@contextmanager
def _opened(file: Path) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", WAIT_SECONDS, uri=True)) as connection:
        yield connection


@contextmanager
def _explained(remedy: str) -> Iterator[None]:
    try:
        yield
    except (sqlite3.Error, OSError) as error:
        raise UserError(f"The journal cannot be read or written ({str(error)[:160]}).", remedy) from error
