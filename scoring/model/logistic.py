"""A penalised logistic regression on ranks: each feature pulls evenly from its lowest to its highest values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, ClassVar, Self

import numpy as np
import numpy.typing as npt

from scoring.arrays import Floats
from scoring.hyperparameters import LogisticParams
from scoring.model.linear_scorer import LinearScorer
from scoring.model.matrix import Rows, levels_of, to_matrix
from scoring.model.train_set import TrainSet
from scoring.model.weight_of_evidence import Woe, fit_woe
from scoring.settings import Training

HIGHEST_RANK = 1.7  # ranks of a uniform variable from -1.7 to 1.7 have a standard deviation of about 1


@dataclass(frozen=True)
class Ranks:
    """A number in place of a value: its rank among the training clients, 0 where it is not known.

    Between ``knots`` (quantiles) ranks are interpolated; beyond the outermost nothing changes, so that no value,
    however far out, pulls more than the highest that training held.
    """

    knots: Floats

    def apply(self, values: Floats) -> Floats:
        """The rank of each value, from -1.7 to 1.7."""
        if len(self.knots) < 2:
            return np.zeros(len(values))
        ranks = np.interp(values, self.knots, _ranks(len(self.knots)))
        return np.where(np.isnan(values), 0.0, ranks)


@lru_cache(maxsize=256)
def _ranks(knots: int) -> Floats:
    """The rank of each knot."""
    return np.linspace(-HIGHEST_RANK, HIGHEST_RANK, knots)


@dataclass(frozen=True)
class OneRow:
    """All transforms at once for a single client: as many calls as there are features take twenty times as long.

    Parameters
    ----------
    ranked, weighed : array of int
        Places of the features that have ranks, and of those that have weights of evidence.
    knots, ranks, slopes : array of float, shape (ranked, most knots + 1)
        Of each ranked feature, beginning with a knot below everything; missing ones are above everything.
    woes : tuple of Woe
        Weights of evidence of the weighed features.
    scale : float
        What a weight of evidence is multiplied by.
    """

    ranked: npt.NDArray[np.int64]
    weighed: npt.NDArray[np.int64]
    knots: Floats
    ranks: Floats
    slopes: Floats
    woes: tuple[Woe, ...]
    scale: float

    @classmethod
    def of(cls, transforms: Sequence[Ranks | Woe], scale: float) -> Self:
        """Tables of some features' transforms."""
        ranked = [place for place, each in enumerate(transforms) if isinstance(each, Ranks)]
        woes = {place: each for place, each in enumerate(transforms) if isinstance(each, Woe)}
        all_knots = [each.knots for each in transforms if isinstance(each, Ranks)]
        shape = (len(ranked), max(map(len, all_knots), default=0) + 1)
        knots, ranks, slopes = np.full(shape, np.inf), np.zeros(shape), np.zeros(shape)
        knots[:, 0] = -np.inf
        for row, each in enumerate(all_knots):
            if len(each) > 1:
                rank = _ranks(len(each))
                knots[row, 1 : len(each) + 1], ranks[row, 1 : len(each) + 1] = each, rank
                ranks[row, 0] = rank[0]
                slopes[row, 1 : len(each)] = np.diff(rank) / np.diff(each)
        places = (np.array(ranked, dtype=np.int64), np.array(list(woes), dtype=np.int64))
        return cls(*places, knots, ranks, slopes, tuple(woes.values()), scale)

    def apply(self, values: Floats) -> Floats:
        """What :func:`_transformed` gives for one client, to the last digit."""
        inputs, numbers = np.empty(len(values)), values[self.ranked]
        below = np.sum(self.knots <= numbers[:, None], axis=1) - 1  # 0 as well where the value is not known
        row, start = np.arange(len(numbers)), np.maximum(below, 1)
        steps = self.slopes[row, below] * (numbers - self.knots[row, start]) + self.ranks[row, below]
        inputs[self.ranked] = np.where(np.isnan(numbers), 0.0, np.where(below == 0, self.ranks[:, 0], steps))
        for place, woe in zip(self.weighed, self.woes, strict=True):
            inputs[place] = woe.apply(values[place : place + 1])[0] * self.scale
        return inputs


@dataclass(frozen=True)
class Logistic(LinearScorer):
    """A fitted regression: log-odds are the intercept and a weight times each feature's rank.

    A category has no rank: its weight of evidence, times ``woe_scale``, stands there.
    """

    name: ClassVar[str] = "logistic"

    features: tuple[str, ...]
    transforms: tuple[Ranks | Woe, ...]
    weights: Floats
    intercept: float
    woe_scale: float

    @classmethod
    def fit(
        cls, train_set: TrainSet, features: Sequence[str], settings: Training, *, seed: int, folds: Sequence[Self] = ()
    ) -> Self:
        """All that it may read, or the strongest by the gain of trees where that is more than ``max_features``.

        Parameters as for :meth:`scoring.model.scorer.Scorer.fit`.
        """
        from sklearn.linear_model import LogisticRegression

        if len(features) > settings.max_features:
            from scoring.model.lightgbm_trees import select_features

            features = select_features(train_set, features, settings, seed=seed)
        params, matrix = settings.logistic, train_set.matrix(features)
        transforms = tuple(
            _fit_transform(name, matrix[:, place], train_set, params) for place, name in enumerate(features)
        )
        inputs = _transformed(matrix, transforms, params.woe_scale)
        model = LogisticRegression(C=params.inverse_penalty, max_iter=2000).fit(inputs, train_set.target)
        weights = np.asarray(model.coef_[0], dtype=np.float64)
        return cls(tuple(features), transforms, weights, float(model.intercept_[0]), params.woe_scale)

    def contributions(self, rows: Rows) -> tuple[Floats, Floats]:
        """Weight times rank, exact; the base value is the intercept."""
        matrix = to_matrix(rows, self.features)
        if rows.height == 1:
            values = self._one_row.apply(matrix[0])[None] * self.weights
        else:
            values = _transformed(matrix, self.transforms, self.woe_scale) * self.weights
        return values, np.full(rows.height, self.intercept)

    @cached_property
    def _one_row(self) -> OneRow:
        return OneRow.of(self.transforms, self.woe_scale)

    def importance(self) -> Floats:
        """The size of each weight, in the order of :attr:`features`."""
        return np.abs(self.weights)

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """The inverse of :meth:`as_json`."""
        entries: Mapping[str, Any] = content["features"]
        return cls(
            features=tuple(entries),
            transforms=tuple(
                Ranks(np.array(entry["knots"], dtype=np.float64)) if "knots" in entry else Woe.from_json(entry)
                for entry in entries.values()
            ),
            weights=np.array([entry["weight"] for entry in entries.values()], dtype=np.float64),
            intercept=float(content["intercept"]),
            woe_scale=float(content["woe_scale"]),
        )

    def as_json(self) -> dict[str, Any]:
        """Intercept, and weight and knots, or weights of evidence, of each feature."""
        entries = zip(self.features, self.weights.tolist(), self.transforms, strict=True)
        return {
            "intercept": self.intercept,
            "woe_scale": self.woe_scale,
            "features": {
                name: {"weight": weight}
                | ({"knots": each.knots.tolist()} if isinstance(each, Ranks) else each.as_json())
                for name, weight, each in entries
            },
        }


def _fit_transform(name: str, values: Floats, train_set: TrainSet, params: LogisticParams) -> Ranks | Woe:
    levels = levels_of(name)
    if levels:
        return fit_woe(values, train_set.target, bins=len(levels))
    known = values[~np.isnan(values)]
    return Ranks(np.unique(np.quantile(known, np.linspace(0.0, 1.0, params.knots))) if len(known) else np.zeros(0))


def _transformed(matrix: Floats, transforms: Sequence[Ranks | Woe], woe_scale: float) -> Floats:
    columns = [
        each.apply(matrix[:, place]) * (1.0 if isinstance(each, Ranks) else woe_scale)
        for place, each in enumerate(transforms)
    ]
    return np.column_stack(columns) if columns else np.zeros((len(matrix), 0))
