"""Weights of evidence: a feature cut into bins, and what each bin says for or against a difficulty."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

import numpy as np

from scoring.arrays import Floats, Ints


@dataclass(frozen=True)
class Woe:
    """One feature cut into bins: inner edges, and a weight of evidence a bin, the last for empty values."""

    edges: Floats
    weights: Floats
    information_value: float

    def apply(self, values: Floats) -> Floats:
        """The weight of evidence of each value, in log-odds."""
        return self.weights[bins_of(values, self.edges)]

    def as_json(self) -> dict[str, Any]:
        """Edges, weights and information value as plain numbers."""
        return {
            "edges": self.edges.tolist(),
            "weights": self.weights.tolist(),
            "information_value": self.information_value,
        }

    @classmethod
    def from_json(cls, content: Mapping[str, Any]) -> Self:
        """The inverse of :meth:`as_json`."""
        edges, weights = (np.array(content[name], dtype=np.float64) for name in ("edges", "weights"))
        return cls(edges, weights, float(content["information_value"]))


def fit_woe(values: Floats, target: Ints, *, bins: int = 10, shrinkage: float = 40.0) -> Woe:
    """Cut one feature into bins of about equal count, and weigh them.

    Parameters
    ----------
    values : array of float
        The feature; NaN where it is not known.
    target : array of int
        Outcomes, of which both occur.
    bins : int
        How many for known values, where there are more distinct ones.
    shrinkage : float
        Average clients added to each bin.

    Returns
    -------
    Woe
        A bin's weight is the log of its odds of difficulty over everybody's, drawn towards 0 by the average
        clients; the information value is the sum of the differences of both outcomes' shares times the weights.

    Notes
    -----
    After Siddiqi, "Credit Risk Scorecards", 2006, chapter 6.

    Examples
    --------
    >>> values, target = np.repeat([1.0, 2.0], 100), np.repeat([0, 1, 0], [90, 40, 70])
    >>> fit_woe(values, target, bins=2).weights.round(2).tolist()
    [-0.53, 0.4, 0.0]
    """
    edges = _edges(values[~np.isnan(values)], bins)
    place, rate = bins_of(values, edges), float(np.mean(target))
    count = np.bincount(place, minlength=len(edges) + 2).astype(np.float64)
    bad = np.bincount(place, weights=target, minlength=len(edges) + 2)
    good = count - bad
    weights = np.log((bad + shrinkage * rate) / (good + shrinkage * (1 - rate))) - np.log(rate / (1 - rate))
    shares = bad / np.sum(bad) - good / np.sum(good)
    return Woe(edges, weights, float(np.sum(shares * weights)))


def bins_of(values: Floats, edges: Floats) -> Ints:
    """The bin of each value, counted from 0; empty values have the last one."""
    place = np.searchsorted(edges, values, side="left")
    return np.where(np.isnan(values), len(edges) + 1, place).astype(np.int64)


def to_woe(matrix: Floats, woes: Sequence[Woe]) -> Floats:
    """Weights of evidence in place of values, same shape."""
    columns = [woe.apply(matrix[:, place]) for place, woe in enumerate(woes)]
    return np.column_stack(columns) if columns else np.zeros((len(matrix), 0))


def _edges(known: Floats, bins: int) -> Floats:
    """The highest value of every bin but the last: a bin a value where there are few, else bins of equal count."""
    distinct = np.unique(known)
    if len(distinct) <= bins:
        return np.asarray(distinct[:-1], dtype=np.float64)
    edges = np.unique(np.quantile(known, np.arange(1, bins) / bins, method="lower"))
    return np.asarray(edges[edges < distinct[-1]], dtype=np.float64)
