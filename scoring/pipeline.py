"""The stages of a run, each whole or not at all, each skipped while nothing it depends on has changed."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from scoring.errors import UserError
from scoring.features.build import absent_rooms, build
from scoring.features.identity import identity
from scoring.files import current, fingerprint, publish
from scoring.model.evaluate import Metrics, evaluate
from scoring.model.folder import Model, open_model, save_model
from scoring.model.manifest import Manifest, read_manifest
from scoring.model.points import probability_of
from scoring.model.score import score
from scoring.model.scores import NOT_SEEN, Scores
from scoring.model.train import train
from scoring.portfolio import save_portfolio
from scoring.settings import Home, Training
from scoring.tables.ingest import ImportReport, read_archive, write_tables
from scoring.tables.simulate import simulate
from scoring.tables.source import Source
from scoring.tables.store import TableSet, open_tables

Progress = Callable[[str], None]
FEATURES = "features.parquet"
IDENTITY = "identity.parquet"
TRUTH = "truth.parquet"


@dataclass(frozen=True)
class Scored:
    """An archive's clients, scored: the scores, and the outcomes where the archive tells them."""

    scores: Scores
    target: pl.Series
    absent_rooms: tuple[str, ...]


def simulate_tables(home: Home, clients: int, seed: int, progress: Progress = lambda _: None) -> ImportReport:
    """A simulated world in place of the home's tables, checked and cleaned as Kaggle's would be.

    The true probabilities lie apart in ``truth.parquet``; no other stage reads them.
    """
    world = simulate(clients, seed, progress=progress)
    with publish(home.tables) as folder, TemporaryDirectory(dir=home.tables, prefix=".raw-") as raw:
        paths = {name: Path(raw) / f"{name}.parquet" for name in world.tables}
        for name, path in paths.items():
            world.tables[name].write_parquet(path)
        report = write_tables(Source(f"simulated world of {clients:,} clients, seed {seed}", paths), folder, progress)
        world.truth.write_parquet(folder / TRUTH, compression="zstd")
    return report


def make_features(home: Home, progress: Progress = lambda _: None) -> bool:
    """Compute the feature matrix; False where it was up to date."""
    tables = open_tables(home)
    version = fingerprint("features", tables.fingerprint, code_of("tables/store.py", "features"))
    if _is_current(home.features, version):
        return False
    progress("computing features")
    with publish(home.features, version) as folder:
        build(tables).collect().write_parquet(folder / FEATURES, compression="zstd")
        identity(tables).collect().write_parquet(folder / IDENTITY, compression="zstd")
    return True


def make_model(home: Home, settings: Training, progress: Progress = lambda _: None) -> bool:
    """Train; False where the current model is what would come out."""
    tables = open_tables(home)
    folder = _features_folder(home)
    version = fingerprint("model", folder.name, settings, code_of("model", "texts/columns.toml"))
    if _is_current(home.models, version):
        return False
    rows, who = pl.read_parquet(folder / FEATURES), pl.read_parquet(folder / IDENTITY)
    trained = train(rows, who, settings, progress)
    save_model(
        home,
        trained,
        rows,
        version=version,
        settings=settings,
        data_fingerprint=tables.fingerprint,
        absent_rooms=absent_rooms(tables),
    )
    return True


def make_portfolio(home: Home, progress: Progress = lambda _: None) -> bool:
    """Score every client; False where the portfolio is up to date."""
    tables, model_folder, folder = open_tables(home), current(home.models), _features_folder(home)
    model_name = model_folder.name if model_folder else None
    version = fingerprint("portfolio", folder.name, model_name, code_of("model/score.py", "portfolio.py"))
    if _is_current(home.portfolio, version):
        return False
    model = open_model(home)
    assert model_folder is not None
    rows, who = pl.read_parquet(folder / FEATURES), pl.read_parquet(folder / IDENTITY)
    absent = absent_rooms(tables)
    save_portfolio(
        home,
        model_folder,
        score(model, rows, who, absent, progress),
        rows,
        version=version,
        absent_rooms=absent,
        demonstration=_is_simulated(home),
    )
    return True


def run_stale(home: Home, settings: Training, progress: Progress = lambda _: None) -> list[str]:
    """Run every stage that is out of date, in order; the names of those that ran."""
    done = []
    for name, stage in (
        ("features", lambda: make_features(home, progress)),
        ("model", lambda: make_model(home, settings, progress)),
        ("portfolio", lambda: make_portfolio(home, progress)),
    ):
        if stage():
            done.append(name)
    return done


def score_archive(home: Home, archive: Path, progress: Progress = lambda _: None) -> Scored:
    """Score an archive that is not imported, with the home's model.

    Raises
    ------
    UserError
        When the archive does not keep the contract, or the home has no model.
    """
    model = open_model(home)
    with TemporaryDirectory(prefix="scoring-") as folder:
        tables = read_archive(archive, Path(folder), progress)
        return score_tables(model, tables, progress)


def score_tables(model: Model, tables: TableSet, progress: Progress = lambda _: None) -> Scored:
    """Score whatever clients a set of tables holds."""
    progress("computing features")
    rows, who, absent = build(tables).collect(), identity(tables).collect(), absent_rooms(tables)
    return Scored(score(model, rows, who, absent, progress), rows["TARGET"], absent)


def evaluate_home(home: Home) -> tuple[Metrics, int]:
    """Quality of the current model on the clients it was trained on, out of fold; and how many they are."""
    model = open_model(home)
    target = model.clients["target"].to_numpy()
    seed = int(model.manifest.settings["seed"])
    return evaluate(target, probability_of(model.clients["log_odds"].to_numpy()), seed), len(target)


def evaluate_archive(home: Home, archive: Path, progress: Progress = lambda _: None) -> tuple[Metrics, int]:
    """Quality of the current model on an archive; and how many of its clients were in training.

    Those are scored by the fold that did not see them.

    Raises
    ------
    UserError
        When the archive tells no outcome, or only one.
    """
    scored = score_archive(home, archive, progress)
    known = scored.target.is_not_null()
    target = scored.target.filter(known)
    if target.n_unique() < 2:
        raise UserError(
            f"{archive.name}: expected clients with and without payment difficulty (TARGET), got {target.n_unique()} "
            "of the two.",
            "Evaluate on an archive with application_train and its TARGET.",
        )
    mask = known.to_numpy()
    metrics = evaluate(target.to_numpy(), scored.scores.probability[mask])
    return metrics, int((scored.scores.fold[mask] != NOT_SEEN).sum())


def write_scores(scores: Scores, output: Path) -> None:
    """Write scores as CSV or Parquet, by the file's ending; whole or not at all.

    Raises
    ------
    UserError
        When the ending is another, or the folder is not there.
    """
    if output.suffix not in (".csv", ".parquet"):
        raise UserError(f"Expected an output ending in .csv or .parquet, got {output.name}.", "Rename the output.")
    if not output.parent.is_dir():
        raise UserError(f"Expected the folder {output.parent}, which does not exist.", "Make it first.")
    temporary = output.with_name(f".{output.name}.part")
    try:
        frame = scores.frame()
        if output.suffix == ".csv":
            frame.write_csv(temporary)
        else:
            frame.write_parquet(temporary)
        shutil.move(temporary, output)
    finally:
        temporary.unlink(missing_ok=True)


def current_manifest(home: Home) -> Manifest:
    """The manifest of the home's current model."""
    folder = current(home.models)
    if folder is None:
        raise UserError(f"Expected a model in {home.models}, got none.", "Run 'scoring train' or 'scoring run' first.")
    return read_manifest(folder)


@cache
def code_of(*parts: str) -> str:
    """A fingerprint of the package's own code, so that a change of code makes its results stale."""
    root = Path(str(files("scoring")))
    sources = [
        file for part in parts for file in ([root / part] if (root / part).is_file() else (root / part).rglob("*.py"))
    ]
    return fingerprint(*(file.read_text(encoding="utf-8") for file in sorted(sources)))


def _is_current(stage: Path, version: str) -> bool:
    folder = current(stage)
    return folder is not None and folder.name == version


def _features_folder(home: Home) -> Path:
    folder = current(home.features)
    if folder is None:
        raise UserError(f"Expected features in {home.features}, got none.", "Run 'scoring features' or 'scoring run'.")
    return folder


def _is_simulated(home: Home) -> bool:
    folder = current(home.tables)
    return folder is not None and (folder / TRUTH).exists()
