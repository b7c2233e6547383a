"""Features of the months of earlier point-of-sale and cash loans with us."""

from __future__ import annotations

from functools import cache

import narwhals as nw

from scoring.features.aggregate import aggregate, indicator, ratio
from scoring.features.definition import DerivedColumn, Feature, shares_of, statistics_of
from scoring.features.order import Frame, row_key

SOURCE = "pos"
STATUSES = ("Active", "Completed", "Signed", "Demand", "Returned to the store")

ROWS = DerivedColumn(SOURCE, "rows", "count", theme="repayment")
LOANS = DerivedColumn(SOURCE, "loans", "count", theme="repayment")
LATE = DerivedColumn(SOURCE, "late", "flag", ("SK_DPD",), direction=1)
REMAINING_SHARE = DerivedColumn(
    SOURCE, "remaining_share", "ratio", ("CNT_INSTALMENT_FUTURE", "CNT_INSTALMENT"), direction=1
)
DERIVED = (ROWS, LOANS, LATE, REMAINING_SHARE)


@cache
def definitions() -> tuple[Feature, ...]:
    """Features of all months, and of the last twelve."""
    return (
        *ROWS.statistics("count"),
        *LOANS.statistics("distinct"),
        *statistics_of(SOURCE, "MONTHS_BALANCE", "months", ("min", "max", "mean")),
        *statistics_of(SOURCE, "CNT_INSTALMENT", "months", ("max", "mean")),
        *statistics_of(SOURCE, "CNT_INSTALMENT_FUTURE", "months", ("max", "mean", "min")),
        *REMAINING_SHARE.statistics("mean"),
        *statistics_of(SOURCE, "SK_DPD", "days", ("max", "mean")),
        *statistics_of(SOURCE, "SK_DPD_DEF", "days", ("max", "mean")),
        *LATE.statistics("mean"),
        *shares_of(SOURCE, "NAME_CONTRACT_STATUS", STATUSES),
        *ROWS.statistics("count", subset="recent"),
        *statistics_of(SOURCE, "SK_DPD", "days", ("max", "mean"), "recent"),
        *statistics_of(SOURCE, "SK_DPD_DEF", "days", ("max", "mean"), "recent"),
        *LATE.statistics("mean", subset="recent"),
        *statistics_of(SOURCE, "CNT_INSTALMENT_FUTURE", "months", ("mean",), "recent"),
    )


def features(pos: Frame) -> Frame:
    """One row a client with such a loan; months count backwards from the application, as positive numbers.

    Parameters
    ----------
    pos : narwhals LazyFrame
        Cleaned ``POS_CASH_balance``.
    """
    recent = nw.col("MONTHS_BALANCE") <= 12
    rows = pos.with_columns(
        (-nw.col("MONTHS_BALANCE")).alias("MONTHS_BALANCE"),
        ratio(nw.col("CNT_INSTALMENT_FUTURE"), nw.col("CNT_INSTALMENT")).alias("remaining_share"),
        indicator(nw.col("SK_DPD") > 0).alias("late"),
        nw.col("SK_ID_PREV").alias("loans"),
    )
    return aggregate(rows, row_key("POS_CASH_balance"), definitions(), {"recent": recent})
