"""Features of the payments of earlier loans with us: how much of what was due, and how late."""

from __future__ import annotations

from functools import cache

import narwhals as nw

from scoring.features.aggregate import aggregate, before, indicator, ratio
from scoring.features.definition import DerivedColumn, Feature, statistics_of
from scoring.features.order import Frame, one_row_each

SOURCE = "installments"
ONE_INSTALMENT = ("SK_ID_CURR", "SK_ID_PREV", "NUM_INSTALMENT_VERSION", "NUM_INSTALMENT_NUMBER", "DAYS_INSTALMENT")
PAYMENT = ("AMT_PAYMENT", "AMT_INSTALMENT")
DAY_OF_PAYMENT = ("DAYS_ENTRY_PAYMENT",)
ROWS = DerivedColumn(SOURCE, "rows", "count", theme="repayment")
LOANS = DerivedColumn(SOURCE, "loans", "count", theme="repayment")
PAID_RATIO = DerivedColumn(SOURCE, "paid_ratio", "ratio", PAYMENT, direction=-1)
GAP = DerivedColumn(SOURCE, "gap", "amount", PAYMENT, direction=1)
DAYS_LATE = DerivedColumn(SOURCE, "days_late", "days", DAY_OF_PAYMENT, direction=1)
DAYS_EARLY = DerivedColumn(SOURCE, "days_early", "days", DAY_OF_PAYMENT, direction=-1)
LATE = DerivedColumn(SOURCE, "late", "flag", DAY_OF_PAYMENT, direction=1)
UNDERPAID = DerivedColumn(SOURCE, "underpaid", "flag", PAYMENT, direction=1)
DERIVED = (ROWS, LOANS, PAID_RATIO, GAP, DAYS_LATE, DAYS_EARLY, LATE, UNDERPAID)


@cache
def definitions() -> tuple[Feature, ...]:
    """Features of all instalments, and of those due in the last twelve months."""
    return (
        *ROWS.statistics("count"),
        *LOANS.statistics("distinct"),
        *statistics_of(SOURCE, "NUM_INSTALMENT_VERSION", "count", ("distinct",)),
        *PAID_RATIO.statistics("min", "max", "mean", "std"),
        *GAP.statistics("max", "mean", "sum", "std"),
        *DAYS_LATE.statistics("max", "mean", "sum"),
        *DAYS_EARLY.statistics("max", "mean", "sum"),
        *LATE.statistics("mean"),
        *UNDERPAID.statistics("mean"),
        *statistics_of(SOURCE, "AMT_INSTALMENT", "amount", ("max", "mean", "sum")),
        *statistics_of(SOURCE, "AMT_PAYMENT", "amount", ("min", "max", "mean", "sum")),
        *statistics_of(SOURCE, "DAYS_ENTRY_PAYMENT", "days", ("min", "max", "mean")),
        *ROWS.statistics("count", subset="recent"),
        *PAID_RATIO.statistics("mean", subset="recent"),
        *DAYS_LATE.statistics("max", "mean", subset="recent"),
        *DAYS_EARLY.statistics("mean", subset="recent"),
        *LATE.statistics("mean", subset="recent"),
        *UNDERPAID.statistics("mean", subset="recent"),
    )


def features(installments: Frame) -> Frame:
    """One row a client with an instalment due before the application.

    Parameters
    ----------
    installments : narwhals LazyFrame
        Cleaned ``installments_payments``.
    """
    rows = whole_instalments(installments).with_columns(
        *before("DAYS_INSTALMENT", "DAYS_ENTRY_PAYMENT"),
        ratio(nw.col("AMT_PAYMENT"), nw.col("AMT_INSTALMENT")).alias("paid_ratio"),
        (nw.col("AMT_INSTALMENT") - nw.col("AMT_PAYMENT")).round(3).alias("gap"),
        indicator(nw.col("AMT_PAYMENT") < nw.col("AMT_INSTALMENT") - 0.005).alias("underpaid"),
    )
    delay = nw.col("DAYS_INSTALMENT") - nw.col("DAYS_ENTRY_PAYMENT")
    rows = rows.with_columns(
        _positive_part(delay).alias("days_late"),
        _positive_part(-delay).alias("days_early"),
        indicator(delay > 0).alias("late"),
        nw.col("SK_ID_PREV").alias("loans"),
    )
    return aggregate(rows, ONE_INSTALMENT, definitions(), {"recent": nw.col("DAYS_INSTALMENT") <= 365})


def whole_instalments(installments: Frame) -> Frame:
    """One row an instalment: partial payments are added, and the last of them counts as the day of payment."""
    instalments = one_row_each(
        installments,
        ONE_INSTALMENT,
        AMT_INSTALMENT=nw.col("AMT_INSTALMENT").max(),
        paid=nw.col("AMT_PAYMENT").sum().round(3),  # to the thousandth, as amounts are written
        payments=nw.col("AMT_PAYMENT").count(),
        DAYS_ENTRY_PAYMENT=nw.col("DAYS_ENTRY_PAYMENT").max(),
    )
    paid = nw.when(nw.col("payments") > 0).then(nw.col("paid"))
    return instalments.with_columns(paid.alias("AMT_PAYMENT"))


def _positive_part(value: nw.Expr) -> nw.Expr:
    return nw.when(value > 0).then(value).otherwise(nw.when(value <= 0).then(nw.lit(0.0)))
