"""What each variable of the model does to the score, counted once for all clients and kept in one small file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.cohorts.column import Column
from scoring.cohorts.dependence import Effect, effects
from scoring.files import read_json, write_json

FILE = "dependence.json"


def save_dependence(
    folder: Path, columns: Iterable[Column], contributions: Mapping[str, npt.NDArray[np.float64]]
) -> None:
    """Write every variable's effect beside the portfolio's columns.

    Parameters
    ----------
    folder : Path
        The portfolio's.
    columns : iterable of Column
        Of every client; those without contributions are passed over.
    contributions : mapping of str to array
        What each feature of the model adds to every client's log-odds.
    """
    curves = {
        column.feature: [asdict(row) for row in effects(column, contributions[column.feature])]
        for column in columns
        if column.feature in contributions
    }
    write_json(folder / FILE, curves)


def read_dependence(folder: Path, feature: str) -> tuple[Effect, ...]:
    """A variable's effect; empty where the model does not read it, or an older version wrote the portfolio."""
    file = folder / FILE
    if not file.exists():
        return ()
    rows: list[dict[str, Any]] = read_json(file).get(feature, [])
    return tuple(Effect(**row) for row in rows)
