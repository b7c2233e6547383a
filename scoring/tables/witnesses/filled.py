"""Columns in which some clients have a gap: none in any row is what imputation leaves, or rows with gaps left out.

Measured on 20,000 simulated clients and up to 7,754 of Kaggle's: how many have no gap in any of their rows, the larger
of the two, with a margin.
"""

from __future__ import annotations

import polars as pl

from scoring.tables.schema import CONTRACT
from scoring.tables.shares import BUREAU, CARD, POS, PREVIOUS
from scoring.tables.witnesses.statement import Statement

FILLED = "gaps were filled in, or rows with gaps were left out"
ENQUIRIES = tuple(f"AMT_REQ_CREDIT_BUREAU_{time}" for time in ("HOUR", "DAY", "WEEK", "MON", "QRT", "YEAR"))
DRAWINGS = tuple(f"{kind}_DRAWINGS_{place}_CURRENT" for kind in ("AMT", "CNT") for place in ("ATM", "OTHER", "POS"))
APPLICATION = "application_train"
BUILDING = tuple(name for name in CONTRACT[APPLICATION].columns if name.endswith(("_AVG", "_MODE", "_MEDI")))
SHARES_WITHOUT_GAPS: dict[str, dict[float, tuple[str, ...]]] = {
    APPLICATION: {
        0.89: ENQUIRIES,
        0.85: ("DAYS_EMPLOYED", "ORGANIZATION_TYPE", "EXT_SOURCE_3"),
        0.73: ("OCCUPATION_TYPE",),
        0.6: ("EXT_SOURCE_1", *BUILDING),
        0.38: ("OWN_CAR_AGE",),
    },
    BUREAU: {
        0.75: ("DAYS_CREDIT_ENDDATE",),
        0.63: ("AMT_CREDIT_SUM_DEBT",),
        0.32: ("AMT_CREDIT_SUM_LIMIT", "DAYS_ENDDATE_FACT"),
        0.2: ("AMT_CREDIT_MAX_OVERDUE", "AMT_ANNUITY"),
    },
    PREVIOUS: {
        0.56: ("AMT_ANNUITY", "AMT_GOODS_PRICE", "CNT_PAYMENT", "NAME_PORTFOLIO"),
        0.45: ("NAME_YIELD_GROUP", "NFLAG_INSURED_ON_APPROVAL", "NAME_PAYMENT_TYPE", "NAME_SELLER_INDUSTRY"),
        0.38: ("AMT_DOWN_PAYMENT", "RATE_DOWN_PAYMENT", "DAYS_FIRST_DUE", "DAYS_LAST_DUE_1ST_VERSION"),
        0.28: ("DAYS_LAST_DUE", "DAYS_TERMINATION", "NAME_TYPE_SUITE"),
        0.05: ("CODE_REJECT_REASON", "DAYS_FIRST_DRAWING", "RATE_INTEREST_PRIMARY", "RATE_INTEREST_PRIVILEGED"),
    },
    POS: {0.95: ("CNT_INSTALMENT", "CNT_INSTALMENT_FUTURE")},
    CARD: {0.73: ("AMT_INST_MIN_REGULARITY", "CNT_INSTALMENT_MATURE_CUM"), 0.5: (*DRAWINGS, "AMT_PAYMENT_CURRENT")},
}


def _without_gaps(table: str, column: str, share: float) -> Statement:
    return Statement(
        table=table,
        column=column,
        holds=pl.col(column).null_count() == 0,
        share=share,
        expected="to be empty for some clients",
        got="values in all rows of {clients}",
        means=FILLED,
    )


WITHOUT_GAPS = tuple(
    _without_gaps(file, column, share)
    for table, shares in SHARES_WITHOUT_GAPS.items()
    for file in ((APPLICATION, "application_test") if table == APPLICATION else (table,))
    for share, columns in shares.items()
    for column in columns
)
