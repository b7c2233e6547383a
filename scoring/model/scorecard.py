"""A logistic scorecard, as lenders have built them for decades: bins, weights of evidence, one weight a feature."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar, Self

import numpy as np

from scoring.arrays import Floats
from scoring.features.catalogue import catalogue
from scoring.hyperparameters import ScorecardParams
from scoring.model.linear_scorer import LinearScorer
from scoring.model.matrix import Rows, levels_of, to_matrix
from scoring.model.train_set import TrainSet
from scoring.model.weight_of_evidence import Woe, fit_woe, to_woe
from scoring.settings import Training


@dataclass(frozen=True)
class Scorecard(LinearScorer):
    """A fitted scorecard: log-odds are the intercept and a weight times each feature's weight of evidence."""

    name: ClassVar[str] = "scorecard"

    features: tuple[str, ...]
    woes: tuple[Woe, ...]
    weights: Floats
    intercept: float

    @classmethod
    def fit(
        cls, train_set: TrainSet, features: Sequence[str], settings: Training, *, seed: int, folds: Sequence[Self] = ()
    ) -> Self:
        """A scorecard on the features of most information value, one of each family at most.

        Parameters as for :meth:`scoring.model.scorer.Scorer.fit`.
        """
        params, target = settings.scorecard, train_set.target
        matrix = train_set.matrix(features)
        woes = [_fit_woe(name, matrix[:, place], train_set, params) for place, name in enumerate(features)]
        places = strongest_of_each_family(features, woes, params.max_features)
        chosen = tuple(woes[place] for place in places)
        weights, intercept = _fit_logistic(to_woe(matrix[:, places], chosen), target, params.inverse_penalty)
        return cls(tuple(features[place] for place in places), chosen, weights, intercept)

    def contributions(self, rows: Rows) -> tuple[Floats, Floats]:
        """Weight times weight of evidence, exact; the base value is the intercept."""
        values = to_woe(to_matrix(rows, self.features), self.woes) * self.weights
        return values, np.full(rows.height, self.intercept)

    def importance(self) -> Floats:
        """Information value times the size of the weight, in the order of :attr:`features`."""
        values = np.array([woe.information_value for woe in self.woes])
        return np.asarray(np.abs(self.weights) * values, dtype=np.float64)

    def as_json(self) -> dict[str, Any]:
        """Intercept, and weight, bins and weights of evidence of each feature."""
        entries = zip(self.features, self.weights.tolist(), self.woes, strict=True)
        return {
            "intercept": self.intercept,
            "features": {name: {"weight": weight, **woe.as_json()} for name, weight, woe in entries},
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """The inverse of :meth:`as_json`."""
        entries: Mapping[str, Any] = content["features"]
        return cls(
            features=tuple(entries),
            woes=tuple(Woe.from_json(entry) for entry in entries.values()),
            weights=np.array([entry["weight"] for entry in entries.values()], dtype=np.float64),
            intercept=float(content["intercept"]),
        )


def strongest_of_each_family(features: Sequence[str], woes: Sequence[Woe], most: int) -> list[int]:
    """Places of the features of most information value, one a family: the rest would say the same again."""
    ordered = sorted(range(len(features)), key=lambda place: (-woes[place].information_value, place))
    first: dict[str, int] = {}
    for place in ordered:
        first.setdefault(_family(features[place]), place)
    return list(first.values())[:most]


def _family(name: str) -> str:
    """The catalogue's family; a feature that it does not know is one of its own."""
    entry = catalogue().get(name)
    return entry.family if entry is not None else name


def _fit_woe(name: str, values: Floats, train_set: TrainSet, params: ScorecardParams) -> Woe:
    """A category has a bin a level, a number the usual bins."""
    bins = len(levels_of(name)) or params.bins
    return fit_woe(values, train_set.target, bins=bins, shrinkage=params.shrinkage)


def _fit_logistic(matrix: Floats, target: Any, inverse_penalty: float) -> tuple[Floats, float]:
    from sklearn.linear_model import LogisticRegression

    model = LogisticRegression(C=inverse_penalty, max_iter=1000).fit(matrix, target)
    return np.asarray(model.coef_[0], dtype=np.float64), float(model.intercept_[0])
