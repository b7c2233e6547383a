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


class ColumnFiles:
    """A folder of columns, written range by range of clients; the files are as ``numpy.save`` leaves them.

    Parameters
    ----------
    folder : Path
        Made here.
    clients : int
        How many values every column will have in the end.
    """

    def __init__(self, folder: Path, clients: int) -> None:
        folder.mkdir()
        self._folder, self._clients = folder, clients
        self.levels: dict[str, list[str]] = {}

    def add(self, column: pl.Series) -> None:
        """Write the next clients' values of a column, after those that are there.

        Numbers are written as float32 with NaN where not known, whole numbers of 64 bits as they are, texts (of an
        Enum) as int8 places among the levels.
        """
        if isinstance(column.dtype, pl.Enum):
            self.levels[column.name] = column.dtype.categories.to_list()
        self.add_values(column.name, _as_it_lies(column))

    def has(self, name: str) -> bool:
        """Whether anything was written of a column."""
        return (self._folder / f"{name}{SUFFIX}").exists()

    def add_values(self, name: str, values: npt.NDArray[Any]) -> None:
        """Write the next clients' values as they are."""
        with (self._folder / f"{name}{SUFFIX}").open("ab") as file:
            if not file.tell():
                kind = np.lib.format.dtype_to_descr(values.dtype)
                header = {"descr": kind, "fortran_order": False, "shape": (self._clients,)}
                np.lib.format.write_array_header_1_0(file, header)
            file.write(np.ascontiguousarray(values).tobytes())


def read_column(folder: Path, name: str, levels: Iterable[str] = ()) -> Column:
    """A column that was written there; ``levels`` as :class:`ColumnFiles` gave them."""
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
