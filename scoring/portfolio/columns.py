"""One variable of every client, a file each: read as it lies, in a millisecond, without decoding anything."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from scoring.cohorts.column import UNKNOWN, Column

SUFFIX = ".npy"


def save_columns(folder: Path, columns: Iterable[pl.Series]) -> dict[str, list[str]]:
    """The levels of those that are texts, in the order of their codes; every column is written to a file.

    Parameters
    ----------
    folder : Path
        Made here.
    columns : iterable of Series
        Numbers are written as float32 with NaN where not known, whole numbers of 64 bits as they are, texts
        (of an Enum) as int8 places among the levels.
    """
    folder.mkdir()
    levels = {}
    for column in columns:
        if isinstance(column.dtype, pl.Enum):
            levels[column.name] = column.dtype.categories.to_list()
        np.save(folder / f"{column.name}{SUFFIX}", _as_it_lies(column))
    return levels


def read_column(folder: Path, name: str, levels: Iterable[str] = ()) -> Column:
    """A column that was written there; ``levels`` as :func:`save_columns` gave them."""
    return Column(name, read_values(folder, name), tuple(levels))


def read_values(folder: Path, name: str) -> npt.NDArray[Any]:
    """The values alone."""
    values: npt.NDArray[Any] = np.load(folder / f"{name}{SUFFIX}")
    return values


def _as_it_lies(column: pl.Series) -> npt.NDArray[Any]:
    if isinstance(column.dtype, pl.Enum):
        return column.to_physical().cast(pl.Int8).fill_null(UNKNOWN).to_numpy()
    if column.dtype == pl.Int64 and not column.null_count():
        return column.to_numpy()
    return column.cast(pl.Float32).fill_null(float("nan")).to_numpy()
