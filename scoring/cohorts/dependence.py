"""What one variable does to the score: the median contribution of clients by their value of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.cohorts.column import Column

BINS, FEW_VALUES, MOST_LEVELS = 8, 8, 12
FEWEST = 20  # clients of a bin whose median is told
SAMPLE = 20_000  # values looked at to see whether they are few


@dataclass(frozen=True)
class Effect:
    """Clients whose value lies between two numbers (both belong to it), has one level, or is not known (both None).

    ``median`` is of what the variable adds to their log-odds of difficulty, ``low`` and ``high`` bound its middle half.
    """

    start: float | str | None
    end: float | str | None
    clients: int
    low: float
    median: float
    high: float


def effects(column: Column, contributions: npt.NDArray[np.float64]) -> tuple[Effect, ...]:
    """The variable's effect by eighths of a number (by its values where they are few) or by level, then not known.

    Parameters
    ----------
    column : Column
        The variable of every client.
    contributions : array of float
        What it adds to each client's log-odds.

    Returns
    -------
    tuple of Effect
        In the order of the values; levels by how many have them. Bins of fewer than 20 clients are left out.
    """
    known = column.known
    slices = _levels(column.values[known]) if column.levels else _slices(column.values[known])
    rows = []
    for start, end in slices:
        inside = known & (column.values >= start) & (column.values <= end)
        rows.append(_effect(column.decode(float(start)), column.decode(float(end)), contributions[inside]))
    rows.append(_effect(None, None, contributions[~known]))
    return tuple(row for row in rows if row is not None)


def bin_of(rows: Sequence[Effect], value: float | str | None) -> int | None:
    """Which of the bins a client is in: the first whose end is not below a number; None where none is theirs."""
    for index, row in enumerate(rows):
        if value is None or isinstance(value, str):
            if row.start == value:
                return index
        elif isinstance(row.end, float) and value <= row.end:
            return index
    return None


def _effect(start: float | str | None, end: float | str | None, shares: npt.NDArray[np.float64]) -> Effect | None:
    if len(shares) < FEWEST:
        return None
    low, median, high = (float(q) for q in np.quantile(shares, [0.25, 0.5, 0.75]))
    return Effect(start, end, len(shares), low, median, high)


def _levels(codes: npt.NDArray[np.int8]) -> list[tuple[int, int]]:
    counts = np.bincount(codes)
    order = np.argsort(-counts, kind="stable")[:MOST_LEVELS]
    return [(code, code) for code in order.tolist() if counts[code]]


def _slices(values: npt.NDArray[np.float32]) -> list[tuple[np.float32, np.float32]]:
    """Lowest and highest value of each slice; no value stands in two of them."""
    if not len(values):
        return []
    if len(np.unique(values[:SAMPLE])) <= FEW_VALUES:
        distinct = np.unique(values)
        if len(distinct) <= FEW_VALUES:
            return [(value, value) for value in distinct]
    ends = np.unique(np.quantile(values, np.linspace(0, 1, BINS + 1)[1:], method="higher"))
    ordered = np.unique(values)
    starts = [ordered[0], *(ordered[np.searchsorted(ordered, end, side="right")] for end in ends[:-1])]
    return list(zip(starts, ends, strict=True))
