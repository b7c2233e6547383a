"""Candidates, trained on the same folds and kept beside each other; one of them becomes the model that is served."""

from __future__ import annotations

import dataclasses
import shutil
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import polars as pl
from annotated_types import Interval

from scoring.arrays import Floats
from scoring.features.build import absent_sources
from scoring.files import publish, read_json, write_json
from scoring.model.candidates import candidates
from scoring.model.cross_validate import cross_val_predict
from scoring.model.shelf import note_training
from scoring.model.train import labelled_clients, train
from scoring.model.train_set import TrainSet
from scoring.model.write_folder import save_model
from scoring.pipeline.matrix import IDENTITY, read_reference
from scoring.pipeline.versions import KEPT, Version, model_version
from scoring.progress import Progress
from scoring.settings import Home, Training
from scoring.tables.store import open_tables
from scoring.validation import Checked, Count, parse

ANSWERS = "answers.parquet"
RESULTS = "candidates.json"


@dataclass(frozen=True)
class CandidateRecord(Checked):
    """What one candidate took: features read, seconds, and the name of its model folder where it can be served."""

    features: Count
    seconds: Annotated[float, Interval(ge=0)]
    model: str


@dataclass(frozen=True)
class CandidateResult:
    """What one candidate left: calibrated log-odds out of fold, features read, the name of its model folder."""

    log_odds: Floats
    features: int
    model: str = ""


def write_candidates(home: Home, features: Path, version: Version, settings: Training, progress: Progress) -> None:
    """Train every candidate; keep its answers, what it took, and a model folder where it can be served.

    Parameters
    ----------
    home : Home
        Where the comparison goes.
    features : Path
        Folder of the feature matrix.
    version : Version
        Names the comparison, and what it was made from.
    settings : Training
        Settings of every candidate, but for which one it is.
    progress : callable
        Is given a line a step.
    """
    rows, who = read_reference(features, settings), pl.read_parquet(features / IDENTITY, glob=False)
    train_set = labelled_clients(rows, who, settings)
    answers = train_set.rows.select("SK_ID_CURR").with_columns(target=train_set.target, fold=train_set.fold)
    results: dict[str, dict[str, Any]] = {}
    with publish(home.candidates, version.name, made_from=version.made_from) as folder:
        for name, candidate in candidates().items():
            progress(f"candidate {name}: {candidate.says}")
            start, training = monotonic(), replace(settings, candidate=name)
            result = (
                _train_and_save(home, folder, features, rows, who, training)
                if candidate.is_served
                else _cross_validate(train_set, training)
            )
            answers = answers.with_columns(pl.Series(name, result.log_odds))
            results[name] = {"features": result.features, "seconds": monotonic() - start, "model": result.model}
        answers.write_parquet(folder / ANSWERS, compression="zstd")
        write_json(folder / RESULTS, results)


def _cross_validate(train_set: TrainSet, settings: Training) -> CandidateResult:
    """A candidate that is only there to be compared."""
    result = cross_val_predict(train_set, settings)
    return CandidateResult(result.log_odds, result.features)


def _train_and_save(
    home: Home, folder: Path, features: Path, rows: pl.DataFrame, who: pl.DataFrame, settings: Training
) -> CandidateResult:
    """A candidate that can be served, and its model folder."""
    tables, version = open_tables(home), model_version(features, settings).name
    result = train(rows, who, settings)
    (folder / version).mkdir()
    save_model(
        folder / version,
        result,
        rows,
        version=version,
        settings=settings,
        data_fingerprint=tables.fingerprint,
        absent_sources=absent_sources(tables),
    )
    return CandidateResult(result.clients["log_odds"].to_numpy(), len(result.served.features), version)


def serve_candidate(home: Home, trained: Path, version: Version, progress: Progress, *, aside: bool = False) -> None:
    """Make a candidate's folder the home's current model, under the version it is, or put it beside the current one.

    Parameters
    ----------
    home : Home
        Whose model it becomes.
    trained : Path
        Folder of the candidate's model.
    version : Version
        Names the model, and what it was made from.
    progress : callable
        Is given a line a step.
    aside : bool, default False
        Keep the current model, and put this one beside it.
    """
    progress("the chosen candidate is trained already")
    with publish(home.models, version.name, keep=KEPT["models"], made_from=version.made_from, aside=aside) as folder:
        shutil.copytree(trained, folder, dirs_exist_ok=True)
    note_training(home, version.name)


def read_comparison(folder: Path) -> tuple[pl.DataFrame, dict[str, Any]]:
    """What a comparison left: answers (SK_ID_CURR, target, fold, log-odds by candidate), and what each took."""
    records = parse(dict[str, CandidateRecord], read_json(folder / RESULTS), "Run notebook 03 again.", RESULTS)
    return pl.read_parquet(folder / ANSWERS, glob=False), {
        name: dataclasses.asdict(record) for name, record in records.items()
    }
