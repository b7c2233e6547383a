"""What the stages do, once it is known that they must: each writes one whole result."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from scoring.features.build import absent_sources, build
from scoring.features.identity import identity
from scoring.files import publish
from scoring.model.folder import load_model
from scoring.model.score import score
from scoring.model.train import train
from scoring.model.write_folder import save_model
from scoring.portfolio.write import refuse_other_applications, save_portfolio
from scoring.settings import Home, Training
from scoring.synthetic import simulate
from scoring.tables.current_tables import TRUTH, is_simulated
from scoring.tables.ingest import ImportReport, write_tables
from scoring.tables.plain import Part, TableFile
from scoring.tables.source import Source
from scoring.tables.store import open_tables

Progress = Callable[[str], None]
FEATURES = "features.parquet"
IDENTITY = "identity.parquet"
MODELS_KEPT = 3


def simulate_tables(home: Home, clients: int, seed: int, progress: Progress = lambda _: None) -> ImportReport:
    """A simulated world in place of the home's tables, checked and cleaned as Kaggle's would be.

    The true probabilities lie apart in ``truth.parquet``; no other stage reads them.
    """
    world = simulate(clients, seed, progress=progress)
    with publish(home.tables) as folder, TemporaryDirectory(dir=folder, prefix=".raw-") as raw:
        paths = {name: Path(raw) / f"{name}.parquet" for name in world.tables}
        for name, path in paths.items():
            world.tables[name].write_parquet(path)
        files = {name: TableFile(path.name, (Part(path.name, path),)) for name, path in paths.items()}
        report = write_tables(Source(f"simulated world of {clients:,} clients, seed {seed}", files), folder, progress)
        world.truth.write_parquet(folder / TRUTH, compression="zstd")
    return report


def write_features(home: Home, version: str, progress: Progress) -> None:
    """Compute the feature matrix, and who is behind each loan."""
    tables = open_tables(home)
    progress("computing features")
    with publish(home.features, version) as folder:
        build(tables).collect().write_parquet(folder / FEATURES, compression="zstd")
        identity(tables).collect().write_parquet(folder / IDENTITY, compression="zstd")


def write_model(home: Home, features: Path, version: str, settings: Training, progress: Progress) -> None:
    """Train on the feature matrix and make the new model current."""
    tables = open_tables(home)
    rows, who = read_matrix(features)
    progress("choosing features and training, fold by fold")
    result = train(rows, who, settings, progress)
    with publish(home.models, version, keep=MODELS_KEPT) as folder:
        save_model(
            folder,
            result,
            rows,
            version=version,
            settings=settings,
            data_fingerprint=tables.fingerprint,
            absent_sources=absent_sources(tables),
        )


def write_portfolio(home: Home, features: Path, model: Path, version: str, progress: Progress) -> None:
    """Score every client of the home."""
    loaded, tables = load_model(model), open_tables(home)
    absent = absent_sources(tables)
    (rows, who), applications = read_matrix(features), tables.application().collect()
    refuse_other_applications(applications, rows)
    progress("scoring every client")
    save_portfolio(
        home,
        model,
        score(loaded, rows, who, absent, progress, tables.flags),
        rows,
        applications,
        version=version,
        absent_sources=absent,
        demonstration=is_simulated(home),
    )


def read_matrix(features: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The feature matrix and the identities that a run left in a folder."""
    return pl.read_parquet(features / FEATURES), pl.read_parquet(features / IDENTITY)
