"""A result is never written over what it is made from; a table under another name is told so."""

from __future__ import annotations

import pytest

from scoring.api.language import archive_in_language
from scoring.errors import UserError
from scoring.tables.ingest import check_archive
from scoring.tables.report_lines import refuse_overwriting

TRAIN = "application_train"
OVER = r"^Expected another file for the result than what it is made from, got {}\. Name another file\.$"


@pytest.fixture
def archive(tiny_archive, tmp_path):
    """A folder of all eight tables."""
    return tiny_archive(tmp_path / "archive")


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def test_scores_are_not_written_over_the_file_that_is_scored(run_cli, archive, tmp_path):
    file = archive / f"{TRAIN}.csv"
    before = file.read_bytes()
    ran = run_cli("--home", tmp_path / "home", "score", "--input", file, "--output", file)
    assert ran.status == 2
    assert ran.err.strip().splitlines()[-1] == (
        f"Expected another file for the result than what it is made from, got {TRAIN}.csv. Name another file."
    )
    assert file.read_bytes() == before


@pytest.mark.parametrize("name", ["bureau.csv", "./bureau.csv"])
def test_a_report_is_not_written_over_a_file_of_the_archive(run_cli, archive, tmp_path, name):
    before = contents(archive)
    ran = run_cli("--home", tmp_path / "home", "import", archive, "--report", f"{archive}/{name}")
    assert (ran.status, ran.err.count("got bureau.csv")) == (2, 1)
    assert contents(archive) == before


def test_a_link_to_the_archive_is_the_archive(archive, tmp_path):
    link = tmp_path / "link.csv"
    link.symlink_to(archive / f"{TRAIN}.csv")
    with pytest.raises(UserError, match=OVER.format(rf"{TRAIN}\.csv")):
        refuse_overwriting(archive / f"{TRAIN}.csv", link)


def test_results_beside_the_archive_or_new_in_its_folder_are_written_and_two_in_one_file_are_not(archive, tmp_path):
    refuse_overwriting(archive, tmp_path / "scores.csv", archive / "scores.csv", None)
    with pytest.raises(
        UserError, match=r"^Expected a file for each result, got same\.csv for two\. Name another file\.$"
    ):
        refuse_overwriting(archive, tmp_path / "same.csv", tmp_path / "same.csv")


@pytest.mark.parametrize("ending", [".csv", ".txt", ".parquet"])
def test_a_table_alone_under_another_name_is_told_so(archive, ending):
    file = archive / f"clients{ending}"
    (archive / f"{TRAIN}.csv").rename(file)
    with pytest.raises(UserError) as refused:
        check_archive(file)
    assert str(refused.value) == (
        f"clients{ending}: expected a table's name, such as application_test.csv, got another. "
        "Name a table's file as Kaggle does, for instance bureau.csv."
    )
    assert archive_in_language(str(refused.value), "fr") == (
        f"clients{ending} : le nom d’une table était attendu, tel que application_test.csv, reçu un autre. "
        "Nommez le fichier d’une table comme Kaggle, par exemple bureau.csv."
    )
