"""Candidates, trained on the same folds and kept beside each other; one of them becomes the model that is served."""

from __future__ import annotations

import dataclasses
import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from time import monotonic
from typing import Annotated, Any

import polars as pl
from annotated_types import Interval

from scoring.features.build import absent_sources
from scoring.files import publish, read_json, write_json
from scoring.model.candidates import Candidate, candidates
from scoring.model.cross_validate import cross_val_predict
from scoring.model.points import Floats
from scoring.model.train import labelled_clients, train
from scoring.model.write_folder import save_model
from scoring.pipeline.stages import model_version
from scoring.pipeline.work import MODELS_KEPT, read_matrix
from scoring.settings import Home, Training
from scoring.tables.store import open_tables
from scoring.validation import Checked, Count, parse

Progress = Callable[[str], None]
ANSWERS = "answers.parquet"
TRIALS = "trials.json"


@dataclass(frozen=True)
class Trial(Checked):
    """What one candidate took: features read, seconds, and the name of its model folder where it can be served."""

    features: Count
    seconds: Annotated[float, Interval(ge=0)]
    model: str


@dataclass(frozen=True)
class _Told:
    """What one candidate left: calibrated log-odds out of fold, features read, the name of its model folder."""

    log_odds: Floats
    features: int
    model: str = ""


def write_candidates(home: Home, features: Path, version: str, settings: Training, progress: Progress) -> None:
    """Train every candidate; keep its answers, what it took, and a model folder where it can be served."""
    rows, who = read_matrix(features)
    told = labelled_clients(rows, who, settings)
    answers = told.rows.select("SK_ID_CURR").with_columns(target=told.target, fold=told.fold)
    trials: dict[str, dict[str, Any]] = {}
    with publish(home.candidates, version) as folder:
        for name, recipe in candidates().items():
            progress(f"candidate {name}: {recipe.says}")
            start, own = monotonic(), replace(settings, candidate=name)
            found = _train(home, folder, features, rows, who, own, recipe)
            answers = answers.with_columns(pl.Series(name, found.log_odds))
            trials[name] = {"features": found.features, "seconds": monotonic() - start, "model": found.model}
        answers.write_parquet(folder / ANSWERS, compression="zstd")
        write_json(folder / TRIALS, trials)


def _train(
    home: Home,
    folder: Path,
    features: Path,
    rows: pl.DataFrame,
    who: pl.DataFrame,
    settings: Training,
    recipe: Candidate,
) -> _Told:
    """One candidate; its model folder too, where it can be served."""
    if not recipe.is_served:
        trial = cross_val_predict(labelled_clients(rows, who, settings), settings)
        return _Told(trial.log_odds, trial.features)
    tables, version = open_tables(home), model_version(features, settings)
    trained = train(rows, who, settings)
    (folder / version).mkdir()
    save_model(
        folder / version,
        trained,
        rows,
        version=version,
        settings=settings,
        data_fingerprint=tables.fingerprint,
        absent_sources=absent_sources(tables),
    )
    return _Told(trained.clients["log_odds"].to_numpy(), len(trained.served.features), version)


def serve_candidate(home: Home, kept: Path, progress: Progress) -> None:
    """Make a candidate's folder the home's current model."""
    progress("the chosen candidate is trained already")
    with publish(home.models, kept.name, keep=MODELS_KEPT) as folder:
        shutil.copytree(kept, folder, dirs_exist_ok=True)


def read_trials(folder: Path) -> tuple[pl.DataFrame, dict[str, Any]]:
    """What a comparison left: answers (SK_ID_CURR, target, fold, log-odds by candidate), and what each took."""
    trials = parse(dict[str, Trial], read_json(folder / TRIALS), "Run notebook 03 again.", TRIALS)
    return pl.read_parquet(folder / ANSWERS), {name: dataclasses.asdict(trial) for name, trial in trials.items()}
