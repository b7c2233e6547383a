"""What each variable of the model does to the score, counted once for all clients and kept in one small file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.cohorts.column import Column
from scoring.cohorts.dependence import Effect, effects
from scoring.files import read_json, write_json

FILE = "dependence.json"


def save_dependence(folder: Path, columns: Iterable[tuple[Column, npt.NDArray[np.float64]]]) -> None:
    """Write every variable's effect beside the portfolio's columns.

    Parameters
    ----------
    folder : Path
        The portfolio's.
    columns : iterable of (Column, array)
        Each feature of the model for every client, and what it adds to their log-odds; one after the other.
    """
    curves = {column.feature: [asdict(row) for row in effects(column, shares)] for column, shares in columns}
    write_json(folder / FILE, curves)


def read_dependence(folder: Path, feature: str) -> tuple[Effect, ...] | None:
    """A variable's effect; empty where the model does not read it, None where an older version wrote the portfolio."""
    file = folder / FILE
    if not file.exists():
        return None
    rows: list[dict[str, Any]] = read_json(file).get(feature, [])
    return tuple(Effect(**row) for row in rows)
