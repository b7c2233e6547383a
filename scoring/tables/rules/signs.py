"""Columns in which either sign may stand: what tells that their signs were turned round.

Measured on Kaggle's rows (58,000 credits, 23,000 earlier loans, 167,000 months of cards): no credit ends before it
begins, none of our loans falls due before it was decided; signs turned round make it a quarter and a tenth of the rows.
A card's amounts due and its balance have the same sign in 999 rows of 1,000.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

import polars as pl

from scoring.days import DAYS_IN_YEAR
from scoring.tables.columns import EIGHTEEN_YEARS, HUNDRED_YEARS
from scoring.tables.rules.column_rule import ColumnRule
from scoring.tables.rules.known import known_anomalies

ANOMALIES_OF_SIGN = ("negative_amount", "news_after_application")
# A card that was overpaid owes less than nothing for months; its balance and its principal hardly ever do.
OFTEN_NEGATIVE = ("AMT_RECIVABLE", "AMT_TOTAL_RECEIVABLE")
# From so many values of one client on: 1 in 400 of Kaggle's clients has them.
SEVERAL = 2


@dataclass(frozen=True)
class SignWitness:
    """What another column of the same row says of a column's sign.

    Parameters
    ----------
    place : str
        Our word for the table and the column, with a point between.
    witness : str
        The other column.
    words : str
        What a value is that has the wrong sign, in a sentence.
    is_turned : callable
        ``(value, witness) -> boolean expression``. It says the same of plain numbers.
    never : bool
        Whether Kaggle's own rows hold none: then a single one cannot be true.
    look : str
        What a column of such values looks like.
    """

    place: str
    witness: str
    words: str
    is_turned: Callable[[Any, Any], Any]
    never: bool
    look: str = "signs are turned round"

    def turned(self, rule: ColumnRule) -> pl.Expr:
        """Which values of a column have the wrong sign."""
        turned: pl.Expr = self.is_turned(pl.col(rule.name), pl.col(self.witness))
        return turned.fill_null(False)


@cache
def witness_of(rule: ColumnRule) -> SignWitness | None:
    """The witness of a column's signs; None where its range tells the sign, or nothing does."""
    place = f"{rule.source}.{rule.name}"
    return next((witness for witness in _witnesses() if witness.place == place), None)


def may_be_turned(rule: ColumnRule) -> pl.Expr | None:
    """Which values may have the wrong sign without that a single one proves it; None for a column of which none may.

    Parameters
    ----------
    rule : ColumnRule
        Rule of any column.
    """
    value = pl.col(rule.name)
    conditions = [a.broken(value) for a in known_anomalies() if a.name in ANOMALIES_OF_SIGN and a.applies(rule)]
    witness = witness_of(rule)
    if witness is not None and not witness.never:
        conditions.append(witness.turned(rule))
    if rule.low is not None and rule.unit == "amount" and rule.low < 0 and rule.name not in OFTEN_NEGATIVE:
        conditions.append(value < 0)
    return pl.any_horizontal(conditions).fill_null(False) if conditions else None


def mostly_turned(rule: ColumnRule) -> pl.Expr | None:
    """Which of those values are most of what their client has in the column; None as above."""
    wrong = may_be_turned(rule)
    if wrong is None:
        return None
    right = ((pl.col(rule.name) != 0) & ~wrong).fill_null(False).sum().over("SK_ID_CURR")
    turned = wrong.sum().over("SK_ID_CURR")
    return wrong & (turned >= SEVERAL) & (turned > right)


@cache
def _witnesses() -> tuple[SignWitness, ...]:
    before = "is before the credit's own beginning (DAYS_CREDIT)"
    return (
        SignWitness("bureau.DAYS_CREDIT_ENDDATE", "DAYS_CREDIT", before, _is_earlier, never=True),
        SignWitness(
            "previous.DAYS_LAST_DUE_1ST_VERSION",
            "DAYS_DECISION",
            "is before the loan's own decision (DAYS_DECISION)",
            _is_earlier,
            never=True,
        ),
        _since("DAYS_EMPLOYED", 14),
        *(_since(column, 0) for column in ("DAYS_REGISTRATION", "DAYS_ID_PUBLISH", "DAYS_LAST_PHONE_CHANGE")),
        _mirror("AMT_BALANCE", "AMT_TOTAL_RECEIVABLE"),
        _mirror("AMT_RECEIVABLE_PRINCIPAL", "AMT_RECIVABLE"),
        _mirror("AMT_RECIVABLE", "AMT_BALANCE"),
        _mirror("AMT_TOTAL_RECEIVABLE", "AMT_BALANCE"),
    )


def _is_earlier(value: pl.Expr, begin: pl.Expr) -> pl.Expr:
    return (value < begin) & (value >= -HUNDRED_YEARS) & (begin <= 0)


def _since(column: str, age: int) -> SignWitness:
    """A day of an application from before the client's birth, or before they were so old; columns were exchanged."""

    def is_before(value: Any, birth: Any) -> Any:
        possible = (birth >= -HUNDRED_YEARS) & (birth <= -EIGHTEEN_YEARS) & (value >= -HUNDRED_YEARS)
        return possible & (value < birth + age * DAYS_IN_YEAR)

    words = f"is before the age of {age} (DAYS_BIRTH)" if age else "is before the birth (DAYS_BIRTH)"
    look = "columns look exchanged, or of other rows"
    return SignWitness(f"application.{column}", "DAYS_BIRTH", words, is_before, never=True, look=look)


def _mirror(column: str, witness: str) -> SignWitness:
    def is_mirrored(value: pl.Expr, other: pl.Expr) -> pl.Expr:
        return (value < 0) & (value < -0.5 * other) & (other > 0)

    return SignWitness(f"card.{column}", witness, f"is below zero and {witness} is not", is_mirrored, never=False)
