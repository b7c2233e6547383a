"""The model folder, loaded: what fits together, or a sentence. Writing one is in :mod:`scoring.model.write_folder`.

Apart, because training needs scikit-learn and a page that simulates a change does not.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from scoring.errors import UserError
from scoring.model.current_model import model_folder
from scoring.model.manifest import COMPARABLE, RECOGNITION, TRAIN_AGAIN, Manifest, read_manifest
from scoring.model.registry import learner
from scoring.model.scorer import Scorer
from scoring.settings import Home


@dataclass(frozen=True)
class Model:
    """A model folder in memory: manifest, scorers, how training clients are recognised, comparable clients."""

    manifest: Manifest
    served: Scorer
    folds: tuple[Scorer, ...]
    recognition: pl.DataFrame
    comparable: pl.DataFrame


def open_model(home: Home) -> Model:
    """The home's current model.

    Raises
    ------
    UserError
        When there is none, or it does not fit this version of the code.
    """
    return load_model(model_folder(home))


def load_model(folder: Path) -> Model:
    """A model folder, checked.

    Raises
    ------
    UserError
        When anything in it does not fit.
    """
    manifest = read_manifest(folder)
    kind = learner(manifest.learner)
    scorers = {name: kind.load(folder / name) for name in manifest.scorers}
    for name, scorer in scorers.items():
        if scorer.features != manifest.scorers[name]:
            raise UserError(f"{folder.name}: {name} reads other features than the manifest says.", TRAIN_AGAIN)
    served, *folds = scorers.values()
    return Model(
        manifest=manifest,
        served=served,
        folds=tuple(folds),
        recognition=pl.read_parquet(folder / RECOGNITION, glob=False),
        comparable=pl.read_parquet(folder / COMPARABLE, glob=False),
    )
