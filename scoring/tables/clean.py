"""Cleaning by rule: each has a name, a reason, a condition; each is counted and reported.

The anomalies are those of the full tables of Kaggle's competition "Home Credit Default Risk". Nothing is
imputed: a value that cannot be true becomes empty.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import polars as pl

from scoring.tables.schema import TableContract, column_unit
from scoring.validation import Count

SENTINEL = 365243
NOT_AVAILABLE = ("XNA", "XAP")
HUNDRED_YEARS = 36_525
FIFTY_YEARS = 18_263


@dataclass(frozen=True)
class Rule:
    """One way in which a value cannot be true.

    Parameters
    ----------
    name : str
        What the report calls it.
    why : str
        One sentence for the reader of the report.
    applies : callable
        ``(table, column) -> bool``: the columns it looks at.
    broken : callable
        ``column expression -> boolean expression``: rows to mend.
    cleaned : callable
        ``column expression -> expression``: what stands there afterwards; empty by default.
    """

    name: str
    why: str
    applies: Callable[[TableContract, str], bool]
    broken: Callable[[pl.Expr], pl.Expr]
    cleaned: Callable[[pl.Expr], pl.Expr] = lambda value: pl.lit(None)


@dataclass(frozen=True)
class CleanedValues:
    """How many values one rule changed in one column."""

    table: str
    column: str
    rule: str
    rows: Count


def rules() -> tuple[Rule, ...]:
    """Every cleaning rule, in the order in which they are applied."""
    return (
        Rule(
            "days_365243",
            "365243 days stands for 'none' or 'without end', never for a thousand years.",
            _unit_is("days"),
            lambda value: value == SENTINEL,
        ),
        Rule("not_available", "XNA and XAP say that nothing was recorded.", _unit_is("category"), _is_not_available),
        Rule(
            "coded_text",
            "Some copies carry 0 and 1 instead of a two-level text.",
            lambda table, column: bool(_codes(table, column)),
            lambda value: value.is_in(["0", "1", "0.0", "1.0"]),
        ),
        Rule(
            "absurd_age",
            "A date more than a hundred years before the application cannot be true.",
            _unit_is("days"),
            lambda value: value < -HUNDRED_YEARS,
        ),
        Rule(
            "endless_credit",
            "An end more than fifty years ahead means that no end was agreed.",
            _one_of("bureau.DAYS_CREDIT_ENDDATE"),
            lambda value: value > FIFTY_YEARS,
        ),
        Rule(
            "news_after_application",
            "What the credit bureau learned after the application cannot be used to decide on it.",
            _one_of("bureau.DAYS_CREDIT_UPDATE"),
            lambda value: value > 0,
        ),
        Rule(
            "negative_amount",
            "These amounts cannot be negative.",
            _one_of(
                "bureau.AMT_CREDIT_SUM_DEBT",
                "bureau.AMT_CREDIT_SUM_LIMIT",
                "previous.AMT_DOWN_PAYMENT",
                "previous.RATE_DOWN_PAYMENT",
                "card.AMT_DRAWINGS_ATM_CURRENT",
                "card.AMT_DRAWINGS_CURRENT",
                "card.AMT_DRAWINGS_OTHER_CURRENT",
                "card.AMT_DRAWINGS_POS_CURRENT",
            ),
            lambda value: value < 0,
        ),
        Rule(
            "unknown_region_rating",
            "Ratings are 1, 2 or 3; -1 is none.",
            _one_of("application.REGION_RATING_CLIENT_W_CITY", "application.REGION_RATING_CLIENT"),
            lambda value: value < 1,
        ),
        Rule(
            "unknown_selling_area",
            "-1 and 4,000,000 stand for a seller without a known area.",
            _one_of("previous.SELLERPLACE_AREA"),
            lambda value: (value < 0) | (value >= 4_000_000),
        ),
        Rule(
            "implausible_enquiries",
            "Nobody is looked up more than a hundred times in a quarter.",
            _one_of("application.AMT_REQ_CREDIT_BUREAU_QRT"),
            lambda value: value > 100,
        ),
    )


def clean(frame: pl.LazyFrame, table: TableContract) -> tuple[pl.LazyFrame, list[pl.Expr]]:
    """The cleaned table, and expressions that count on the uncleaned one what each rule mends.

    Returns
    -------
    tuple of (LazyFrame, list of Expr)
        The expressions are named ``rule|column`` and each gives one number.
    """
    names = frame.collect_schema().names()
    values = {name: pl.col(name) for name in names}
    counts: list[pl.Expr] = []
    for rule in rules():
        for name in names:
            if name in table.columns and rule.applies(table, name):
                bad = rule.broken(pl.col(name))
                counts.append(bad.sum().alias(f"{rule.name}|{name}"))
                values[name] = pl.when(bad).then(_mend(rule, table, name)).otherwise(values[name])
    return frame.with_columns(expression.alias(name) for name, expression in values.items()), counts


def report(table: str, counts: dict[str, int | None]) -> list[CleanedValues]:
    """What was mended, from the row that :func:`clean`'s expressions give; rules that met nothing are left out."""
    found = []
    for name, rows in counts.items():
        rule, column = name.split("|")
        if rows:
            found.append(CleanedValues(table, column, rule, int(rows)))
    return found


def _mend(rule: Rule, table: TableContract, column: str) -> pl.Expr:
    if rule.name != "coded_text":
        return rule.cleaned(pl.col(column))
    first, second = _codes(table, column)
    return pl.when(pl.col(column).str.starts_with("0")).then(pl.lit(first)).otherwise(pl.lit(second))


def _codes(table: TableContract, column: str) -> tuple[str, ...]:
    return tuple((table.columns[column].metadata or {}).get("codes", ()))


def _unit_is(unit: str) -> Callable[[TableContract, str], bool]:
    return lambda table, column: column_unit(table.columns[column]) == unit


def _one_of(*places: str) -> Callable[[TableContract, str], bool]:
    return lambda table, column: f"{table.source}.{column}" in places


def _is_not_available(value: pl.Expr) -> pl.Expr:
    return value.is_in(list(NOT_AVAILABLE))
