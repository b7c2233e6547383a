"""Columns whose values were cut down, or raised, to one limit: a large share of the clients stands exactly at the end.

Of 2,000 draws of 8 to 3,000 clients, Kaggle's and simulated ones, none had so many at an end that is asked here. An end
that many share by custom is not asked: 0 of a debt, the day of the last news, the smallest limit of a card.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import polars as pl

from scoring.tables.check import Finding
from scoring.tables.rules.column_rule import column_rules
from scoring.tables.schema import CONTRACT
from scoring.tables.witnesses.judge import is_gone
from scoring.tables.witnesses.scores import CURVES

# So many clients lie off the end in clean tables, and more.
OFF_THE_END = 0.85
AMOUNTS_WITH_A_LOWEST = ("AMT_INCOME_TOTAL", "AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE")
WITHOUT_A_LATEST = ("DAYS_CREDIT_UPDATE",)
REMEDY = "Export the table again, with every value as it is."


@dataclass(frozen=True)
class End:
    """One end of a column's values."""

    column: str
    is_highest: bool

    @property
    def of_a_client(self) -> pl.Expr:
        """The client's value that is nearest to it; 0 stands for none."""
        known = pl.col(self.column).filter(pl.col(self.column) != 0)
        return known.max() if self.is_highest else known.min()

    @property
    def word(self) -> str:
        """What it is called."""
        return "largest" if self.is_highest else "smallest"


def check_cut_down(name: str, frame: pl.LazyFrame) -> Iterator[Finding]:
    """Findings of columns in which many clients have the very largest value, or the very smallest.

    Parameters
    ----------
    name : str
        Kaggle's file name.
    frame : LazyFrame
        Cleaned, with ``SK_ID_CURR``.
    """
    there = frame.collect_schema().names()
    ends = [end for end in ends_of(name) if end.column in there]
    if not ends:
        return
    clients = frame.group_by("SK_ID_CURR").agg(end.of_a_client.alias(str(place)) for place, end in enumerate(ends))
    row = clients.select(_count(str(place), end) for place, end in enumerate(ends)).collect(engine="streaming").row(0)
    for end, count in zip(ends, row, strict=True):
        off = count["all"] - count["at"]
        if off and is_gone(off, count["all"], OFF_THE_END):  # where all are alike, that is said (everybody.py)
            sentence = (
                f"expected the {end.word} {end.column} of one client or a few, got {count['value']:.10g} of "
                f"{count['at']:,} of {count['all']:,}: values were cut off at a limit. {REMEDY}"
            )
            yield Finding("cut_down", name, end.column, count["at"], f"{count['value']:.10g}", sentence)


def ends_of(name: str) -> tuple[End, ...]:
    """The ends of a table's columns at which few clients stand where nothing is wrong.

    Examples
    --------
    >>> [end.column for end in ends_of("installments_payments") if end.is_highest]
    ['DAYS_INSTALMENT', 'DAYS_ENTRY_PAYMENT', 'AMT_INSTALMENT', 'AMT_PAYMENT']
    """
    rules = column_rules(CONTRACT[name]).values()
    amounts = [rule.name for rule in rules if rule.unit == "amount"]
    days = [rule.name for rule in rules if rule.unit == "days"]
    is_application = CONTRACT[name].source == "application"
    scores = [curve.column for curve in CURVES if is_application]
    lowest = [column for column in amounts if column in AMOUNTS_WITH_A_LOWEST and is_application]
    highest = [column for column in (*days, *amounts, *scores) if column not in WITHOUT_A_LATEST]
    return (*(End(column, True) for column in highest), *(End(column, False) for column in (*days, *lowest, *scores)))


def _count(column: str, end: End) -> pl.Expr:
    value = pl.col(column)
    last = value.max() if end.is_highest else value.min()
    return pl.struct(all=value.count(), at=(value == last).sum(), value=last).alias(column)
