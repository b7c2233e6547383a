"""A weighted mean of log-odds of scorers that learn differently, each of which can be taken apart."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import ClassVar, Self

import numpy as np

from scoring.arrays import Floats
from scoring.model.matrix import Rows, places_of
from scoring.model.registry import learner
from scoring.model.scorer import Scorer
from scoring.model.train_set import TrainSet
from scoring.settings import Training

CONTENT = "blend.json"
EPOCH = (1980, 1, 1, 0, 0, 0)  # of every entry, so that the same blend gives the same file


@dataclass(frozen=True)
class Blend:
    """Parts and their weights, which add up to 1; it reads what any of them reads."""

    name: ClassVar[str] = "blend"
    suffix: ClassVar[str] = ".zip"

    features: tuple[str, ...]
    parts: tuple[Scorer, ...]
    weights: tuple[float, ...]

    @property
    def summary(self) -> Mapping[str, float]:
        """What came out of the parts' fits, and how many features they read together."""
        outcomes = {key: value for part in self.parts for key, value in part.summary.items()}
        return {**outcomes, "n_features": len(self.features)}

    @classmethod
    def fit(
        cls, train_set: TrainSet, features: Sequence[str], settings: Training, *, seed: int, folds: Sequence[Self] = ()
    ) -> Self:
        """Every part, on the features that the trees gain most from, averaged over seeds.

        Parameters as for :meth:`scoring.model.scorer.Scorer.fit`.
        """
        from scoring.model.lightgbm_trees import select_features

        shared = replace(settings, trees=settings.blend.trees)
        selected = select_features(train_set, features, shared, seed=seed)
        names, weights = list(settings.blend.weights), np.array(list(settings.blend.weights.values()))
        parts = []
        for place, name in enumerate(names):
            peers = [scorer.parts[place] for scorer in folds]
            parts.append(learner(name).fit(train_set, selected, shared, seed=seed, folds=peers))
        return cls.of(parts, (weights / weights.sum()).tolist())

    @classmethod
    def of(cls, parts: Sequence[Scorer], weights: Sequence[float]) -> Self:
        """A blend of fitted parts."""
        union = dict.fromkeys(name for part in parts for name in part.features)
        return cls(tuple(union), tuple(parts), tuple(weights))

    def log_odds(self, rows: Rows) -> Floats:
        """Weighted mean of the parts' log-odds, before calibration, one a client."""
        answers = [weight * part.log_odds(rows) for part, weight in zip(self.parts, self.weights, strict=True)]
        return np.asarray(np.sum(answers, axis=0), dtype=np.float64)

    def contributions(self, rows: Rows) -> tuple[Floats, Floats]:
        """Weighted sum of the parts' contributions, feature by feature, and of their base values."""
        values, base = np.zeros((rows.height, len(self.features))), np.zeros(rows.height)
        for part, weight in zip(self.parts, self.weights, strict=True):
            part_values, part_base = part.contributions(rows)
            values[:, places_of(self.features, part.features)] += weight * part_values
            base += weight * part_base
        return values, base

    def importance(self) -> Floats:
        """Weighted sum of the parts' importances, each made to add up to 1, in the order of :attr:`features`."""
        importance = np.zeros(len(self.features))
        for part, weight in zip(self.parts, self.weights, strict=True):
            part_importance = part.importance()
            importance[places_of(self.features, part.features)] += (
                weight * part_importance / max(float(part_importance.sum()), 1e-12)
            )
        return importance

    def save(self, path: Path) -> None:
        """Write a zip of the parts' own files and of their weights."""
        with TemporaryDirectory() as folder, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for part in self.parts:
                file = Path(folder) / f"{part.name}{part.suffix}"
                part.save(file)
                archive.writestr(zipfile.ZipInfo(file.name, EPOCH), file.read_bytes(), zipfile.ZIP_DEFLATED)
            weights = {part.name: weight for part, weight in zip(self.parts, self.weights, strict=True)}
            content = json.dumps({"features": self.features, "weights": weights})
            archive.writestr(zipfile.ZipInfo(CONTENT, EPOCH), content, zipfile.ZIP_DEFLATED)

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what :meth:`save` wrote; each part imports what it needs to answer."""
        with TemporaryDirectory() as folder:
            with zipfile.ZipFile(path) as archive:
                archive.extractall(folder)
            content = json.loads((Path(folder) / CONTENT).read_text(encoding="utf-8"))
            kinds = [learner(name) for name in content["weights"]]
            parts = tuple(kind.load(Path(folder) / f"{kind.name}{kind.suffix}") for kind in kinds)
        return cls(tuple(content["features"]), parts, tuple(content["weights"].values()))
