"""What several tests share: simulated archives and a simulated world, snapshots of a home, the command line."""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sys
import zipfile
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import polars as pl
import pytest
from hypothesis import settings

from scoring.cli import main
from scoring.files import POINTER
from scoring.settings import Home, Training
from scoring.synthetic import World, simulate
from scoring.tables.ingest import import_tables

REAL = Path(os.environ.get("SCORING_REAL_DATA") or Path(__file__).resolve().parents[2] / "shared" / "data")
# How long an example takes is the machine's business: a busy one must not fail a test.
settings.register_profile("untimed", parent=settings.default, deadline=None)
settings.load_profile("untimed")

WORLD_CLIENTS = 500
WORLD_SEED = 7
Change = Callable[[pl.DataFrame], pl.DataFrame]


@dataclass(frozen=True)
class Ran:
    """What a command left: its exit status and what it said on either stream."""

    status: int
    out: str
    err: str


@cache
def _simulated(clients: int, seed: int) -> World:
    return simulate(clients, seed)


@pytest.fixture(scope="session")
def simulated() -> Callable[[int, int], World]:
    """``(clients, seed) -> World``; the same world is drawn once."""
    return _simulated


@pytest.fixture(scope="session")
def tiny_archive() -> Callable[..., Path]:
    """``(path) -> path``: an archive of all eight tables under Kaggle's names.

    A path that ends in .zip becomes a zip, any other a folder. ``without`` names tables that are left out,
    ``change`` maps a table to what is done to its rows, ``ending`` is .csv, .csv.gz or .parquet.
    """
    return _archive


def _archive(
    path: Path,
    *,
    clients: int = 60,
    seed: int = 3,
    ending: str = ".csv",
    without: Iterable[str] = (),
    change: Mapping[str, Change] | None = None,
) -> Path:
    left_out, changes = set(without), change or {}
    folder = path.with_suffix(".folder") if path.suffix == ".zip" else path
    folder.mkdir(parents=True)
    for name, rows in _simulated(clients, seed).tables.items():
        if name not in left_out:
            _write(changes.get(name, lambda same: same)(rows), folder / f"{name}{ending}")
    if path.suffix == ".zip":
        _zip(folder, path)
        shutil.rmtree(folder)
    return path


def _write(rows: pl.DataFrame, file: Path) -> None:
    if file.suffix == ".parquet":
        rows.write_parquet(file)
    else:
        rows.write_csv(file, compression="gzip" if file.suffix == ".gz" else "uncompressed")


def _zip(folder: Path, path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in sorted(folder.iterdir()):
            archive.write(file, file.name)


@pytest.fixture(scope="session")
def imported(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with the tables of 60 simulated clients; to be read, not changed."""
    folder = tmp_path_factory.mktemp("imported")
    home = Home(folder / "home")
    import_tables(home, _archive(folder / "archive"))
    return home


@pytest.fixture(scope="session")
def world(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A home with 500 simulated clients, features, model, portfolio and evaluation; to be read, not changed.

    Where tests run in several processes, the first that needs it makes it for all.
    """
    from scoring.documents.evaluation_stage import make_evaluation
    from scoring.pipeline.stages import run_stale
    from scoring.pipeline.work import simulate_tables

    base = tmp_path_factory.getbasetemp()
    folder = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "world"
    with (folder.parent / "world.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not folder.exists():
            made = Home(tmp_path_factory.mktemp("world") / "home")
            simulate_tables(made, WORLD_CLIENTS, WORLD_SEED)
            run_stale(made, Training())
            make_evaluation(made)
            made.root.rename(folder)
    return Home(folder)


@pytest.fixture(scope="session")
def copy_world(world: Home) -> Callable[[Path], Home]:
    """``(folder) -> Home``: a copy of the world that may be changed, without what other tests write into the world's.

    A program that reads the file of a SQLite database and closes it loses the locks of its own open connections
    (https://www.sqlite.org/howtocorrupt.html, 2.2), so that another worker may delete the journal's log under them.
    """

    def copy(folder: Path) -> Home:
        shutil.copytree(world.root, folder, ignore=shutil.ignore_patterns("journal", "batch"))
        return Home(folder)

    return copy


@pytest.fixture
def own_world(copy_world: Callable[[Path], Home], tmp_path: Path) -> Home:
    """A copy of the world that a test may change, with an empty journal."""
    return copy_world(tmp_path / "own-world")


@pytest.fixture(scope="session")
def make_stale() -> Callable[[Path], str]:
    """``(stage folder) -> name``: gives the stage's current result another name, so that the next run makes it anew."""

    def rename(stage: Path) -> str:
        pointer = stage / POINTER
        (stage / pointer.read_text(encoding="utf-8").strip()).rename(stage / "older")
        pointer.write_text("older", encoding="utf-8")
        return "older"

    return rename


@pytest.fixture(scope="session")
def snapshot() -> Callable[[Path], dict[str, str]]:
    """``(folder) -> {path: digest}``: everything that lies under a folder, empty folders included."""

    def take(folder: Path) -> dict[str, str]:
        return {
            str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else "folder"
            for path in sorted(folder.rglob("*"))
        }

    return take


@pytest.fixture(scope="session")
def harm() -> Callable[[str, Path], None]:
    """``(kind, file)``: cuts a file in half, flips one bit of it, or deletes it ("cut", "flipped", "deleted")."""

    def change(kind: str, file: Path) -> None:
        content = bytearray(file.read_bytes())
        if kind == "deleted":
            file.unlink()
        elif kind == "cut":
            file.write_bytes(content[: len(content) // 2])
        else:
            content[len(content) // 2] ^= 1
            file.write_bytes(content)

    return change


@pytest.fixture
def run_cli(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Callable[..., Ran]:
    """``(*arguments) -> Ran``: the command line as ``scoring`` runs it, within this process."""

    def run(*arguments: object) -> Ran:
        monkeypatch.setattr(sys, "argv", ["scoring", *map(str, arguments)])
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main()
        out, err = capsys.readouterr()
        return Ran(int(ended.value.code or 0), out, err)

    return run


@pytest.fixture(scope="session")
def real_data() -> Callable[[str], Path]:
    """``(file name) -> path`` of a file of Kaggle's rows; skips where there is none."""

    def find(name: str) -> Path:
        path = REAL / name
        return path if path.exists() else pytest.skip(f"no {path}: Kaggle's rows are not part of the repository")

    return find
