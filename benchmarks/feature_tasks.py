"""One measured task a process: ``python -m benchmarks.feature_tasks TASK FOLDER HOME FORM``."""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from scoring.settings import Home, Training

if TYPE_CHECKING:
    import polars as pl  # each task imports what it measures, and nothing before


def simulate(clients: str, home: Path, form: str) -> None:
    """A simulated world as tables of a home, and as it would be shipped: CSV and Parquet."""
    import polars as pl

    from scoring.files import current
    from scoring.pipeline.work import simulate_tables

    simulate_tables(Home(home), int(clients), 42)
    tables = current(Home(home).tables)
    assert tables is not None
    for kind in ("csv", "parquet"):
        (home / kind).mkdir(exist_ok=True)
    for path in sorted(tables.glob("*.parquet")):
        if path.stem[0].islower() or path.stem.startswith("POS"):
            frame = pl.scan_parquet(path)
            frame.sink_csv(home / "csv" / f"{path.stem}.csv")
            frame.sink_parquet(home / "parquet" / path.name)


def kernel(folder: str, home: Path, form: str) -> None:
    """The kernel's matrix."""
    from benchmarks.kernel import kernel_features, reader

    print(kernel_features(reader(home / form)).shape)


def import_and_features(folder: str, home: Path, form: str) -> None:
    """Our import of the same files, checked and cleaned, and our matrix."""
    from scoring.pipeline.stages import make_features
    from scoring.tables.ingest import import_tables

    with TemporaryDirectory(dir=folder) as new:
        import_tables(Home(Path(new)), home / form)
        make_features(Home(Path(new)))


def features(folder: str, home: Path, form: str) -> None:
    """Our matrix, from the home's tables, into a Parquet file, range by range as ``scoring features`` writes it."""
    from scoring.features.in_ranges import build_in_ranges
    from scoring.tables.parquet_parts import write_parts
    from scoring.tables.store import CLIENTS_AT_ONCE, open_tables

    with TemporaryDirectory(dir=folder) as new:
        write_parts(Path(new) / "features.parquet", build_in_ranges(open_tables(Home(home))), CLIENTS_AT_ONCE)


def run(folder: str, home: Path, form: str) -> None:
    """A whole run: features, model, portfolio."""
    from scoring.pipeline.stages import run_stale

    run_stale(Home(home), Training())


def train_on_few(folder: str, home: Path, form: str) -> None:
    """Features of everyone, and a model that learned from 20,000 clients at most."""
    from benchmarks.features import TRAINED_ON
    from scoring.pipeline.stages import make_features, make_model

    make_features(Home(home))
    make_model(Home(home), Training(max_clients=TRAINED_ON))


def score(folder: str, home: Path, form: str) -> None:
    """Score and explain everyone, every client by the fold that did not see them."""
    from scoring.features.identity import identity
    from scoring.model.folder import open_model
    from scoring.model.score import score as score_clients
    from scoring.tables.store import open_tables

    rows = _matrix(home)
    score_clients(open_model(Home(home)), rows, identity(open_tables(Home(home))).collect())


def bare(folder: str, home: Path, form: str) -> None:
    """The same rows through LightGBM alone: its own contributions of the served trees, on all cores."""
    from benchmarks.served_trees import served_trees
    from scoring.model.folder import open_model
    from scoring.model.matrix import to_matrix

    trees = served_trees(open_model(Home(home)))
    trees.model.predict(to_matrix(_matrix(home), trees.features), pred_contrib=True)


def _matrix(home: Path) -> pl.DataFrame:
    from scoring.files import require_current
    from scoring.pipeline.matrix import read_matrix

    return read_matrix(require_current(Home(home).features, "features", "Run the task 'run' first."))[0]


TASKS: Mapping[str, Callable[[str, Path, str], None]] = {
    "simulate": simulate,
    "kernel": kernel,
    "import": import_and_features,
    "features": features,
    "run": run,
    "train_on_few": train_on_few,
    "score": score,
    "bare": bare,
}

if __name__ == "__main__":
    TASKS[sys.argv[1]](sys.argv[2], Path(sys.argv[3]), sys.argv[4])
