"""The import: whatever the archive's form, the same clean tables; every change and every doubt is counted."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from scoring.files import current
from scoring.settings import Home
from scoring.tables.clean import rules
from scoring.tables.ingest import ImportReport, import_tables, read_archive
from scoring.tables.schema import CONTRACT, TABLES
from scoring.tables.store import TableSet, open_tables

TRAIN, TEST = "application_train", "application_test"


def rows_with(column: str, values: list[Any]) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Give the first rows these values of a column; the others keep theirs, but for the strange ones, which go."""

    def change(rows: pl.DataFrame) -> pl.DataFrame:
        kind = rows.schema[column] if all(isinstance(v, int | float | None) for v in values) else pl.String
        kind = pl.Float64 if kind.is_integer() and any(isinstance(v, float) and v % 1 for v in values) else kind
        rest = [None if _is_strange(column, value) else value for value in rows[column].to_list()[len(values) :]]
        return rows.with_columns(pl.Series(column, [*values, *rest], dtype=kind, strict=False))

    return change


def _is_strange(column: str, value: Any) -> bool:
    """Whether the simulated world has put an anomaly of Kaggle's there, which a rule would count."""
    if value is None or isinstance(value, str):
        return value in ("XNA", "XAP")
    if column.startswith("DAYS_"):
        return value < -36_525 or value > (0 if column == "DAYS_CREDIT_UPDATE" else 18_263)
    return not column.startswith(("MONTHS_", "AMT_BALANCE")) and (value < 0 or value == 4_000_000)


@pytest.fixture
def imports(tiny_archive, tmp_path):
    """``(**archive) -> (report, tables)``: an archive made for the test, imported."""

    def run(**archive: Any) -> tuple[ImportReport, TableSet]:
        home = Home(tmp_path / "home")
        report = import_tables(home, tiny_archive(tmp_path / "archive", **archive))
        return report, open_tables(home)

    return run


# --- the form of the archive --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def as_csv(tiny_archive, tmp_path_factory) -> ImportReport:
    folder = tmp_path_factory.mktemp("csv")
    return import_tables(Home(folder / "home"), tiny_archive(folder / "archive"))


@pytest.mark.parametrize(
    ("name", "ending"),
    [("a.zip", ".csv"), ("folder", ".csv.gz"), ("a.zip", ".csv.gz"), ("folder", ".parquet"), ("a.zip", ".parquet")],
)
def test_every_form_of_the_archive_gives_the_same_tables(as_csv, tiny_archive, tmp_path, name, ending):
    report = import_tables(Home(tmp_path / "home"), tiny_archive(tmp_path / name, ending=ending))
    assert report.fingerprint == as_csv.fingerprint
    assert (report.rows, report.cleaned, report.findings) == (as_csv.rows, as_csv.cleaned, as_csv.findings)


def test_a_zip_may_hold_its_files_in_a_folder_beside_others(as_csv, tiny_archive, tmp_path):
    files = tiny_archive(tmp_path / "files")
    with zipfile.ZipFile(tmp_path / "nested.zip", "w") as archive:
        for file in files.iterdir():
            archive.write(file, f"home-credit/{file.name}")
            archive.writestr(f"__MACOSX/._{file.name}", b"\0\5\26\7")
        archive.writestr("a/readme.csv", "one")
        archive.writestr("b/readme.csv", "other")
        archive.writestr("HomeCredit_columns_description.csv", "déjà".encode("latin-1"))
    assert import_tables(Home(tmp_path / "home"), tmp_path / "nested.zip").fingerprint == as_csv.fingerprint


def test_the_order_of_rows_and_columns_and_extra_columns_do_not_matter(as_csv, tiny_archive, tmp_path):
    def shuffle(rows: pl.DataFrame) -> pl.DataFrame:
        return (
            rows.select(reversed(rows.columns)).with_columns(extra=pl.lit("x")).sample(fraction=1, shuffle=True, seed=1)
        )

    path = tiny_archive(tmp_path / "shuffled", change=dict.fromkeys(TABLES, shuffle))
    assert import_tables(Home(tmp_path / "home"), path).fingerprint == as_csv.fingerprint


def test_files_are_found_whatever_the_case_of_their_names(as_csv, tiny_archive, tmp_path):
    path = tiny_archive(tmp_path / "archive")
    (path / "bureau.csv").rename(path / "BUREAU.CSV")
    assert import_tables(Home(tmp_path / "home"), path).fingerprint == as_csv.fingerprint


def test_whole_numbers_may_be_written_with_a_point(as_csv, tiny_archive, tmp_path):
    def with_points(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(pl.col("SK_ID_CURR", "TARGET").cast(pl.Float64))

    path = tiny_archive(tmp_path / "points", change={TRAIN: with_points})
    assert ".0,0.0,Cash loans" in (path / "application_train.csv").read_text()
    assert import_tables(Home(tmp_path / "home"), path).fingerprint == as_csv.fingerprint


def test_a_byte_order_mark_is_left_aside(as_csv, tiny_archive, tmp_path):
    file = tiny_archive(tmp_path / "marked") / "bureau.csv"
    file.write_bytes(b"\xef\xbb\xbf" + file.read_bytes())
    assert import_tables(Home(tmp_path / "home"), file.parent).fingerprint == as_csv.fingerprint


def test_importing_the_same_archive_again_gives_the_same_tables(as_csv, tiny_archive, tmp_path):
    home, path = Home(tmp_path / "home"), tiny_archive(tmp_path / "archive")
    assert [import_tables(home, path).fingerprint for _ in range(2)] == [as_csv.fingerprint] * 2
    assert open_tables(home).fingerprint == as_csv.fingerprint


# --- what lies on disk --------------------------------------------------------------------------------


def test_a_table_is_one_parquet_file_compressed_by_zstd(imported):
    import pyarrow.parquet as pq

    folder = current(imported.tables)
    assert {file.name for file in folder.iterdir()} == {f"{table}.parquet" for table in TABLES} | {
        "checksums.json",
        "tables.json",
    }
    for table in TABLES:
        column = pq.ParquetFile(folder / f"{table}.parquet").metadata.row_group(0).column(0)
        assert column.compression == "ZSTD"


@pytest.mark.parametrize("table", TABLES)
def test_rows_are_sorted_by_client_then_by_the_contracts_order(imported, table):
    rows = open_tables(imported).frames[table].collect()
    order = list(CONTRACT[table].order)
    assert rows.select(order).equals(rows.select(order).sort(order, nulls_last=True))
    assert rows["SK_ID_CURR"].drop_nulls().is_sorted()


@pytest.mark.parametrize("table", TABLES)
def test_columns_have_the_contracts_types(imported, table):
    rows = open_tables(imported).frames[table].collect()
    contract = CONTRACT[table].schema.columns()
    assert dict(rows.schema) == {name: column.dtype for name, column in contract.items()}


def test_no_row_and_no_value_is_lost_or_changed_but_by_a_rule(imported, simulated):
    raw = simulated(60, 3).tables
    for name, rows in raw.items():
        kept = open_tables(imported).frames[name].collect()
        assert kept.height == rows.height
    kept = open_tables(imported).frames[TRAIN].collect()
    same = ["SK_ID_CURR", "TARGET", "AMT_CREDIT", "DAYS_BIRTH", "EXT_SOURCE_2", "OCCUPATION_TYPE"]
    raw_rows = raw[TRAIN].select(same).sort("SK_ID_CURR").cast(kept.select(same).schema)
    assert kept.select(same).equals(raw_rows)


def test_months_at_other_lenders_get_their_client(imported):
    tables = open_tables(imported)
    balance, bureau = tables.frames["bureau_balance"].collect(), tables.frames["bureau"].collect()
    owners = dict(zip(bureau["SK_ID_BUREAU"], bureau["SK_ID_CURR"], strict=True))
    assert balance["SK_ID_CURR"].to_list() == [owners[credit] for credit in balance["SK_ID_BUREAU"]]


def test_months_of_a_credit_that_nobody_knows_have_no_client(imports):
    stranger = rows_with("SK_ID_BUREAU", [999_999_999])

    def first_only(rows: pl.DataFrame) -> pl.DataFrame:
        credit = stranger(rows)["SK_ID_BUREAU"].head(1)
        return rows.with_columns(pl.concat([credit, rows["SK_ID_BUREAU"].tail(-1)]).alias("SK_ID_BUREAU"))

    _, tables = imports(change={"bureau_balance": first_only})
    lost = tables.frames["bureau_balance"].filter(pl.col("SK_ID_BUREAU") == 999_999_999).collect()
    assert lost["SK_ID_CURR"].to_list() == [None]


# --- absent tables ------------------------------------------------------------------------------------

SATELLITES = tuple(name for name in TABLES if CONTRACT[name].source != "application")


@pytest.mark.parametrize("table", SATELLITES)
def test_an_absent_table_is_named_and_not_fatal(imports, table):
    report, tables = imports(without=(table,))
    assert report.absent == (table,)
    assert tables.absent == (table,)
    assert table not in report.rows
    assert tables.frame(table).collect().height == 0
    assert tables.frame(table).collect_schema().names() == CONTRACT[table].schema.column_names()


def test_the_application_alone_is_enough(imports):
    report, tables = imports(without=(TEST, *SATELLITES))
    assert report.absent == SATELLITES
    assert tables.application().collect().height == report.rows[TRAIN]


def test_a_missing_application_test_is_no_missing_history(imports):
    report, _ = imports(without=(TEST,))
    assert report.absent == ()


def test_an_absent_table_is_said_on_the_command_line(run_cli, tiny_archive, tmp_path):
    path = tiny_archive(tmp_path / "archive", without=("installments_payments",))
    ran = run_cli("--home", tmp_path / "home", "import", path)
    assert ran.status == 0
    assert "installments_payments: absent from the archive" in ran.out


def test_an_archive_to_be_scored_may_lack_targets_or_train_clients(tiny_archive, tmp_path):
    without_target = tiny_archive(tmp_path / "one", change={TRAIN: lambda rows: rows.drop("TARGET")})
    (tmp_path / "work").mkdir()
    assert read_archive(without_target, tmp_path / "work").application().collect()["TARGET"].null_count() == 60
    test_only = tiny_archive(tmp_path / "two", without=(TRAIN,))
    (tmp_path / "more").mkdir()
    assert read_archive(test_only, tmp_path / "more").application().collect()["TARGET"].null_count() == 8


# --- cleaning -----------------------------------------------------------------------------------------

# (rule, table, column, values of the first rows, what they become, values changed)
CLEANED = [
    ("days_365243", TRAIN, "DAYS_EMPLOYED", [365243, -365, None, 0], [None, -365, None, 0], 1),
    ("days_365243", "previous_application", "DAYS_TERMINATION", [365243, 365243, -1], [None, None, -1], 2),
    ("not_available", TRAIN, "ORGANIZATION_TYPE", ["XNA", "Police", None], [None, "Police", None], 1),
    ("not_available", TRAIN, "CODE_GENDER", ["XNA", "F", "M"], [None, "F", "M"], 1),
    ("not_available", "previous_application", "CODE_REJECT_REASON", ["XAP", "XNA", "HC"], [None, None, "HC"], 2),
    ("coded_text", TRAIN, "CODE_GENDER", ["0", "1", "M", "0.0", "1.0"], ["F", "M", "M", "F", "M"], 4),
    ("coded_text", TRAIN, "FLAG_OWN_CAR", ["0", "1", "Y"], ["N", "Y", "Y"], 2),
    ("coded_text", TEST, "EMERGENCYSTATE_MODE", ["1", "0", None], ["Yes", "No", None], 2),
    ("coded_text", "previous_application", "FLAG_LAST_APPL_PER_CONTRACT", ["1", "N"], ["Y", "N"], 1),
    # A hundred years are 36,525 days: one more is too many.
    ("absurd_age", "bureau", "DAYS_CREDIT_UPDATE", [-41947, -36526, -36525, -1], [None, None, -36525, -1], 2),
    ("absurd_age", "bureau", "DAYS_CREDIT_ENDDATE", [-42060, -100], [None, -100], 1),
    # Fifty years are 18,263 days.
    ("endless_credit", "bureau", "DAYS_CREDIT_ENDDATE", [31199, 18264, 18263, 0], [None, None, 18263, 0], 2),
    ("news_after_application", "bureau", "DAYS_CREDIT_UPDATE", [372, 1, 0, -1], [None, None, 0, -1], 2),
    ("negative_amount", "bureau", "AMT_CREDIT_SUM_DEBT", [-4.7e6, -0.01, 0, 5], [None, None, 0, 5], 2),
    ("negative_amount", "bureau", "AMT_CREDIT_SUM_LIMIT", [-586_406.11, 0], [None, 0], 1),
    ("negative_amount", "previous_application", "AMT_DOWN_PAYMENT", [-0.9, 0, 2], [None, 0, 2], 1),
    ("negative_amount", "credit_card_balance", "AMT_DRAWINGS_ATM_CURRENT", [-6827.31, 0, 3], [None, 0, 3], 1),
    ("negative_amount", "credit_card_balance", "AMT_DRAWINGS_CURRENT", [-6211.62, 4], [None, 4], 1),
    ("unknown_region_rating", TEST, "REGION_RATING_CLIENT_W_CITY", [-1, 1, 2, 3], [None, 1, 2, 3], 1),
    ("unknown_selling_area", "previous_application", "SELLERPLACE_AREA", [-1, 0, 4e6, 9999], [None, 0, None, 9999], 2),
    ("implausible_enquiries", TRAIN, "AMT_REQ_CREDIT_BUREAU_QRT", [261, 101, 100, 0], [None, None, 100, 0], 2),
    ("yes_no_text", TRAIN, "FLAG_OWN_CAR", ["True", "no", "OUI", "false", "Y"], ["Y", "N", "Y", "N", "Y"], 4),
    ("yes_no_text", TRAIN, "EMERGENCYSTATE_MODE", ["FALSE", "non", "Yes"], ["No", "No", "Yes"], 2),
    ("spelt_out", TRAIN, "CODE_GENDER", ["Male", "femme", "HOMME", "f"], ["M", "F", "M", "F"], 3),
    ("other_spelling", TRAIN, "NAME_HOUSING_TYPE", [" with_PARENTS"], ["With parents"], 1),
    ("other_spelling", "previous_application", "CHANNEL_TYPE", ["country wide", "Stone"], ["Country-wide", "Stone"], 1),
    ("whole_number_text", "bureau_balance", "STATUS", ["1.0", "C"], ["1", "C"], 1),
    ("empty_text", TRAIN, "OCCUPATION_TYPE", ["nan", "NULL", "None"], [None, None, None], 3),
    # Eighteen years are 6,574 days.
    ("impossible_days", TRAIN, "DAYS_BIRTH", [365243, -6573, -6574, -36526], [None, None, -6574, None], 3),
    ("impossible_days", "bureau", "DAYS_CREDIT", [365243, 1, 0], [None, None, 0], 2),
    ("contrary_sign", "bureau", "DAYS_CREDIT_ENDDATE", [-36_000, 3], [None, 3], 1),
    ("impossible_months", "POS_CASH_balance", "MONTHS_BALANCE", [1, -1], [None, -1], 1),
    ("impossible_amount", TRAIN, "AMT_INCOME_TOTAL", [0, -5, 1e12, 0.5], [None, None, None, 0.5], 3),
    ("impossible_amount", "bureau", "AMT_CREDIT_SUM", [0, -5], [0, None], 1),
    ("impossible_count", TRAIN, "CNT_CHILDREN", [-1, 200, 0.5, 3], [None, None, None, 3], 3),
    ("impossible_flag", TRAIN, "FLAG_EMAIL", [7, 0.5, 1, 0], [None, None, 1, 0], 2),
    ("impossible_hour", TRAIN, "HOUR_APPR_PROCESS_START", [99, 24, 23, 0], [None, None, 23, 0], 2),
    ("impossible_score", TRAIN, "EXT_SOURCE_2", [1.5, -0.1, 0, 1], [None, None, None, 1], 3),
    ("impossible_score", TRAIN, "REGION_POPULATION_RELATIVE", [1.5, -0.1, 0, 1], [None, None, 0, 1], 2),
    ("impossible_ratio", "previous_application", "RATE_DOWN_PAYMENT", [1.5, 1], [None, 1], 1),
    ("impossible_years", TRAIN, "OWN_CAR_AGE", [-1, 101, 100], [None, None, 100], 2),
]  # fmt: skip


@pytest.mark.parametrize(
    ("rule", "table", "column", "values", "expected", "changed"), CLEANED, ids=[f"{c[0]}-{c[2]}" for c in CLEANED]
)
def test_a_value_that_cannot_be_true_is_mended_and_counted(
    imports, simulated, as_csv, rule, table, column, values, expected, changed
):
    key = next(iter(CONTRACT[table].primary_key))
    first = simulated(60, 3).tables[table][key].head(len(values)).to_list()
    already = 0
    if CONTRACT[table].parent:  # a month is told by two keys; rows of a loan of their own are told by one
        # The simulated rows stay beside them, with the flaws that the simulated world has on purpose.
        already = sum(m.rows for m in as_csv.cleaned if (m.table, m.column, m.rule) == (table, column, rule))
        first = list(range(1, 1 + len(values)))
        numbered = rows_with(key, first)
        report, tables = imports(
            change={table: lambda rows: pl.concat([numbered(rows_with(column, values)(rows)).head(len(values)), rows])}
        )
    else:
        report, tables = imports(change={table: rows_with(column, values)})
    kept = tables.frames[table].collect()
    cells = dict(zip(kept[key], kept[column], strict=True))
    assert [cells[k] for k in first] == expected
    counted = {(m.table, m.column, m.rule): m.rows for m in report.cleaned}
    assert counted[table, column, rule] == changed + already


def test_every_rule_has_a_test():
    assert {rule.name for rule in rules()} == {case[0] for case in CLEANED}


def test_a_negative_balance_of_a_card_is_kept(imports):
    """An overpaid card owes the client money: 420,250 below zero is possible."""
    _, tables = imports(change={"credit_card_balance": rows_with("AMT_BALANCE", [-420_250.18])})
    assert tables.frames["credit_card_balance"].collect()["AMT_BALANCE"].min() == -420_250.18


def test_a_change_of_phone_on_the_day_of_the_application_is_kept(imports):
    _, tables = imports(change={TRAIN: rows_with("DAYS_LAST_PHONE_CHANGE", [0, 0])})
    assert tables.frames[TRAIN].collect()["DAYS_LAST_PHONE_CHANGE"][:2].to_list() == [0, 0]


def test_empty_text_is_missing(imports):
    _, tables = imports(change={TRAIN: rows_with("OCCUPATION_TYPE", ["", None])})
    assert tables.frames[TRAIN].collect()["OCCUPATION_TYPE"][:2].to_list() == [None, None]


# --- what does not agree between tables ---------------------------------------------------------------


def findings(report: ImportReport) -> dict[tuple[str, str, str], tuple[int, str]]:
    return {(f.check, f.table, f.column): (f.rows, f.example) for f in report.findings}


def test_a_sound_archive_has_no_findings(imports):
    report, _ = imports()
    assert report.findings == ()


def test_an_unknown_level_is_kept_and_noticed(imports):
    report, tables = imports(change={TRAIN: rows_with("NAME_HOUSING_TYPE", ["Houseboat", "Houseboat"])})
    assert findings(report) == {("unknown_level", TRAIN, "NAME_HOUSING_TYPE"): (2, "Houseboat")}
    assert (tables.frames[TRAIN].collect()["NAME_HOUSING_TYPE"] == "Houseboat").sum() == 2


@pytest.mark.parametrize("table", ["bureau", "previous_application", "POS_CASH_balance", "installments_payments"])
def test_a_history_of_nobody_is_noticed(imports, simulated, table):
    rows = simulated(60, 3).tables[table]
    stranger = rows["SK_ID_CURR"][0]
    nobody = pl.when(pl.col("SK_ID_CURR") == stranger).then(1).otherwise(pl.col("SK_ID_CURR")).alias("SK_ID_CURR")
    report, _ = imports(change={table: lambda rows: rows.with_columns(nobody)})
    assert findings(report)["unknown_client", table, "SK_ID_CURR"] == ((rows["SK_ID_CURR"] == stranger).sum(), "1")


@pytest.mark.parametrize(
    ("table", "key"),
    [
        ("bureau_balance", "SK_ID_BUREAU"),
        ("POS_CASH_balance", "SK_ID_PREV"),
        ("installments_payments", "SK_ID_PREV"),
        ("credit_card_balance", "SK_ID_PREV"),
    ],
)
def test_rows_of_a_loan_that_the_parent_table_does_not_hold_are_noticed(imports, simulated, table, key):
    rows = simulated(60, 3).tables[table]
    orphan = rows[key][0]
    lost = pl.when(pl.col(key) == orphan).then(7).otherwise(pl.col(key)).alias(key)
    report, tables = imports(change={table: lambda rows: rows.with_columns(lost)})
    assert findings(report)["loan_without_parent", table, key] == ((rows[key] == orphan).sum(), "7")
    assert tables.frames[table].collect().height == rows.height


@pytest.mark.parametrize("table", ["bureau_balance", "POS_CASH_balance", "credit_card_balance"])
def test_a_month_told_twice_is_noticed(imports, table):
    report, _ = imports(change={table: lambda rows: pl.concat([rows, rows.head(1)])})
    assert findings(report) == {("repeated_month", table, CONTRACT[table].primary_key[0]): (1, "")}


def test_two_payments_of_one_instalment_are_no_finding(imports):
    report, _ = imports(change={"installments_payments": lambda rows: pl.concat([rows, rows.head(1)])})
    assert findings(report) == {}


def test_the_report_lies_beside_the_tables(imported):
    from scoring.files import read_json

    report = read_json(current(imported.tables) / "tables.json")
    assert report["absent"] == []
    assert set(report["rows"]) == set(TABLES)
    assert {"table", "column", "rule", "rows"} == set(report["cleaned"][0])


# --- Kaggle's rows ------------------------------------------------------------------------------------


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "clients", "absent"),
    [
        ("home-credit-sample.zip", {TRAIN: 3995, TEST: 4004}, ("installments_payments",)),
        ("home-credit-200.zip", {TRAIN: 200}, ("bureau_balance",)),
    ],
)
def test_the_real_archives_are_taken(real_data, tmp_path, name, clients, absent):
    report = import_tables(Home(tmp_path / "home"), Path(real_data(name)))
    assert {table: rows for table, rows in report.rows.items() if table in (TRAIN, TEST)} == clients
    assert report.absent == absent
