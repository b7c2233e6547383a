"""What the contract states of one column: unit, range, sign, whether it may be empty, which texts it may hold."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

import dataframely as dy

from scoring.tables.schema import CONTRACT, LEAST_KEY, TableContract, column_unit, known_levels


@dataclass(frozen=True)
class ColumnRule:
    """The rule of one column.

    Parameters
    ----------
    table, source, name : str
        Kaggle's file name, our word for the table, the column.
    kind : str
        "a text", "a number" or "a whole number".
    unit : str
        Unit, as :mod:`scoring.tables.columns` names it.
    low, high : float, optional
        Ends of what can be true; both may be met, but for ``low`` where ``above`` is set.
    above : bool
        Whether a value must be above ``low``.
    whole : bool
        Whether a value must be a whole number.
    essential : bool
        Whether nothing can be decided without it: who lost it goes to review, read by the model or not.
    nullable : bool
        Whether it may be empty.
    levels : tuple of str
        The texts known.
    codes : tuple of str
        The two levels that stand behind 0 and 1.
    typical : float, optional
        Median of the full tables.
    always : bool
        Whether no row of Kaggle's full tables leaves it empty, though a row that does is no reason to refuse.
    """

    table: str
    source: str
    name: str
    kind: str
    unit: str
    nullable: bool
    low: float | None = None
    high: float | None = None
    above: bool = False
    whole: bool = False
    essential: bool = False
    levels: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    typical: float | None = None
    always: bool = False

    @property
    def is_before(self) -> bool:
        """Whether it counts back from the application, so that it is negative."""
        return self.unit in ("days", "months") and self.high is not None and self.high <= 0

    @property
    def breach(self) -> str:
        """Name of the cleaning rule that empties what the range does not hold."""
        return f"impossible_{self.unit}"

    @property
    def expected(self) -> str:
        """What the column may hold, in words.

        Examples
        --------
        >>> column_rules(CONTRACT["application_train"])["HOUR_APPR_PROCESS_START"].expected
        'a whole number from 0 to 23'
        >>> column_rules(CONTRACT["application_train"])["AMT_CREDIT"].expected
        'a number above 0, at most 10,000,000,000'
        """
        if self.levels:
            return f"one of {len(self.levels)} texts" if len(self.levels) > FEW_LEVELS else _named(self.levels)
        kind = "a whole number" if self.whole else self.kind
        if self.unit == "key":
            return f"{kind} from {LEAST_KEY}"
        if self.low is None or self.high is None:
            return kind
        if (self.low, self.high, self.whole) == (0, 1, True):
            return "0 or 1"
        low, high = f"{self.low:,.0f}", f"{self.high:,.0f}"
        return f"{kind} above {low}, at most {high}" if self.above else f"{kind} from {low} to {high}"

    def out_of_range(self, value: Any) -> Any:
        """Which values of an expression cannot be true, or whether a plain number cannot; None without a range."""
        if self.low is None or self.high is None:
            return None
        broken = ((value <= self.low) if self.above else (value < self.low)) | (value > self.high)
        return broken | (value % 1 != 0) if self.whole and self.kind == "a number" else broken


FEW_LEVELS = 12


@cache
def column_rules(table: TableContract) -> MappingProxyType[str, ColumnRule]:
    """The rule of every column that a file of a table must have, by name."""
    return MappingProxyType({name: _rule(table, name, column) for name, column in table.columns.items()})


@cache
def rules_of_source(source: str) -> MappingProxyType[str, ColumnRule]:
    """The same by our word for the table: ``application``, ``bureau``, ``balance``, ..."""
    table = next(table for table in CONTRACT.values() if table.source == source)
    return column_rules(table)


def _rule(table: TableContract, name: str, column: dy.Column) -> ColumnRule:
    stated = column.metadata or {}
    words = ("low", "high", "above", "whole", "essential", "typical", "always")
    numbers = {key: stated[key] for key in words if key in stated}
    return ColumnRule(
        table=table.file,
        source=table.source,
        name=name,
        kind=kind_of(column),
        unit=column_unit(column),
        nullable=column.nullable and name != "TARGET",
        levels=known_levels(column),
        codes=tuple(stated.get("codes", ())),
        **numbers,
    )


def kind_of(column: dy.Column) -> str:
    """What a column holds, in words."""
    if not column.dtype.is_numeric():
        return "a text"
    return "a whole number" if column.dtype.is_integer() else "a number"


def _named(levels: tuple[str, ...]) -> str:
    quoted = "', '".join(levels)
    return f"one of '{quoted}'"
