"""What paying elsewhere would change: arrears brought up to date, a running credit repaid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import narwhals as nw
import polars as pl
import polars.selectors as cs

from scoring.features import bureau
from scoring.features.combined import with_combined
from scoring.tables.store import TableSet
from scoring.what_if.change import Request
from scoring.what_if.levers import Lever, Reach

CREDITS, MONTHS, CREDIT = "bureau", "bureau_balance", "SK_ID_BUREAU"
MOST_REPAID = 3


@dataclass(frozen=True)
class Payment:
    """What is paid to other lenders: ``credits`` are their numbers, ``amount`` the sum, ``effort`` as for a request."""

    lever: Lever
    credits: tuple[int, ...]
    amount: float
    effort: float


def payments(credits: pl.DataFrame, request: Request, reach: Reach) -> tuple[Payment, ...]:
    """Payments to other lenders worth trying, the smallest first.

    Parameters
    ----------
    credits : DataFrame
        The client's cleaned rows of ``bureau``.
    request : Request
        The application; its income bounds what can be paid.
    reach : Reach
        How far a change may go.
    """
    limit = (request.income or 0.0) * reach.most_repaid
    running = credits.filter(pl.col("CREDIT_ACTIVE") == "Active")
    late = running.filter((pl.col("AMT_CREDIT_SUM_OVERDUE") > 0) | (pl.col("CREDIT_DAY_OVERDUE") > 0))
    owed = running.filter(pl.col("AMT_CREDIT_SUM_DEBT") > 0).sort("AMT_CREDIT_SUM_DEBT", CREDIT)
    tried = [("arrears", late, "AMT_CREDIT_SUM_OVERDUE")] if late.height else []
    tried += [
        ("repaid", owed.head(count), "AMT_CREDIT_SUM_DEBT") for count in range(1, min(owed.height, MOST_REPAID) + 1)
    ]
    payments_made = []
    for lever, rows, column in tried:
        amount = float(rows[column].sum() or 0.0)
        if amount <= limit:
            effort = amount / limit if limit else 0.0
            payments_made.append(Payment(lever, tuple(rows[CREDIT].to_list()), amount, effort))  # type: ignore[arg-type]
    return tuple(payments_made)


def paid(credits: pl.DataFrame, payment: Payment) -> pl.DataFrame:
    """The client's credits elsewhere as the bureau would report them once this is paid."""
    meant = pl.col(CREDIT).is_in(list(payment.credits))
    changes: dict[str, object] = {"CREDIT_DAY_OVERDUE": 0, "AMT_CREDIT_SUM_OVERDUE": 0}
    if payment.lever == "repaid":
        changes |= {"CREDIT_ACTIVE": "Closed", "AMT_CREDIT_SUM_DEBT": 0, "DAYS_ENDDATE_FACT": 0}
    return credits.with_columns(
        pl.when(meant).then(pl.lit(value).cast(credits.schema[column])).otherwise(pl.col(column)).alias(column)
        for column, value in changes.items()
    )


def rows_when_paid(row: pl.DataFrame, tables: TableSet, tried: Sequence[Payment]) -> pl.DataFrame:
    """The client's features after each payment, one row each: what the credits elsewhere tell is computed anew.

    Parameters
    ----------
    row : DataFrame
        The client's features as they are.
    tables : TableSet
        The cleaned tables of this client alone.
    tried : sequence of Payment
        What would be paid.
    """
    credits, months = (tables.frame(name).collect() for name in (CREDITS, MONTHS))
    versions = [_numbered(paid(credits, payment), place) for place, payment in enumerate(tried)]
    followed = [_numbered(months, place) for place in range(len(tried))]
    frame = bureau.features(nw.from_native(pl.concat(versions).lazy()), nw.from_native(pl.concat(followed).lazy()))
    anew: pl.DataFrame = frame.to_native().collect()
    finite = anew.sort("SK_ID_CURR").with_columns(pl.when(cs.float().is_finite()).then(cs.float()))
    rows = pl.concat([row] * len(tried))
    names = [name for name in finite.columns if name in row.columns and name != "SK_ID_CURR"]
    return with_combined(rows.with_columns(finite.select(names)))


def _numbered(rows: pl.DataFrame, place: int) -> pl.DataFrame:
    """The rows as another client's: every version of the file is one client of its own to the feature code."""
    shift = pl.lit(place).cast(pl.Int64) * 10**12
    return rows.with_columns(pl.lit(place).cast(pl.Int64).alias("SK_ID_CURR"), pl.col(CREDIT).cast(pl.Int64) + shift)
