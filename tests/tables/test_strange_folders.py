"""Names that are no UTF-8, folders of other formats, parts of which one is missing, ends of line of another kind."""

from __future__ import annotations

import os
import re
import zipfile
from pathlib import Path

import pytest

from scoring.api.language import archive_in_language
from scoring.errors import UserError
from scoring.tables.ingest import check_archive
from scoring.tables.plain import missing_parts
from scoring.tables.report_lines import report_json, report_lines

TRAIN = "application_train"
NO_UTF_8 = os.fsdecode(b"caf\xe9")


@pytest.fixture
def archive(tiny_archive, tmp_path) -> Path:
    """Four tables in a folder that a test may spoil."""
    return tiny_archive(tmp_path / "archive", without=("bureau_balance", "POS_CASH_balance", "credit_card_balance"))


def refusal(path: Path) -> str:
    with pytest.raises(UserError) as refused:
        check_archive(path)
    return str(refused.value)


def notices(path: Path, rule: str) -> list[str]:
    return [notice.sentence for notice in check_archive(path).notices if notice.rule == rule]


def moved_into(archive: Path, table: str, *names: str) -> list[Path]:
    """The rows of a table as parts of a folder of its own, one a name, each with the header."""
    header, *rows = (archive / f"{table}.csv").read_text().splitlines(keepends=True)
    (archive / f"{table}.csv").unlink()
    paths = [archive / table / name for name in names]
    for place, path in enumerate(paths):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("".join([header, *rows[place :: len(names)]]))
    return paths


# --- names --------------------------------------------------------------------------------------------


def test_a_table_whose_name_is_no_utf_8_is_read(archive):
    (archive / "bureau.csv").rename(archive / os.fsdecode(b"bureau (\xe9).csv"))
    assert "bureau" in check_archive(archive).rows


def test_an_archive_below_a_name_that_is_no_utf_8_is_read(archive, tmp_path):
    report = check_archive(archive.rename(tmp_path / NO_UTF_8))
    assert report.source == "caf\ufffd"
    assert report.rows[TRAIN] > 0


@pytest.mark.parametrize("name", [b"caf\xe9.csv", b"caf\xe9.xlsx", b"bur\xe9au.xlsx"])
def test_what_is_said_of_a_name_that_is_no_utf_8_can_be_written(archive, name):
    (archive / os.fsdecode(name)).write_bytes(b"a,b\n1,2\n")
    report = check_archive(archive)
    said = "\n".join([*report_lines(report), str(report_json(report))])
    assert name.decode("utf-8", "replace") in said
    assert said.encode("utf-8")


def test_a_refusal_of_a_name_that_is_no_utf_8_can_be_written(archive, tmp_path):
    (archive / f"{NO_UTF_8}.csv").symlink_to(tmp_path / "nowhere")
    assert refusal(archive).startswith("caf\ufffd.csv: is a symbolic link that leads")
    assert "caf\ufffd, which does not exist" in refusal(tmp_path / NO_UTF_8)


def test_a_name_of_two_lines_is_told_in_one(archive):
    (archive / "my\nrows.csv").write_text("a,b\n1,2\n")
    assert notices(archive, "left_aside")[0].startswith("my rows.csv left aside")


# --- folders of other formats -------------------------------------------------------------------------


@pytest.mark.parametrize("packed", [False, True], ids=["folder", "zip"])
@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("_delta_log/00000000000000000000.json", "a Delta table"),
        (".hoodie/hoodie.properties", "a Hudi table"),
        ("metadata/v1.metadata.json", "an Iceberg table"),
    ],
)
def test_a_folder_that_keeps_old_rows_is_refused(archive, tmp_path, file, kind, packed):
    moved_into(archive, "installments_payments", "part-00000.csv")
    (archive / "installments_payments" / file).parent.mkdir()
    (archive / "installments_payments" / file).write_text("{}")
    path = archive
    if packed:
        path = tmp_path / "archive.zip"
        with zipfile.ZipFile(path, "w") as target:
            for inner in archive.rglob("*"):
                target.write(inner, inner.relative_to(archive))
    sentence = refusal(path)
    assert sentence.startswith(f"installments_payments: expected the parts of one table, got {kind}, in whose folder ")
    assert "dont le dossier garde des lignes" in archive_in_language(sentence, "fr")


def test_what_spark_has_not_finished_is_no_part(archive):
    (part,) = moved_into(archive, "installments_payments", "part-00000.csv")
    left = archive / "installments_payments" / "_temporary" / "0" / "part-00000.csv"
    left.parent.mkdir(parents=True)
    left.write_bytes(part.read_bytes())
    assert notices(archive, "parts") == []


# --- parts --------------------------------------------------------------------------------------------


def test_a_number_that_lacks_among_the_parts_is_named(archive):
    moved_into(archive, "bureau", "part-00000-a.csv", "part-00001-a.csv", "part-00003-a.csv")
    assert notices(archive, "parts") == [
        "bureau is read as one table from 3 parts. Of their numbers 2 is not there: parts without rows may be left "
        "out, others would be missed."
    ]


@pytest.mark.parametrize("names", [("bureau-00000-of-00003.csv", "bureau-00002-of-00003.csv"), ("1of2.csv",)])
def test_fewer_parts_than_their_names_tell_are_refused(archive, names):
    moved_into(archive, "bureau", *names)
    sentence = refusal(archive)
    assert re.match(r"bureau: expected [23] parts, as their names tell, got [12]\. Put all parts into", sentence)
    assert "étaient attendues, d’après leurs noms" in archive_in_language(sentence, "fr")


def test_all_parts_are_all():
    assert missing_parts("bureau", ["bureau-00001-of-00002.csv", "bureau-00002-of-00002.csv"]) == ""
    assert missing_parts("bureau", ["part-0.csv", "rows of 2019.csv"]) == ""


def test_two_files_are_parts_in_a_folder_and_the_refusal_says_so(archive):
    rows = check_archive(archive).rows["bureau"]
    first, second = moved_into(archive, "bureau", "bureau_1.csv", "bureau_2.csv")
    assert check_archive(archive).rows["bureau"] == rows
    first.rename(archive / first.name)
    second.rename(archive / second.name)
    sentence = refusal(archive)
    assert sentence == (
        "Expected one file for bureau, got bureau_1.csv and bureau_2.csv. Keep one of the two; where they are parts of "
        "one table, call them bureau_1 and bureau_2 in a folder bureau."
    )
    french = archive_in_language(sentence, "fr")
    assert french.endswith("appelez-les bureau_1 et bureau_2, dans un dossier bureau.")


@pytest.mark.parametrize("name", ["bureau (1).csv", "bureau.csv", "bureau_2018-01-01.csv"])
def test_a_copy_in_the_folder_is_no_part(archive, name):
    (part,) = moved_into(archive, "bureau", "bureau_1.csv")
    (part.parent / name).write_bytes(part.read_bytes())
    assert refusal(archive).startswith("Expected one file for bureau, got ")


# --- ends of line -------------------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\x0b", "\x0c", "\x1e", "\x85", "\u2028", "\u2029"])
@pytest.mark.parametrize("table", [TRAIN, "bureau"])
def test_ends_of_line_of_another_kind_are_named(archive, table, end):
    path = archive / f"{table}.csv"
    path.write_text(path.read_text().replace("\n", end))
    sentence = refusal(archive)
    assert sentence == (
        f"{table}.csv: expected ends of line, got {end!r} in their place. Export the table with ordinary ends of line."
    )
    assert "des fins de ligne étaient attendues" in archive_in_language(sentence, "fr").replace("\u202f", " ")
