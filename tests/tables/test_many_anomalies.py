"""Values that a known anomaly empties: as few as Kaggle's own tables hold are usual, more are named."""

from __future__ import annotations

import polars as pl
import pytest

from scoring.tables.clean import clean_table
from scoring.tables.schema import CONTRACT


def named(table: str, column: str, wrong: float, rows: int, of: int) -> list[tuple[str, str, int]]:
    """Check, column and rows of what is said where so many values are wrong and the others 0 or a year ago."""
    contract = CONTRACT[table]
    right = -365 if column.startswith("DAYS_") else 0
    empty = {name: pl.lit(None, column.dtype) for name, column in contract.columns.items()}
    numbers = pl.Series("SK_ID_CURR", range(1, of + 1), pl.Int64)
    values = pl.Series(column, [wrong] * rows + [right] * (of - rows), pl.Float64)
    frame = pl.DataFrame([numbers, values]).with_columns(
        value.alias(name) for name, value in empty.items() if name not in ("SK_ID_CURR", column)
    )
    cleaned = clean_table(frame.lazy(), contract, only=[column])
    assert cleaned.frame.collect()[column].null_count() == rows
    return [(finding.check, finding.column, finding.rows) for finding in cleaned.findings]


CASES = [
    ("credit_card_balance", "AMT_DRAWINGS_CURRENT", -100.0, "negative_amount"),
    ("credit_card_balance", "AMT_DRAWINGS_ATM_CURRENT", -100.0, "negative_amount"),
    ("previous_application", "AMT_DOWN_PAYMENT", -0.9, "negative_amount"),
    ("bureau", "DAYS_CREDIT_UPDATE", 300.0, "news_after_application"),
    ("bureau", "DAYS_ENDDATE_FACT", -40_000.0, "absurd_age"),
]


@pytest.mark.parametrize(("table", "column", "wrong", "check"), CASES)
def test_more_than_kaggles_own_are_named(table, column, wrong, check):
    assert named(table, column, wrong, 5, 200) == [(check, column, 5)]


@pytest.mark.parametrize(("rows", "of"), [(4, 200), (5, 5_000)])
@pytest.mark.parametrize(("table", "column", "wrong"), [case[:3] for case in CASES])
def test_as_few_as_kaggles_own_are_emptied_and_counted_only(table, column, wrong, rows, of):
    assert named(table, column, wrong, rows, of) == []


@pytest.mark.parametrize("column", ["AMT_CREDIT_SUM_DEBT", "AMT_CREDIT_SUM_LIMIT"])
def test_what_is_owed_elsewhere_is_below_zero_now_and_then(column):
    """A card that was overpaid: of 64,000 of Kaggle's debts 340 are."""
    assert named("bureau", column, -0.01, 5, 200) == []
