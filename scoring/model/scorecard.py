"""A logistic scorecard, as lenders have built them for decades: bins, weights of evidence, one weight a feature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl
from sklearn.linear_model import LogisticRegression

from scoring.features.catalogue import catalogue
from scoring.model.matrix import to_matrix
from scoring.model.points import Floats

Ints = npt.NDArray[np.int64]
BINS = 10
MOST = 30
SHRINK = 40.0


@dataclass(frozen=True)
class Binned:
    """One feature cut into bins: inner edges, and a weight of evidence a bin, the last for empty values."""

    edges: Floats
    weights: Floats
    value: float

    def apply(self, values: Floats) -> Floats:
        """The weight of evidence of each value."""
        return self.weights[bins_of(values, self.edges)]


@dataclass(frozen=True)
class Scorecard:
    """A fitted scorecard: log-odds are the intercept and a weight times each feature's weight of evidence."""

    features: tuple[str, ...]
    binned: tuple[Binned, ...]
    model: LogisticRegression

    def log_odds(self, rows: pl.DataFrame) -> Floats:
        """Log-odds of difficulty, one a client."""
        matrix = evidence(to_matrix(rows, self.features), self.binned)
        return np.asarray(self.model.decision_function(matrix), dtype=np.float64)


def fit(rows: pl.DataFrame, target: Ints, features: Sequence[str], *, most: int = MOST) -> Scorecard:
    """A scorecard on the features of most information value, one of each family at most.

    Parameters
    ----------
    rows : DataFrame
        The feature matrix of the training clients.
    target : array of int
        Their outcomes.
    features : sequence of str
        What it may read.
    most : int
        How many it keeps.
    """
    matrix = to_matrix(rows, features)
    levels = [len(catalogue()[name].feature.levels) for name in features]
    binned = [weigh(matrix[:, place], target, many or BINS) for place, many in enumerate(levels)]
    kept = _strongest(features, binned, most)
    chosen = tuple(binned[place] for place in kept)
    model = LogisticRegression(C=1.0, max_iter=1000).fit(evidence(matrix[:, kept], chosen), target)
    return Scorecard(tuple(features[place] for place in kept), chosen, model)


def weigh(values: Floats, target: Ints, bins: int = BINS) -> Binned:
    """Cut one feature into bins of about equal count, and weigh them.

    Returns
    -------
    Binned
        A bin's weight is the log of its odds of difficulty over everybody's, drawn towards 0 by as many
        average clients as :data:`SHRINK`; ``value`` is the information value, the sum of the differences of
        both outcomes' shares times the weights.

    Notes
    -----
    Weight of evidence and information value after Siddiqi, "Credit Risk Scorecards", 2006, chapter 6.

    Examples
    --------
    >>> weigh(np.array([1.0] * 100 + [2.0] * 100), np.repeat([0, 1, 0], [90, 40, 70]), bins=2).weights.round(2).tolist()
    [-0.53, 0.4, 0.0]
    """
    edges = _edges(values[~np.isnan(values)], bins)
    place, rate = bins_of(values, edges), float(np.mean(target))
    many = np.bincount(place, minlength=len(edges) + 2).astype(np.float64)
    bad = np.bincount(place, weights=target, minlength=len(edges) + 2)
    weights = np.log((bad + SHRINK * rate) / (many - bad + SHRINK * (1 - rate))) - np.log(rate / (1 - rate))
    shares = bad / np.sum(bad) - (many - bad) / np.sum(many - bad)
    return Binned(edges, weights, float(np.sum(shares * weights)))


def _edges(known: Floats, bins: int) -> Floats:
    """The highest value of every bin but the last: a bin a value where there are few, else bins of equal count."""
    distinct = np.unique(known)
    if len(distinct) <= bins:
        return np.asarray(distinct[:-1], dtype=np.float64)
    edges = np.unique(np.quantile(known, np.arange(1, bins) / bins, method="lower"))
    return np.asarray(edges[edges < distinct[-1]], dtype=np.float64)


def bins_of(values: Floats, edges: Floats) -> Ints:
    """The bin of each value, counted from 0; empty values have the last one."""
    place = np.searchsorted(edges, values, side="left")
    return np.where(np.isnan(values), len(edges) + 1, place).astype(np.int64)


def evidence(matrix: Floats, binned: Sequence[Binned]) -> Floats:
    """Weights of evidence in place of values, same shape."""
    return np.column_stack([one.apply(matrix[:, place]) for place, one in enumerate(binned)])


def _strongest(features: Sequence[str], binned: Sequence[Binned], most: int) -> list[int]:
    """Places of the features of most information value, one a family: the rest would say the same again."""
    ordered = sorted(range(len(features)), key=lambda place: (-binned[place].value, place))
    first: dict[str, int] = {}
    for place in ordered:
        first.setdefault(catalogue()[features[place]].family, place)
    return list(first.values())[:most]
