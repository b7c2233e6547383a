"""Features of the client's earlier applications to us."""

from __future__ import annotations

from functools import cache

import narwhals as nw

from scoring.features.aggregate import aggregate, before, ratio
from scoring.features.definition import DerivedColumn, Feature, shares_of, statistics_of
from scoring.features.order import Frame, row_key

SOURCE = "previous"
PAST = ("DAYS_DECISION", "DAYS_FIRST_DRAWING", "DAYS_FIRST_DUE")
AMOUNTS = ("AMT_APPLICATION", "AMT_CREDIT", "AMT_GOODS_PRICE")
SHARES = (
    ("NAME_CONTRACT_TYPE", ("Cash loans", "Consumer loans", "Revolving loans")),
    ("NAME_CONTRACT_STATUS", ("Approved", "Canceled", "Refused", "Unused offer")),
    ("NAME_PAYMENT_TYPE", ("Cash through the bank",)),
    ("CODE_REJECT_REASON", ("HC", "LIMIT", "SCO", "SCOFR", "CLIENT")),
    ("NAME_CLIENT_TYPE", ("New", "Refreshed", "Repeater")),
    ("NAME_PORTFOLIO", ("POS", "Cash", "Cards")),
    ("NAME_PRODUCT_TYPE", ("walk-in", "x-sell")),
    ("CHANNEL_TYPE", ("Credit and cash offices", "Country-wide", "Stone", "Contact center", "AP+ (Cash loan)")),
    ("NAME_SELLER_INDUSTRY", ("Consumer electronics", "Connectivity", "Furniture")),
    ("NAME_YIELD_GROUP", ("high", "middle", "low_normal", "low_action")),
    ("NAME_GOODS_CATEGORY", ("Mobile", "Consumer Electronics", "Computers", "Audio/Video", "Furniture")),
    ("NAME_CASH_LOAN_PURPOSE", ("Repairs", "Urgent needs", "Payments on other loans")),
)
ROWS = DerivedColumn(SOURCE, "rows", "count", theme="history")
APPLICATION_CREDIT_RATIO = DerivedColumn(
    SOURCE, "application_credit_ratio", "ratio", ("AMT_APPLICATION", "AMT_CREDIT"), direction=1
)
ANNUITY_CREDIT_RATIO = DerivedColumn(
    SOURCE, "annuity_credit_ratio", "ratio", ("AMT_ANNUITY", "AMT_CREDIT"), direction=1
)
DOWN_PAYMENT_SHARE = DerivedColumn(
    SOURCE, "down_payment_share", "ratio", ("AMT_DOWN_PAYMENT", "AMT_GOODS_PRICE"), direction=-1
)
DERIVED = (ROWS, APPLICATION_CREDIT_RATIO, ANNUITY_CREDIT_RATIO, DOWN_PAYMENT_SHARE)


@cache
def definitions() -> tuple[Feature, ...]:
    """Features of all earlier applications, of the granted ones, of the refused ones."""
    every = (
        *ROWS.statistics("count"),
        *_numbers(""),
        *statistics_of(SOURCE, "HOUR_APPR_PROCESS_START", "hour", ("mean",)),
        *statistics_of(SOURCE, "NFLAG_INSURED_ON_APPROVAL", "flag", ("mean",)),
        *statistics_of(SOURCE, "RATE_INTEREST_PRIMARY", "score", ("mean",)),
        *statistics_of(SOURCE, "SELLERPLACE_AREA", "count", ("mean",)),
        *statistics_of(SOURCE, "DAYS_FIRST_DRAWING", "days", ("mean",)),
        *(share for column, levels in SHARES for share in shares_of(SOURCE, column, levels)),
    )
    approved = (
        *ROWS.statistics("count", subset="approved"),
        *_numbers("approved"),
        *statistics_of(SOURCE, "DAYS_FIRST_DUE", "days", ("max",), "approved"),
        *statistics_of(SOURCE, "DAYS_LAST_DUE_1ST_VERSION", "days_ahead", ("max",), "approved"),
        *statistics_of(SOURCE, "DAYS_LAST_DUE", "days_ahead", ("max",), "approved"),
        *statistics_of(SOURCE, "DAYS_TERMINATION", "days_ahead", ("max",), "approved"),
    )
    refused = (*ROWS.statistics("count", subset="refused"), *_numbers("refused"))
    return (*every, *approved, *refused)


def features(previous: Frame) -> Frame:
    """One row a client who applied before.

    Parameters
    ----------
    previous : narwhals LazyFrame
        Cleaned ``previous_application``.
    """
    rows = previous.with_columns(*map(zero_as_null, AMOUNTS)).with_columns(
        *before(*PAST),
        ratio(nw.col("AMT_APPLICATION"), nw.col("AMT_CREDIT")).alias("application_credit_ratio"),
        ratio(nw.col("AMT_ANNUITY"), nw.col("AMT_CREDIT")).alias("annuity_credit_ratio"),
        ratio(nw.col("AMT_DOWN_PAYMENT"), nw.col("AMT_GOODS_PRICE")).alias("down_payment_share"),
    )
    status = nw.col("NAME_CONTRACT_STATUS")
    subsets = {"approved": status == "Approved", "refused": status == "Refused"}
    return aggregate(rows, row_key("previous_application"), definitions(), subsets)


def zero_as_null(column: str) -> nw.Expr:
    """An amount, empty where it is nought: how one that was never stated is written."""
    return nw.when(nw.col(column) > 0).then(nw.col(column)).alias(column)


def _numbers(subset: str) -> tuple[Feature, ...]:
    """The statistics that all, granted and refused applications share."""
    return (
        *statistics_of(SOURCE, "AMT_ANNUITY", "amount", ("min", "max", "mean"), subset),
        *statistics_of(SOURCE, "AMT_APPLICATION", "amount", ("min", "max", "mean"), subset),
        *statistics_of(SOURCE, "AMT_CREDIT", "amount", ("min", "max", "mean"), subset),
        *APPLICATION_CREDIT_RATIO.statistics("min", "max", "mean", "std", subset=subset),
        *ANNUITY_CREDIT_RATIO.statistics("mean", subset=subset),
        *statistics_of(SOURCE, "AMT_DOWN_PAYMENT", "amount", ("max", "mean"), subset),
        *DOWN_PAYMENT_SHARE.statistics("max", "mean", subset=subset),
        *statistics_of(SOURCE, "AMT_GOODS_PRICE", "amount", ("max", "mean"), subset),
        *statistics_of(SOURCE, "DAYS_DECISION", "days", ("min", "max", "mean"), subset),
        *statistics_of(SOURCE, "CNT_PAYMENT", "months", ("mean", "max", "sum"), subset),
    )
