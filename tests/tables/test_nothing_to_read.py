"""What is called like a table and cannot be read: empty folders, links to nothing, pipes; each is named."""

from __future__ import annotations

import gzip
import io
import os
import shutil
import tarfile
import zipfile

import pytest

from scoring.errors import UserError
from scoring.settings import Home
from scoring.tables.ingest import check_archive, import_tables
from scoring.tables.names import table_of

TRAIN = "application_train"


@pytest.fixture
def archive(tiny_archive, tmp_path):
    """Three tables in a folder that a test may spoil."""
    left_out = ("bureau_balance", "POS_CASH_balance", "installments_payments", "credit_card_balance", "bureau")
    return tiny_archive(tmp_path / "archive", without=left_out)


def said(path):
    return [notice.sentence for notice in check_archive(path).notices if notice.rule == "left_aside"]


@pytest.mark.parametrize("name", ["bureau", "bureau.csv", "Bureau (1)", "bureaux", "in/bureau.parquet"])
def test_an_empty_folder_that_is_called_like_a_table_is_named(archive, name):
    (archive / name).mkdir(parents=True)
    assert said(archive) == [f"{name} left aside: an empty folder or archive. Put the table's file in its place."]


def test_a_folder_that_holds_but_what_spark_leaves_behind_is_empty(archive):
    (archive / "bureau.csv").mkdir()
    (archive / "bureau.csv" / "_SUCCESS").touch()
    (archive / "bureau.csv" / "year=2024").mkdir()
    assert said(archive) == ["bureau.csv left aside: an empty folder or archive. Put the table's file in its place."]


def test_a_folder_that_holds_a_table_or_a_note_is_not_empty(archive):
    (archive / "previous_application").mkdir()
    (archive / "previous_application.csv").rename(archive / "previous_application" / "part-0.csv")
    (archive / "bureau").mkdir()
    (archive / "bureau" / "read.me").write_text("later")
    assert said(archive) == []


def test_an_empty_folder_in_a_zip_is_named_too(archive, tmp_path):
    path = tmp_path / "archive.zip"
    with zipfile.ZipFile(path, "w") as packed:
        packed.mkdir("tables/bureau.csv")
        for file in archive.iterdir():
            packed.write(file, f"tables/{file.name}")
    assert said(path) == [
        "tables/bureau.csv left aside: an empty folder or archive. Put the table's file in its place."
    ]


def test_an_empty_folder_in_place_of_the_applications_is_named_in_the_refusal(archive, tmp_path):
    (archive / f"{TRAIN}.csv").unlink()
    (archive / f"{TRAIN}.csv").mkdir()
    with pytest.raises(
        UserError, match=rf"expected {TRAIN}.csv, got .*{TRAIN}.csv left aside: an empty folder or archive"
    ):
        import_tables(Home(tmp_path / "home"), archive)


def a_pipe(path):
    os.mkfifo(path)


def a_link_to_nothing(path):
    path.symlink_to(path.parent / "not_there")


def a_link_to_itself(path):
    path.symlink_to(path.name)


def a_link_to_a_folder(path):
    (path.parent / "elsewhere").mkdir()
    path.symlink_to("elsewhere")


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (a_pipe, "expected a file or a folder, got neither."),
        (a_link_to_nothing, "is a symbolic link that leads nowhere."),
        (a_link_to_itself, "is a symbolic link that leads nowhere."),
        (a_link_to_a_folder, "is a symbolic link to a folder; it is not followed."),
    ],
)
@pytest.mark.parametrize("name", ["bureau.csv", "rows.csv"])
def test_what_is_no_file_under_the_name_of_one_is_refused(archive, make, words, name):
    make(archive / name)
    with pytest.raises(UserError) as refused:
        check_archive(archive)
    assert str(refused.value).startswith(f"{name}: {words}")


@pytest.mark.parametrize("make", [a_pipe, a_link_to_nothing, a_link_to_itself, a_link_to_a_folder])
def test_what_no_table_is_called_like_disturbs_nobody(archive, make):
    make(archive / "notes")
    assert said(archive) == []


@pytest.mark.parametrize("name", ["bureau.csv", "bureau.parquet", "bureau.csv.gz", "bureau.zip", "bureau"])
def test_a_file_of_nothing_under_a_tables_name_is_refused(archive, name):
    (archive / name).touch()
    with pytest.raises(UserError, match=rf"{name}: expected a header and rows, got an empty file"):
        check_archive(archive)


def test_a_zip_that_holds_nothing_under_a_tables_name_is_named(archive):
    with zipfile.ZipFile(archive / "bureau.zip", "w"):
        pass
    assert said(archive) == ["bureau.zip left aside: an empty folder or archive. Put the table's file in its place."]
    shutil.copy(archive / "bureau.zip", archive / f"{TRAIN}.csv")
    with pytest.raises(UserError, match=rf"{TRAIN}.csv, bureau.zip left aside: an empty folder or archive"):
        check_archive(archive)


def test_the_names_tried_here_are_tables():
    assert all(table_of(name) for name in ("bureau", "Bureau (1)", "bureaux"))
    assert not table_of("notes")


def zipped(folder):
    path = folder.with_suffix(".zip")
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for file in sorted(folder.iterdir()):
            target.write(file, file.name)
    return path


@pytest.mark.parametrize("form", ["folder", "zip"])
@pytest.mark.parametrize("ending", [".tar.gz", ".tar"])
@pytest.mark.parametrize("table", [TRAIN, "bureau", "installments_payments"])
def test_a_tar_archive_is_told_alike_whichever_table_it_is_called_by(archive, table, ending, form):
    """A short name was no slip of the pen away from its table, and was told to be renamed."""
    content, rows = io.BytesIO(), b"SK_ID_CURR\n1\n"
    with tarfile.open(fileobj=content, mode="w:gz" if ending == ".tar.gz" else "w") as packed:
        member = tarfile.TarInfo(f"{table}.csv")
        member.size = len(rows)
        packed.addfile(member, io.BytesIO(rows))
    (archive / f"{table}.csv").unlink(missing_ok=True)
    (archive / f"{table}{ending}").write_bytes(content.getvalue())
    path = archive if form == "folder" else zipped(archive)
    if ending == ".tar.gz":
        with pytest.raises(
            UserError, match=r"^[a-z_.]+: expected a CSV or Parquet file, got a tar archive\. Unpack it"
        ):
            check_archive(path)
    elif table != TRAIN:
        reason = "the ending is none that is read. Write the table as CSV or Parquet."
        assert said(path) == [f"{table}.tar left aside: {reason}"]


@pytest.mark.parametrize("form", ["folder", "zip"])
def test_a_packed_table_that_is_cut_off_is_damaged_itself_and_not_the_zip_it_is_in(archive, form):
    rows = gzip.compress((archive / f"{TRAIN}.csv").read_bytes())
    (archive / f"{TRAIN}.csv").unlink()
    (archive / f"{TRAIN}.csv.gz").write_bytes(rows[:-20])
    with pytest.raises(UserError, match=rf"^{TRAIN}\.csv\.gz: cannot be read as a table: it is cut off or damaged"):
        check_archive(archive if form == "folder" else zipped(archive))


@pytest.mark.parametrize(
    ("name", "table"),
    [
        ("bureau_bal.csv", "bureau_balance"),
        ("pos_cash.csv", "POS_CASH_balance"),
        ("previous_app.csv", "previous_application"),
    ],
)
def test_a_name_that_is_cut_short_is_read_as_the_table_that_its_header_means(tiny_archive, tmp_path, name, table):
    archive = tiny_archive(tmp_path / "archive")
    sound = check_archive(archive)
    (archive / f"{table}.csv").rename(archive / name)
    report = check_archive(archive)
    assert [n.sentence for n in report.notices if n.file == name] == [
        f"{name} is read as {table}, the table that its name and its header mean."
    ]
    assert (report.rows, report.fingerprint) == (sound.rows, sound.fingerprint)


def test_a_name_that_two_tables_begin_with_or_that_says_little_is_none():
    assert [table_of(name) for name in ("application", "pos", "install.txt", "prev.csv")] == [None] * 4
