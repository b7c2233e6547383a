"""Amounts of one client's history that are all in another unit: the largest too small, or the smallest too large.

A single row tells nothing: some have credits of a few hundred. Measured on 12,600 of Kaggle's clients (instalments on
193) and 20,000 simulated ones: nobody's largest credit elsewhere is below 2,200, earlier loan below 6,900, instalment
below 470, limit of a card below 9,000; nobody's smallest earlier loan is above 2,600,000, instalment above 180,000,
limit above 2,700,000. In thousands nearly everybody's is below the bounds, in hundredths half of the clients' above.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

import polars as pl

from scoring.tables.columns import LARGEST_AMOUNT
from scoring.tables.rules.column_rule import ColumnRule


@dataclass(frozen=True)
class HistoryBounds:
    """What the largest of a client's amounts above zero is at least, and the smallest at most."""

    least: float
    most: float = math.inf

    def are_crossed(self, smallest: Any, largest: Any) -> Any:
        """Whether a client's smallest and largest amount above zero show another unit; of expressions or numbers."""
        return (largest < self.least) | (smallest > self.most)

    def may_be_crossed(self, value: pl.Expr) -> pl.Expr:
        """Which amounts are beyond them; where none is, nobody's history crosses them."""
        is_beyond: pl.Expr = self.are_crossed(value, value)
        return is_amount(value) & is_beyond


BOUNDS: MappingProxyType[tuple[str, str], HistoryBounds] = MappingProxyType(
    {
        ("bureau", "AMT_CREDIT_SUM"): HistoryBounds(2_000),
        ("previous", "AMT_APPLICATION"): HistoryBounds(5_000, 4_500_000),
        ("previous", "AMT_CREDIT"): HistoryBounds(5_000, 4_500_000),
        ("installments", "AMT_INSTALMENT"): HistoryBounds(400, 1_000_000),
        ("installments", "AMT_PAYMENT"): HistoryBounds(400, 1_000_000),
        ("card", "AMT_CREDIT_LIMIT_ACTUAL"): HistoryBounds(5_000, 4_000_000),
    }
)


def bounds_of(rule: ColumnRule) -> HistoryBounds | None:
    """The bounds of a history's column; None for a column without any."""
    return BOUNDS.get((rule.source, rule.name))


def is_amount(value: pl.Expr) -> pl.Expr:
    """Which values are above zero and possible."""
    return (value > 0) & (value <= LARGEST_AMOUNT)


def of_other_unit(rows: pl.LazyFrame, rule: ColumnRule, bounds: HistoryBounds) -> pl.LazyFrame:
    """The rows of clients whose history crosses a column's bounds, the largest amount first.

    Parameters
    ----------
    rows : LazyFrame
        With SK_ID_CURR, before cleaning.
    rule : ColumnRule
        Rule of the column.
    bounds : HistoryBounds
        Bounds of the column.
    """
    value = pl.col(rule.name)
    amounts = rows.select("SK_ID_CURR", rule.name).filter(is_amount(value))
    clients = amounts.group_by("SK_ID_CURR").agg(value.max().alias("largest"), value.min().alias("smallest"))
    crossed = clients.filter(bounds.are_crossed(pl.col("smallest"), pl.col("largest"))).select("SK_ID_CURR")
    return amounts.join(crossed, on="SK_ID_CURR", how="semi").sort(rule.name, descending=True)
