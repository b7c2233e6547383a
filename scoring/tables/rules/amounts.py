"""Amounts of one application that are hardly possible: in another unit, or in one another's columns.

Nothing in them is impossible alone. Measured on Kaggle's 356,255 applications, a credit is repaid in 8 to 46 annuities,
the price of the goods is a sixth to six times the credit, and a dozen incomes are beyond thirty times the usual.

Two sets of bounds: beyond the wide ones (``PROPORTIONS``) a column of many is refused; beyond the narrow ones
(``USUAL``, ``USUAL_AMOUNTS``) an applicant goes to review, one alone too. Of 17,261 of Kaggle's applications the narrow
ones send 12 to review, of as many simulated ones 1; of incomes twelve times as high they meet nine in ten, of incomes
divided by twelve as many, of incomes and prices in one another's columns four in five.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import polars as pl

from scoring.tables.columns import LARGEST_AMOUNT
from scoring.tables.rules.column_rule import ColumnRule

OUT_OF_SCALE = 30
OFF_THE_USUAL = 3


@dataclass(frozen=True)
class Proportion:
    """Between which bounds one amount of an application, or its square, is a number of times another.

    Parameters
    ----------
    column, part : str
        What is divided by what.
    least, most : float
        The bounds.
    power : int
        2 where the square is divided: an income is then held against the annuity and against other incomes at once.
    """

    column: str
    part: str
    least: float
    most: float
    power: int = 1

    def is_broken(self) -> pl.Expr:
        """Which rows do not keep it; none where one of the two is empty, or impossible by itself."""
        whole, part = pl.col(self.column), pl.col(self.part)
        possible = (whole > 0) & (whole <= LARGEST_AMOUNT) & (part > 0) & (part <= LARGEST_AMOUNT)
        broken: pl.Expr = possible & ~self.is_kept(whole, part)
        return broken

    def is_kept(self, whole: Any, part: Any) -> Any:
        """Whether two expressions keep it, or two plain numbers, of which the second is not 0."""
        times = whole * (whole if self.power == 2 else 1) / part  # a plain number's power may be too large to be one
        return (times >= self.least) & (times <= self.most)


PROPORTIONS = (
    Proportion("AMT_CREDIT", "AMT_ANNUITY", 4, 120),
    Proportion("AMT_GOODS_PRICE", "AMT_CREDIT", 0.05, 20),
    Proportion("AMT_INCOME_TOTAL", "AMT_ANNUITY", 0.3, 250),
)
USUAL = (
    Proportion("AMT_CREDIT", "AMT_ANNUITY", 7, 54),
    Proportion("AMT_GOODS_PRICE", "AMT_CREDIT", 0.55, 1.5),
    Proportion("AMT_INCOME_TOTAL", "AMT_ANNUITY", 0, 47_500_000, power=2),
    PROPORTIONS[2],
)
USUAL_AMOUNTS: MappingProxyType[str, tuple[float, float]] = MappingProxyType(
    {
        "AMT_INCOME_TOTAL": (25_000, 4_500_000),
        "AMT_CREDIT": (40_000, 5_000_000),
        "AMT_ANNUITY": (1_300, 420_000),
        "AMT_GOODS_PRICE": (36_000, 5_000_000),
    }
)


@cache
def proportions_of(rule: ColumnRule) -> tuple[Proportion, ...]:
    """What a column of an application is in proportion to, within the wide bounds."""
    return tuple(fit for fit in PROPORTIONS if _is_of(rule) and rule.name in (fit.column, fit.part))


@cache
def usual_of(rule: ColumnRule) -> tuple[Proportion, ...]:
    """The same within the narrow bounds."""
    return tuple(fit for fit in USUAL if _is_of(rule) and rule.name in (fit.column, fit.part))


def usual_amounts(rule: ColumnRule) -> tuple[float, float] | None:
    """Between which bounds a column of an application usually is; None for any other."""
    return USUAL_AMOUNTS.get(rule.name) if _is_of(rule) else None


@cache
def disproportionate(rule: ColumnRule) -> pl.Expr | None:
    """Which values do not fit another amount of their application; None for a column that fits none."""
    broken = [fit.is_broken() for fit in proportions_of(rule)]
    return pl.any_horizontal(broken).fill_null(False) if broken else None


@cache
def is_unlikely(rule: ColumnRule) -> pl.Expr | None:
    """Which amounts without which nothing can be decided are beyond the usual, or do not fit each other as usual."""
    bounds, value = usual_amounts(rule), pl.col(rule.name)
    if bounds is None:
        return None
    beyond = (value > 0) & (value <= LARGEST_AMOUNT) & ~value.is_between(*bounds)
    return pl.any_horizontal(beyond, *(fit.is_broken() for fit in usual_of(rule))).fill_null(False)


def _is_of(rule: ColumnRule) -> bool:
    return rule.essential and rule.unit == "amount"


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
