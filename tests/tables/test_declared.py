"""What an import publishes keeps the tables' declaration: dataframely, which cleaned none of it, judges the rows."""

from __future__ import annotations

import dataframely as dy
import polars as pl
import pytest

from scoring.settings import Home
from scoring.tables.ingest import import_tables
from scoring.tables.schema import CONTRACT
from scoring.tables.store import TableSet, open_tables


def broken_rules(tables: TableSet) -> dict[str, dict[str, int]]:
    """Rows that break each rule of their table's declaration: type, empty, key, range."""
    counts = {table.file: _broken(tables.frame(table.file), table.schema) for table in CONTRACT.values()}
    return {file: broken for file, broken in counts.items() if broken}


def _broken(rows: pl.LazyFrame, schema: type[dy.Schema]) -> dict[str, int]:
    absent = set(schema.columns()) - set(rows.collect_schema())
    whole = rows.with_columns(pl.lit(None).alias(name) for name in absent).select(*schema.columns()).collect()
    _, failures = schema.filter(whole, cast=True)
    return failures.counts() | _out_of_range(whole, schema)


def _out_of_range(rows: pl.DataFrame, schema: type[dy.Schema]) -> dict[str, int]:
    ends = {name: column.metadata or {} for name, column in schema.columns().items()}
    outside = {
        name: int((~rows[name].is_between(end["low"], end["high"])).sum()) for name, end in ends.items() if "low" in end
    }
    return {f"{name}|range": count for name, count in outside.items() if count}


def test_a_clean_archive_keeps_its_declaration(imported):
    assert broken_rules(open_tables(imported)) == {}


SPOILED = {
    "application_train": {
        "AMT_INCOME_TOTAL": -5.0,
        "CNT_CHILDREN": 200.0,
        "DAYS_BIRTH": 9.0,
        "NAME_HOUSING_TYPE": "Boat",
    },
    "bureau": {"AMT_CREDIT_SUM_DEBT": 1e12, "DAYS_CREDIT": 400.0, "CREDIT_ACTIVE": "gone"},
    "installments_payments": {"NUM_INSTALMENT_NUMBER": -3.0, "AMT_PAYMENT": -1.0},
}
# What a clean table never lacks may be emptied where it was impossible: its client is flagged, a person decides.
EMPTIED = {
    "application_train": {"AMT_INCOME_TOTAL": 1, "DAYS_BIRTH": 1},
    "bureau": {"DAYS_CREDIT": 1},
    "installments_payments": {},
}


@pytest.mark.parametrize("file", SPOILED)
def test_a_spoiled_row_keeps_every_range_and_what_it_lost_is_flagged(tiny_archive, tmp_path, file):
    def spoil(rows: pl.DataFrame) -> pl.DataFrame:
        first = pl.int_range(pl.len()) == 0
        return rows.with_columns(
            pl.when(first).then(pl.lit(value)).otherwise(pl.col(name)).alias(name)
            for name, value in SPOILED[file].items()
        )

    home = Home(tmp_path / "home")
    import_tables(home, tiny_archive(tmp_path / "archive", change={file: spoil}))
    tables = open_tables(home)
    nulls = {f"{name}|nullability": rows for name, rows in EMPTIED[file].items()}
    assert broken_rules(tables).get(file, {}) == nulls
    flagged = tables.flags.filter(pl.col("table") == file)["column"].to_list()
    assert set(EMPTIED[file]) - set(flagged) == set()


def test_the_judge_sees_what_breaks_the_declaration():
    schema = CONTRACT["bureau_balance"].schema
    rows = pl.LazyFrame(
        {"SK_ID_CURR": [1, 1], "SK_ID_BUREAU": [5, None], "MONTHS_BALANCE": [-1.0, 3.0], "STATUS": ["0", "C"]}
    )
    assert _broken(rows, schema) == {"SK_ID_BUREAU|nullability": 1, "MONTHS_BALANCE|range": 1}
