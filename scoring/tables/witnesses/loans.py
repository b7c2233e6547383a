"""What the rows of a loan say of its application: nothing is owed or paid before it was decided, or not granted.

The first instalment is due on the day that the application tells (DAYS_FIRST_DUE): of 559 of Kaggle's loans and 57,000
simulated ones it is to the day.

Measured: of 20,451 of Kaggle's loans with months, 2,242 cards and 608 loans or cards with instalments all are approved;
no month lies more than 1.02 before that of the decision, no instalment is due or paid before it. Of 59,000 simulated
loans no month lies more than 2.33 before, and some first instalments are paid up to 90 days before.
"""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

import polars as pl

from scoring.days import DAYS_IN_MONTH
from scoring.tables.shares import CARD, PAYMENTS, POS, PREVIOUS, Tables
from scoring.tables.witnesses.bond import KEPT, Bond

NOT_GRANTED, BEFORE_DECISION, FIRST_DUE = "loan_not_granted", "row_before_decision", "first_due_elsewhere"
# So many days the first instalment may lie from DAYS_FIRST_DUE.
AWAY_AT_MOST = 31
WITHOUT_LOAN = ("Canceled", "Refused", "Unused offer")
# How many days before the decision a column of days or months may be.
EARLIEST: MappingProxyType[str, tuple[tuple[str, float, float], ...]] = MappingProxyType(
    {
        POS: (("MONTHS_BALANCE", DAYS_IN_MONTH, 3 * DAYS_IN_MONTH),),
        CARD: (("MONTHS_BALANCE", DAYS_IN_MONTH, 3 * DAYS_IN_MONTH),),
        PAYMENTS: (("DAYS_INSTALMENT", 1.0, 0.0), ("DAYS_ENTRY_PAYMENT", 1.0, 150.0)),
    }
)
OF_ANOTHER = "rows are of another loan, or its decision is another one's"
col = pl.col


def is_since(first: Any, unit: float, slack: float, decision: Any) -> Any:
    """Whether a day or month is not before its loan's decision; of expressions or plain numbers.

    Parameters
    ----------
    first : Expr or float
        The day or month, before the application.
    unit : float
        How many days it counts for each.
    slack : float
        How many days before the decision it may be.
    decision : Expr or float
        DAYS_DECISION.
    """
    return first * unit >= decision - slack


def is_due_then(day: Any, first_due: Any) -> Any:
    """Whether a first instalment is due about when the application says so; of expressions or plain numbers."""
    return abs(day - first_due) <= AWAY_AT_MOST


def loan_bonds() -> tuple[Bond, ...]:
    """What holds of every loan's rows and its application."""
    return (*(bond for table in EARLIEST for bond in (_granted(table), _since_decision(table))), _first_due())


def _first_due() -> Bond:
    def rows(tables: Tables) -> pl.LazyFrame:
        measured = (col("NUM_INSTALMENT_NUMBER").min(), col("DAYS_INSTALMENT").min())
        first = tables[PAYMENTS].filter(col("NUM_INSTALMENT_VERSION") > 0).group_by("SK_ID_PREV").agg(measured)
        due = tables[PREVIOUS].filter(col("DAYS_FIRST_DUE") <= 0).select("SK_ID_PREV", "SK_ID_CURR", "DAYS_FIRST_DUE")
        whole = first.filter(col("NUM_INSTALMENT_NUMBER") == 1).join(due, on="SK_ID_PREV")
        return whole.select("SK_ID_CURR", is_due_then(col("DAYS_INSTALMENT"), col("DAYS_FIRST_DUE")).alias(KEPT))

    expected = f"a loan's instalment number 1 due within {AWAY_AT_MOST} days of DAYS_FIRST_DUE in {PREVIOUS}"
    return _bond(PAYMENTS, FIRST_DUE, expected, rows)


def _granted(table: str) -> Bond:
    def rows(tables: Tables) -> pl.LazyFrame:
        loans = tables[table].select("SK_ID_PREV").unique()
        is_granted = col("NAME_CONTRACT_STATUS").is_in(WITHOUT_LOAN).not_().fill_null(True).alias(KEPT)
        return tables[PREVIOUS].join(loans, on="SK_ID_PREV", how="semi").select("SK_ID_CURR", is_granted)

    return _bond(table, NOT_GRANTED, f"loans of {table} to be approved in {PREVIOUS}", rows)


def _since_decision(table: str) -> Bond:
    columns = EARLIEST[table]

    def rows(tables: Tables) -> pl.LazyFrame:
        first = tables[table].group_by("SK_ID_PREV").agg(col(name).min() for name, _, _ in columns)
        decided = tables[PREVIOUS].select("SK_ID_PREV", "SK_ID_CURR", "DAYS_DECISION").join(first, on="SK_ID_PREV")
        since = (is_since(col(name), unit, slack, col("DAYS_DECISION")) for name, unit, slack in columns)
        return decided.select("SK_ID_CURR", pl.all_horizontal(one.fill_null(True) for one in since).alias(KEPT))

    return _bond(table, BEFORE_DECISION, f"no row of {table} before DAYS_DECISION in {PREVIOUS}", rows)


def _bond(table: str, name: str, expected: str, rows: Callable[[Tables], pl.LazyFrame]) -> Bond:
    """What holds of a table's rows and previous_application.

    Parameters
    ----------
    table : str
        Kaggle's file name of the loans' rows.
    name : str
        Name of the finding.
    expected : str
        What holds, in a sentence.
    rows : callable
        As :class:`~scoring.tables.witnesses.bond.Bond` takes it.
    """
    return Bond(
        name=name,
        table=table,
        column="SK_ID_PREV",
        expected=expected,
        least=1.0,
        means=OF_ANOTHER,
        needs=(table, PREVIOUS),
        rows=rows,
    )
