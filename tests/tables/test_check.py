"""``scoring check``, ``--strict`` and ``--report``: what an import would say, as an exit status and as JSON."""

import json

import polars as pl
import pytest

from scoring.days import DAYS_IN_MONTH
from scoring.settings import Home
from scoring.tables.before_birth import check_birth
from scoring.tables.contradictions import BEFORE

TRAIN = "application_train"


def with_first(column, value):
    def change(rows: pl.DataFrame) -> pl.DataFrame:
        first = pl.int_range(pl.len()) == 0
        return rows.with_columns(
            pl.when(first).then(pl.lit(str(value))).otherwise(pl.col(column).cast(pl.String)).alias(column)
        )

    return change


# (change, exit status of check, a word of what is said)
ARCHIVES = {
    "whole": ({}, 0, "application_train: 52 rows"),
    "impossible": ({TRAIN: with_first("AMT_INCOME_TOTAL", -5)}, 1, "1 value by rule impossible_amount"),
    "unknown": ({TRAIN: with_first("NAME_HOUSING_TYPE", "Houseboat")}, 1, "unknown_level (for instance Houseboat)"),
    "spelling": ({TRAIN: with_first("FLAG_OWN_CAR", "true")}, 1, "1 value by rule yes_no_text"),
    "refused": ({TRAIN: lambda rows: rows.with_columns(-pl.col("DAYS_BIRTH"))}, 2, "signs are turned round"),
}


@pytest.mark.parametrize("name", ARCHIVES)
def test_check_says_what_an_import_would_and_keeps_nothing(run_cli, tiny_archive, snapshot, tmp_path, name):
    change, status, words = ARCHIVES[name]
    path, home = tiny_archive(tmp_path / "archive", change=change), tmp_path / "home"
    before = snapshot(tmp_path)
    ran = run_cli("--home", home, "check", path)
    assert (ran.status, snapshot(tmp_path)) == (status, before)
    imported = run_cli("--home", home, "import", path)
    assert imported.status == (2 if status == 2 else 0)
    assert imported.out == ran.out
    assert words in (ran.err if status == 2 else ran.out)


@pytest.mark.parametrize("name", ARCHIVES)
def test_check_as_json_tells_the_same(run_cli, tiny_archive, tmp_path, name):
    change, status, _ = ARCHIVES[name]
    ran = run_cli("check", "--json", tiny_archive(tmp_path / "archive", change=change))
    told = json.loads(ran.out)
    assert (ran.status, told["status"]) == (status, ("clean", "findings", "refused")[status])


def test_an_archive_to_score_may_lack_outcomes(run_cli, tiny_archive, tmp_path):
    path = tiny_archive(tmp_path / "archive", change={TRAIN: lambda rows: rows.drop("TARGET")})
    assert run_cli("check", path).status == 2
    assert run_cli("check", "--to-score", path).status == 0


@pytest.mark.parametrize("name", ["whole", "impossible"])
def test_strict_makes_a_finding_an_error_and_keeps_nothing_but_the_report(run_cli, tiny_archive, tmp_path, name):
    change, status, _ = ARCHIVES[name]
    path, home, file = tiny_archive(tmp_path / "archive", change=change), tmp_path / "home", tmp_path / "report.json"
    ran = run_cli("--home", home, "import", path, "--strict", "--report", file)
    report = json.loads(file.read_text())
    assert report["status"] == ("clean", "findings")[status]
    if status == 0:
        assert ran.status == 0
        return
    assert ran.status == 2
    assert "application_train.AMT_INCOME_TOTAL cleaned by rule impossible_amount" in ran.err
    assert report["flagged"] == 1
    assert [file for file in Home(home).tables.rglob("*") if file.is_file()] == []


def test_a_report_goes_to_a_folder_that_is_there(run_cli, tiny_archive, tmp_path):
    path = tiny_archive(tmp_path / "archive")
    ran = run_cli("--home", tmp_path / "home", "import", path, "--report", tmp_path / "nowhere" / "report.json")
    assert ran.status == 2
    assert "--report: expected a folder that is there, got" in ran.err


def test_days_from_before_a_clients_birth_are_told_of(simulated):
    tables = {name: frame.lazy() for name, frame in simulated(60, 3).tables.items() if name != "bureau_balance"}
    assert list(check_birth(tables)) == []
    client, birth = simulated(60, 3).tables[TRAIN].select("SK_ID_CURR", "DAYS_BIRTH").row(0)
    wrong = {}
    for name, columns in BEFORE.items():
        for column in columns if name in tables else ():
            here, at_birth = pl.col("SK_ID_CURR") == client, birth / (DAYS_IN_MONTH if "MONTH" in column else 1)
            rows = tables[name].filter(here).collect().height
            for before, expected in ((2, [(name, column, rows, str(client))] if rows else []), (-2, [])):
                value = pl.when(here).then(pl.lit(at_birth - before).floor()).otherwise(column).alias(column)
                spoilt = {**tables, name: tables[name].with_columns(value)}
                findings = [(f.table, f.column, f.rows, f.example) for f in check_birth(spoilt)]
                if findings != expected:
                    wrong[name, column, before] = findings
    assert wrong == {}
