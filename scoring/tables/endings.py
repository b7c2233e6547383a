"""Loans and credits that run on, and whose rows end before: the latest months were left behind by an earlier export.

A loan runs on while it has no end (DAYS_TERMINATION) and its last month is Active; a credit elsewhere, while the bureau
says so. In Kaggle's rows a loan's last month is the fourth before the application at the latest, its last instalment
was due 52 days before it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

import polars as pl

from scoring.tables.shares import BALANCE, BUREAU, CARD, PAYMENTS, POS, PREVIOUS, Share, Tables, counted, key_of

LOAN, MONTH, STATUS, END = "SK_ID_PREV", "MONTHS_BALANCE", "NAME_CONTRACT_STATUS", "DAYS_TERMINATION"
ACTIVE = "Active"
# The earliest month with which what runs on may end; the bureau's months are told a month later or never.
EARLIEST_LAST: Mapping[str, int] = MappingProxyType({POS: -4, CARD: -4, BALANCE: -3})
EARLIEST_DUE = -150


def cut_short(table: str) -> Callable[[Tables], Share]:
    """Loans or credits that run on, and whose months end before :data:`EARLIEST_LAST`."""
    key, last = key_of(table), pl.col("last") < EARLIEST_LAST[table]

    def count(tables: Tables) -> Share:
        running = _open_credits(tables) if table == BALANCE else running_loans(tables, table)
        return counted(running, last, key)

    return count


def due_cut_short(tables: Tables) -> Share:
    """Loans that run on, and whose last instalment was due before :data:`EARLIEST_DUE`."""
    paid = tables[PAYMENTS].filter(pl.col("NUM_INSTALMENT_VERSION") > 0)
    due = paid.group_by(LOAN).agg(pl.col("DAYS_INSTALMENT").max().alias("due"))
    loans = running_loans(tables, POS).join(due, on=LOAN)
    return counted(loans, pl.col("due") < EARLIEST_DUE, LOAN)


def running_loans(tables: Tables, table: str) -> pl.LazyFrame:
    """Loans, or cards, that run on, each with its ``last`` month."""
    without_end = pl.col(END).is_null() | (pl.col(END) > 0)
    rows = tables[table].join(tables[PREVIOUS].filter(without_end).select(LOAN), on=LOAN, how="semi")
    state = pl.col(STATUS).sort_by(MONTH).last().alias("state")
    return rows.group_by(LOAN).agg(pl.col(MONTH).max().alias("last"), state).filter(pl.col("state") == ACTIVE)


def _open_credits(tables: Tables) -> pl.LazyFrame:
    credits = tables[BUREAU].filter(pl.col("CREDIT_ACTIVE") == ACTIVE).select("SK_ID_BUREAU")
    rows = tables[BALANCE].join(credits, on="SK_ID_BUREAU", how="semi")
    return rows.group_by("SK_ID_BUREAU").agg(pl.col(MONTH).max().alias("last"))
