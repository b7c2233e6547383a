"""What the stages do, once it is known that they must: each writes one whole result.

Learners are imported where a model is trained or scores: features and simulated tables do without, and three seconds
of processor time less.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import polars as pl

from scoring.features.build import absent_sources
from scoring.features.in_ranges import build_in_ranges, identity_in_ranges
from scoring.files import publish
from scoring.pipeline.matrix import FEATURES, IDENTITY, count_clients, matrix_in_ranges, read_labelled, read_reference
from scoring.pipeline.needs import FEATURES as FEATURES_NEED
from scoring.pipeline.needs import SCORE, SIMULATE, refuse_small_training
from scoring.pipeline.versions import KEPT, Version, world_version
from scoring.progress import Progress, silent
from scoring.settings import Home, Training
from scoring.synthetic import World, simulate_in_ranges
from scoring.tables.current_tables import TRUTH, is_simulated
from scoring.tables.ingest import ImportReport, write_tables
from scoring.tables.parquet_parts import write_parts
from scoring.tables.plain import Part, TableFile
from scoring.tables.source import Source
from scoring.tables.store import CLIENTS_AT_ONCE, TableSet, open_tables

if TYPE_CHECKING:
    from scoring.model.folder import Model
    from scoring.model.scores import Scores
    from scoring.portfolio.write import ScoredRange

ScoreRange = Callable[[pl.DataFrame, pl.DataFrame], "Scores"]  # of feature rows, and who is behind each


def simulate_tables(
    home: Home, clients: int, seed: int, progress: Progress = silent, budget: int | None = None
) -> ImportReport:
    """A simulated world in place of the home's tables, checked and cleaned as Kaggle's would be.

    The true probabilities lie apart in ``truth.parquet``; no other stage reads them.

    Parameters
    ----------
    home : Home
        Where to.
    clients : int
        How many, with and without a known outcome.
    seed : int
        The same seed gives the same world.
    progress : callable
        Is given a line a step.
    budget : int, optional
        Bytes of memory to take at most.

    Raises
    ------
    UserError
        When there are too few clients, or the budget (bytes of memory) is too small for so many.
    """
    SIMULATE.clients_at_once(clients, budget)
    worlds = simulate_in_ranges(clients, seed, progress=progress)
    made_from = world_version(clients, seed).made_from
    with publish(home.tables, made_from=made_from) as folder, TemporaryDirectory(dir=folder, prefix=".raw-") as raw:
        source, truth = _write_raw(worlds, Path(raw), f"simulated world of {clients:,} clients, seed {seed}")
        report = write_tables(source, folder, progress)
        truth.sink_parquet(folder / TRUTH, compression="zstd")
    return report


def _write_raw(worlds: Iterable[World], raw: Path, name: str) -> tuple[Source, pl.LazyFrame]:
    """Write each range's tables and truth as soon as it is drawn: the tables as parts of a source, and the truth."""
    parts: dict[str, list[Part]] = {}
    truth: list[Path] = []
    for number, world in enumerate(worlds):
        for table, rows in world.tables.items():
            path = raw / f"{table}.parquet" if not number else raw / f"{table}.{number}.parquet"
            rows.write_parquet(path)
            parts.setdefault(table, []).append(Part(path.name, path))
        truth.append(raw / f"truth.{number}.parquet")
        world.truth.write_parquet(truth[-1])
        del world, rows  # before the next range is drawn
    files = {table: TableFile(f"{table}.parquet", tuple(of_table)) for table, of_table in parts.items()}
    return Source(name, files), pl.scan_parquet(truth, glob=False)


def write_features(home: Home, version: Version, progress: Progress, budget: int | None = None) -> None:
    """Compute the feature matrix, and who is behind each loan; fewer clients at once where memory is short.

    Parameters
    ----------
    home : Home
        With tables in it.
    version : Version
        Names the features, and what they were made from.
    progress : callable
        Is given a line a step.
    budget : int, optional
        Bytes of memory to take at most.
    """
    tables = open_tables(home)
    at_once = FEATURES_NEED.clients_at_once(tables.clients, budget)
    progress("computing features")
    with publish(home.features, version.name, made_from=version.made_from) as folder:
        write_parts(folder / FEATURES, build_in_ranges(tables, progress, at_once), CLIENTS_AT_ONCE)
        write_parts(folder / IDENTITY, identity_in_ranges(tables, at_once), CLIENTS_AT_ONCE)


def write_model(
    home: Home,
    features: Path,
    version: Version,
    settings: Training,
    progress: Progress,
    *,
    aside: bool = False,
    budget: int | None = None,
) -> None:
    """Train on the feature matrix and make the new model current, or put it beside the current one.

    Parameters
    ----------
    home : Home
        Whose model it becomes.
    features : Path
        Folder of the feature matrix.
    version : Version
        Names the model, and what it was made from.
    settings : Training
        Candidate, folds, costs and hyperparameters.
    progress : callable
        Is given a line a step.
    aside : bool, default False
        Keep the current model, and put the new one beside it.
    budget : int, optional
        Bytes of memory to take at most.
    """
    from scoring.model.shelf import note_training
    from scoring.model.train import train
    from scoring.model.write_folder import save_model

    refuse_small_training(count_clients(features), settings.max_clients, budget)
    tables = open_tables(home)
    progress("choosing features and training, fold by fold")
    result = train(*read_labelled(features, settings), settings, progress)
    rows = read_reference(features, settings)  # not before: training needs the memory
    with publish(home.models, version.name, keep=KEPT["models"], made_from=version.made_from, aside=aside) as folder:
        save_model(
            folder,
            result,
            rows,
            version=version.name,
            settings=settings,
            data_fingerprint=tables.fingerprint,
            absent_sources=absent_sources(tables),
        )
    note_training(home, version.name)


def write_portfolio(
    home: Home,
    features: Path,
    model: Path,
    version: Version,
    progress: Progress,
    budget: int | None = None,
    score_range: ScoreRange | None = None,
) -> None:
    """Score every client of the home, fewer at once where memory is short; ``score_range`` where a cluster has.

    Parameters
    ----------
    home : Home
        With tables in it.
    features, model : Path
        Folders of the feature matrix and of the model.
    version : Version
        Names the portfolio, and what it was made from.
    progress : callable
        Is given a line a step.
    budget : int, optional
        Bytes of memory to take at most.
    score_range : callable, optional
        Gives the scores of a range of clients, from their features and who is behind each; this machine scores where
        left out.
    """
    from scoring.model.folder import load_model
    from scoring.portfolio.write import save_portfolio

    clients = count_clients(features)
    at_once = SCORE.clients_at_once(clients, budget)
    tables = open_tables(home)
    absent = absent_sources(tables)
    score_range = score_range or _scores_here(load_model(model), tables)
    progress("scoring every client")
    save_portfolio(
        home,
        model,
        _scored_ranges(score_range, features, clients, tables, at_once, progress),
        clients,
        version=version.name,
        made_from=version.made_from,
        absent_sources=absent,
        demonstration=is_simulated(home),
        progress=progress,
    )


def refuse_small_budget(home: Home, settings: Training, budget: int) -> None:
    """Refuse a budget in bytes that is too small for features, training or scores of the home's clients.

    Raises
    ------
    UserError
        Naming the first that needs more.
    """
    clients = open_tables(home).clients
    FEATURES_NEED.clients_at_once(clients, budget)
    refuse_small_training(clients, settings.max_clients, budget)
    SCORE.clients_at_once(clients, budget)


def _scores_here(model: Model, tables: TableSet) -> ScoreRange:
    from scoring.model.score import score

    absent = absent_sources(tables)
    return lambda rows, who: score(model, rows, who, absent, silent, tables.flags)


def _scored_ranges(
    score_range: ScoreRange, features: Path, clients: int, tables: TableSet, at_once: int, progress: Progress
) -> Iterator[ScoredRange]:
    """Every client scored, one range after the other, with the applications that the features are of."""
    from scoring.portfolio.write import ScoredRange, other_applications, refuse_other_applications

    parts = tables.in_ranges(at_once)
    if len(parts) != -(-clients // at_once):
        raise other_applications()
    done = 0
    for part, (rows, who) in zip(parts, matrix_in_ranges(features, clients, at_once), strict=True):
        applications = part.application().collect()
        refuse_other_applications(applications, rows)
        scored = ScoredRange(score_range(rows, who), rows, applications)
        done += rows.height
        progress(f"{done:,} of {clients:,} clients scored")
        yield scored
        del rows, who, applications, scored
