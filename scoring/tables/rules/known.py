"""Values that Kaggle's own tables hold and that cannot be true: each kind has a name and a reason.

They are emptied and counted, and send nobody to review: the model was trained on rows cleaned the same way.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from scoring.tables.columns import HUNDRED_YEARS
from scoring.tables.rules.column_rule import ColumnRule

SENTINEL = 365243
FIFTY_YEARS = 18_263
# Kaggle's own go to 115 years before the application and to 372 days after it: what lies beyond is none of theirs.
OLDEST, LATEST_NEWS = -50_000, 730


@dataclass(frozen=True)
class KnownAnomaly:
    """One kind of value that is known to occur and to mean nothing.

    Parameters
    ----------
    name : str
        What the report calls it.
    why : str
        One sentence for the reader of the report.
    applies : callable
        Which columns it looks at.
    broken : callable
        ``column expression -> boolean expression``: the values that are emptied. It says the same of a plain number.
    is_frequent : bool
        Whether it may fill any share of a column. The others are refused where they are not rare.
    """

    name: str
    why: str
    applies: Callable[[ColumnRule], bool]
    broken: Callable[[Any], Any]
    is_frequent: bool = False


@cache
def known_anomalies() -> tuple[KnownAnomaly, ...]:
    """Every kind, in the order of the reports."""
    return (
        KnownAnomaly(
            "days_365243",
            "365243 days stands for 'none' or 'without end', never for a thousand years.",
            _may_be_empty("days"),
            lambda value: value == SENTINEL,
            is_frequent=True,
        ),
        KnownAnomaly(
            "absurd_age",
            "A date more than a hundred years before the application cannot be true.",
            _may_be_empty("days"),
            lambda value: (value < -HUNDRED_YEARS) & (value >= OLDEST),
        ),
        KnownAnomaly(
            "endless_credit",
            "An end more than fifty years ahead means that no end was agreed.",
            _is_any_of("bureau.DAYS_CREDIT_ENDDATE"),
            lambda value: (value > FIFTY_YEARS) & (value <= HUNDRED_YEARS),
            is_frequent=True,
        ),
        KnownAnomaly(
            "news_after_application",
            "What the credit bureau learned after the application cannot be used to decide on it.",
            _is_any_of("bureau.DAYS_CREDIT_UPDATE"),
            lambda value: (value > 0) & (value <= LATEST_NEWS),
        ),
        KnownAnomaly(
            "negative_amount",
            "These amounts cannot be negative.",
            _is_any_of(
                "bureau.AMT_CREDIT_SUM_DEBT",
                "bureau.AMT_CREDIT_SUM_LIMIT",
                "previous.AMT_DOWN_PAYMENT",
                "previous.RATE_DOWN_PAYMENT",
                "card.AMT_DRAWINGS_ATM_CURRENT",
                "card.AMT_DRAWINGS_CURRENT",
                "card.AMT_DRAWINGS_OTHER_CURRENT",
                "card.AMT_DRAWINGS_POS_CURRENT",
            ),
            lambda value: value < 0,
        ),
        KnownAnomaly(
            "unknown_region_rating",
            "Ratings are 1, 2 or 3; -1 is none.",
            _is_any_of("application.REGION_RATING_CLIENT_W_CITY", "application.REGION_RATING_CLIENT"),
            lambda value: value == -1,
        ),
        KnownAnomaly(
            "unknown_selling_area",
            "-1 and 4,000,000 stand for a seller without a known area.",
            _is_any_of("previous.SELLERPLACE_AREA"),
            lambda value: (value == -1) | (value == 4_000_000),
            is_frequent=True,
        ),
        KnownAnomaly(
            "implausible_enquiries",
            "Nobody is looked up more than a hundred times in a quarter.",
            _is_any_of("application.AMT_REQ_CREDIT_BUREAU_QRT"),
            lambda value: value > 100,
        ),
    )


def _may_be_empty(unit: str) -> Callable[[ColumnRule], bool]:
    return lambda rule: rule.unit == unit and rule.nullable


def _is_any_of(*places: str) -> Callable[[ColumnRule], bool]:
    return lambda rule: f"{rule.source}.{rule.name}" in places
