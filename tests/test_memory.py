"""A memory budget: how it is written, what a command needs, and what is said where it is too small."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from scoring import memory
from scoring.errors import UserError
from scoring.files import current
from scoring.memory import Need, format_size, parse_budget, peak_memory
from scoring.pipeline import needs
from scoring.pipeline.needs import FEATURES, IMPORT, SCORE, SIMULATE, TRAIN, megabytes_of
from scoring.settings import Home

Run = Callable[..., Any]


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("2GB", 2_000_000_000),
        ("2 gb", 2_000_000_000),
        (" 1.5GB ", 1_500_000_000),
        ("1,5 Go", 1_500_000_000),
        ("500MB", 500_000_000),
        ("1TB", 1_000_000_000_000),
        ("2GiB", 2_147_483_648),
        ("1Gio", 1_073_741_824),
        ("1MB", 1_000_000),
    ],
)
def test_sizes_as_people_write_them(text: str, size: int) -> None:
    assert parse_budget(text) == size


@pytest.mark.parametrize(
    "text",
    ["", " ", "2", "GB", "-2GB", "0GB", "0.1MB", "2 bananas", "2KB", "1e9GB",
     "nanGB", "infGB", "2GB 3GB", "two GB", "2..5GB", "9" * 400 + "GB", "1,000,000MB", "²GB", "2B"]
)  # fmt: skip
def test_what_is_no_size_is_refused(text: str) -> None:
    with pytest.raises(UserError, match="--memory: expected") as refused:
        parse_budget(text)
    assert repr(text) in refused.value.got
    assert refused.value.remedy


def test_no_budget_is_no_limit() -> None:
    assert parse_budget(None) is None
    assert SIMULATE.clients_at_once(10**9, None) == SIMULATE.at_once


NEED = Need("features", 100e6, 10_000, 100, 20_000, adapts=True)


@pytest.mark.parametrize(
    ("budget", "at_once"),
    [(401_000_000, 20_000), (400_000_000, 20_000), (399_999_999, 19_000), (215_000_000, 1_000), (210_000_000, 1_000)],
)
def test_fewer_clients_at_once_where_memory_is_short(budget: int, at_once: int) -> None:
    assert NEED.clients_at_once(1_000_000, budget) == at_once
    assert NEED.bytes(1_000_000, at_once) <= budget


def test_too_little_is_said_with_what_is_needed_and_what_was_given() -> None:
    with pytest.raises(UserError) as refused:
        NEED.clients_at_once(1_000_000, 200_000_000)
    assert refused.value.got == "features of 1,000,000 clients needs about 210 MB of memory; --memory gives it 200 MB."
    assert refused.value.remedy == "Give it 210 MB or more."


@pytest.mark.parametrize("need", [SIMULATE, FEATURES, TRAIN, SCORE, IMPORT])
def test_what_is_asked_for_is_enough(need: Need) -> None:
    """Whoever follows the remedy is not refused again."""
    for count in (1, 2_000, 20_001, 356_255, 5_000_000):
        fewest = min(1_000, need.at_once) if need.adapts else need.at_once
        size = parse_budget(format_size(need.bytes(count, fewest)))
        assert size is not None
        assert need.clients_at_once(count, size) >= fewest


def test_kaggles_size_within_two_gigabytes() -> None:
    for need in (SIMULATE, FEATURES, SCORE):
        assert need.clients_at_once(356_255, 2_000_000_000) > 0
    assert IMPORT.clients_at_once(2_400, 2_000_000_000) > 0


def test_a_million_and_a_half_within_four_gigabytes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Measured: 2.4, 0.6 and 1.4 GB."""
    monkeypatch.setattr(memory, "cores", lambda: 2)
    assert 2.42e9 < SIMULATE.bytes(1_500_000) < 3.2e9
    for need in (SIMULATE, FEATURES, SCORE):
        assert need.clients_at_once(1_500_000, 4_000_000_000) == need.at_once
    assert TRAIN.bytes(290_000) <= 4_000_000_000


def test_an_archive_is_weighed_only_against_a_budget(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever sets no limit does not wait until every file below a folder was looked at."""
    monkeypatch.setattr(needs, "megabytes_of", lambda _: 10**9)
    needs.refuse_small_import(tmp_path, None)
    with pytest.raises(UserError, match="import of 1,000,000,000 megabytes"):
        needs.refuse_small_import(tmp_path, 2_000_000_000)


def test_sizes_of_archives(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"x" * 3_000_000)
    (tmp_path / "b.parquet").write_bytes(b"x" * 500_000)
    assert megabytes_of(tmp_path) == 3 + 4
    with zipfile.ZipFile(tmp_path / "c.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.csv", b"x" * 5_000_000)
    assert megabytes_of(tmp_path / "c.zip") == 5
    assert megabytes_of(tmp_path / "a.csv") == 0
    assert megabytes_of(tmp_path / "nothing.zip") == 0


def test_peak_memory_is_that_of_this_process() -> None:
    assert 50_000_000 < peak_memory() < 50_000_000_000


@pytest.mark.parametrize("command", [("simulate", "--clients", "300"), ("features",), ("train",), ("run",)])
def test_too_small_a_budget_stops_each_command_before_it_starts(
    run_cli: Run, imported: Home, tmp_path: Path, command: tuple[str, ...]
) -> None:
    home = Home(tmp_path / "home")
    shutil.copytree(imported.tables, home.tables)
    if command[0] == "train":
        assert run_cli("--home", str(home.root), "features").status == 0
    before = current(home.tables), current(home.features)
    ran = run_cli("--home", str(home.root), *command, "--memory", "20MB")
    assert ran.status == 2
    assert f"{'features' if command[0] == 'run' else command[0]} of " in ran.err
    assert "--memory gives it 20 MB" in ran.err
    assert "Traceback" not in ran.err
    assert (current(home.tables), current(home.features)) == before


def test_score_is_stopped(run_cli: Run, own_world: Home) -> None:
    home = own_world
    shutil.rmtree(home.portfolio)
    ran = run_cli("--home", str(home.root), "score", "--memory", "20MB")
    assert ran.status == 2
    assert "score of 500 clients needs about" in ran.err
    assert current(home.portfolio) is None


def test_import_is_stopped_by_the_archives_size(
    run_cli: Run, tiny_archive: Callable[..., Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tiny_archive(tmp_path / "archive")
    ran = run_cli("--home", str(tmp_path / "home"), "import", str(archive), "--memory", "20MB")
    assert ran.status == 2
    assert "megabytes of tables needs about" in ran.err
    assert not (tmp_path / "home" / "data").exists()
    monkeypatch.setenv("SCORING_MEMORY", "2 cats")
    ran = run_cli("--home", str(tmp_path / "home"), "import", str(archive))
    assert ran.status == 2
    assert "got '2 cats'" in ran.err


def test_a_budget_that_is_kept_changes_nothing_and_is_told(run_cli: Run, tmp_path: Path) -> None:
    reports = []
    for name, more in (("free", ()), ("tight", ("--memory", "2GB"))):
        ran = run_cli("--home", str(tmp_path / name), "simulate", "--clients", "60", "--seed", "1", *more)
        assert ran.status == 0, ran.err
        assert ("2.0 GB were given" in ran.err) == bool(more)
        tables = current(Home(tmp_path / name).tables)
        assert tables is not None
        reports.append(json.loads((tables / "tables.json").read_text())["fingerprint"])
    assert reports[0] == reports[1]


@pytest.mark.parametrize(("cores", "gigabytes"), [(1, 3.6), (2, 4.7), (8, 11.1), (64, 23.9)])
def test_training_needs_more_where_more_folds_are_trained_side_by_side(
    monkeypatch: pytest.MonkeyPatch, cores: int, gigabytes: float
) -> None:
    """At Kaggle's size: 0.6 GB, 5.5 kB a client, and 3 kB more for each of at most twenty folds."""
    monkeypatch.setattr(memory, "cores", lambda: cores)
    assert TRAIN.bytes(356_255) / 1e9 == pytest.approx(gigabytes, abs=0.06)


def test_a_budget_too_small_for_everyone_does_for_as_many_as_are_said(monkeypatch: pytest.MonkeyPatch) -> None:
    """1,500,000 clients in 4 GB: (4 - 0.6) GB / 11.5 kB are 295,000, and so many are not refused."""
    monkeypatch.setattr(memory, "cores", lambda: 2)
    with pytest.raises(UserError) as refused:
        needs.refuse_small_training(1_500_000, None, 4_000_000_000)
    assert "train of 1,500,000 clients needs about 17.9 GB" in refused.value.got
    assert "'scoring train --clients 295000'" in refused.value.remedy
    needs.refuse_small_training(1_500_000, 295_000, 4_000_000_000)
    needs.refuse_small_training(1_500_000, None, None)
    with pytest.raises(UserError, match="train of 400,000 clients"):
        needs.refuse_small_training(1_500_000, 400_000, 4_000_000_000)
    with pytest.raises(UserError) as hopeless:
        needs.refuse_small_training(2_000, None, 20_000_000)
    assert "--clients" not in hopeless.value.remedy


def test_needs_grow_with_clients() -> None:
    for need in (needs.SIMULATE, needs.FEATURES, needs.TRAIN, needs.SCORE):
        assert need.bytes(2_000_000) > need.bytes(356_255) > need.bytes(2_000)
