"""One column written over another of its kind: every value is possible, the two are the same."""

from __future__ import annotations

import polars as pl
import pytest

from scoring.tables.store import open_tables
from scoring.tables.witnesses.relations_copied import COPIED
from scoring.tables.witnesses.within import check_within

PAIRS = [(one.table, one.column, one.expected.split()[-1]) for table in COPIED.values() for one in table]


def named(name: str, rows: pl.LazyFrame) -> list[str]:
    return [finding.column for finding in check_within(name, rows) if finding.check == "column_copied"]


@pytest.mark.parametrize(("table", "column", "other"), PAIRS)
@pytest.mark.parametrize("is_turned", [False, True])
def test_a_column_written_over_another_is_named(world, table, column, other, is_turned):
    """Where both are told, whichever was written over the other."""
    rows = open_tables(world).frames[table]
    kept, lost = (column, other) if is_turned else (other, column)
    both = pl.col(lost).is_not_null() & pl.col(kept).is_not_null()
    copied = rows.with_columns(pl.when(both).then(kept).otherwise(lost).alias(lost))
    assert named(table, rows) == []
    assert named(table, copied) == [column]


def test_a_lender_who_grants_some_what_they_ask_for_is_not_named(world):
    rows = open_tables(world).frames["previous_application"]
    is_some = pl.col("SK_ID_CURR").rank("dense") % 8 == 0
    some = rows.with_columns(pl.when(is_some).then("AMT_CREDIT").otherwise("AMT_APPLICATION").alias("AMT_APPLICATION"))
    assert named("previous_application", some) == []
