"""What each kind of database needs to keep the journal's promises: on the disk, one after another, never changed."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine.interfaces import DBAPIConnection

WAIT_MS = 10_000
SQLITE, POSTGRESQL = "sqlite", "postgresql"
# Statements after which the database itself refuses to change an entry.
NO_CHANGES = {
    SQLITE: (
        """CREATE TRIGGER IF NOT EXISTS journal_is_added_to BEFORE UPDATE ON journal
        BEGIN SELECT RAISE(ABORT, 'entries of the journal are never changed'); END""",
    ),
    POSTGRESQL: (
        """CREATE OR REPLACE FUNCTION journal_is_added_to() RETURNS trigger LANGUAGE plpgsql AS
        $$BEGIN RAISE EXCEPTION 'entries of the journal are never changed'; END$$""",
        """CREATE OR REPLACE TRIGGER journal_is_added_to BEFORE UPDATE ON journal
        FOR EACH ROW EXECUTE FUNCTION journal_is_added_to()""",
    ),
}
FILE = "file"  # in what is known of a connection: the file that it was opened on
READS = "journal_reads"
LOCK_NOT_AVAILABLE = "55P03"
LOCK = 5_823_001  # any number that nobody else locks in this database


def make_engine(url: str) -> sa.Engine:
    """The engine of a journal: each commit reaches the disk before it is acknowledged."""
    engine = sa.create_engine(url)
    if engine.dialect.name == SQLITE:
        _make_sqlite_durable(engine)
    elif engine.dialect.name == POSTGRESQL:
        engine.dispose()
        engine = sa.create_engine(url, connect_args={"connect_timeout": WAIT_MS // 1000})
        _make_postgresql_durable(engine)
    return engine


def reading(engine: sa.Engine) -> sa.Engine:
    """The same engine for transactions that only read."""
    return engine.execution_options(**{READS: True})


def is_held(error: Exception) -> bool:
    """Whether an error says that another program held the journal for as long as we wait."""
    cause = getattr(error, "orig", None)
    code, state = getattr(cause, "sqlite_errorcode", 0), getattr(cause, "sqlstate", "")
    return code & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED) or state == LOCK_NOT_AVAILABLE


def wait_for_others(connection: sa.Connection) -> None:
    """Be the only one who makes, adds to or cuts the journal, until the transaction ends; SQLite sees to it itself."""
    if connection.dialect.name == POSTGRESQL:
        connection.execute(sa.text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})


def refuse_changes(connection: sa.Connection) -> None:
    """Have the database refuse to change an entry."""
    for statement in NO_CHANGES.get(connection.dialect.name, ()):
        connection.exec_driver_sql(statement)


def _make_sqlite_durable(engine: sa.Engine) -> None:
    """One writer waits for the other too."""

    @sa.event.listens_for(engine, "connect")
    def prepare(connection: DBAPIConnection, record: sa.pool.ConnectionPoolEntry) -> None:
        record.info[FILE] = _identity(engine.url.database)
        connection.isolation_level = None  # we begin transactions ourselves
        cursor = connection.cursor()
        for pragma in ("journal_mode=WAL", "synchronous=FULL", f"busy_timeout={WAIT_MS}"):
            cursor.execute(f"PRAGMA {pragma}")
        cursor.close()

    @sa.event.listens_for(engine, "checkout")
    def same_file(_: DBAPIConnection, record: sa.pool.ConnectionPoolEntry, __: object) -> None:
        """What is written into a file that was removed or replaced would be lost, though it is acknowledged."""
        if record.info[FILE] != _identity(engine.url.database):
            raise sa.exc.DisconnectionError

    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        """Who only reads waits for nobody."""
        connection.exec_driver_sql("BEGIN" if connection.get_execution_options().get(READS) else "BEGIN IMMEDIATE")


def _identity(file: str | None) -> tuple[int, int] | None:
    """Which file lies there now; None where there is none."""
    try:
        status = Path(file or "").stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


def _make_postgresql_durable(engine: sa.Engine) -> None:
    @sa.event.listens_for(engine, "begin")
    def begin(connection: sa.Connection) -> None:
        connection.exec_driver_sql("SET LOCAL synchronous_commit TO on")
        connection.exec_driver_sql(f"SET LOCAL lock_timeout TO {WAIT_MS}")
