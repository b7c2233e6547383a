"""Since when the model behind a portfolio serves, which ones are kept beside it, and how well each ranks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from scoring.errors import UserError
from scoring.files import current
from scoring.model.manifest import Manifest, read_manifest
from scoring.model.shelf import Turn, history, trained_at, versions
from scoring.settings import Home


@dataclass(frozen=True)
class KeptModel:
    """A model folder of the home, as far as it can be read: when it was trained (UTC), and what its manifest says."""

    version: str
    trained: datetime
    manifest: Manifest


@dataclass(frozen=True)
class ModelHistory:
    """The models of a home.

    Parameters
    ----------
    turns : tuple of Turn
        Which model was served when and why, the latest first; empty where nobody wrote it down.
    kept : tuple of KeptModel
        Every folder that can be read, the newest first.
    current : str
        The version that ``scoring run`` would score with; empty where there is none.
    """

    turns: tuple[Turn, ...]
    kept: tuple[KeptModel, ...]
    current: str

    def serves_since(self, version: str) -> Turn | None:
        """The turn in which a model began to be served the last time; None where nobody wrote it down."""
        return next((turn for turn in self.turns if turn.version == version), None)

    def before(self, version: str) -> KeptModel | None:
        """The kept model that was served before this one, or was trained before it where that is not written down."""
        earlier = [turn.version for turn in self.turns]
        earlier = earlier[earlier.index(version) + 1 :] if version in earlier else []
        named = {model.version: model for model in self.kept}
        before = [named[name] for name in earlier if name != version and name in named]
        served = named.get(version)
        older = [model for model in self.kept if served is not None and model.trained < served.trained]
        return next(iter(before or older), None)


def model_history(portfolio: Path) -> ModelHistory:
    """The models of the home that a portfolio's folder lies in."""
    home = Home(portfolio.parents[2])
    try:
        turns = tuple(reversed(history(home)))
    except UserError:  # damaged: only the dates are lost
        turns = ()
    live = current(home.models)
    models = (_kept(folder) for folder in versions(home))
    return ModelHistory(turns, tuple(model for model in models if model is not None), live.name if live else "")


def _kept(folder: Path) -> KeptModel | None:
    try:
        return KeptModel(folder.name, trained_at(folder), read_manifest(folder, same_features=False))
    except UserError:
        return None
