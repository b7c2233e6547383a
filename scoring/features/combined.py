"""Features made from two others: how the last year compares with all of a history, and a request with the history.

They are computed from a client's finished row, so that every door makes them by the same expressions: the matrix, one
applicant, a simulated change, a Spark cluster. Each belongs to the history that it needs, and is empty without it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

import narwhals as nw
import polars as pl

from scoring.features.aggregate import ratio
from scoring.features.definition import DerivedColumn, Direction, Feature

if TYPE_CHECKING:
    from scoring.texts.words import Theme

# Months and days tell which part of a history is the last year's.
_DELAYS = ("DAYS_ENTRY_PAYMENT", "DAYS_INSTALMENT")


@dataclass(frozen=True)
class Quotient:
    """One feature over another, where the second is above zero.

    Parameters
    ----------
    column : DerivedColumn
        What it is called and made from.
    numerator, denominator : str
        Names of the features.
    """

    column: DerivedColumn
    numerator: str
    denominator: str

    @property
    def feature(self) -> Feature:
        """The feature that it is."""
        return Feature(self.column.source, self.column.column, "value", "ratio")

    def expression(self) -> nw.Expr:
        """Its value from the two features of the same row; what is too large to be a number is empty."""
        value = ratio(nw.col(self.numerator), nw.col(self.denominator))
        return nw.when(value.is_finite()).then(value).alias(self.feature.name)


def _trend(source: str, column: str, of: str, made_from: tuple[str, ...], direction: Direction = 1) -> Quotient:
    """The mean of the last twelve months over that of all: 1 where nothing has changed."""
    derived = DerivedColumn(source, f"{column}_trend", "ratio", made_from, direction, "repayment")
    return Quotient(derived, f"{source}_recent_{of}_mean", f"{source}_{of}_mean")


def _between(
    source: str, column: str, made_from: tuple[str, ...], theme: Theme, numerator: str, denominator: str
) -> Quotient:
    """What is asked for or owed, beside what another table knows; a lender may rely on it as on that history."""
    derived = DerivedColumn(source, column, "ratio", made_from, direction=1, theme=theme, basis="history")
    return Quotient(derived, numerator, denominator)


TRENDS = (
    _trend("balance", "late", "late", ("STATUS", "MONTHS_BALANCE")),
    _trend("pos", "late", "late", ("SK_DPD", "MONTHS_BALANCE")),
    _trend("installments", "late", "late", _DELAYS),
    _trend("installments", "days_early", "days_early", _DELAYS, direction=-1),
    _trend("card", "balance", "amt_balance", ("AMT_BALANCE", "MONTHS_BALANCE")),
    _trend("card", "drawings", "amt_drawings_current", ("AMT_DRAWINGS_CURRENT", "MONTHS_BALANCE")),
)
BETWEEN_TABLES = (
    _between(
        "previous",
        "requested_granted_ratio",
        ("application.AMT_CREDIT", "AMT_CREDIT", "NAME_CONTRACT_STATUS"),
        "credit",
        "application_amt_credit",
        "previous_approved_amt_credit_max",
    ),
    _between(
        "bureau",
        "requested_elsewhere_ratio",
        ("application.AMT_CREDIT", "AMT_CREDIT_SUM"),
        "credit",
        "application_amt_credit",
        "bureau_amt_credit_sum_max",
    ),
    _between(
        "installments",
        "requested_instalment_ratio",
        ("application.AMT_ANNUITY", "AMT_INSTALMENT"),
        "credit",
        "application_amt_annuity",
        "installments_amt_instalment_max",
    ),
    _between(
        "bureau",
        "debt_income_ratio",
        ("AMT_CREDIT_SUM_DEBT", "CREDIT_ACTIVE", "application.AMT_INCOME_TOTAL"),
        "history",
        "bureau_active_amt_credit_sum_debt_sum",
        "application_amt_income_total",
    ),
)
EVERY = (*TRENDS, *BETWEEN_TABLES)
DERIVED = tuple(quotient.column for quotient in EVERY)


@cache
def definitions() -> tuple[Feature, ...]:
    """The combined features, in the order of the matrix's columns."""
    return tuple(quotient.feature for quotient in EVERY)


def is_combined(name: str) -> bool:
    """Whether a feature is made from two others.

    Parameters
    ----------
    name : str
        Of a feature.
    """
    return any(feature.name == name for feature in definitions())


def inputs_of(names: Collection[str]) -> tuple[str, ...]:
    """The features that these are computed from, where they are combined ones.

    Parameters
    ----------
    names : collection of str
        Names of features.

    Examples
    --------
    >>> inputs_of(["bureau_debt_income_ratio", "bureau_rows_count"])
    ('bureau_active_amt_credit_sum_debt_sum', 'application_amt_income_total')
    """
    chosen = [quotient for quotient in EVERY if quotient.feature.name in names]
    return tuple(dict.fromkeys(name for quotient in chosen for name in (quotient.numerator, quotient.denominator)))


def expressions(names: Collection[str]) -> tuple[nw.Expr, ...]:
    """How the combined ones among these features are computed from a client's row.

    Parameters
    ----------
    names : collection of str
        Names of features; :func:`inputs_of` says what the row must hold, without what is too large to be a number.
    """
    return tuple(quotient.expression() for quotient in EVERY if quotient.feature.name in names)


def with_combined(rows: pl.DataFrame) -> pl.DataFrame:
    """The rows with every combined feature that they hold computed anew from the others.

    Parameters
    ----------
    rows : DataFrame
        One row a client, with what :func:`inputs_of` says of the combined features among its columns.
    """
    made: pl.DataFrame = nw.from_native(rows).with_columns(*expressions(rows.columns)).to_native()
    return made
