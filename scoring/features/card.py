"""Features of the months of earlier credit cards with us."""

from __future__ import annotations

from functools import cache

import narwhals as nw

from scoring.features.aggregate import aggregate, indicator, ratio
from scoring.features.definition import DerivedColumn, Feature, shares_of, statistics_of
from scoring.features.order import Frame, row_key

SOURCE = "card"
AMOUNTS = (
    "AMT_BALANCE",
    "AMT_CREDIT_LIMIT_ACTUAL",
    "AMT_DRAWINGS_ATM_CURRENT",
    "AMT_DRAWINGS_CURRENT",
    "AMT_DRAWINGS_OTHER_CURRENT",
    "AMT_DRAWINGS_POS_CURRENT",
    "AMT_INST_MIN_REGULARITY",
    "AMT_PAYMENT_CURRENT",
    "AMT_PAYMENT_TOTAL_CURRENT",
    "AMT_RECEIVABLE_PRINCIPAL",
    "AMT_TOTAL_RECEIVABLE",
)
COUNTS = (
    "CNT_DRAWINGS_ATM_CURRENT",
    "CNT_DRAWINGS_CURRENT",
    "CNT_DRAWINGS_OTHER_CURRENT",
    "CNT_DRAWINGS_POS_CURRENT",
    "CNT_INSTALMENT_MATURE_CUM",
)
ROWS = DerivedColumn(SOURCE, "rows", "count", theme="repayment")
CARDS = DerivedColumn(SOURCE, "cards", "count", theme="repayment")
UTILISATION = DerivedColumn(SOURCE, "utilisation", "ratio", ("AMT_BALANCE", "AMT_CREDIT_LIMIT_ACTUAL"), direction=1)
PAYMENT_RATIO = DerivedColumn(
    SOURCE, "payment_ratio", "ratio", ("AMT_PAYMENT_CURRENT", "AMT_INST_MIN_REGULARITY"), direction=-1
)
LATE = DerivedColumn(SOURCE, "late", "flag", ("SK_DPD",), direction=1)
DRAWINGS_ATM_SHARE = DerivedColumn(
    SOURCE, "drawings_atm_share", "ratio", ("AMT_DRAWINGS_ATM_CURRENT", "AMT_DRAWINGS_CURRENT"), direction=1
)
DERIVED = (ROWS, CARDS, UTILISATION, PAYMENT_RATIO, LATE, DRAWINGS_ATM_SHARE)


@cache
def definitions() -> tuple[Feature, ...]:
    """Features of all months, and of the last twelve."""
    amounts = (f for column in AMOUNTS for f in statistics_of(SOURCE, column, "amount", ("min", "max", "mean", "std")))
    counts = (f for column in COUNTS for f in statistics_of(SOURCE, column, "count", ("max", "mean", "sum")))
    return (
        *ROWS.statistics("count"),
        *CARDS.statistics("distinct"),
        *statistics_of(SOURCE, "MONTHS_BALANCE", "months", ("min", "max", "mean")),
        *amounts,
        *counts,
        *statistics_of(SOURCE, "AMT_DRAWINGS_CURRENT", "amount", ("sum",)),
        *UTILISATION.statistics("mean", "max", "std"),
        *PAYMENT_RATIO.statistics("mean", "min"),
        *DRAWINGS_ATM_SHARE.statistics("mean"),
        *statistics_of(SOURCE, "SK_DPD", "days", ("max", "mean")),
        *statistics_of(SOURCE, "SK_DPD_DEF", "days", ("max", "mean")),
        *LATE.statistics("mean"),
        *shares_of(SOURCE, "NAME_CONTRACT_STATUS", ("Active", "Completed", "Signed")),
        *statistics_of(SOURCE, "AMT_BALANCE", "amount", ("mean",), "recent"),
        *statistics_of(SOURCE, "AMT_DRAWINGS_CURRENT", "amount", ("mean",), "recent"),
        *statistics_of(SOURCE, "CNT_DRAWINGS_ATM_CURRENT", "count", ("mean",), "recent"),
        *UTILISATION.statistics("mean", "max", subset="recent"),
        *LATE.statistics("mean", subset="recent"),
    )


def features(card: Frame) -> Frame:
    """One row a client with a card; months count backwards from the application, as positive numbers.

    Parameters
    ----------
    card : narwhals LazyFrame
        Cleaned ``credit_card_balance``.
    """
    rows = card.with_columns(
        (-nw.col("MONTHS_BALANCE")).alias("MONTHS_BALANCE"),
        ratio(nw.col("AMT_BALANCE"), nw.col("AMT_CREDIT_LIMIT_ACTUAL")).alias("utilisation"),
        ratio(nw.col("AMT_PAYMENT_CURRENT"), nw.col("AMT_INST_MIN_REGULARITY")).alias("payment_ratio"),
        ratio(nw.col("AMT_DRAWINGS_ATM_CURRENT"), nw.col("AMT_DRAWINGS_CURRENT")).alias("drawings_atm_share"),
        indicator(nw.col("SK_DPD") > 0).alias("late"),
        nw.col("SK_ID_PREV").alias("cards"),
    )
    return aggregate(rows, row_key("credit_card_balance"), definitions(), {"recent": nw.col("MONTHS_BALANCE") <= 12})
