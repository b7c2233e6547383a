"""Amounts of one application that are hardly possible: in another unit, or in one another's columns.

Nothing in them is impossible alone. Measured on Kaggle's 356,255 applications, a credit is repaid in 8 to 46 annuities,
the price of the goods is a sixth to six times the credit, and a dozen incomes are beyond thirty times the usual.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import polars as pl

from scoring.tables.columns import LARGEST_AMOUNT
from scoring.tables.rules.column_rule import ColumnRule

OUT_OF_SCALE = 30
OFF_THE_USUAL = 3


@dataclass(frozen=True)
class Proportion:
    """Between which bounds a number of times one amount of an application holds another; far beyond what was met."""

    column: str
    part: str
    least: float
    most: float

    def is_broken(self) -> pl.Expr:
        """Which rows do not keep it; none where one of the two is empty, or impossible by itself."""
        whole, part = pl.col(self.column), pl.col(self.part)
        possible = (whole > 0) & (whole <= LARGEST_AMOUNT) & (part > 0) & (part <= LARGEST_AMOUNT)
        return possible & ((whole / part < self.least) | (whole / part > self.most))


PROPORTIONS = (
    Proportion("AMT_CREDIT", "AMT_ANNUITY", 4, 120),
    Proportion("AMT_GOODS_PRICE", "AMT_CREDIT", 0.05, 20),
    Proportion("AMT_INCOME_TOTAL", "AMT_ANNUITY", 0.3, 250),
)


@cache
def proportions_of(rule: ColumnRule) -> tuple[Proportion, ...]:
    """What a column of an application is in proportion to."""
    if not rule.essential or rule.unit != "amount":
        return ()
    return tuple(proportion for proportion in PROPORTIONS if rule.name in (proportion.column, proportion.part))


@cache
def disproportionate(rule: ColumnRule) -> pl.Expr | None:
    """Which values do not fit another amount of their application; None for a column that fits none."""
    broken = [proportion.is_broken() for proportion in proportions_of(rule)]
    return pl.any_horizontal(broken).fill_null(False) if broken else None


@cache
def is_unlikely(rule: ColumnRule) -> pl.Expr | None:
    """Which amounts without which nothing can be decided are far beyond the usual, or do not fit each other."""
    broken, value = disproportionate(rule), pl.col(rule.name)
    if broken is None or rule.typical is None:
        return None
    small, large = rule.typical / OUT_OF_SCALE, rule.typical * OUT_OF_SCALE
    return broken | ((value > 0) & (value < small) | (value > large) & (value <= LARGEST_AMOUNT)).fill_null(False)


def at_fault(frame: pl.LazyFrame, unfit: Sequence[ColumnRule]) -> list[str]:
    """Of amounts that do not fit each other those that are not where they usually are, the farthest off first.

    Parameters
    ----------
    frame : LazyFrame
        Typed, not yet cleaned.
    unfit : sequence of ColumnRule
        The columns that do not fit.

    Returns
    -------
    list of str
        Those whose middle is three times the usual or more, or a third or less; the farthest off where none is.
    """
    row = frame.select(pl.col(rule.name).filter(pl.col(rule.name) > 0).median() for rule in unfit).collect().row(0)
    off = {
        rule.name: abs(math.log(middle / rule.typical)) if middle and rule.typical else math.inf
        for rule, middle in zip(unfit, row, strict=True)
    }
    farthest_first = sorted(off, key=lambda name: -off[name])
    return [name for name in farthest_first if off[name] >= math.log(OFF_THE_USUAL)] or farthest_first[:1]
