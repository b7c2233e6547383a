"""The journal in a database: SQLite in the home by default, any other by its SQLAlchemy URL."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa

from scoring.journal.closing import CLOSED, refuse_second_closing
from scoring.journal.dialects import SQLITE, is_held, make_engine, reading, refuse_changes, wait_for_others
from scoring.journal.entry import START, Break, Decided, Entry, Kind, first_break, following, row_of
from scoring.journal.journal_table import ADDED, CLOSINGS, LATEST, TABLE
from scoring.journal.once import Once
from scoring.journal.request_table import METADATA, answered_by, forget, hold
from scoring.journal.stored import as_stored, read_row
from scoring.journal.turns import JournalBusyError, JournalError, Turns

ATTEMPTS = 20  # of writers at once on a database that does not make them wait for each other


class Journal:
    """A journal, opened for adding and reading.

    Parameters
    ----------
    url : str
        SQLAlchemy's, as ``sqlite:////srv/home/journal.sqlite`` or ``postgresql+psycopg://...``.
    turns : Turns, optional
        Whose turn it is to write, where several of this process may open the same journal; its own by default.

    Raises
    ------
    JournalError
        When the database cannot be reached.
    """

    def __init__(self, url: str, turns: Turns | None = None) -> None:
        self._turns = turns or Turns()
        with _explained():
            self._engine = make_engine(url)
            self._reader = reading(self._engine)
            if self._engine.dialect.name == SQLITE:  # making a file is our own slow work, where a server lets us wait
                self._engine.connect().close()
            with self._alone() as connection:
                METADATA.create_all(connection)
                refuse_changes(connection)

    @classmethod
    def in_file(cls, file: Path, turns: Turns | None = None) -> Journal:
        """A journal in a SQLite file, made where there is none."""
        file.parent.mkdir(parents=True, exist_ok=True)
        return cls(f"sqlite:///{file}", turns)

    def record(self, who: str, client: int, model: str, shown: dict[str, Any], decided: Decided, why: str) -> Entry:
        """Put a decision on record; it is on the disk when this returns.

        Parameters
        ----------
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
        JournalError
            When it could not be written; it is not on record then.
        """
        return self._append("decision", who, client, model, shown, decided, why)

    def record_shown(self, who: str, client: int, model: str, shown: dict[str, Any]) -> Entry:
        """Put on record that somebody was shown an answer; raises as :meth:`record`."""
        return self._append("shown", who, client, model, shown, "", "")

    def add(
        self,
        kind: Kind,
        who: str,
        client: int,
        model: str,
        shown: dict[str, Any],
        decided: str = "",
        why: str = "",
        once: Once | None = None,
    ) -> Entry:
        """Put an entry of any kind but a retention on record.

        Parameters
        ----------
        kind : str
            Kind of the entry, as :class:`scoring.journal.entry.Entry` has it.
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
        once : Once, optional
            The request that asks for it: where it came before, the entry of then is given and none is added.

        Raises
        ------
        OtherContentError
            When the request's key was given to another one.
        ContestClosedError
            When it would close a contest that somebody has closed.
        JournalError
            When it could not be written; it is not on record then.
        """
        return self._append(kind, who, client, model, shown, decided, why, once)

    def answer_to(self, who: str, once: Once) -> Entry | None:
        """The entry that a request made when it first came, None where it has not; raises as :meth:`add`."""
        with _explained(), self._reader.connect() as connection:
            return _entry_for(connection, who, once)

    def entries(self, client: int | None = None, after: int = 0, limit: int | None = None) -> list[Entry]:
        """Entries in order, of one client or of all, from the number behind ``after``."""
        query = sa.select(TABLE).where(TABLE.c.number > after).order_by(TABLE.c.number).limit(limit)
        if client is not None:
            query = query.where(TABLE.c.client == client)
        with _explained(), self._reader.connect() as connection:
            return [read_row(row._asdict()) for row in connection.execute(query)]

    def verify(self) -> Break | None:
        """The first place where the chain does not hold; None where nobody tampered with it."""
        with _explained(), self._reader.connect() as connection:
            rows = connection.execute(sa.select(TABLE).order_by(TABLE.c.number)).all()
            return first_break(as_stored(row._asdict()) for row in rows)

    def head(self) -> tuple[int, str]:
        """Number and hash of the last entry: noted elsewhere, they show whether entries at the end were removed."""
        with _explained(), self._reader.connect() as connection:
            return _last(connection)

    def retain(self, before: datetime, who: str) -> int:
        """Remove the entries written before a moment, and put on record that they were; gives how many."""
        limit = before.astimezone(UTC).isoformat(timespec="microseconds")
        with self._turns.taken(), _explained(), self._alone() as connection:
            recent = sa.select(sa.func.min(TABLE.c.number)).where(TABLE.c.at >= limit)
            first = connection.execute(recent).scalar()
            old = sa.select(TABLE) if first is None else sa.select(TABLE).where(TABLE.c.number < first)
            last = connection.execute(old.order_by(TABLE.c.number.desc()).limit(1)).first()
            if last is None:
                return 0
            n_removed = connection.execute(sa.select(sa.func.count()).select_from(old.subquery())).scalar_one()
            removed = {"removed_to": last.number, "removed_hash": last.hash}
            _insert(connection, "retention", who, None, "", removed, "", f"entries before {limit}")
            connection.execute(sa.delete(TABLE).where(TABLE.c.number <= last.number))
            forget(connection, last.number)
            return int(n_removed)

    def _append(
        self,
        kind: Kind,
        who: str,
        client: int | None,
        model: str,
        shown: dict[str, Any],
        decided: str,
        why: str,
        once: Once | None = None,
    ) -> Entry:
        with self._turns.taken(), _explained():
            for attempt in range(ATTEMPTS):
                try:
                    with self._alone() as connection:
                        return _insert(connection, kind, who, client, model, shown, decided, why, once)
                except sa.exc.IntegrityError:  # another writer took this number
                    if attempt == ATTEMPTS - 1:
                        raise
        raise AssertionError("unreachable")

    @contextmanager
    def _alone(self) -> Iterator[sa.Connection]:
        """A transaction in which nobody else makes, adds to or cuts the journal."""
        with ExitStack() as stack:
            with self._turns.asking():
                connection = stack.enter_context(self._engine.begin())
                wait_for_others(connection)
            yield connection


def _insert(
    connection: sa.Connection,
    kind: Kind,
    who: str,
    client: int | None,
    model: str,
    shown: dict[str, Any],
    decided: str,
    why: str,
    once: Once | None = None,
) -> Entry:
    held = _entry_for(connection, who, once)
    if held is not None:
        return held
    if kind == CLOSED:
        refuse_second_closing(shown, connection.execute(CLOSINGS.where(TABLE.c.client == client)).scalars())
    entry = following(_last(connection), kind, who, client, model, shown, decided, why)
    connection.execute(ADDED, row_of(entry))
    if once is not None:
        hold(connection, who, once, entry.number)
    return entry


def _entry_for(connection: sa.Connection, who: str, once: Once | None) -> Entry | None:
    """What answers a request that came before."""
    number = None if once is None else answered_by(connection, who, once)
    if number is None:
        return None
    return read_row(connection.execute(sa.select(TABLE).where(TABLE.c.number == number)).one()._asdict())


def _last(connection: sa.Connection) -> tuple[int, str]:
    row = connection.execute(LATEST).first()
    return (row.number, row.hash) if row is not None else (0, START)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (sa.exc.SQLAlchemyError, OSError, ModuleNotFoundError) as error:
        if is_held(error):
            raise JournalBusyError from error
        database_words = str(getattr(error, "orig", None) or error).splitlines()[0][:160]
        remedy = "Nothing was recorded. Check its file or address, and the room on the disk."
        raise JournalError(f"The journal cannot be read or written ({database_words}).", remedy) from error
