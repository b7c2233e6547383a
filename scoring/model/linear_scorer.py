"""What scorers share whose log-odds are an intercept and a weight times the transform of each feature."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

import numpy as np

from scoring.arrays import Floats
from scoring.model.matrix import Rows


class LinearScorer(ABC):
    """A scorer that is the sum of its contributions, kept as JSON that is read without scikit-learn."""

    suffix: ClassVar[str] = ".json"

    features: tuple[str, ...]

    @property
    def summary(self) -> Mapping[str, float]:
        """How many features it reads."""
        return {"n_features": len(self.features)}

    def log_odds(self, rows: Rows) -> Floats:
        """Log-odds of difficulty before calibration, one a client."""
        values, base = self.contributions(rows)
        return np.asarray(base + np.sum(values, axis=1), dtype=np.float64)

    @abstractmethod
    def contributions(self, rows: Rows) -> tuple[Floats, Floats]:
        """Each feature's share of the log-odds, exact, and the intercept as their base value."""

    def save(self, path: Path) -> None:
        """Write JSON that is read without scikit-learn."""
        path.write_text(json.dumps(self.as_json(), indent=1), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what :meth:`save` wrote."""
        return cls.from_json(json.loads(path.read_text(encoding="utf-8")))

    @abstractmethod
    def as_json(self) -> dict[str, Any]:
        """The fit as plain objects."""

    @classmethod
    @abstractmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """The inverse of :meth:`as_json`."""
