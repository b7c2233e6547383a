"""What an application says that the client's histories know too: an application under another client's number."""

from __future__ import annotations

from collections.abc import Callable

import polars as pl

from scoring.tables.columns import EIGHTEEN_YEARS
from scoring.tables.shares import BUREAU, PREVIOUS, Tables
from scoring.tables.witnesses.bond import KEPT, Bond
from scoring.tables.witnesses.judge import NEVER

col = pl.col
APPLICATIONS = ("application_train", "application_test")
MOVED = "applications or histories stand under another client's number than their own"
Rows = Callable[[Tables], pl.LazyFrame]


def client_bonds() -> tuple[Bond, ...]:
    """What each application is held against in the client's histories."""
    return tuple(bond for name in APPLICATIONS for bond in (_asked(name), _phone(name), _adult(name)))


def _bond(application: str, history: str, expected: str, least: float, refused: float, rows: Rows) -> Bond:
    return Bond(
        name="applications_of_others",
        table=application,
        column="SK_ID_CURR",
        expected=expected,
        least=least,
        refused_below=refused,
        means=MOVED,
        needs=(application, history),
        rows=rows,
    )


def _asked(application: str) -> Bond:
    """Measured: 99.3 % of Kaggle's clients, as many of the simulated ones; 76 % where they are moved."""

    def rows(tables: Tables) -> pl.LazyFrame:
        known = tables[BUREAU].select("SK_ID_CURR", pl.lit(True).alias("known")).unique()
        asked = tables[application].select("SK_ID_CURR", col("AMT_REQ_CREDIT_BUREAU_YEAR").is_not_null().alias("asked"))
        both = asked.join(known, on="SK_ID_CURR", how="left")
        return both.select("SK_ID_CURR", (col("known").fill_null(False) == col("asked")).alias(KEPT))

    expected = f"AMT_REQ_CREDIT_BUREAU_YEAR told where the client has credits in {BUREAU}, and only there,"
    # Enquiries and the last phone call are a lender's own custom, which worlds simulated before 26 November 2026 lack.
    return _bond(application, BUREAU, expected, 0.96, NEVER, rows)


def _phone(application: str) -> Bond:
    """Measured: 48 % of Kaggle's clients, 53 % of the simulated ones; one in a thousand where they are moved."""

    def rows(tables: Tables) -> pl.LazyFrame:
        first = tables[PREVIOUS].group_by("SK_ID_CURR").agg(col("DAYS_DECISION").min().alias("first"))
        both = tables[application].select("SK_ID_CURR", "DAYS_LAST_PHONE_CHANGE").join(first, on="SK_ID_CURR")
        return both.select("SK_ID_CURR", (col("DAYS_LAST_PHONE_CHANGE") == col("first")).alias(KEPT))

    expected = f"DAYS_LAST_PHONE_CHANGE to be the day of the first application in {PREVIOUS}"
    return _bond(application, PREVIOUS, expected, 0.4, NEVER, rows)


def _adult(application: str) -> Bond:
    """Measured: one of 6,901 of Kaggle's clients has a credit from before the age of 18, none of the simulated ones."""

    def rows(tables: Tables) -> pl.LazyFrame:
        first = tables[BUREAU].group_by("SK_ID_CURR").agg(col("DAYS_CREDIT").min().alias("first"))
        both = tables[application].select("SK_ID_CURR", "DAYS_BIRTH").join(first, on="SK_ID_CURR")
        return both.select("SK_ID_CURR", (col("first") >= col("DAYS_BIRTH") + EIGHTEEN_YEARS).alias(KEPT))

    return _bond(application, BUREAU, f"no DAYS_CREDIT of {BUREAU} before the age of 18", 0.995, 0.9, rows)
