"""A learner that nobody ships: the distance between the means of both outcomes, feature by feature."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

import numpy as np

from scoring.arrays import Floats
from scoring.model.matrix import Rows, to_matrix
from scoring.model.points import log_odds_of
from scoring.model.train_set import TrainSet
from scoring.settings import Training


@dataclass(frozen=True)
class Toy:
    """Each feature pulls as far as the value is from the middle, in standard deviations; unknown values do not pull."""

    name: ClassVar[str] = "toy"
    suffix: ClassVar[str] = ".json"

    features: tuple[str, ...]
    centre: Floats
    pull: Floats
    base: float

    @property
    def summary(self) -> Mapping[str, float]:
        return {}

    @classmethod
    def fit(
        cls, train_set: TrainSet, features: Sequence[str], settings: Training, *, seed: int, folds: Sequence[Self] = ()
    ) -> Self:
        matrix, target = train_set.matrix(features), train_set.target
        bad, good = (np.nanmean(np.where((target == outcome)[:, None], matrix, np.nan), axis=0) for outcome in (1, 0))
        pull = np.nan_to_num((bad - good) / np.maximum(np.nanvar(matrix, axis=0), 1e-9))
        return cls(
            tuple(features), np.nan_to_num((bad + good) / 2), pull, float(log_odds_of(np.array([target.mean()]))[0])
        )

    def log_odds(self, rows: Rows) -> Floats:
        values, base = self.contributions(rows)
        return values.sum(axis=1) + base

    def contributions(self, rows: Rows) -> tuple[Floats, Floats]:
        values = np.nan_to_num((to_matrix(rows, self.features) - self.centre) * self.pull)
        return values / max(1, len(self.features)), np.full(rows.height, self.base)

    def importance(self) -> Floats:
        return np.abs(self.pull)

    def save(self, path: Path) -> None:
        content = {"features": self.features, "centre": self.centre.tolist(), "pull": self.pull.tolist()}
        path.write_text(json.dumps({**content, "base": self.base}), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Self:
        content = json.loads(path.read_text(encoding="utf-8"))
        return cls(tuple(content["features"]), np.array(content["centre"]), np.array(content["pull"]), content["base"])
