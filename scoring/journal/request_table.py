"""Which entry answers a request that came with a key: a table beside the journal, changed with it or not at all."""

from __future__ import annotations

import sqlalchemy as sa

from scoring.journal.once import LONGEST_KEY, Once, OtherContentError

METADATA = sa.MetaData()
REQUESTS = sa.Table(
    "journal_requests",
    METADATA,
    sa.Column("who", sa.String(200), primary_key=True),
    sa.Column("key", sa.String(LONGEST_KEY), primary_key=True),
    sa.Column("content", sa.String(64), nullable=False),
    sa.Column("number", sa.BigInteger, nullable=False, index=True),
)


def answered_by(connection: sa.Connection, who: str, once: Once) -> int | None:
    """The number of the entry that a request made when it first came; None where it has not come yet.

    Raises
    ------
    OtherContentError
        When its sender gave this key to a request that asked for something else.
    """
    mine = sa.select(REQUESTS).where(REQUESTS.c.who == who, REQUESTS.c.key == once.key)
    row = connection.execute(mine).first()
    if row is None:
        return None
    if row.content != once.content:
        raise OtherContentError
    return int(row.number)


def hold(connection: sa.Connection, who: str, once: Once, number: int) -> None:
    """Know a request again by its key.

    Parameters
    ----------
    connection : Connection
        In whose transaction its entry was written.
    who : str
        Its sender, as the door knows them.
    once : Once
        The request.
    number : int
        Number of the entry that answers it.
    """
    connection.execute(REQUESTS.insert(), {"who": who, "key": once.key, "content": once.content, "number": number})


def forget(connection: sa.Connection, last: int) -> None:
    """Know no more of requests whose entries, to the last of these, are removed by rule."""
    connection.execute(sa.delete(REQUESTS).where(REQUESTS.c.number <= last))
