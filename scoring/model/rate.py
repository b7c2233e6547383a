"""Everybody's rate: the scorer that any other has to beat."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

import numpy as np

from scoring.arrays import Floats
from scoring.model.matrix import Rows
from scoring.model.points import log_odds_of
from scoring.model.train_set import TrainSet
from scoring.settings import Training


@dataclass(frozen=True)
class Rate:
    """The same log-odds for everybody; it reads no feature."""

    name: ClassVar[str] = "rate"
    suffix: ClassVar[str] = ".json"

    everybody: float
    features: tuple[str, ...] = ()

    @property
    def summary(self) -> Mapping[str, float]:
        """Nothing came out but the rate."""
        return {}

    @classmethod
    def fit(
        cls, train_set: TrainSet, features: Sequence[str], settings: Training, *, seed: int, folds: Sequence[Self] = ()
    ) -> Self:
        """The share of the clients who had a difficulty.

        Parameters as for :meth:`scoring.model.scorer.Scorer.fit`.
        """
        return cls(float(log_odds_of(np.mean(train_set.target, keepdims=True))[0]))

    def log_odds(self, rows: Rows) -> Floats:
        """Log-odds of difficulty, one a client."""
        return np.full(rows.height, self.everybody)

    def contributions(self, rows: Rows) -> tuple[Floats, Floats]:
        """No feature has a share; the base value is the answer."""
        return np.zeros((rows.height, 0)), self.log_odds(rows)

    def importance(self) -> Floats:
        """No feature counts."""
        return np.zeros(0)

    def save(self, path: Path) -> None:
        """Write the log-odds as JSON."""
        path.write_text(json.dumps({"everybody": self.everybody}), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what :meth:`save` wrote."""
        return cls(**json.loads(path.read_text(encoding="utf-8")))
