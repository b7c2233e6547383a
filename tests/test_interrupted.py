"""A full disk or a kill in the middle of a stage leaves the stage's old result, and the next run mends the rest."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import polars as pl
import pytest

from scoring.errors import UserError
from scoring.files import POINTER, current
from scoring.settings import Home, Training

QUICK = Training(folds=2, max_features=8)


def no_space(file: object) -> OSError:
    """Half a file, then what the operating system says."""
    if isinstance(file, Path):
        file.write_bytes(b"half a file")
    return OSError(28, "No space left on device")


@pytest.fixture
def full_disk(monkeypatch):
    """``(file name)``: from now on, the disk is full when this file is written."""

    def fail(name: str) -> None:
        for owner, method in (
            (pl.DataFrame, "write_parquet"),
            (pl.DataFrame, "write_csv"),
            (pl.LazyFrame, "sink_parquet"),
            (Path, "write_text"),
        ):
            _fail_on(owner, method, name)
        opened = Path.open

        def open_file(self: Path, mode: str = "r", *arguments, **options):
            if name in self.name and mode == "ab":  # as ranges of clients are added
                raise no_space(self)
            return opened(self, mode, *arguments, **options)

        monkeypatch.setattr(Path, "open", open_file)

    def _fail_on(owner: type, method: str, name: str) -> None:
        honest = getattr(owner, method)

        def write(self, *arguments, **options):
            file = self if isinstance(self, Path) else arguments[0]
            if name in Path(file).name:
                raise no_space(file)
            return honest(self, *arguments, **options)

        monkeypatch.setattr(owner, method, write)

    return fail


@pytest.fixture
def unharmed(snapshot):
    """``(home, what fails)``: the failure says that the disk is full, and the home is as it was."""

    def check(home: Home, fails: Callable[[], object]) -> None:
        before = snapshot(home.root)
        with pytest.raises(UserError, match=r"The disk is full: .* Free some space and run the command again\."):
            fails()
        assert snapshot(home.root) == before

    return check


FILES_OF_STAGES = {
    "import": ("bureau.parquet", "credit_card_balance.parquet", "tables.json", "current"),
    "features": ("features.parquet", "identity.parquet", "current"),
    "model": ("manifest.json", "card.md", "recognition.parquet", "manifest.json", "current"),
    "portfolio": ("scores.parquet", "target.npy", "portfolio.json", "current"),
}


def _places(stage: str) -> list:
    return [pytest.param(name, id=f"{stage}-{name}") for name in FILES_OF_STAGES[stage]]


@pytest.mark.parametrize("name", _places("import"))
def test_a_full_disk_during_the_import(own_world, full_disk, unharmed, tiny_archive, tmp_path, name):
    from scoring.tables.ingest import import_tables

    archive = tiny_archive(tmp_path / "archive.zip")
    full_disk(name)
    unharmed(own_world, lambda: import_tables(own_world, archive))


def test_a_full_disk_while_the_zip_is_unpacked(own_world, unharmed, tiny_archive, tmp_path, monkeypatch):
    from scoring.tables import unpack
    from scoring.tables.ingest import import_tables

    class Full(unpack.Budget):
        def spend(self, size):
            raise no_space(self)

    archive = tiny_archive(tmp_path / "archive.zip")
    monkeypatch.setattr(unpack.Budget, "spend", Full.spend)
    unharmed(own_world, lambda: import_tables(own_world, archive))


@pytest.mark.parametrize("name", [*_places("import"), "truth.parquet"])
def test_a_full_disk_during_the_simulation(own_world, full_disk, unharmed, name):
    from scoring.pipeline.work import simulate_tables

    full_disk(name)
    unharmed(own_world, lambda: simulate_tables(own_world, 60, 3))


@pytest.mark.parametrize("name", _places("features"))
def test_a_full_disk_during_the_features(own_world, full_disk, unharmed, make_stale, name):
    from scoring.pipeline.stages import make_features

    make_stale(own_world.features)
    full_disk(name)
    unharmed(own_world, lambda: make_features(own_world))


@pytest.mark.parametrize("name", _places("model"))
@pytest.mark.slow
def test_a_full_disk_during_the_training(own_world, full_disk, unharmed, make_stale, name):
    from scoring.pipeline.stages import make_model

    make_stale(own_world.models)
    full_disk(name)
    unharmed(own_world, lambda: make_model(own_world, QUICK))


@pytest.mark.parametrize("name", _places("portfolio"))
def test_a_full_disk_during_the_portfolio(own_world, full_disk, unharmed, make_stale, name):
    from scoring.pipeline.stages import make_portfolio

    make_stale(own_world.portfolio)
    full_disk(name)
    unharmed(own_world, lambda: make_portfolio(own_world))


@pytest.mark.parametrize("ending", [".csv", ".parquet"])
def test_a_full_disk_while_scores_are_written(world, run_cli, full_disk, tiny_archive, snapshot, tmp_path, ending):
    archive, output = tiny_archive(tmp_path / "archive"), tmp_path / "out" / f"scores{ending}"
    output.parent.mkdir()
    output.write_text("older scores")
    full_disk("scores")
    ran = run_cli("--home", world.root, "score", "--input", archive, "--output", output)
    assert ran.status == 2, ran.err
    assert "disk is full" in ran.err
    assert snapshot(output.parent).keys() == {output.name}
    assert output.read_text() == "older scores"


# --- kill -9 --------------------------------------------------------------------------------------------

# One process imports everything, then forks for every command: imports take seconds.
FORKING = """
import json, os, sys, time
from pathlib import Path
import scoring.model.folder, scoring.model.score, scoring.model.train, scoring.synthetic
from scoring import pipeline, settings
from scoring.cli import main

def hang(*_, **__):
    print("inside", os.getpid(), flush=True)
    time.sleep(100)

def hang_at_the_pointer(temporary, target, honest=os.replace):
    return hang() if Path(target).name == "current" else honest(temporary, target)

def run(where, arguments):
    if where == "before the name":
        Path.rename = hang
    else:
        os.replace = hang_at_the_pointer
    quick, made = {"folds": 2, "max_features": 8}, settings.Training.__init__
    settings.Training.__init__ = lambda self, **wanted: made(self, **(quick | wanted))
    sys.argv = ["scoring", *arguments]
    main()

for line in sys.stdin:
    child = os.fork()
    if not child:
        run(*json.loads(line))
        os._exit(0)
    os.waitpid(child, 0)
    print("gone", flush=True)
"""
KILLS = ("before the name", "before the pointer")


@pytest.fixture(scope="module")
def forking() -> Iterator[subprocess.Popen[str]]:
    with subprocess.Popen(
        [sys.executable, "-c", FORKING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield process
        process.communicate()


@pytest.fixture
def killed(forking: subprocess.Popen[str]) -> Callable[..., None]:
    """``(where, *arguments)``: runs the command line until it is about to finish its result, and kills it there."""

    def kill(where: str, *arguments: object) -> None:
        assert forking.stdin is not None
        assert forking.stdout is not None
        print(json.dumps([where, [str(argument) for argument in arguments]]), file=forking.stdin, flush=True)
        said = next(line for line in forking.stdout if line.startswith(("inside", "gone")))
        assert said.startswith("inside"), "the command ended before it could be killed"
        os.kill(int(said.split()[1]), signal.SIGKILL)
        assert forking.stdout.readline() == "gone\n"

    return kill


def results(stage: Path) -> set[str]:
    return {path.name for path in stage.iterdir()}


def files_of(snapshot: Callable[[Path], dict[str, str]], stage: Path) -> dict[str, str]:
    """The files of the stage's current result."""
    folder = current(stage)
    assert folder is not None
    return snapshot(folder)


@pytest.mark.slow
@pytest.mark.parametrize("where", KILLS)
@pytest.mark.parametrize("command", ["import", "simulate"])
def test_a_kill_while_tables_are_made(own_world, killed, snapshot, run_cli, tiny_archive, tmp_path, command, where):
    before = files_of(snapshot, own_world.tables)
    words = {"import": [tiny_archive(tmp_path / "archive.zip")], "simulate": ["--clients", 60, "--seed", 3]}[command]
    killed(where, "--home", own_world.root, command, *words)
    assert files_of(snapshot, own_world.tables) == before
    assert run_cli("--home", own_world.root, command, *words).status == 0
    assert files_of(snapshot, own_world.tables) != before
    assert results(own_world.tables) == {POINTER, current(own_world.tables).name}


@pytest.mark.slow
@pytest.mark.parametrize("where", KILLS)
@pytest.mark.parametrize(("command", "stage"), [("features", "features"), ("score", "portfolio")])
def test_a_kill_while_a_stage_is_made(own_world, killed, snapshot, run_cli, make_stale, command, stage, where):
    folder = getattr(own_world, stage)
    make_stale(folder)
    before = files_of(snapshot, folder)
    killed(where, "--home", own_world.root, command)
    assert current(folder) == folder / "older"
    assert files_of(snapshot, folder) == before
    assert run_cli("--home", own_world.root, command).status == 0
    assert current(folder) != folder / "older"
    assert results(folder) <= {POINTER, "older", current(folder).name}


@pytest.mark.slow
@pytest.mark.parametrize("where", KILLS)
def test_a_kill_while_a_model_is_trained(own_world, killed, snapshot, make_stale, where):
    from scoring.pipeline.stages import make_model

    make_stale(own_world.models)
    before = files_of(snapshot, own_world.models)
    killed(where, "--home", own_world.root, "train")
    assert current(own_world.models) == own_world.models / "older"
    assert files_of(snapshot, own_world.models) == before
    assert make_model(own_world, QUICK)
    assert not [name for name in results(own_world.models) if name.startswith(".")]
    assert current(own_world.models) != own_world.models / "older"
