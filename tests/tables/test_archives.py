"""Archives that lead outside, grow without bound, are locked, or hold something else than tables."""

from __future__ import annotations

import gzip
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest
import zstandard

from scoring.errors import UserError
from scoring.settings import Home
from scoring.tables import unpack
from scoring.tables.decimal_comma import with_decimal_points
from scoring.tables.flags import read_flags
from scoring.tables.ingest import import_tables, read_archive
from scoring.tables.notices import FORM_RULES
from scoring.tables.numbers import number_hint
from scoring.tables.schema import CONTRACT, TABLES

TRAIN = "application_train"


@pytest.fixture
def archive(tiny_archive, tmp_path) -> Path:
    """A folder of all eight tables that a test may spoil."""
    return tiny_archive(tmp_path / "archive")


@pytest.fixture
def refusal(tmp_path) -> Callable[[Path], str]:
    """``(archive) -> sentence``: what refuses it; nothing is left behind."""

    def run(path: Path) -> str:
        home = Home(tmp_path / "home")
        with pytest.raises(UserError) as refused:
            import_tables(home, path)
        assert list(home.tables.iterdir()) == []
        return str(refused.value)

    return run


@pytest.fixture
def left_aside(tmp_path) -> Callable[[Path], list[str]]:
    """``(archive) -> sentences`` of the files that an import did not read."""

    def run(path: Path) -> list[str]:
        report = import_tables(Home(tmp_path / "home"), path)
        return [notice.sentence for notice in report.notices if notice.rule in ("left_aside", "companion")]

    return run


# --- outside ------------------------------------------------------------------------------------------


def test_a_link_that_leads_out_of_the_folder_is_not_followed(archive, refusal, tmp_path):
    (archive / "bureau.csv").rename(tmp_path / "bureau.csv")
    (archive / "bureau.csv").symlink_to(tmp_path / "bureau.csv")
    sentence = refusal(archive)
    assert "bureau.csv: is a symbolic link that leads out of the folder; it is not followed" in sentence
    assert "Put the file itself in the link's place" in sentence


def test_a_folder_that_links_outside_is_not_followed(archive, refusal, tmp_path):
    (tmp_path / "bureau").mkdir()
    (archive / "bureau.csv").rename(tmp_path / "bureau" / "part-0.csv")
    (archive / "bureau").symlink_to(tmp_path / "bureau")
    assert "bureau: is a symbolic link that leads out of the folder" in refusal(archive)


def test_a_link_within_the_folder_is_read(archive, tmp_path):
    (archive / "files").mkdir()
    (archive / "bureau.csv").rename(archive / "files" / "rows")
    (archive / "bureau.csv").symlink_to(archive / "files" / "rows")
    assert "bureau" in import_tables(Home(tmp_path / "home"), archive).rows


def test_a_link_that_leads_nowhere_is_refused(archive, refusal):
    (archive / "bureau.csv").unlink()
    (archive / "bureau.csv").symlink_to(archive.parent / "nowhere")
    assert "bureau.csv: is a symbolic link" in refusal(archive)


def test_a_link_in_a_zip_is_not_followed(archive, refusal, tmp_path):
    path = tmp_path / "links.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.write(archive / f"{TRAIN}.csv", f"{TRAIN}.csv")
        link = zipfile.ZipInfo("bureau.csv")
        link.external_attr = 0o120777 << 16
        target.writestr(link, "/etc/passwd")
    assert "links.zip: the member bureau.csv is a symbolic link; it is not followed" in refusal(path)


@pytest.mark.parametrize("member", ["../bureau.csv", "/bureau.csv", "a/../../bureau.csv"])
def test_a_zip_in_a_zip_may_not_point_outside_either(archive, refusal, tmp_path, member):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as target:
        target.writestr(member, "SK_ID_CURR\n")
    (archive / "bureau.csv").unlink()
    (archive / "bureau.csv.zip").write_bytes(inner.getvalue())
    assert "points outside the archive" in refusal(archive)


# --- bounds -------------------------------------------------------------------------------------------


def zeros(megabytes: int) -> bytes:
    return b"0" * (megabytes << 20)


def in_a_zip(name: str, content: bytes) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        target.writestr(name, content)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        (f"{TRAIN}.csv.zip", lambda: in_a_zip(f"{TRAIN}.csv", zeros(200))),
        (f"{TRAIN}.csv.gz", lambda: gzip.compress(zeros(200), 9)),
        (f"{TRAIN}.csv.zst", lambda: zstandard.compress(zeros(200))),
        (f"{TRAIN}.csv.zip", lambda: in_a_zip(f"{TRAIN}.csv.gz", gzip.compress(zeros(200), 9))),
    ],
    ids=["zip", "gz", "zst", "gz in zip"],
)
def test_what_unpacks_a_thousand_to_one_is_refused_before_the_disk_fills(refusal, tmp_path, name, pack):
    (tmp_path / "bomb").mkdir()
    (tmp_path / "bomb" / name).write_bytes(pack())
    sentence = refusal(tmp_path / "bomb")
    assert "expected a table that packs 200 to 1 at most, got more: " in sentence
    assert "Do not trust this archive." in sentence


def test_the_size_of_all_tables_is_bounded(archive, refusal, tmp_path, monkeypatch):
    path = tmp_path / "large.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for table in TABLES:
            target.write(archive / f"{table}.csv", f"{table}.csv")
    monkeypatch.setattr(unpack.Budget.__init__, "__defaults__", (100_000,))
    assert "got more. Name a folder with the unpacked files." in refusal(path)


def test_the_disk_is_asked_before_it_is_full(archive, refusal, tmp_path, monkeypatch):
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.write(archive / f"{TRAIN}.csv", f"{TRAIN}.csv")
    monkeypatch.setattr(unpack.shutil, "disk_usage", lambda _: Disk)
    assert "free disk, got 0.0. Free some space and run the command again." in refusal(path)


class Disk:
    free = 1000


def test_a_line_without_end_is_refused(archive, refusal):
    with (archive / "bureau.csv").open("ab") as file:
        file.write(zeros(20))
    assert "bureau.csv: expected lines of a few hundred characters, got one of over 4 million" in refusal(archive)


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (100_000, ("line 5: expected a whole number, got '999", "(100,001 characters)")),
        (1_000_000, ("line 5: expected values of a few characters, got one that cannot be read",)),
    ],
)
def test_a_long_value_is_cut_in_the_sentence(archive, refusal, length, words):
    lines = (archive / "bureau_balance.csv").read_text().splitlines()
    lines[4] = f"{lines[4].split(',')[0]},{'9' * length}x,C"
    (archive / "bureau_balance.csv").write_text("\n".join(lines) + "\n")
    sentence = refusal(archive)
    assert [word for word in words if word not in sentence] == []
    assert len(sentence) < 300


# --- locked, or something else -------------------------------------------------------------------------


def test_an_encrypted_zip(archive, refusal, tmp_path):
    path = tmp_path / "locked.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.write(archive / f"{TRAIN}.csv", f"{TRAIN}.csv")
    content = bytearray(path.read_bytes())
    for mark in (b"PK\x03\x04", b"PK\x01\x02"):
        content[content.index(mark) + (6 if mark[3] == 4 else 8)] |= 1
    path.write_bytes(content)
    assert "locked.zip: the member application_train.csv is encrypted. Unpack it with its password" in refusal(path)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 3\n", "a Git LFS pointer"),
        (b"<!DOCTYPE html>\n<html><body>Sign in</body></html>", "a web page (HTML)"),
        (b"\n  <HTML>", "a web page (HTML)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an Excel workbook"),
        (b"%PDF-1.7", "a PDF document"),
        (b"SQLite format 3\0", "an SQLite database"),
        (b"7z\xbc\xaf\x27\x1c", "a 7z archive"),
        (b"Rar!\x1a\x07", "a RAR archive"),
        (b"ARROW1\0\0", "an Arrow (Feather) file"),
        (b'{"message": "Not Found"}', "JSON"),
        (in_a_zip("[Content_Types].xml", b"<Types/>"), "an Excel workbook"),
    ],
)
@pytest.mark.parametrize("table", [TRAIN, "bureau"])
def test_something_else_under_a_tables_name(archive, refusal, table, content, words):
    (archive / f"{table}.csv").write_bytes(content)
    assert f"{table}.csv: expected a CSV or Parquet file, got {words}" in refusal(archive)


def test_a_file_without_a_header(archive, refusal):
    file = archive / "bureau.csv"
    file.write_text(file.read_text().split("\n", 1)[1])
    assert "bureau.csv: expected the header in the first line, got values" in refusal(archive)


@pytest.mark.parametrize("path", ["x" * 5000, "a\0b", "/dev/null"])
def test_a_path_that_cannot_be(refusal, tmp_path, path):
    (tmp_path / "home" / "data" / "tables").mkdir(parents=True)
    assert "Expected a zip or a folder, got" in refusal(Path(path))


def test_a_member_with_a_very_long_name(archive, tmp_path):
    path = tmp_path / "long.zip"
    with zipfile.ZipFile(path, "w") as target:
        target.write(archive / f"{TRAIN}.csv", f"{'x' * 3000}/{TRAIN}.csv")
        target.writestr(f"{'y' * 3000}.csv", "a\n")
    report = import_tables(Home(tmp_path / "home"), path)
    assert list(report.rows) == [TRAIN]
    assert max(len(notice.sentence) for notice in report.notices) < 300


# --- left aside ---------------------------------------------------------------------------------------


def test_kaggles_own_companions_are_left_aside_by_name(archive, left_aside):
    for name in ("HomeCredit_columns_description.csv", "sample_submission.csv"):
        (archive / name).write_bytes("déjà,vu\n".encode("latin-1"))
    assert left_aside(archive) == [
        f"{name} is left aside: it belongs to Kaggle's archive and is none of the tables."
        for name in ("HomeCredit_columns_description.csv", "sample_submission.csv")
    ]


def test_a_file_under_a_name_that_says_nothing_is_named(archive, left_aside):
    (archive / "bureau.csv").rename(archive / "data7.csv")
    assert left_aside(archive) == [
        "data7.csv left aside: the name is no table's. Name a table's file as Kaggle does, for instance bureau.csv."
    ]


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("bureau.xlsx", "bureau.xlsx left aside: the ending is none that is read. Write the table as CSV or Parquet."),
        ("README", "README left aside: no table."),
    ],
)
def test_a_file_that_cannot_hold_a_table_is_named(archive, left_aside, name, sentence):
    (archive / "bureau.csv").rename(archive / name)
    assert left_aside(archive) == [sentence]


@pytest.mark.parametrize(
    "ending", ["xlsx", "ods", "feather", "json", "jsonl", "pkl", "sas7bdat", "bak", "old", "csv.crdownload"]
)
def test_a_file_of_another_ending_is_answered_alike_whichever_table_it_is(archive, left_aside, ending):
    names = [f"{table}.{ending}" for table in ("bureau", "credit_card_balance", "installments_payments")]
    for name in names:
        (archive / name.replace(ending, "csv", 1)).rename(archive / name)
    assert left_aside(archive) == [
        f"{', '.join(names)} left aside: the ending is none that is read. Write the table as CSV or Parquet."
    ]


@pytest.mark.parametrize("ending", ["psv", "dat", "tab", "data", "PSV"])
def test_a_text_of_another_ending_is_read_whichever_table_it_is(archive, left_aside, tmp_path, ending):
    for table in TABLES:
        (archive / f"{table}.csv").rename(archive / f"{table}.{ending}")
    assert left_aside(archive) == []
    assert list(import_tables(Home(tmp_path / "home"), archive).rows) == list(TABLES)


def test_a_readme_is_no_finding(archive, tmp_path):
    (archive / "README.md").write_text("one")
    report = import_tables(Home(tmp_path / "home"), archive)
    assert [notice.rule for notice in report.notices] == ["companion"]
    assert report.is_clean == import_tables(Home(tmp_path / "home"), _without(archive / "README.md")).is_clean


def _without(file: Path) -> Path:
    file.unlink()
    return file.parent


def test_a_near_name_with_another_header_is_left_aside_and_named(archive, left_aside):
    (archive / "installments_payments.csv").unlink()
    (archive / "instalments_payment.csv").write_text("a,b\n1,2\n")
    assert left_aside(archive) == [
        "instalments_payment.csv is left aside: its header is not that table's. If it is the table "
        "installments_payments, name it installments_payments.csv alone."
    ]


def test_a_near_name_beside_the_table_is_left_aside_and_named(archive, left_aside):
    (archive / "bureaus.csv").write_text("a,b\n1,2\n")
    assert left_aside(archive) == [
        "bureaus.csv is left aside: bureau.csv is read. If it is the table bureau, name it bureau.csv alone."
    ]


@pytest.mark.parametrize(("before", "behind"), [("", "_final"), ("", "-export"), ("dbo.", ""), ("hc_", "_old")])
def test_a_table_whose_name_has_a_word_more_is_read_whichever_it_is(archive, left_aside, tmp_path, before, behind):
    """A slip of the pen is forgiven where names are long: a word was, too, and left the short ones aside."""
    for table in TABLES:
        (archive / f"{table}.csv").rename(archive / f"{before}{table}{behind}.csv")
    assert left_aside(archive) == []
    report = import_tables(Home(tmp_path / "home"), archive)
    assert list(report.rows) == list(TABLES)
    assert sorted(notice.sentence.split()[0] for notice in report.notices if notice.rule == "file_name") == sorted(
        f"{before}{table}{behind}.csv" for table in TABLES
    )


@pytest.mark.parametrize("table", ["bureau", "installments_payments"])
def test_parts_of_which_each_bears_a_word_are_read_together(archive, tmp_path, table):
    """``bureau/bureau_part1.csv`` and ``bureau/bureau_part2.csv``, as a cluster or a person writes them."""
    whole = import_tables(Home(tmp_path / "whole"), archive).rows[table]
    header, *lines = (archive / f"{table}.csv").read_text().splitlines(keepends=True)
    (archive / f"{table}.csv").unlink()
    (archive / table).mkdir()
    for number, part in enumerate((lines[:50], lines[50:]), 1):
        (archive / table / f"{table}_part{number}.csv").write_text("".join([header, *part]))
    assert import_tables(Home(tmp_path / "home"), archive).rows[table] == whole


@pytest.mark.parametrize(
    "second", ["bureau (1).csv", "bureau - Copy.csv", "old/bureau.csv", "bureau.parquet", "BUREAU.txt"]
)
def test_two_files_for_one_table_are_refused_and_both_named(archive, refusal, second):
    (archive / second).parent.mkdir(exist_ok=True)
    (archive / second).write_text("a\n")
    sentence = refusal(archive)
    assert "Expected one file for bureau, got " in sentence
    assert second in sentence
    assert "bureau.csv" in sentence.replace(second, "", 1)
    assert "Keep one of the two; where they are parts of one table, call them " in sentence


def test_every_rule_that_a_notice_names_is_explained(archive, left_aside):
    (archive / "readme.md").write_text("a")
    assert left_aside(archive)
    assert {"left_aside", "companion", "separator", "encoding"} <= FORM_RULES.keys()


# --- whole numbers -------------------------------------------------------------------------------------


def parquet(archive: Path, table: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
    file = archive / f"{table}.csv"
    change(pl.read_csv(file, infer_schema_length=None)).write_parquet(archive / f"{table}.parquet")
    file.unlink()


def first_id(value: object, kind: pl.DataType | type[pl.DataType]) -> Callable[[pl.DataFrame], pl.DataFrame]:
    return lambda rows: rows.with_columns(
        pl.Series("SK_ID_CURR", [value, *rows["SK_ID_CURR"].to_list()[1:]], dtype=kind, strict=False)
    )


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_ids_pass_through_no_float(archive, tmp_path, ending):
    """2^53 and 2^53 + 1 are one float and two clients."""
    ids = [2**53, 2**53 + 1]

    def change(rows: pl.DataFrame) -> pl.DataFrame:
        return rows.with_columns(pl.Series("SK_ID_CURR", [*ids, *rows["SK_ID_CURR"].to_list()[2:]]))

    if ending == ".parquet":
        parquet(archive, TRAIN, change)
    else:
        change(pl.read_csv(archive / f"{TRAIN}.csv", infer_schema=False).cast({"SK_ID_CURR": pl.Int64})).write_csv(
            archive / f"{TRAIN}.csv"
        )
    (tmp_path / "work").mkdir()
    tables = read_archive(archive, tmp_path / "work")
    assert tables.application().collect()["SK_ID_CURR"].to_list()[-2:] == ids


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        (1e30, pl.Float64),
        (1e30, pl.Float32),
        (2.0**53, pl.Float64),
        (2.0**24, pl.Float32),
        (0.5, pl.Float64),
        (2**64 - 1, pl.UInt64),
        (2**100, pl.Int128),
        ("1e5", pl.String),
        ("9007199254740993.0", pl.String),
        ("1e30", pl.String),
    ],
)
def test_an_id_that_is_no_exact_whole_number_is_refused_by_its_row(archive, refusal, value, kind):
    parquet(archive, TRAIN, first_id(value, kind))
    sentence = refusal(archive)
    assert f"{TRAIN}.parquet: column SK_ID_CURR, row 1: expected a whole number, got " in sentence


DAYS = ("durations", "dates")
NOT_VALUES = {
    "durations": (pl.duration(days=1), "durations"),
    "dates": (pl.date(2020, 1, 1), "dates"),
    "timestamps": (pl.datetime(2020, 1, 1), "dates"),
    "times": (pl.time(1), "times of day"),
    "lists": (pl.concat_list(pl.lit(1.0)), "lists"),
    "structs": (pl.struct(pl.lit(1).alias("a")), "structs"),
    "bytes": (pl.lit(b"1"), "bytes"),
}


@pytest.mark.parametrize("kind", NOT_VALUES)
@pytest.mark.parametrize(
    ("table", "column"),
    [(TRAIN, "DAYS_EMPLOYED"), (TRAIN, "CODE_GENDER"), ("bureau", "SK_ID_BUREAU"), ("bureau_balance", "STATUS")],
)
def test_columns_of_other_kinds_in_parquet(archive, refusal, table, column, kind):
    value, words = NOT_VALUES[kind]
    parquet(archive, table, lambda rows: rows.with_columns(value.alias(column)))
    sentence = refusal(archive)
    assert f"{table}.parquet: column {column}: expected " in sentence
    is_number = CONTRACT[table].columns[column].dtype.is_numeric()
    kind_to_write = "texts." if not is_number else "a plain number of days." if words in DAYS else "numbers."
    assert f", got {words}. Write it as {kind_to_write}" in sentence


def test_one_spoiled_id_in_all_rows_is_no_duplicate_to_remove(archive, refusal):
    parquet(archive, TRAIN, lambda rows: rows.with_columns(pl.lit(1).alias("SK_ID_CURR")))
    sentence = refusal(archive)
    assert "expected one row for SK_ID_CURR 1, got 52. These rows differ: SK_ID_CURR was spoiled in them." in sentence


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"Obj\x01" + bytes(99), "an Avro file"),
        (b"ORC" + bytes(99), "an ORC file"),
        (b"\x89HDF\r\n\x1a\n", "an HDF5 file"),
        (b"\x93NUMPY\x01\x00", "a NumPy array"),
        (b"\x89PNG\r\n\x1a\n", "an image"),
        (b"<?xml version='1.0'?><rows/>", "an XML file"),
        (b"<!DOCTYPE html><html>", "a web page (HTML)"),
        (b"<rows><row/></rows>", "an XML file"),
        (rb"{\rtf1\ansi SK_ID_CURR}", "a text document (RTF)"),
        (b"<stata_dta><header>", "a Stata file"),
        (b"$FL2@(#) SPSS DATA FILE", "an SPSS file"),
        (bytes(12) + bytes.fromhex("c2ea8160b31411cfbd92080009c7318c181f1011"), "a SAS file"),
        (b"\x04\x22\x4d\x18" + bytes(9), "an LZ4 file"),
        (b"\x00\x01\x00\x00Standard ACE DB\x00", "an Access database"),
        (b"RDX3\nX\n" + bytes(9), "an R file"),
        (b"PGDMP\x01", "a PostgreSQL dump"),
        (b"\xff\xff\xff\xff\x10\x00\x00\x00", "an Arrow (Feather) file"),
        (b"\x80\x04\x95\x10", "a Python pickle"),
        (bytes(8) + b"DUCK\x40", "a DuckDB database"),
        (b"MATLAB 5.0 MAT-file, Platform: GLNXA64", "a MATLAB file"),
    ],
)
def test_what_is_no_table_is_called_by_its_name(archive, refusal, content, words):
    (archive / "bureau.csv").write_bytes(content)
    assert f"bureau.csv: expected a CSV or Parquet file, got {words}. " in refusal(archive)


@pytest.mark.parametrize(
    "content",
    [
        b"404: Not Found\n",
        b"[InternetShortcut]\nURL=https://example.org\n",
        b"From: a@example.org\nSubject: export\n\nSK_ID_CURR,1\n",
        b"-----BEGIN PGP MESSAGE-----\n\nhQEMA\n",
        "SK_ID_CURR,SK_ID_BUREAU\n".encode("cp500") * 9000,  # one line for who looks for line feeds
    ],
)
def test_a_text_that_is_no_table_is_quoted_in_place_of_the_header(archive, refusal, content):
    (archive / "bureau.csv").write_bytes(content)
    sentence = refusal(archive)
    assert sentence.startswith("bureau.csv: expected a header with the columns of bureau (SK_ID_CURR, SK_ID_BUREAU, ")
    assert "Export the table again" in sentence


def test_a_header_alone_is_an_empty_table_also_without_an_end_of_line(archive, refusal):
    header = (archive / "bureau.csv").read_bytes().split(b"\n")[0]
    (archive / "bureau.csv").write_bytes(header)
    assert "bureau.csv: expected rows, got an empty table." in refusal(archive)


@pytest.mark.parametrize("name", [".DS_Store", "__MACOSX/._bureau.csv", "./.DS_Store"])
def test_what_a_macintosh_adds_to_a_zip_is_not_mentioned(tiny_archive, left_aside, tmp_path, name):
    path = tiny_archive(tmp_path / "mac.zip")
    with zipfile.ZipFile(path, "a") as packed:
        packed.writestr(name, b"\0\5\x16\7")
    assert left_aside(path) == []


@pytest.mark.parametrize(
    ("members", "words"),
    [
        (["[Content_Types].xml", "xl/workbook.xml"], "an Excel workbook"),
        (["mimetype", "content.xml"], "a workbook of a spreadsheet (OpenDocument or Numbers)"),
        (["Index/Document.iwa"], "a workbook of a spreadsheet (OpenDocument or Numbers)"),
    ],
)
def test_a_workbook_under_a_tables_name_is_called_so(archive, refusal, members, words):
    with zipfile.ZipFile(archive / "bureau.csv", "w") as workbook:
        for member in members:
            workbook.writestr(member, "x")
    assert f"got {words}. Save the sheet as CSV (UTF-8) and name it after the table." in refusal(archive)


def test_a_note_beside_a_table_in_its_zip_is_no_second_table(archive, left_aside):
    table = (archive / "bureau.csv").read_bytes()
    (archive / "bureau.csv").unlink()
    with zipfile.ZipFile(archive / "bureau.zip", "w") as packed:
        packed.writestr("bureau.csv", table)
        packed.writestr("notes.txt", "exported on 3 May")
    assert [sentence.split(" left aside")[0] for sentence in left_aside(archive)] == ["bureau.zip/notes.txt"]


@pytest.mark.parametrize("end", [b"", b"PAR", b"PAR1" + bytes(8)])
def test_a_parquet_file_without_its_end_is_called_cut_off(archive, refusal, end):
    whole = archive / "bureau.parquet"
    pl.read_csv(archive / "bureau.csv").write_parquet(whole)
    whole.write_bytes(whole.read_bytes()[:-4] + end)
    (archive / "bureau.csv").unlink()
    assert "bureau.parquet: cannot be read as a table: it is cut off or damaged (its end is missing)." in refusal(
        archive
    )


def test_an_encrypted_parquet_file_is_called_so(archive, refusal):
    (archive / "bureau.csv").write_bytes(b"PARE" + bytes(range(256)))
    assert "bureau.csv: expected a CSV or Parquet file, got an encrypted Parquet file." in refusal(archive)


def test_a_method_of_packing_that_is_not_read_is_no_damage(tiny_archive, refusal, tmp_path):
    path = tiny_archive(tmp_path / "other.zip")
    deflated = re.compile(rb"(PK\x03\x04.{4}|PK\x01\x02.{6})\x08\0", re.DOTALL)
    path.write_bytes(deflated.sub(lambda met: met[1] + b"\x09\0", path.read_bytes()))
    assert "is packed by a method that is not read here (deflate, bzip2 and lzma are). Unpack it" in refusal(path)


@pytest.mark.parametrize("text", ["Nobody\nknows", "x" * 5_000_000])
def test_a_text_that_nobody_knows_is_told_in_one_line(archive, tmp_path, text):
    rows = pl.read_csv(archive / "application_train.csv", infer_schema=False)
    first = pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(text)).otherwise("NAME_HOUSING_TYPE")
    rows.with_columns(first.alias("NAME_HOUSING_TYPE")).write_csv(archive / "application_train.csv")
    home = Home(tmp_path / "home")
    (finding,) = [met for met in import_tables(home, archive).findings if met.check == "unknown_level"]
    (flag,) = read_flags(next(home.tables.glob("*/flags.parquet")).parent).filter(cause="unknown_text")["value"]
    assert [len(words.splitlines()) for words in (finding.example, flag)] == [1, 1]
    assert max(len(finding.example), len(flag)) <= 200


# --- numbers in words ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("1 000.5", "something stands between thousands"),
        ("12.5 EUR", "a unit behind the number"),
        ("2020-01-31", "a date"),
        ("NA", "a word for no value; leave it empty"),
    ],
)
def test_a_number_that_is_written_otherwise_is_told_what_it_looks_like(archive, refusal, text, hint):
    lines = (archive / "bureau.csv").read_text().splitlines()
    lines[2] = ",".join([*lines[2].split(",")[:-1], text])
    (archive / "bureau.csv").write_text("\n".join(lines) + "\n")
    assert f"column AMT_ANNUITY, line 3: expected a number, got '{text}' ({hint})" in refusal(archive)


@pytest.mark.parametrize(
    ("text", "hint"),
    [
        ("(123)", "brackets for a negative number"),
        ("2342-", "a minus behind the number"),
        ("\u22122342", "a dash in place of a minus"),
        ("'123.5", "an apostrophe stands before it, as spreadsheets mark texts"),
        ("\ufeff900154", "a byte order mark stands before it, as where files were put together"),
        ("12 %", "a unit behind the number"),
        ("-inf", "no number can be infinite"),
        ("900001   ", "blanks around the number"),
        ("  ", "a blank in place of nothing; leave it empty"),
        ("1\u202f234,5", "something stands between thousands"),
        ("#N/A", "a word for no value; leave it empty"),
        ("09-Feb-94", "a date"),
        ("3 août 2019", "a date"),
        ("(vide)", "a word for no value; leave it empty"),
    ],
)
def test_what_a_number_looks_like_that_is_none(text, hint):
    assert number_hint(text) == f" ({hint})"


def test_a_comma_in_a_text_is_no_decimal_comma():
    shifted = pl.LazyFrame({"AMT_CREDIT": ["Spouse, partner", "1.5"]})
    assert with_decimal_points("application_train.csv", shifted, CONTRACT[TRAIN])[1] == []


@pytest.mark.parametrize(
    ("separator", "cells", "words"),
    [
        (";", ("1,234.5", "7"), "expected numbers with decimal points, got points and commas, as in '1,234.5'"),
        (";", ("1,234", "12,345"), "commas in numbers such as '1,234' may stand between thousands"),
        ("\t", ("1,234", "12,345,678"), "commas in numbers such as '1,234' may stand between thousands"),
    ],
)
def test_thousands_are_no_decimals(archive, refusal, separator, cells, words):
    rows = pl.read_csv(archive / "bureau.csv", infer_schema=False)
    numbers = [name for name in rows.columns if rows[name].str.contains(".", literal=True).any()]
    whole = rows.with_columns(pl.col(numbers).str.replace(r"\..*", ""))
    spoiled = whole.with_columns(pl.Series("AMT_CREDIT_SUM", [*cells, *whole["AMT_CREDIT_SUM"].to_list()[2:]]))
    spoiled.write_csv(archive / "bureau.csv", separator=separator)
    assert f"bureau.csv: {words}" in refusal(archive)
