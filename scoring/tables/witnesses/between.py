"""Relations between tables: rows that were given to another client, credit or loan than their own."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import polars as pl

from scoring.days import DAYS_IN_MONTH
from scoring.tables.check import Finding
from scoring.tables.shares import BALANCE, BUREAU, CARD, NO_CARD, OLDEST_MONTH, PAYMENTS, POS, PREVIOUS, Tables
from scoring.tables.witnesses.bond import KEPT, Bond
from scoring.tables.witnesses.clients import client_bonds
from scoring.tables.witnesses.instalments import INSTALMENT_BONDS
from scoring.tables.witnesses.judge import NEVER, judge
from scoring.tables.witnesses.loans import loan_bonds
from scoring.tables.witnesses.relation import VOTE
from scoring.tables.witnesses.within import count_of

OTHERS = "rows were given to another client, credit or loan than their own"
ORDER = "months or numbers stand in the opposite order, or are of other rows"
EVERY = 1.0  # what is true of every row of Kaggle's tables is named from the first that lacks it
ROWS_IN_ORDER = 20_000  # hundreds of clients' at least
col = pl.col


def check_between(tables: Tables) -> Iterator[Finding]:
    """Findings of relations that are gone between cleaned tables.

    Raises
    ------
    UserError
        When a relation is gone for most clients.
    """
    for bond in BONDS:
        if all(name in tables for name in bond.needs):
            vote = VOTE if bond.least < EVERY else EVERY
            votes = bond.rows(tables).group_by("SK_ID_CURR").agg(col(KEPT).mean() >= vote)
            count = count_of(votes, KEPT)
            yield from judge(bond, bond.table, count.holding, count.clients, count.example)


def _bond(
    table: str,
    column: str,
    other: str,
    expected: str,
    least: float,
    rows: Callable[[Tables], pl.LazyFrame],
    *,
    refused: float = 0.7,
) -> Bond:
    return Bond(
        name="rows_of_others",
        table=table,
        column=column,
        expected=expected,
        least=least,
        refused_below=refused,
        means=OTHERS,
        needs=(table, other),
        rows=rows,
    )


def _owners(child: str) -> Callable[[Tables], pl.LazyFrame]:
    """Whether the loans of a table are the same clients' as in previous_application, whose clients are asked.

    The table's own may all be one, where a single number was written over theirs.
    """

    def rows(tables: Tables) -> pl.LazyFrame:
        loans = tables[child].select("SK_ID_PREV", "SK_ID_CURR").unique()
        owners = tables[PREVIOUS].select("SK_ID_PREV", col("SK_ID_CURR").alias("owner"))
        is_owner = (col("owner") == col("SK_ID_CURR")).alias(KEPT)
        return loans.join(owners, on="SK_ID_PREV").select(is_owner, col("owner").alias("SK_ID_CURR"))

    return rows


def _loans(child: str, of_loan: pl.Expr, kept: pl.Expr) -> Callable[[Tables], pl.LazyFrame]:
    """What a loan's rows come to (``of_loan``), held against the loan as it was applied for."""

    def rows(tables: Tables) -> pl.LazyFrame:
        loans = tables[child].group_by("SK_ID_PREV").agg(of_loan.alias("of_loan"))
        granted = tables[PREVIOUS].filter(NO_CARD if child != CARD else pl.lit(True))
        return granted.join(loans, on="SK_ID_PREV").select("SK_ID_CURR", kept.alias(KEPT))

    return rows


def _first_months(tables: Tables) -> pl.LazyFrame:
    """Whether a credit's first month is that in which it was opened."""
    first = tables[BALANCE].group_by("SK_ID_BUREAU").agg(col("MONTHS_BALANCE").min().alias("first"))
    opened = (col("DAYS_CREDIT") / DAYS_IN_MONTH).clip(lower_bound=OLDEST_MONTH)
    near = (col("first") - opened).abs() <= 3
    return tables[BUREAU].join(first, on="SK_ID_BUREAU").select("SK_ID_CURR", near.alias(KEPT))


def _have_months(tables: Tables) -> pl.LazyFrame:
    """Whether the credit bureau tells the months of a credit."""
    followed = tables[BALANCE].select(col("SK_ID_BUREAU").unique(), pl.lit(True).alias("followed"))
    credits = tables[BUREAU].join(followed, on="SK_ID_BUREAU", how="left")
    return credits.select("SK_ID_CURR", col("followed").is_not_null().alias(KEPT))


def _closed_months(tables: Tables) -> pl.LazyFrame:
    """Whether a credit that was closed stays so: every month from the first closed one on is."""
    month, closed = col("MONTHS_BALANCE"), col("STATUS") == "C"
    credits = (
        tables[BALANCE]
        .group_by("SK_ID_BUREAU", "SK_ID_CURR")
        .agg(closed.sum().alias("closed"), (month.max() - month.filter(closed).min() + 1).alias("months"))
    )
    return credits.select("SK_ID_CURR", (col("closed") == col("months")).alias(KEPT))


def _arrears(tables: Tables) -> pl.LazyFrame:
    """Whether a month is not in arrears."""
    status = col("STATUS")
    return tables[BALANCE].select("SK_ID_CURR", (~status.is_in(["1", "2", "3", "4", "5"])).alias(KEPT))


def _ordered(table: str, counter: str, by: str, direction: int) -> Bond:
    """A counter of a loan rises, or falls, with the days or months of its rows: in every loan of Kaggle's rows."""
    verb = "rise" if direction > 0 else "fall"

    def rows(tables: Tables) -> pl.LazyFrame:
        known = tables[table].head(ROWS_IN_ORDER).filter(col(counter).is_not_null() & col(by).is_not_null())
        count, time = col(counter).cast(pl.Float64), col(by).cast(pl.Float64)
        loans = known.group_by("SK_ID_PREV").agg(
            col("SK_ID_CURR").first(),
            ((count * time).mean() - count.mean() * time.mean()).alias("together"),
            ((count.max() > count.min()) & (time.max() > time.min())).alias("moves"),
        )
        return loans.filter("moves").select("SK_ID_CURR", (direction * col("together") > 0).alias(KEPT))

    return Bond(
        name="relation_lost",
        table=table,
        column=counter,
        expected=f"{counter} to {verb} with {by}",
        least=0.97,
        means=ORDER,
        needs=(table,),
        rows=rows,
    )


NEAR_ANNUITY = ((col("of_loan") / col("AMT_ANNUITY") - 1).abs() <= 0.05).alias(KEPT)
MONTH_OF_DECISION = ((col("of_loan") - col("DAYS_DECISION") / DAYS_IN_MONTH).abs() <= 3).alias(KEPT)
FIRST_MONTH = col("MONTHS_BALANCE").min()
BONDS = (
    *client_bonds(),
    *loan_bonds(),
    *INSTALMENT_BONDS,
    _ordered(CARD, "CNT_INSTALMENT_MATURE_CUM", "MONTHS_BALANCE", 1),
    _ordered(POS, "CNT_INSTALMENT_FUTURE", "MONTHS_BALANCE", -1),
    _ordered(PAYMENTS, "NUM_INSTALMENT_NUMBER", "DAYS_INSTALMENT", 1),
    *(
        _bond(table, "SK_ID_CURR", PREVIOUS, f"loans to be of the same client as in {PREVIOUS}", EVERY, _owners(table))
        for table in (POS, PAYMENTS, CARD)
    ),
    _bond(
        POS,
        "SK_ID_PREV",
        PREVIOUS,
        f"a loan's first month to be that of DAYS_DECISION in {PREVIOUS}",
        0.9,
        _loans(POS, FIRST_MONTH, MONTH_OF_DECISION),
    ),
    _bond(
        POS,
        "CNT_INSTALMENT",
        PREVIOUS,
        f"CNT_INSTALMENT as CNT_PAYMENT in {PREVIOUS}",
        0.75,
        _loans(POS, col("CNT_INSTALMENT").max(), col("of_loan") == col("CNT_PAYMENT")),
        refused=0.5,
    ),
    _bond(
        CARD,
        "SK_ID_PREV",
        PREVIOUS,
        f"a card's first month to be near DAYS_DECISION in {PREVIOUS}",
        0.9,
        _loans(CARD, FIRST_MONTH, MONTH_OF_DECISION),
    ),
    _bond(
        PAYMENTS,
        "AMT_INSTALMENT",
        PREVIOUS,
        f"instalments near AMT_ANNUITY in {PREVIOUS}",
        0.75,
        _loans(PAYMENTS, col("AMT_INSTALMENT").median(), NEAR_ANNUITY),
        refused=0.5,
    ),
    _bond(
        PAYMENTS,
        "DAYS_INSTALMENT",
        PREVIOUS,
        f"a loan's first instalment near DAYS_FIRST_DUE in {PREVIOUS}",
        0.9,
        _loans(PAYMENTS, col("DAYS_INSTALMENT").min(), (col("of_loan") - col("DAYS_FIRST_DUE")).abs() <= 31),
    ),
    _bond(
        BALANCE,
        "SK_ID_BUREAU",
        BUREAU,
        f"a credit's first month to be that of DAYS_CREDIT in {BUREAU}",
        0.9,
        _first_months,
    ),
    # Measured: 34 % of Kaggle's clients with credits elsewhere, 38 % of simulated ones.
    replace(
        _bond(BALANCE, "SK_ID_BUREAU", BUREAU, "months of most of their credits", 0.3, _have_months, refused=NEVER),
        name="months_of_few",
        means="its end is missing, or it is of other clients",
    ),
    _bond(BALANCE, "STATUS", BUREAU, "months of status C to be a credit's last ones", 0.97, _closed_months),
    _bond(BALANCE, "STATUS", BUREAU, "months without arrears (STATUS 1 to 5)", 0.9, _arrears),
)
