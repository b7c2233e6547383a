"""Histories whose end is missing: rows that other tables call for and that are not there.

A table cut off at the end of a line is whole to whoever reads it alone. The others tell: in Kaggle's rows, measured
on 11,000 clients, every loan with instalments has months (POS or card), every loan with three months has instalments,
and a credit's months have no gap; 5 % of the loans with months (12 % of the cards) are missing from
previous_application. What is above a limit is refused, what is below it is named.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import polars as pl

from scoring.errors import UserError
from scoring.tables.check import Finding, applications_of
from scoring.tables.endings import cut_short, due_cut_short
from scoring.tables.expectation import Expectation
from scoring.tables.schema import CONTRACT
from scoring.tables.shares import (
    BALANCE,
    BUREAU,
    CARD,
    NO_CARD,
    PAYMENTS,
    POS,
    PREVIOUS,
    Share,
    Tables,
    gaps,
    key_of,
    keys_of,
    late,
    share_of,
    without_first,
)

EXPORT_BOTH = "Export both tables again, at the same time and to their end."
EXPORT_ONE = "Export the table again, to its end."
# Fewer loans or clients than this are named and never refused: a file of one client may have a single loan.
AT_LEAST = 10
MOST = 0.5
UNPAID_MONTHS = 3  # after so many a loan has instalments
NUMBER = "NUM_INSTALMENT_NUMBER"
PAID_SOMEWHERE = f"loans with instalments have months neither here nor in {CARD}"
PAID_CARDS = f"cards with instalments ({PAYMENTS}, version 0) have no months"
THREE_MONTHS = f"loans with three months ({POS}) have no instalments"
CARDS_PAID = f"cards with payments ({CARD}) have no instalments"
OTHERS = "credits of clients whose other credits have months have none"
GAPS = "loans have gaps between their months"
LATE = "credits with months have none of the time when they were opened (DAYS_CREDIT)"
LATE_LOANS = "loans with months have none of the time of their decision (DAYS_DECISION)"
RUNNING = "loans that run on (last month Active, no DAYS_TERMINATION) have no months of the latest time"
OPEN = "credits that run on (CREDIT_ACTIVE Active) have no months of the latest time"
NO_LAST = f"loans that run on (last month Active in {POS}, no DAYS_TERMINATION) have no instalments of the latest time"
DUE_LONG_AGO = -100
NEVER_PAID = f"loans whose first instalment was due {-DUE_LONG_AGO} days ago or more (DAYS_FIRST_DUE) have no months"
NO_FIRST = "loans with instalments lack the first ones"
NUMBER_GAPS = "loans have gaps between the numbers of their instalments"


def expectations() -> tuple[Expectation, ...]:
    """Everything that tables let expect of each other, with its limits."""
    orphans = (
        _loans_without_parent(BALANCE, 0.25, "credits with months (bureau_balance) are missing from it"),
        _loans_without_parent(POS, 0.25, "loans with months (POS_CASH_balance) are missing from it"),
        _loans_without_parent(PAYMENTS, 0.25, "loans with instalments (installments_payments) are missing from it"),
        _loans_without_parent(CARD, 0.4, "cards with months (credit_card_balance) are missing from it"),
    )
    return (
        *orphans,
        _expected("loan_without_months", POS, (PAYMENTS, POS, CARD), PAID_SOMEWHERE, 0.0, _paid_without_months),
        # Measured: none of 20,000 of Kaggle's cash and consumer loans, none of 57,000 simulated ones.
        Expectation(
            "due_without_months", POS, "SK_ID_PREV", (PREVIOUS, POS), NEVER_PAID, 0.0, 0.25, _due_without_months, 0.001
        ),
        _expected("card_without_months", CARD, (PAYMENTS, CARD), PAID_CARDS, 0.0, _paid_cards_without_months),
        _expected("loan_without_instalments", PAYMENTS, (PAYMENTS, POS), THREE_MONTHS, 0.0, _months_without_payments),
        _expected("card_without_instalments", PAYMENTS, (PAYMENTS, CARD), CARDS_PAID, 0.0, _cards_without_payments),
        _expected("months_with_gaps", BALANCE, (BALANCE,), GAPS, 0.0, gaps(BALANCE, "MONTHS_BALANCE")),
        # Of 40,000 of Kaggle's credits and as many simulated ones the first month is 1.05 after that at the most.
        _expected("months_without_beginning", BALANCE, (BUREAU, BALANCE), LATE, 0.0, late(BALANCE)),
        # Measured: 6 of 20,297 of Kaggle's loans with months, 2 of 2,217 cards, none of 56,000 simulated ones.
        *(_begun(table) for table in (POS, CARD)),
        *_not_ended(),
        # Measured: none of 562 of Kaggle's loans, none of 49,629 simulated ones.
        _expected("numbers_without_beginning", PAYMENTS, (PAYMENTS,), NO_FIRST, 0.0, without_first),
        _expected("months_with_gaps", POS, (POS,), GAPS, 0.01, gaps(POS, "MONTHS_BALANCE")),
        _expected("months_with_gaps", CARD, (CARD,), GAPS, 0.0, gaps(CARD, "MONTHS_BALANCE")),
        _expected("numbers_with_gaps", PAYMENTS, (PAYMENTS,), NUMBER_GAPS, 0.05, gaps(PAYMENTS, NUMBER)),
        # Measured: 0.1 % of Kaggle's credits, 7.5 % of simulated ones; named of one simulated client in nine else.
        Expectation(
            "credit_without_months", BALANCE, "SK_ID_BUREAU", (BUREAU, BALANCE), OTHERS, 0.15, 0.4, _partly, 0.08
        ),
        # Measured: 0.8 % of Kaggle's clients, 0.7 % of simulated ones.
        Expectation(
            "enquiry_without_credit",
            BUREAU,
            "SK_ID_CURR",
            (BUREAU,),
            "clients on whom the credit bureau was asked have no credit",
            0.1,
            0.3,
            _asked_without_credit,
            0.008,
        ),
    )


def check_histories(tables: Tables) -> list[Finding]:
    """Findings of rows that should be there and are not, within a set of cleaned tables.

    Raises
    ------
    UserError
        When they are more than the limit allows: a table was cut off or belongs to other clients.
    """
    return [finding for expectation in expectations() for finding in _check(expectation, tables)]


def refuse_unknown_clients(tables: Tables) -> None:
    """Refuse a set of which most histories are of nobody: its applications were cut off, or are of other clients.

    Raises
    ------
    UserError
        Naming the history with the most strangers. Files to be scored may hold a few clients of many.
    """
    applications = applications_of(tables)
    for name, frame in tables.items():
        if CONTRACT[name].source != "application":
            clients = keys_of(frame.filter(pl.col("SK_ID_CURR").is_not_null()), "SK_ID_CURR")
            share = share_of(clients, applications, "SK_ID_CURR")
            if share.missing > MOST * share.of and share.missing >= AT_LEAST:
                raise UserError(
                    f"application_train: rows are missing: {share.missing:,} of {share.of:,} clients of {name} have no "
                    f"application (expected {MOST:.0%} at most; one is SK_ID_CURR {share.example}).",
                    EXPORT_BOTH,
                )


def _check(expectation: Expectation, tables: Tables) -> Iterator[Finding]:
    if any(name not in tables for name in expectation.needs):
        return
    share = expectation.count(tables)
    ratio = share.missing / share.of if share.of else 0.0
    remedy = EXPORT_ONE if expectation.is_of_one_table else EXPORT_BOTH
    if ratio > expectation.refused_above and share.missing >= AT_LEAST:
        example = f"{expectation.column} {share.example}"
        raise UserError(
            f"{expectation.table}: rows are missing: {share.missing:,} of {share.of:,} {expectation.words} "
            f"({ratio:.0%}; expected {expectation.refused_above:.0%} at most; one is {example}).",
            remedy,
        )
    if expectation.is_named(share.missing, share.of):
        sentence = f"{share.missing:,} of {share.of:,} {expectation.words}. {remedy}"
        yield Finding(expectation.name, expectation.table, expectation.column, share.missing, share.example, sentence)


def _loans_without_parent(child: str, refused_above: float, words: str) -> Expectation:
    """Named by :mod:`scoring.tables.check` row by row; only refused here."""
    table = CONTRACT[child]
    parent, key = str(table.parent), str(table.parent_key)

    def count(tables: Tables) -> Share:
        return share_of(keys_of(tables[child], key), keys_of(tables[parent], key), key)

    return Expectation("loan_without_parent", parent, key, (child, parent), words, 1.0, refused_above, count)


def _begun(table: str) -> Expectation:
    """Loans or cards whose months begin when they were granted."""
    needs, count = (PREVIOUS, table), late(table)
    return Expectation("months_without_beginning", table, "SK_ID_PREV", needs, LATE_LOANS, 0.0, 0.25, count, 0.001)


def _not_ended() -> tuple[Expectation, ...]:
    """Loans, cards and credits that run on, and whose rows end months before the application all the same."""
    name, key = "months_without_end", "SK_ID_PREV"
    return (
        # Measured: none of 3,197 of Kaggle's running loans, none of 12,838 simulated ones; of cards 1,940 and 4,678.
        *(Expectation(name, t, key, (PREVIOUS, t), RUNNING, 0.0, 0.25, cut_short(t), 0.001) for t in (POS, CARD)),
        # Measured: none of 78 and of 11,508.
        Expectation(
            "instalments_without_end", PAYMENTS, key, (PREVIOUS, POS, PAYMENTS), NO_LAST, 0.0, 0.25, due_cut_short,
            0.001,
        ),
        # Measured: 4 % and 17 % of Kaggle's credits, none of simulated ones; a lender may ask the bureau seldom.
        Expectation(name, BALANCE, "SK_ID_BUREAU", (BUREAU, BALANCE), OPEN, 0.5, 1.0, cut_short(BALANCE), 0.35),
    )  # fmt: skip


def _expected(
    name: str, table: str, needs: tuple[str, ...], words: str, named_above: float, count: Callable[[Tables], Share]
) -> Expectation:
    """An expectation of loans, refused above a quarter."""
    return Expectation(name, table, key_of(table), needs, words, named_above, 0.25, count)


def _paid_without_months(tables: Tables) -> Share:
    months = pl.concat([keys_of(tables[POS], "SK_ID_PREV"), keys_of(tables[CARD], "SK_ID_PREV")])
    return share_of(keys_of(tables[PAYMENTS], "SK_ID_PREV"), months, "SK_ID_PREV")


def _due_without_months(tables: Tables) -> Share:
    is_due = (pl.col("DAYS_FIRST_DUE") <= DUE_LONG_AGO) & NO_CARD
    return share_of(
        tables[PREVIOUS].filter(is_due).select("SK_ID_PREV"), keys_of(tables[POS], "SK_ID_PREV"), "SK_ID_PREV"
    )


def _paid_cards_without_months(tables: Tables) -> Share:
    cards = tables[PAYMENTS].filter(pl.col("NUM_INSTALMENT_VERSION") == 0)
    return share_of(keys_of(cards, "SK_ID_PREV"), keys_of(tables[CARD], "SK_ID_PREV"), "SK_ID_PREV")


def _months_without_payments(tables: Tables) -> Share:
    loans = tables[POS].group_by("SK_ID_PREV").len().filter(pl.col("len") >= UNPAID_MONTHS).select("SK_ID_PREV")
    return share_of(loans, keys_of(tables[PAYMENTS], "SK_ID_PREV"), "SK_ID_PREV")


def _cards_without_payments(tables: Tables) -> Share:
    paid = tables[CARD].filter(pl.col("AMT_PAYMENT_CURRENT") > 0)
    return share_of(keys_of(paid, "SK_ID_PREV"), keys_of(tables[PAYMENTS], "SK_ID_PREV"), "SK_ID_PREV")


def _partly(tables: Tables) -> Share:
    """Credits without months of clients who have months of others: the credit bureau tells of all or of none."""
    months = tables[BALANCE].select("SK_ID_BUREAU", "SK_ID_CURR").unique()
    credits = tables[BUREAU].join(months.select("SK_ID_CURR").unique(), on="SK_ID_CURR", how="semi")
    return share_of(keys_of(credits, "SK_ID_BUREAU"), months, "SK_ID_BUREAU")


def _asked_without_credit(tables: Tables) -> Share:
    asked = [
        tables[name].filter(pl.col("AMT_REQ_CREDIT_BUREAU_YEAR").is_not_null()).select("SK_ID_CURR")
        for name in tables
        if CONTRACT[name].source == "application"
    ]
    return share_of(pl.concat(asked), keys_of(tables[BUREAU], "SK_ID_CURR"), "SK_ID_CURR")
