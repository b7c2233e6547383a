"""What instalments say of each other: one is due on one day, paid in parts or not, and the next one a month later.

Measured: none of 8,567 of Kaggle's instalments and 568,371 simulated ones is due on two days. The next one is due 28 to
31 days later for 99.7 % of 4,559 of Kaggle's and all of 440,668 simulated ones; payments come so for 37 and 17 %.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from typing import Any

import polars as pl

from scoring.tables.check import sample
from scoring.tables.shares import PAYMENTS, Tables
from scoring.tables.witnesses.bond import KEPT, Bond

col = pl.col
TWO_EXPORTS = "two exports were put together, or rows are of another loan"
TWO_DAYS = "instalment_on_two_days"
ONE_INSTALMENT = ("SK_ID_PREV", "NUM_INSTALMENT_VERSION", "NUM_INSTALMENT_NUMBER")
EXCHANGED = "the two columns were exchanged"
AS_DUE = "payment_in_place_of_due"
A_MONTH, FEWEST = (28, 31), 4
"""Days between two instalments, and how many instalments of a loan are looked at from."""


def _on_one_day(tables: Tables) -> pl.LazyFrame:
    """Whether all rows of an instalment are due on the same day."""
    known = tables[PAYMENTS].filter(pl.all_horizontal(col(*ONE_INSTALMENT).is_not_null()))
    day = col("DAYS_INSTALMENT")
    instalments = known.group_by(ONE_INSTALMENT).agg(col("SK_ID_CURR").first(), (day.min() == day.max()).alias(KEPT))
    return instalments.select("SK_ID_CURR", KEPT)


def _due_a_month_apart(tables: Tables) -> pl.LazyFrame:
    """Whether a loan's days due are no less regular than its payments; of a large table one loan in 32 is looked at."""
    loan, version, number = ONE_INSTALMENT
    is_known = pl.all_horizontal(col(number, "DAYS_ENTRY_PAYMENT").is_not_null())
    payments = sample(tables[PAYMENTS], loan).filter(is_known, col(version) > 0)
    days = payments.group_by("SK_ID_CURR", loan, number).agg(
        col("DAYS_INSTALMENT").min().alias("due"), col("DAYS_ENTRY_PAYMENT").max().alias("paid")
    )
    gaps = [col(day).sort_by(number).diff().drop_nulls().is_between(*A_MONTH) for day in ("due", "paid")]
    regular = [gap.sum().alias(name) for gap, name in zip(gaps, ("due_regular", "paid_regular"), strict=True)]
    whole = (col(number).max() - col(number).min() + 1 == pl.len()) & (pl.len() >= FEWEST)
    loans = days.group_by("SK_ID_CURR", loan).agg(*regular, whole.alias("whole"), (pl.len() - 1).alias("gaps"))
    is_exchanged = col("whole") & (col("paid_regular") == col("gaps")) & (2 * col("due_regular") < col("gaps"))
    return loans.select("SK_ID_CURR", (~is_exchanged).alias(KEPT))


def instalment_defects(rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[str, int]]:
    """The finding's name and how many instalments, or loans, of plain rows it is; nothing of none."""
    rows = list(rows)
    for name, count in ((TWO_DAYS, on_two_days(rows)), (AS_DUE, paid_in_place_of_due(rows))):
        if count:
            yield name, count


def paid_in_place_of_due(rows: Iterable[Mapping[str, Any]]) -> int:
    """How many loans of plain rows are paid exactly a month apart on days that are due at any distance."""
    loans: defaultdict[Any, dict[int, tuple[float, float]]] = defaultdict(dict)
    for row in rows:
        days = _days_of(row)
        if days is not None:
            due, paid = days
            before = loans[row["SK_ID_PREV"]].get(row["NUM_INSTALMENT_NUMBER"], days)
            loans[row["SK_ID_PREV"]][row["NUM_INSTALMENT_NUMBER"]] = (min(before[0], due), max(before[1], paid))
    return sum(map(_is_exchanged, loans.values()))


def _days_of(row: Mapping[str, Any]) -> tuple[float, float] | None:
    """When a loan's instalment was due and paid, where all of it is known; a card has none."""
    known = all(row.get(column) is not None for column in (*ONE_INSTALMENT, "DAYS_INSTALMENT", "DAYS_ENTRY_PAYMENT"))
    return (row["DAYS_INSTALMENT"], row["DAYS_ENTRY_PAYMENT"]) if known and row[ONE_INSTALMENT[1]] > 0 else None


def _is_exchanged(days: Mapping[int, tuple[float, float]]) -> bool:
    if len(days) < FEWEST or max(days) - min(days) + 1 != len(days):
        return False
    pairs = list(pairwise(days[number] for number in sorted(days)))
    low, high = A_MONTH
    due, paid = (sum(low <= after[place] - before[place] <= high for before, after in pairs) for place in (0, 1))
    return paid == len(pairs) and 2 * due < len(pairs)


def on_two_days(rows: Iterable[Mapping[str, Any]]) -> int:
    """How many instalments of plain rows are due on several days."""
    days: defaultdict[tuple[Any, ...], set[float]] = defaultdict(set)
    for row in rows:
        instalment, day = tuple(row.get(column) for column in ONE_INSTALMENT), row.get("DAYS_INSTALMENT")
        if day is not None and None not in instalment:
            days[instalment].add(day)
    return sum(len(due) > 1 for due in days.values())


INSTALMENT_BONDS = (
    Bond(
        name=TWO_DAYS,
        table=PAYMENTS,
        column="DAYS_INSTALMENT",
        expected="one DAYS_INSTALMENT for an instalment of one number and version",
        least=1.0,
        means=TWO_EXPORTS,
        needs=(PAYMENTS,),
        rows=_on_one_day,
    ),
    Bond(
        name=AS_DUE,
        table=PAYMENTS,
        column="DAYS_INSTALMENT",
        expected="DAYS_INSTALMENT a month apart where DAYS_ENTRY_PAYMENT is",
        least=1.0,
        means=EXCHANGED,
        needs=(PAYMENTS,),
        rows=_due_a_month_apart,
    ),
)
