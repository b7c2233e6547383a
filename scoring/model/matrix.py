"""The numbers a booster reads: categories become the place of their text in the catalogue's fixed list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import numpy.typing as npt
import polars as pl

from scoring.arrays import Floats
from scoring.features.catalogue import catalogue


@dataclass(frozen=True)
class FeatureMatrix:
    """Clients' features as numbers, made once for whatever number of scorers is asked.

    Parameters
    ----------
    names : tuple of str
        The features, one a column of ``values``.
    values : array of float, shape (clients, features)
        As :func:`to_matrix` gives them.
    """

    names: tuple[str, ...]
    values: Floats

    @classmethod
    def of(cls, rows: pl.DataFrame, features: Sequence[str]) -> FeatureMatrix:
        """The features of some rows, each named once."""
        names = tuple(dict.fromkeys(features))
        return cls(names, to_matrix(rows, names))

    @property
    def height(self) -> int:
        """How many clients."""
        return len(self.values)

    def take(self, clients: npt.NDArray[np.bool_]) -> FeatureMatrix:
        """Some of the clients."""
        return self if clients.all() else FeatureMatrix(self.names, self.values[clients])

    def columns(self, features: Sequence[str]) -> Floats:
        """Some of the features, in this order."""
        return self.values[:, places_of(self.names, tuple(features))]


Rows = pl.DataFrame | FeatureMatrix
"""Clients' features, as the feature code makes them or as numbers already."""


def to_matrix(rows: Rows, features: Sequence[str]) -> Floats:
    """Features as Float64, empty as NaN, one row a client.

    Parameters
    ----------
    rows : DataFrame or FeatureMatrix
        Output of the feature code, or its numbers.
    features : sequence of str
        Which columns, in which order.
    """
    if isinstance(rows, FeatureMatrix):
        return rows.columns(features)
    if rows.height == 1:  # an applicant: making as many expressions takes 6 ms, this 0.1 (measured)
        row = rows.row(0, named=True)
        return np.array([[_as_number(name, row[name]) for name in features]], dtype=np.float64)
    return rows.select(number_of(name) for name in features).to_numpy().astype(np.float64, copy=False)


@lru_cache(maxsize=256)
def places_of(names: tuple[str, ...], features: tuple[str, ...]) -> npt.NDArray[np.int64]:
    """Where each of the features stands among the names."""
    place = {name: index for index, name in enumerate(names)}
    return np.array([place[name] for name in features], dtype=np.int64)


def categories(features: Sequence[str]) -> list[str]:
    """Which of the features are categories."""
    return [name for name in features if levels_of(name)]


def levels_of(name: str) -> tuple[str, ...]:
    """The catalogue's texts of a category; none for a number, nor for a feature that the catalogue does not know."""
    entry = catalogue().get(name)
    return entry.feature.levels if entry is not None else ()


def number_of(name: str) -> pl.Expr:
    """A feature as Float64; a category as the place of its text, empty for a text that is not known."""
    codes = _codes(name)
    if not codes:
        return pl.col(name).cast(pl.Float64)
    return pl.col(name).replace_strict(codes, default=None, return_dtype=pl.Float64).alias(name)


@lru_cache(maxsize=4096)
def _codes(name: str) -> dict[str, float]:
    """The number of each of a category's texts; empty for a number."""
    return {text: float(code) for code, text in enumerate(levels_of(name))}


def _as_number(name: str, value: float | str | None) -> float:
    """One value as :func:`number_of` gives it."""
    codes = _codes(name)
    number = codes.get(str(value)) if codes else value
    return np.nan if number is None else float(number)
