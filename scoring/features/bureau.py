"""Features of the credits at other lenders, and of their months."""

from __future__ import annotations

from functools import cache

import narwhals as nw

from scoring.features.aggregate import aggregate, before, indicator, ratio
from scoring.features.definition import DerivedColumn, Feature, shares_of, statistics_of
from scoring.features.order import Frame, row_key

SOURCE = "bureau"
MONTHS = "balance"
CREDIT_TYPES = ("Consumer credit", "Credit card", "Car loan", "Mortgage", "Microloan")
PAST = ("DAYS_CREDIT", "DAYS_ENDDATE_FACT", "DAYS_CREDIT_UPDATE")
GRADES = ("0", "1", "2", "3", "4", "5")
LATE = ("1", "2", "3", "4", "5")
STATUS = ("STATUS",)
ROWS = DerivedColumn(SOURCE, "rows", "count", theme="history")
DEBT_RATIO = DerivedColumn(SOURCE, "debt_ratio", "ratio", ("AMT_CREDIT_SUM_DEBT", "AMT_CREDIT_SUM"), direction=1)
BALANCE_ROWS = DerivedColumn(SOURCE, "balance_rows", "count", ("balance.STATUS",), theme="history")
BALANCE_LATE_SHARE = DerivedColumn(SOURCE, "balance_late_share", "ratio", ("balance.STATUS",), direction=1)
BALANCE_WORST = DerivedColumn(SOURCE, "balance_worst", "count", ("balance.STATUS",), direction=1)
MONTH_ROWS = DerivedColumn(MONTHS, "rows", "count", theme="history")
LATE_MONTH = DerivedColumn(MONTHS, "late", "flag", STATUS, direction=1)
CLOSED_MONTH = DerivedColumn(MONTHS, "closed", "flag", STATUS, direction=-1, theme="history")
UNKNOWN_MONTH = DerivedColumn(MONTHS, "unknown", "flag", STATUS, theme="history")
GRADE = DerivedColumn(MONTHS, "dpd_grade", "count", STATUS, direction=1)
LOANS = DerivedColumn(MONTHS, "loans", "count", theme="history")
DERIVED = (ROWS, DEBT_RATIO, BALANCE_ROWS, BALANCE_LATE_SHARE, BALANCE_WORST)
MONTHS_DERIVED = (MONTH_ROWS, LATE_MONTH, CLOSED_MONTH, UNKNOWN_MONTH, GRADE, LOANS)


@cache
def definitions() -> tuple[Feature, ...]:
    """Features of the credits, of the running ones, of the closed ones."""
    every = (
        *ROWS.statistics("count"),
        *statistics_of(SOURCE, "DAYS_CREDIT", "days", ("min", "max", "mean", "std")),
        *statistics_of(SOURCE, "DAYS_CREDIT_ENDDATE", "days_ahead", ("min", "max", "mean")),
        *statistics_of(SOURCE, "DAYS_ENDDATE_FACT", "days", ("min", "mean")),
        *statistics_of(SOURCE, "DAYS_CREDIT_UPDATE", "days", ("min", "mean")),
        *statistics_of(SOURCE, "CREDIT_DAY_OVERDUE", "count", ("max", "mean")),
        *statistics_of(SOURCE, "AMT_CREDIT_MAX_OVERDUE", "amount", ("max", "mean")),
        *statistics_of(SOURCE, "CNT_CREDIT_PROLONG", "count", ("sum",)),
        *statistics_of(SOURCE, "AMT_CREDIT_SUM", "amount", ("max", "mean", "sum")),
        *statistics_of(SOURCE, "AMT_CREDIT_SUM_DEBT", "amount", ("max", "mean", "sum")),
        *statistics_of(SOURCE, "AMT_CREDIT_SUM_LIMIT", "amount", ("mean", "sum")),
        *statistics_of(SOURCE, "AMT_CREDIT_SUM_OVERDUE", "amount", ("max", "mean")),
        *statistics_of(SOURCE, "AMT_ANNUITY", "amount", ("max", "mean")),
        *DEBT_RATIO.statistics("mean", "max"),
        *BALANCE_ROWS.statistics("mean", "sum"),
        *BALANCE_LATE_SHARE.statistics("mean", "max"),
        *BALANCE_WORST.statistics("max"),
        *shares_of(SOURCE, "CREDIT_ACTIVE", ("Active", "Closed", "Sold")),
        *shares_of(SOURCE, "CREDIT_TYPE", CREDIT_TYPES),
    )
    return (*every, *_of_subset("active"), *_of_subset("closed"))


@cache
def month_definitions() -> tuple[Feature, ...]:
    """Features of all the months of a client's credits, each month weighing the same."""
    return (
        *MONTH_ROWS.statistics("count"),
        *LOANS.statistics("distinct"),
        *LATE_MONTH.statistics("mean"),
        *LATE_MONTH.statistics("mean", subset="recent"),
        *CLOSED_MONTH.statistics("mean"),
        *UNKNOWN_MONTH.statistics("mean"),
        *GRADE.statistics("mean", "max"),
        *GRADE.statistics("max", subset="recent"),
    )


def features(bureau: Frame, balance: Frame) -> Frame:
    """One row a client with a credit at another lender.

    Parameters
    ----------
    bureau, balance : narwhals LazyFrame
        Cleaned ``bureau`` and ``bureau_balance``.
    """
    credits = bureau.with_columns(
        *before(*PAST),
        ratio(nw.col("AMT_CREDIT_SUM_DEBT"), nw.col("AMT_CREDIT_SUM")).alias("debt_ratio"),
    ).join(_by_credit(balance), on="SK_ID_BUREAU", how="left")
    subsets = {"active": nw.col("CREDIT_ACTIVE") == "Active", "closed": nw.col("CREDIT_ACTIVE") == "Closed"}
    return aggregate(credits, row_key("bureau"), definitions(), subsets)


def month_features(balance: Frame) -> Frame:
    """One row a client whose credits at other lenders are followed by month."""
    months = _graded(balance).filter(~nw.col("SK_ID_CURR").is_null())
    recent = nw.col("MONTHS_BALANCE") >= -12
    return aggregate(months, row_key("bureau_balance"), month_definitions(), {"recent": recent})


def _of_subset(subset: str) -> tuple[Feature, ...]:
    return (
        *ROWS.statistics("count", subset=subset),
        *statistics_of(SOURCE, "DAYS_CREDIT", "days", ("min", "max", "mean"), subset),
        *statistics_of(SOURCE, "DAYS_CREDIT_ENDDATE", "days_ahead", ("max", "mean"), subset),
        *statistics_of(SOURCE, "AMT_CREDIT_MAX_OVERDUE", "amount", ("max",), subset),
        *statistics_of(SOURCE, "AMT_CREDIT_SUM", "amount", ("max", "mean", "sum"), subset),
        *statistics_of(SOURCE, "AMT_CREDIT_SUM_DEBT", "amount", ("max", "mean", "sum"), subset),
        *statistics_of(SOURCE, "AMT_CREDIT_SUM_LIMIT", "amount", ("mean",), subset),
        *statistics_of(SOURCE, "AMT_ANNUITY", "amount", ("max",), subset),
        *DEBT_RATIO.statistics("mean", subset=subset),
        *BALANCE_LATE_SHARE.statistics("mean", subset=subset),
    )


def _graded(balance: Frame) -> Frame:
    """Months with what their status says: grade of lateness 0 to 5, closed, unknown."""
    status = nw.col("STATUS")
    grade: nw.Expr = nw.when(status == GRADES[0]).then(nw.lit(0.0))
    for number, text in enumerate(LATE, start=1):
        grade = nw.when(status == text).then(nw.lit(float(number))).otherwise(grade)
    return balance.with_columns(
        grade.alias("dpd_grade"),
        indicator(status.is_in(list(LATE))).alias("late"),
        indicator(status == "C").alias("closed"),
        indicator(status == "X").alias("unknown"),
        nw.col("SK_ID_BUREAU").alias("loans"),
    )


def _by_credit(balance: Frame) -> Frame:
    """Each credit's months: how many, the share that was late, the worst grade."""
    return (
        _graded(balance)
        .group_by("SK_ID_BUREAU")
        .agg(
            nw.len().cast(nw.Float64()).alias("balance_rows"),
            nw.col("late").mean().alias("balance_late_share"),
            nw.col("dpd_grade").max().alias("balance_worst"),
        )
    )
