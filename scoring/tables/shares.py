"""How many loans, credits or clients miss what another table, or the rows themselves, let expect."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import polars as pl

from scoring.days import DAYS_IN_MONTH

Tables = Mapping[str, pl.LazyFrame]
POS, CARD, PAYMENTS = "POS_CASH_balance", "credit_card_balance", "installments_payments"
BUREAU, BALANCE, PREVIOUS = "bureau", "bureau_balance", "previous_application"
REVOLVING = "Revolving loans"  # their months are those of the cards
NO_CARD = pl.col("NAME_CONTRACT_TYPE") != REVOLVING
# From when on a table has months of a credit or loan: the table that says so, and its column.
OPENED: Mapping[str, tuple[str, str]] = MappingProxyType(
    {BALANCE: (BUREAU, "DAYS_CREDIT"), POS: (PREVIOUS, "DAYS_DECISION"), CARD: (PREVIOUS, "DAYS_DECISION")}
)
# The credit bureau tells eight years of a credit; no credit of Kaggle's begins more than 1.05 months late.
OLDEST_MONTH, MOST_LATE = -96, 2
# No instalment of Kaggle's is due before day -2,922; the first after that is due within four months of it.
OLDEST_DUE = -2800
ROWS_AT_ONCE = 15_000_000
NOBODY = str(None)


@dataclass(frozen=True)
class Share:
    """How many of the loans or clients that should be in a table are not.

    Parameters
    ----------
    missing : int
        How many are not there.
    of : int
        How many should be.
    example : str
        One that is not there.
    """

    missing: int
    of: int
    example: str


def key_of(table: str) -> str:
    """What a history's rows belong to: a credit at another lender, or a loan of ours."""
    return "SK_ID_BUREAU" if table == BALANCE else "SK_ID_PREV"


def keys_of(frame: pl.LazyFrame, key: str) -> pl.LazyFrame:
    """Every loan, credit or client of a table, once."""
    return frame.select(key).unique()


def share_of(expected: pl.LazyFrame, there: pl.LazyFrame, key: str) -> Share:
    """How many of the keys that are expected are not there."""
    missing = expected.join(there, on=key, how="anti").select(
        pl.len().alias("missing"), pl.col(key).min().alias("example")
    )
    lost, every = pl.collect_all([missing, expected.select(pl.len())], engine="streaming")
    return Share(int(lost["missing"][0]), int(every.item()), str(lost["example"][0]))


def gaps(table: str, counter: str) -> Callable[[Tables], Share]:
    """Loans whose months, or numbers of instalments, do not follow each other; a card's instalments have none."""
    key, value = key_of(table), pl.col(counter)
    measured = (
        (value.max() - value.min()).cast(pl.Int64).alias("span"),
        value.n_unique().cast(pl.Int64).alias("numbers"),
    )

    def count(tables: Tables) -> Share:
        rows = tables[table]
        rows = rows.filter(pl.col("NUM_INSTALMENT_VERSION") > 0) if table == PAYMENTS else rows
        loans = (part.group_by(key).agg(measured) for part in _parts(rows, key))
        return _together(counted(part, pl.col("span") >= pl.col("numbers"), key) for part in loans)

    return count


def _parts(rows: pl.LazyFrame, key: str) -> list[pl.LazyFrame]:
    """The rows in parts that hold whole loans: numbers are kept of every row while those of a loan are told apart."""
    parts = -(-int(rows.select(pl.len()).collect(engine="streaming").item()) // ROWS_AT_ONCE)
    if parts <= 1:
        return [rows]
    return [rows.filter(pl.col(key).fill_null(0) % parts == part) for part in range(parts)]


def _together(shares: Iterable[Share]) -> Share:
    """The shares of several parts as one; the example is the smallest key, as it is of the whole."""
    counted = list(shares)
    examples = [share.example for share in counted if share.example != NOBODY]
    return Share(
        sum(share.missing for share in counted),
        sum(share.of for share in counted),
        min(examples, key=int, default=NOBODY),
    )


def late(table: str) -> Callable[[Tables], Share]:
    """Credits or loans whose months begin more than two months after they were opened, as in a file cut inside one."""
    key, (parent, opened) = key_of(table), OPENED[table]

    def count(tables: Tables) -> Share:
        first = tables[table].group_by(key).agg(pl.col("MONTHS_BALANCE").min().alias("first"))
        loans = tables[parent].select(key, opened).join(first, on=key)
        return counted(loans, is_begun_late(pl.col("first"), pl.col(opened)), key)

    return count


def without_first(tables: Tables) -> Share:
    """Loans whose instalments begin after number 1; what was due before the oldest day of all is told of nobody."""
    number, day = pl.col("NUM_INSTALMENT_NUMBER").min(), pl.col("DAYS_INSTALMENT").min()
    paid = tables[PAYMENTS].filter(pl.col("NUM_INSTALMENT_VERSION") > 0)
    loans = paid.group_by("SK_ID_PREV").agg(number.alias("number"), day.alias("day"))
    return counted(loans, is_first_gone(pl.col("number"), pl.col("day")), "SK_ID_PREV")


def counted(loans: pl.LazyFrame, is_missing: pl.Expr, key: str) -> Share:
    """How many of the loans, one a row, meet a condition."""
    row = loans.select(is_missing.sum().alias("missing"), pl.len().alias("of"), pl.col(key).filter(is_missing).min())
    missing, of, example = row.collect(engine="streaming").row(0)
    return Share(missing or 0, of, str(example))


def is_begun_late(first: Any, opened: Any) -> Any:
    """Whether a credit's first month lies after the day on which it was opened; of expressions or plain numbers."""
    return (first > opened / DAYS_IN_MONTH + MOST_LATE) & (first > OLDEST_MONTH)


def is_first_gone(number: Any, day: Any) -> Any:
    """Whether a loan's first instalment has a number above 1, and is not the first that is told of anybody."""
    return (number > 1) & (day > OLDEST_DUE)
