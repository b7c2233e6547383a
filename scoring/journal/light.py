"""Entries of what the page shows, written by a visitor's kernel with Python's own SQLite: SQLAlchemy weighs 40 MB."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from scoring.errors import UserError
from scoring.journal.entry import START, Entry, following, row_of

WAIT_SECONDS = 10.0


def record_shown(file: Path, who: str, client: int, model: str, shown: dict[str, object]) -> Entry:
    """Add an entry to a journal that :class:`scoring.journal.store.Journal` made; on the disk when this returns.

    Raises
    ------
    UserError
        When it could not be written; it is not on record then.
    """
    try:
        with closing(sqlite3.connect(f"{file.absolute().as_uri()}?mode=rw", WAIT_SECONDS, uri=True)) as connection:
            connection.isolation_level = None
            connection.execute("PRAGMA synchronous=FULL")
            connection.execute("BEGIN IMMEDIATE")
            last = connection.execute("SELECT number, hash FROM journal ORDER BY number DESC LIMIT 1").fetchone()
            entry = following(last or (0, START), "shown", who, client, model, shown)
            row = row_of(entry)
            places = ", ".join(f":{name}" for name in row)
            connection.execute(f"INSERT INTO journal ({', '.join(row)}) VALUES ({places})", row)
            connection.execute("COMMIT")
            return entry
    except (sqlite3.Error, OSError) as error:
        remedy = "Nothing was recorded. Check its file, and the room on the disk."
        raise UserError(f"The journal cannot be read or written ({str(error)[:160]}).", remedy) from error
