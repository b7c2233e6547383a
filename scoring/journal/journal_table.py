"""The journal's table, and what is asked of it for every entry."""

from __future__ import annotations

import sqlalchemy as sa

from scoring.journal.closing import CLOSED
from scoring.journal.request_table import METADATA

TABLE = sa.Table(
    "journal",
    METADATA,
    sa.Column("number", sa.BigInteger, primary_key=True, autoincrement=False),
    sa.Column("at", sa.String(32), nullable=False, index=True),
    sa.Column("kind", sa.String(16), nullable=False),
    sa.Column("who", sa.String(200), nullable=False),
    sa.Column("client", sa.BigInteger, index=True),
    sa.Column("model", sa.String(64), nullable=False),
    sa.Column("shown", sa.Text, nullable=False),
    sa.Column("decided", sa.String(16), nullable=False),
    sa.Column("why", sa.Text, nullable=False),
    sa.Column("previous", sa.String(64), nullable=False),
    sa.Column("hash", sa.String(64), nullable=False),
)
# Made once: making them anew took a quarter of an entry's processor time.
LATEST = sa.select(TABLE.c.number, TABLE.c.hash).order_by(TABLE.c.number.desc()).limit(1)
ADDED = TABLE.insert()
CLOSINGS = sa.select(TABLE.c.shown).where(TABLE.c.kind == CLOSED)
