"""The numbers a booster reads: categories become the place of their text in the catalogue's fixed list."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import polars as pl

from scoring.arrays import Floats
from scoring.features.catalogue import catalogue


def to_matrix(rows: pl.DataFrame, features: Sequence[str]) -> Floats:
    """Features as Float64, empty as NaN, one row a client.

    Parameters
    ----------
    rows : DataFrame
        Output of the feature code.
    features : sequence of str
        Which columns, in which order.
    """
    return rows.select(number_of(name) for name in features).to_numpy().astype(np.float64, copy=False)


def categories(features: Sequence[str]) -> list[str]:
    """Which of the features are categories."""
    return [name for name in features if levels_of(name)]


def levels_of(name: str) -> tuple[str, ...]:
    """The catalogue's texts of a category; none for a number, nor for a feature that the catalogue does not know."""
    entry = catalogue().get(name)
    return entry.feature.levels if entry is not None else ()


def number_of(name: str) -> pl.Expr:
    """A feature as Float64; a category as the place of its text, empty for a text that is not known."""
    levels = levels_of(name)
    if not levels:
        return pl.col(name).cast(pl.Float64)
    codes = {text: float(code) for code, text in enumerate(levels)}
    return pl.col(name).replace_strict(codes, default=None, return_dtype=pl.Float64).alias(name)
