"""Gaps between a loan's rows are counted in parts of a table that hold whole loans: the answer is the whole's."""

import polars as pl
import pytest

from scoring.tables import shares
from scoring.tables.shares import BALANCE, POS, Share, gaps

# Loan 7 has months -1, -3 (a gap), 8 has -1, -2, 9 has -5 alone, 10 has -1, -2, -4 (a gap).
MONTHS = {"key": [7, 7, 8, 8, 9, 10, 10, 10], "month": [-1, -3, -1, -2, -5, -1, -2, -4]}


@pytest.mark.parametrize("rows_at_once", [1, 3, 8, 100])
@pytest.mark.parametrize(("table", "key"), [(BALANCE, "SK_ID_BUREAU"), (POS, "SK_ID_PREV")])
def test_two_of_four_loans_have_gaps_in_however_many_parts(
    monkeypatch: pytest.MonkeyPatch, rows_at_once: int, table: str, key: str
) -> None:
    monkeypatch.setattr(shares, "ROWS_AT_ONCE", rows_at_once)
    rows = pl.LazyFrame({key: MONTHS["key"], "MONTHS_BALANCE": MONTHS["month"]})
    assert gaps(table, "MONTHS_BALANCE")({table: rows}) == Share(2, 4, "7")
    whole = rows.filter(pl.col(key) != 7, pl.col(key) != 10)
    assert gaps(table, "MONTHS_BALANCE")({table: whole}) == Share(0, 2, "None")
    assert gaps(table, "MONTHS_BALANCE")({table: rows.clear()}) == Share(0, 0, "None")
