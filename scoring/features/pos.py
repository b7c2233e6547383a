"""Features of the months of earlier point-of-sale and cash loans with us."""

from __future__ import annotations

from functools import cache

import narwhals as nw

from scoring.features.aggregate import aggregate, indicator, ratio
from scoring.features.definition import Feature, shares_of, statistics_of
from scoring.features.order import Frame, row_key

SOURCE = "pos"
STATUSES = ("Active", "Completed", "Signed", "Demand", "Returned to the store")


@cache
def definitions() -> tuple[Feature, ...]:
    """Features of all months, and of the last twelve."""
    return (
        *statistics_of(SOURCE, "rows", "count", ("count",)),
        *statistics_of(SOURCE, "loans", "count", ("distinct",)),
        *statistics_of(SOURCE, "MONTHS_BALANCE", "months", ("min", "max", "mean")),
        *statistics_of(SOURCE, "CNT_INSTALMENT", "months", ("max", "mean")),
        *statistics_of(SOURCE, "CNT_INSTALMENT_FUTURE", "months", ("max", "mean", "min")),
        *statistics_of(SOURCE, "remaining_share", "ratio", ("mean",)),
        *statistics_of(SOURCE, "SK_DPD", "days", ("max", "mean")),
        *statistics_of(SOURCE, "SK_DPD_DEF", "days", ("max", "mean")),
        *statistics_of(SOURCE, "late", "flag", ("mean",)),
        *shares_of(SOURCE, "NAME_CONTRACT_STATUS", STATUSES),
        *statistics_of(SOURCE, "rows", "count", ("count",), "recent"),
        *statistics_of(SOURCE, "SK_DPD", "days", ("max", "mean"), "recent"),
        *statistics_of(SOURCE, "SK_DPD_DEF", "days", ("max", "mean"), "recent"),
        *statistics_of(SOURCE, "late", "flag", ("mean",), "recent"),
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
