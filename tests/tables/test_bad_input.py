"""Bad input gets a sentence (expected, got, remedy) and exit status 2; nothing changes on disk."""

from __future__ import annotations

import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from scoring.settings import Home

TRAIN, TEST = "application_train", "application_test"
AGAIN = "Export the table again from Kaggle's archive."
KAGGLE = "Download home-credit-default-risk.zip from Kaggle again"


def put(column: str, value: str | None, row: int = 4) -> Callable[[pl.DataFrame], pl.DataFrame]:
    """Write a text into one cell; row 4 is line 6 of the file, behind the header."""

    def change(rows: pl.DataFrame) -> pl.DataFrame:
        cells, here = pl.col(column).cast(pl.String), pl.int_range(pl.len()) == row
        return rows.with_columns(pl.when(here).then(pl.lit(value)).otherwise(cells).alias(column))

    return change


def twice(rows: pl.DataFrame) -> pl.DataFrame:
    return pl.concat([rows, rows.tail(1)])


def drop(*columns: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda rows: rows.drop(columns)


def rename(column: str, name: str) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda rows: rows.rename({column: name})


def no_rows(rows: pl.DataFrame) -> pl.DataFrame:
    return rows.clear()


@pytest.fixture
def home(imported: Home, tmp_path: Path) -> Home:
    """A home that already holds tables."""
    shutil.copytree(imported.root, tmp_path / "home")
    return Home(tmp_path / "home")


@pytest.fixture
def refused(home, run_cli, snapshot):
    """``(archive, *words)``: the import ends in status 2, says these words, and leaves the home as it was."""

    def refuse(archive: Path, *words: str) -> None:
        before = snapshot(home.root)
        ran = run_cli("--home", home.root, "import", archive)
        sentence = ran.err.splitlines()[-1]
        assert ran.status == 2
        assert [word for word in words if word not in sentence] == [], sentence
        assert "Traceback" not in ran.err
        assert snapshot(home.root) == before

    return refuse


def test_a_whole_archive_is_taken(home, run_cli, tiny_archive, tmp_path):
    ran = run_cli("--home", home.root, "import", tiny_archive(tmp_path / "whole.zip"))
    assert ran.status == 0, ran.err


# --- the archive --------------------------------------------------------------------------------------


def test_a_path_that_is_not_there(refused, tmp_path):
    refused(tmp_path / "nowhere.zip", "Expected a zip or a folder", "nowhere.zip, which does not exist", KAGGLE)


@pytest.mark.parametrize("content", [b"", b"P", b"SK_ID_CURR,TARGET\n1,0\n"])
def test_a_file_that_is_no_zip(refused, tmp_path, content):
    file = tmp_path / "archive.zip"
    file.write_bytes(content)
    refused(file, "archive.zip: expected a whole zip archive, got a file that is not a zip", KAGGLE)


def test_a_gzip_in_place_of_the_zip(refused, tmp_path):
    file = tmp_path / "archive.zip"
    file.write_bytes(b"\x1f\x8b\x08\x00")
    refused(file, "archive.zip: expected a whole zip archive, got gzip", "Unpack it and name the folder.")


@pytest.mark.parametrize("left", [0.001, 0.1, 0.5, 0.9, 0.99, 0.9999])
def test_a_zip_that_is_cut_off(refused, tiny_archive, tmp_path, left):
    whole = tiny_archive(tmp_path / "whole.zip").read_bytes()
    cut = tmp_path / "cut.zip"
    cut.write_bytes(whole[: int(len(whole) * left)])
    refused(cut, "cut.zip: expected a whole zip archive, got a cut-off or damaged one", KAGGLE)


@pytest.mark.parametrize("place", [0.05, 0.3, 0.6])
def test_a_zip_with_a_damaged_member(refused, tiny_archive, tmp_path, place):
    path = tiny_archive(tmp_path / "damaged.zip")
    content = bytearray(path.read_bytes())
    at = int(len(content) * place)
    content[at : at + 8] = bytes(255 - byte for byte in content[at : at + 8])
    path.write_bytes(content)
    refused(path, "damaged.zip: expected a whole zip archive, got a cut-off", KAGGLE)


def test_a_zip_without_application_train(refused, tiny_archive, tmp_path):
    path = tiny_archive(tmp_path / "partial.zip", without=(TRAIN, "bureau"))
    refused(path, "partial.zip: expected application_train.csv, got POS_CASH_balance.csv, application_test.csv", KAGGLE)


def test_a_folder_without_any_table(refused, tmp_path):
    (tmp_path / "empty").mkdir()
    refused(tmp_path / "empty", "empty: expected application_train.csv, got none of the eight tables", KAGGLE)


@pytest.mark.parametrize(
    "member",
    [
        "../bureau.csv",
        "tables/../../bureau.csv",
        "/tmp/bureau.csv",
        "..\\bureau.csv",
        "\\bureau.csv",
        "C:\\bureau.csv",
        "C:bureau.csv",
    ],
)
def test_a_path_that_points_outside_the_zip(refused, tiny_archive, tmp_path, member):
    path = tiny_archive(tmp_path / "outside.zip", without=("bureau",))
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(member, "SK_ID_CURR\n")
    refused(path, f"outside.zip: the member {member} points outside the archive", "Do not trust this archive")
    assert not (tmp_path / "bureau.csv").exists()


@pytest.mark.parametrize("member", ["", ".", "/"])
def test_a_member_without_a_name_is_left_aside_or_refused(home, run_cli, tiny_archive, tmp_path, member):
    path = tiny_archive(tmp_path / "nameless.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr(zipfile.ZipInfo(member), b"")
    ran = run_cli("--home", home.root, "import", path)
    assert ran.status in (0, 2)
    assert "Traceback" not in ran.err


def test_a_table_that_is_there_twice(refused, tiny_archive, tmp_path):
    path = tiny_archive(tmp_path / "both")
    (path / "Bureau.csv.gz").write_bytes(b"")
    refused(path, "Expected one file for bureau, got Bureau.csv.gz and bureau.csv", "Keep one of the two")


def test_two_members_of_the_zip_for_one_table(refused, tiny_archive, tmp_path):
    path = tiny_archive(tmp_path / "both.zip")
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("older/bureau.csv", "SK_ID_CURR\n")
    refused(path, "Expected one file for bureau, got bureau.csv and older/bureau.csv", "Keep one of the two")


# --- columns ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "change", "words"),
    [
        ("bureau", drop("CREDIT_ACTIVE"), ("bureau.csv: column CREDIT_ACTIVE is missing", "found 16 of 17 columns")),
        ("bureau", rename("CREDIT_ACTIVE", "ACTIVE"), ("bureau.csv: column CREDIT_ACTIVE is missing", "16 of 17")),
        (TRAIN, drop("TARGET"), ("application_train.csv: column TARGET is missing", "found 121 of 122 columns")),
        (TEST, rename("SK_ID_CURR", "client"), ("application_test.csv: column SK_ID_CURR is missing",)),
        (
            "bureau_balance",
            drop("STATUS", "MONTHS_BALANCE"),
            ("bureau_balance.csv: columns MONTHS_BALANCE, STATUS are missing", "found 1 of 3 columns"),
        ),
    ],
    ids=["missing", "renamed", "without TARGET", "other name", "two missing"],
)
def test_a_column_is_missing_or_renamed(refused, tiny_archive, tmp_path, table, change, words):
    refused(tiny_archive(tmp_path / "columns", change={table: change}), *words, AGAIN)


# --- values -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("table", "column", "value", "kind"),
    [
        (TRAIN, "AMT_CREDIT", "much", "a number"),
        (TRAIN, "AMT_CREDIT", "1 000.5", "a number"),
        (TRAIN, "AMT_ANNUITY", "inf", "a number"),
        (TRAIN, "AMT_ANNUITY", "-inf", "a number"),
        (TRAIN, "AMT_ANNUITY", "NaN", "a number"),
        (TRAIN, "AMT_ANNUITY", "1e999", "a number"),
        (TRAIN, "SK_ID_CURR", "1.5", "a whole number"),
        (TEST, "SK_ID_CURR", "abc", "a whole number"),
        ("bureau", "DAYS_CREDIT", "yesterday", "a number"),
        ("bureau_balance", "MONTHS_BALANCE", "-1.5", "a whole number"),
        ("credit_card_balance", "SK_DPD", "-", "a number"),
    ],
)
def test_text_in_a_number(refused, tiny_archive, tmp_path, table, column, value, kind):
    path = tiny_archive(tmp_path / "text", change={table: put(column, value)})
    refused(path, f"{table}.csv: column {column}, line 6: expected {kind}, got {value!r}", AGAIN)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("2", ("expected 0 or 1, got 2",)),
        ("-1", ("expected 0 or 1, got -1",)),
        ("0.5", ("line 6: expected 0 or 1, got '0.5'",)),
        ("yes", ("line 6: expected 0 or 1, got 'yes'",)),
        (None, ("TARGET is empty in 1 row (line 6); it may never be",)),
    ],
)
def test_a_target_that_is_neither_0_nor_1(refused, tiny_archive, tmp_path, value, words):
    path = tiny_archive(tmp_path / "target", change={TRAIN: put("TARGET", value)})
    refused(path, "application_train.csv: column TARGET", *words, AGAIN)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (TRAIN, "SK_ID_CURR"),
        (TRAIN, "DAYS_BIRTH"),
        (TEST, "AMT_CREDIT"),
        ("bureau", "SK_ID_BUREAU"),
        ("installments_payments", "AMT_INSTALMENT"),
        ("POS_CASH_balance", "MONTHS_BALANCE"),
    ],
)
def test_a_required_value_that_is_empty(refused, tiny_archive, tmp_path, table, column):
    path = tiny_archive(tmp_path / "empty", change={table: put(column, None)})
    refused(path, f"{table}.csv: column {column} is empty in 1 row (line 6); it may never be", AGAIN)


@pytest.mark.parametrize(
    ("table", "key"),
    [(TRAIN, "SK_ID_CURR"), (TEST, "SK_ID_CURR"), ("bureau", "SK_ID_BUREAU"), ("previous_application", "SK_ID_PREV")],
)
def test_a_key_that_names_two_rows(refused, tiny_archive, simulated, tmp_path, table, key):
    repeated = simulated(60, 3).tables[table][key][-1]
    path = tiny_archive(tmp_path / "twice", change={table: twice})
    refused(path, f"{table}.csv: expected one row for {key} {repeated}, got 2", "Remove the duplicate rows")


def test_one_clients_number_in_train_and_in_test_is_no_duplicate_to_remove(refused, tiny_archive, simulated, tmp_path):
    client = simulated(60, 3).tables[TRAIN]["SK_ID_CURR"][0]
    path = tiny_archive(tmp_path / "both", change={TEST: put("SK_ID_CURR", str(client))})
    sentence = f"application_train and application_test: expected one row for SK_ID_CURR {client}, got 2"
    refused(path, sentence, "These rows differ: SK_ID_CURR was spoiled in them.")


def test_the_same_client_in_train_and_in_test(refused, tiny_archive, simulated, tmp_path):
    first = simulated(60, 3).tables[TRAIN].head(1).drop("TARGET")
    path = tiny_archive(tmp_path / "both", change={TEST: lambda rows: pl.concat([rows, first], how="diagonal_relaxed")})
    both = f"application_train and application_test: expected one row for SK_ID_CURR {first['SK_ID_CURR'][0]}, got 2"
    refused(path, both, "Remove the duplicate rows")


# --- files --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("table", [TRAIN, "bureau", "bureau_balance"])
def test_a_table_with_a_header_only(refused, tiny_archive, tmp_path, table):
    path = tiny_archive(tmp_path / "header", change={table: no_rows})
    refused(path, f"{table}.csv: expected rows, got an empty table", AGAIN)


def test_a_parquet_without_rows(refused, tiny_archive, tmp_path):
    path = tiny_archive(tmp_path / "header", ending=".parquet", change={"bureau": no_rows})
    refused(path, "bureau.parquet: expected rows, got an empty table", AGAIN)


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".parquet"])
def test_a_file_of_0_bytes(refused, tiny_archive, tmp_path, ending):
    path = tiny_archive(tmp_path / "nothing", ending=ending)
    (path / f"bureau{ending}").write_bytes(b"")
    refused(path, f"bureau{ending}: expected a header and rows, got an empty file", AGAIN)


@pytest.mark.parametrize("ending", [".csv.gz", ".parquet"])
@pytest.mark.parametrize("left", [0.2, 0.5, 0.95])
def test_a_packed_file_that_is_cut_off(refused, tiny_archive, tmp_path, ending, left):
    file = tiny_archive(tmp_path / "cut", ending=ending) / f"bureau{ending}"
    whole = file.read_bytes()
    file.write_bytes(whole[: int(len(whole) * left)])
    refused(file.parent, f"bureau{ending}: cannot be read as a table")


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".parquet"])
def test_a_file_that_is_no_table(refused, tiny_archive, tmp_path, ending):
    path = tiny_archive(tmp_path / "noise", ending=ending)
    (path / f"bureau{ending}").write_bytes(bytes(range(256)) * 40)
    refused(path, f"bureau{ending}: ")


def test_a_line_with_more_values_than_columns(refused, tiny_archive, tmp_path):
    path = tiny_archive(tmp_path / "ragged")
    with (path / "bureau_balance.csv").open("a") as file:
        file.write("5000000,-1,C,surplus\n")
    last = (path / "bureau_balance.csv").read_text().count("\n")
    refused(path, f"bureau_balance.csv: line {last}: expected 3 values, got 4", "download it or export it again")


def test_a_column_that_is_there_twice(home, run_cli, tiny_archive, tmp_path):
    path = tiny_archive(tmp_path / "columns")
    file = path / "bureau_balance.csv"
    header, rest = file.read_text().split("\n", 1)
    file.write_text(f"{header},STATUS\n" + "\n".join(f"{line},0" for line in rest.splitlines()) + "\n")
    ran = run_cli("--home", home.root, "import", path)
    assert ran.status in (0, 2)
    assert "Traceback" not in ran.err


def test_a_failed_first_import_leaves_no_file(run_cli, tiny_archive, tmp_path):
    path = tiny_archive(tmp_path / "archive", change={TRAIN: put("TARGET", "2")})
    ran = run_cli("--home", tmp_path / "fresh", "import", path)
    assert ran.status == 2
    assert [file for file in (tmp_path / "fresh").rglob("*") if file.is_file() or file.name.startswith(".")] == []
