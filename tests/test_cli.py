"""The command line: its words, its home, its files, its exit status."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import polars as pl
import pytest

from scoring.files import current
from scoring.inference.archive import evaluate_archive, evaluate_home, score_archive
from scoring.model.scores import NOT_SEEN
from scoring.tables.schema import CONTRACT, TABLES

COMMANDS = (
    "import",
    "check",
    "simulate",
    "features",
    "train",
    "score",
    "run",
    "assess",
    "evaluate",
    "drift",
    "models",
    "dashboard",
    "api",
)
COLUMNS = [
    "SK_ID_CURR", "probability", "repayment_probability", "score", "decision", "zone",
    "interval_low", "interval_high", "review_because", "out_of_range", "unusable",
]  # fmt: skip
METRICS = [
    "n", "n_seen", "target_rate", "auc", "auc_low", "auc_high", "log_loss", "brier", "ece", "ece_floor", "ks",
    "average_precision", "mean_probability", "ece_limit",
]  # fmt: skip
SATELLITES = tuple(name for name in TABLES if CONTRACT[name].source != "application")


def started(*arguments: object, cwd: Path) -> subprocess.CompletedProcess[str]:
    """The command as a shell starts it."""
    command = [sys.executable, "-m", "scoring.cli", *map(str, arguments)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True, timeout=120, check=False)


# --- help and home ------------------------------------------------------------------------------------


def test_help_names_every_command(run_cli):
    ran = run_cli("--help")
    assert ran.status == 0
    assert [command for command in COMMANDS if command not in ran.out] == []
    assert "--home" in ran.out


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_its_help(run_cli, command):
    ran = run_cli(command, "--help")
    assert ran.status == 0
    assert "Usage" in ran.out


def test_no_command_is_answered_by_the_help(run_cli):
    ran = run_cli()
    assert "Usage" in ran.out + ran.err


def test_an_unknown_command_is_a_mistake(run_cli):
    ran = run_cli("predict")
    assert ran.status == 2
    assert "No such command 'predict'" in ran.err


def test_home_is_where_things_are_written(run_cli, tiny_archive, tmp_path, monkeypatch):
    monkeypatch.setenv("SCORING_HOME", str(tmp_path / "other"))
    assert run_cli("--home", tmp_path / "home", "import", tiny_archive(tmp_path / "archive")).status == 0
    assert (tmp_path / "home" / "data" / "tables" / "current").exists()
    assert not (tmp_path / "other").exists()


def test_scoring_home_is_the_home_where_none_is_named(run_cli, tiny_archive, tmp_path, monkeypatch):
    monkeypatch.setenv("SCORING_HOME", str(tmp_path / "world"))
    assert run_cli("import", tiny_archive(tmp_path / "archive")).status == 0
    assert (tmp_path / "world" / "data" / "tables" / "current").exists()


def test_two_homes_share_nothing(run_cli, tiny_archive, tmp_path, snapshot):
    run_cli("--home", tmp_path / "one", "import", tiny_archive(tmp_path / "a"))
    before = snapshot(tmp_path / "one")
    run_cli("--home", tmp_path / "two", "import", tiny_archive(tmp_path / "b", seed=4))
    assert snapshot(tmp_path / "one") == before


def test_a_home_that_is_a_file_is_a_mistake(run_cli, tmp_path):
    (tmp_path / "file").write_text("")
    ran = run_cli("--home", tmp_path / "file", "run")
    assert ran.status == 2
    assert "Expected a folder for --home, got the file" in ran.err


def test_accents_in_the_home_under_a_locale_without_them_are_a_sentence(tmp_path, monkeypatch):
    for name, value in {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}.items():
        monkeypatch.setenv(name, value)
    ran = started("--home", tmp_path / "été", "run", cwd=tmp_path)
    assert ran.returncode == 2
    assert "Expected a folder whose name can be read" in ran.stderr
    assert "Set PYTHONUTF8=1" in ran.stderr
    assert "Traceback" not in ran.stderr


# --- stages in the wrong order ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ("features", ("Expected tables in", "Run 'scoring import ARCHIVE' or 'scoring simulate' first.")),
        ("run", ("Expected tables in", "Run 'scoring import ARCHIVE' or 'scoring simulate' first.")),
        ("train", ("Expected", "got none", "Run 'scoring")),
        ("score", ("Expected", "got none", "Run 'scoring")),
        ("evaluate", ("Expected a model in", "Run 'scoring train' or 'scoring run' first.")),
    ],
)
def test_a_stage_without_what_it_needs_says_what_to_run_first(run_cli, tmp_path, command, words):
    ran = run_cli("--home", tmp_path / "home", command)
    assert ran.status == 2
    assert [word for word in words if word not in ran.err] == [], ran.err
    assert not [file for file in (tmp_path / "home").rglob("*") if file.is_file()]


@pytest.mark.parametrize(
    ("option", "value", "word"),
    [("--clients", 10, "at least 50"), ("--clients", 10**14, "at most 100,000,000"), ("--seed", -1, "seed")],
)
def test_a_world_that_cannot_be_simulated(run_cli, imported, snapshot, option, value, word):
    before = snapshot(imported.root)
    ran = run_cli("--home", imported.root, "simulate", option, value)
    assert ran.status == 2
    assert word in ran.err
    assert snapshot(imported.root) == before


def test_a_run_with_nothing_to_do_says_so(run_cli, own_world, snapshot):
    before = snapshot(own_world.root)
    ran = run_cli("--home", own_world.root, "run")
    assert (ran.status, ran.out) == (0, "everything is up to date\n")
    assert snapshot(own_world.root) == before


# --- score --------------------------------------------------------------------------------------------


def assert_is_scored(file: Path, clients: list[int]) -> pl.DataFrame:
    rows = pl.read_csv(file) if file.suffix == ".csv" else pl.read_parquet(file)
    assert rows.columns == COLUMNS
    assert rows["SK_ID_CURR"].to_list() == sorted(clients)
    assert rows["probability"].is_between(0, 1).all()
    assert ((rows["probability"] + rows["repayment_probability"]) - 1).abs().max() < 1e-12
    assert rows["score"].is_between(0, 1000).all()
    assert set(rows["decision"]) <= {"granted", "refused"}
    assert set(rows["zone"]) <= {"accept", "review", "refuse"}
    return rows


@pytest.fixture
def scored(run_cli, world, tiny_archive, simulated, tmp_path):
    """``(ending, **archive) -> scores`` of another world's clients, by the world's model."""

    def score(ending: str = ".csv", clients: int | None = None, **archive: object) -> pl.DataFrame:
        output = tmp_path / f"scores{ending}"
        path = tiny_archive(tmp_path / "archive.zip", **archive)
        ran = run_cli("--home", world.root, "score", "--input", path, "--output", output)
        assert ran.status == 0, ran.err
        tables = simulated(60, 3).tables
        held = [name for name in TABLES[:2] if name not in archive.get("without", ())]
        return assert_is_scored(output, [client for name in held for client in tables[name]["SK_ID_CURR"]])

    return score


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_an_archive_is_scored_into_a_file(scored, ending):
    scored(ending)


def test_an_archive_is_scored_the_same_with_and_without_its_outcomes(scored, tiny_archive, world, run_cli, tmp_path):
    with_target = scored()
    path = tiny_archive(tmp_path / "blind", change={"application_train": lambda rows: rows.drop("TARGET")})
    output = tmp_path / "blind.csv"
    assert run_cli("--home", world.root, "score", "--input", path, "--output", output).status == 0
    assert pl.read_csv(output).equals(with_target)


@pytest.mark.parametrize("table", ["application_train", "application_test", *SATELLITES])
def test_an_archive_is_scored_without_one_of_its_tables(scored, table):
    scored(without=(table,))


def test_an_archive_of_applications_alone_is_scored(scored):
    rows = scored(without=SATELLITES)
    assert set(rows["zone"]) == {"review"}  # no automatic answer where whole tables are absent


def test_absent_tables_are_said(run_cli, world, tiny_archive, tmp_path):
    path = tiny_archive(tmp_path / "archive", without=("installments_payments",))
    ran = run_cli("--home", world.root, "score", "--input", path, "--output", tmp_path / "scores.csv")
    assert "installments_payments: absent from the archive" in ran.out


def test_scoring_an_archive_changes_nothing_in_the_home(run_cli, own_world, tiny_archive, snapshot, tmp_path):
    before = snapshot(own_world.root)
    output = tmp_path / "scores.csv"
    run_cli("--home", own_world.root, "score", "--input", tiny_archive(tmp_path / "archive"), "--output", output)
    assert output.exists()
    assert snapshot(own_world.root) == before


def test_the_homes_own_clients_get_the_portfolios_answers(run_cli, world, simulated, tmp_path):
    """Who was in training is scored by the fold that did not see them, in a file as on the page."""
    archive, output = tmp_path / "same", tmp_path / "scores.parquet"
    archive.mkdir()
    for name, rows in simulated(500, 7).tables.items():
        rows.write_parquet(archive / f"{name}.parquet")
    run_cli("--home", world.root, "score", "--input", archive, "--output", output)
    portfolio, file = pl.read_parquet(current(world.portfolio) / "scores.parquet"), pl.read_parquet(output)
    assert file["SK_ID_CURR"].equals(portfolio["SK_ID_CURR"])
    # Threads add a history's rows up in any order: the last bit of a sum may differ, and with it that of a linear term.
    assert file["probability"].to_numpy() == pytest.approx(portfolio["probability"].to_numpy(), rel=1e-12, abs=0)


@pytest.mark.parametrize(
    ("output", "words"),
    [
        ("scores.xlsx", ("--output: expected a name that ends in .csv or .parquet, got 'scores.xlsx'. Name it so.",)),
        ("nowhere/scores.csv", ("--output: expected a folder that is there, got", "nowhere. Make it first.")),
    ],
)
def test_an_output_that_cannot_be_written(run_cli, world, tiny_archive, tmp_path, output, words):
    path = tiny_archive(tmp_path / "archive")
    ran = run_cli("--home", world.root, "score", "--input", path, "--output", tmp_path / output)
    assert ran.status == 2
    assert [word for word in words if word not in ran.err] == [], ran.err
    assert {file.name for file in tmp_path.iterdir()} == {"archive"}


@pytest.mark.parametrize("option", [("--input", "a.zip"), ("--output", "scores.csv")])
def test_input_and_output_belong_together(run_cli, world, option):
    ran = run_cli("--home", world.root, "score", *option)
    assert ran.status == 2
    assert "Expected --input and --output together, got one of them." in ran.err


def test_a_bad_archive_is_not_scored(run_cli, world, tiny_archive, tmp_path):
    path = tiny_archive(tmp_path / "archive", change={"bureau": lambda rows: rows.drop("CREDIT_ACTIVE")})
    ran = run_cli("--home", world.root, "score", "--input", path, "--output", tmp_path / "scores.csv")
    assert ran.status == 2
    assert "bureau.csv: column CREDIT_ACTIVE is missing" in ran.err
    assert not (tmp_path / "scores.csv").exists()


# --- evaluate -----------------------------------------------------------------------------------------


def test_evaluation_prints_these_numbers_and_no_others(run_cli, world):
    ran = run_cli("--home", world.root, "evaluate", "--json")
    metrics = json.loads(ran.out)
    assert sorted(metrics) == sorted(METRICS)
    assert metrics["n"] == metrics["n_seen"] == 432  # 86.3 % of 500 are labelled, rounded
    assert metrics["auc_low"] < metrics["auc"] < metrics["auc_high"]
    assert all(0 <= metrics[name] <= 1 for name in METRICS[2:] if name != "log_loss")


def test_evaluation_of_another_world_has_seen_nobody(run_cli, world, tiny_archive, tmp_path):
    path = tiny_archive(tmp_path / "archive", clients=200, seed=9)
    metrics = json.loads(run_cli("--home", world.root, "evaluate", "--input", path, "--json").out)
    assert sorted(metrics) == sorted(METRICS)
    assert (metrics["n"], metrics["n_seen"]) == (173, 0)  # 86.3 % of 200, rounded


def test_evaluation_counts_as_seen_whose_outcome_is_known_and_nobody_else(world, tiny_archive, tmp_path):
    """The archive that the model learned from: it also holds second loans, without outcome, of people it has seen."""
    archive = tiny_archive(tmp_path / "archive", clients=500, seed=7)
    assert (score_archive(world, archive).scores.fold != NOT_SEEN).sum() > 432
    metrics, seen = evaluate_archive(world, archive)
    assert (metrics.n, seen) == (432, 432)
    assert metrics == evaluate_home(world)[0]


def test_evaluation_says_the_same_in_words(run_cli, world):
    ran = run_cli("--home", world.root, "evaluate")
    assert ran.status == 0
    assert [word for word in ("AUC", "ECE", "Brier", "KS", "432 clients") if word not in ran.out] == []


def test_evaluation_without_outcomes_is_a_mistake(run_cli, world, tiny_archive, tmp_path):
    path = tiny_archive(tmp_path / "archive", change={"application_train": lambda rows: rows.drop("TARGET")})
    ran = run_cli("--home", world.root, "evaluate", "--input", path)
    assert ran.status == 2
    assert "expected clients with and without payment difficulty (TARGET), got 0 of the two" in ran.err


# --- as a process -------------------------------------------------------------------------------------


def test_a_mistake_ends_the_process_with_status_2_and_one_sentence(tmp_path):
    (tmp_path / "archive.zip").write_text("no zip")
    ran = started("--home", tmp_path / "home", "import", tmp_path / "archive.zip", cwd=tmp_path)
    assert ran.returncode == 2
    assert ran.stdout == ""
    assert ran.stderr.splitlines()[-1].startswith(
        "archive.zip: expected a whole zip archive, got a file that is not a zip."
    )
    assert "Traceback" not in ran.stderr


def test_the_command_works_from_any_folder(tmp_path):
    ran = started("--help", cwd=tmp_path)
    assert ran.returncode == 0
    assert "simulate" in ran.stdout
    assert list(tmp_path.iterdir()) == []
