"""The frames on the tables' quality, held against an archive that was spoilt on purpose."""

from pathlib import Path

import polars as pl
import pytest

from scoring.analysis.quality import (
    cleaned_values,
    difficulty_where_missing,
    missing_values,
    noticed_rows,
    tables_overview,
    unmet_rules,
)
from scoring.settings import Home
from scoring.tables.ingest import import_tables, read_report
from scoring.tables.store import open_tables


@pytest.fixture(scope="module")
def spoilt(tmp_path_factory, tiny_archive) -> Home:
    """60 clients: no card table, one income type nobody knows, one client's working life given as 365243 days."""
    folder: Path = tmp_path_factory.mktemp("spoilt")

    def spoil(rows: pl.DataFrame) -> pl.DataFrame:
        first = pl.int_range(pl.len()) == 0
        return rows.with_columns(
            pl.when(first).then(pl.lit("Lottery")).otherwise("NAME_INCOME_TYPE").alias("NAME_INCOME_TYPE"),
            pl.when(first).then(pl.lit(365243.0)).otherwise(-1000.0).alias("DAYS_EMPLOYED"),
        )

    change = {"application_train": spoil}
    archive = tiny_archive(folder / "archive", without=["credit_card_balance"], change=change)
    home = Home(folder / "home")
    import_tables(home, archive)
    return home


def test_an_absent_table_is_told_apart_from_one_that_is_here(spoilt):
    overview = tables_overview(spoilt).set_index("table")
    assert overview.loc["credit_card_balance", "state"] == "absent"
    assert overview.drop(index="credit_card_balance")["state"].eq("here").all()
    train, test = overview.loc["application_train"], overview.loc["application_test"]
    assert train["rows"] + test["rows"] == 60
    assert train["applicants_with"] == pytest.approx(train["rows"] / 60)
    assert (train["columns"], test["columns"]) == (122, 121)


def test_rows_and_clients_of_a_history_are_those_on_disk(spoilt):
    bureau = open_tables(spoilt).frame("bureau").collect()
    row = tables_overview(spoilt).set_index("table").loc["bureau"]
    assert (row["rows"], row["clients"]) == (bureau.height, bureau["SK_ID_CURR"].n_unique())
    assert row["missing"] == pytest.approx(sum(bureau.null_count().row(0)) / bureau.height / 17)


def test_what_cleaning_did_is_counted_with_its_reason(spoilt):
    cleaned = cleaned_values(spoilt).set_index(["table", "column"])
    employed = cleaned.loc[("application_train", "DAYS_EMPLOYED")]
    rows = tables_overview(spoilt).set_index("table").loc["application_train", "rows"]
    assert (employed["rule"], employed["rows"]) == ("days_365243", 1)
    assert employed["share"] == pytest.approx(1 / rows)
    assert "never for a thousand years" in employed["why"]
    assert "implausible_enquiries" in unmet_rules(spoilt)
    assert "days_365243" not in unmet_rules(spoilt)


def test_a_text_that_nobody_knows_is_noticed(spoilt):
    (found,) = noticed_rows(spoilt).query("check == 'unknown_level'").itertuples()
    assert (found.column, found.table, found.rows) == ("NAME_INCOME_TYPE", "application_train", 1)


def test_missing_shares_are_those_of_the_tables(spoilt):
    missing = missing_values(spoilt)
    assert missing["missing"].is_monotonic_decreasing
    assert "credit_card_balance" not in set(missing["table"])
    frame = open_tables(spoilt).frame("application_train").collect()
    found = missing.set_index(["table", "column"])
    assert found.loc[("application_train", "EXT_SOURCE_1"), "missing"] == pytest.approx(
        frame["EXT_SOURCE_1"].null_count() / frame.height
    )
    assert found.loc[("application_train", "EXT_SOURCE_1"), "label"] == "Score from outside organisation no.\u00a01"


def test_the_rate_of_those_without_a_value_stands_beside_that_of_the_others():
    application = pl.DataFrame({"EXT_SOURCE_1": [None, None, 0.5, 0.5], "TARGET": [1, 0, 0, 0]})
    found = difficulty_where_missing(application, ["EXT_SOURCE_1"])
    assert found[["group", "n", "hits", "rate", "missing"]].values.tolist() == [
        ["known", 2, 0, 0.0, 0.5],
        ["missing", 2, 1, 0.5, 0.5],
    ]


def test_the_import_report_is_read_as_it_was_written(spoilt, tmp_path, tiny_archive):
    home = Home(tmp_path / "home")
    written = import_tables(home, tiny_archive(tmp_path / "archive"))
    assert read_report(home) == written
