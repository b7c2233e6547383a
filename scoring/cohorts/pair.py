"""Two variables of a group together: which clients to draw, how the two go together, and their table."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.arrays import Bools, Floats
from scoring.cohorts.column import Column
from scoring.cohorts.compare import DIFFICULTY, OPEN, Outcomes, outcomes_of
from scoring.cohorts.groups import Group

MOST_POINTS = 1500
MOST_RANKED = 20_000
SEED = 0
FIFTHS, FEW_VALUES, MOST_LEVELS = 5, 6, 8


@dataclass(frozen=True)
class Slice:
    """Clients whose first variable lies between two values (both belong to it), or has one level."""

    low: float | str
    high: float | str
    n: int
    median: float | None
    known: int
    difficulties: int
    client: bool


@dataclass(frozen=True)
class Pair:
    """Two variables in a group: at most 1,500 clients to draw, and how the two go together.

    ``x``, ``y`` and ``outcomes`` are of the clients drawn; ``rank`` is Spearman's correlation in the group (of numbers
    only); ``rows`` is the table: a slice of the first variable, its size, the second one's middle, known outcomes
    and difficulties.
    """

    first: str
    second: str
    x: npt.NDArray[Any]
    y: npt.NDArray[Any]
    outcomes: Outcomes
    client: tuple[float | str | None, float | str | None]
    known: int
    rank: float | None
    rows: tuple[Slice, ...]


def pair(
    first: Column,
    second: Column,
    client: tuple[float | str | None, float | str | None],
    group: Group,
    target: Floats,
) -> Pair:
    """Two variables of a group together; the second one is a number.

    Parameters
    ----------
    first, second : Column
        The variables, for every client of the portfolio.
    client : pair of float, str or None
        The client's values of the two, as their own file has them: a column holds fewer digits.
    group : Group
        Whom to show; which of them are drawn is the same every time.
    target : array of float
        Outcomes, NaN where not known.
    """
    mask = group.mask & first.known & second.known
    x, y, outcomes = first.values[mask], second.values[mask], outcomes_of(target[mask])
    ranked = np.random.default_rng(SEED).choice(len(x), min(len(x), MOST_RANKED), replace=False)
    drawn = np.sort(ranked[:MOST_POINTS])
    return Pair(
        first=first.feature,
        second=second.feature,
        x=x[drawn],
        y=y[drawn],
        outcomes=outcomes[drawn],
        client=client,
        known=len(x),
        rank=None if first.levels else spearman(x[ranked], y[ranked]),
        rows=_slices(first, client[0], x, outcomes, lambda inside: second.number(np.median(y[inside]))),
    )


def spearman(x: npt.NDArray[Any], y: npt.NDArray[Any]) -> float | None:
    """Rank correlation; equal values share their mean rank. None where one of the two does not vary.

    Examples
    --------
    >>> round(spearman(np.array([1, 2, 3, 4]), np.array([1, 4, 9, 16])), 6)
    1.0
    """
    ranks = [_ranks(values) for values in (x, y)]
    if len(x) < 3 or any(np.ptp(values) == 0 for values in ranks):
        return None
    first, second = (values - values.mean() for values in ranks)
    return float(first @ second / np.sqrt((first @ first) * (second @ second)))


def _ranks(values: npt.NDArray[Any]) -> Floats:
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    return np.asarray((ends - (counts - 1) / 2)[places], dtype=np.float64)


def _slices(
    first: Column,
    client_value: float | str | None,
    x: npt.NDArray[Any],
    outcomes: Outcomes,
    median: Callable[[Bools], float],
) -> tuple[Slice, ...]:
    """The table's rows: fifths of a number, or its values where they are few; the most frequent levels."""
    if not len(x):
        return ()
    edges = _frequent(x) if first.levels else _fifths(x)
    place, rows = first.encode(client_value), []
    for low, high in edges:
        inside = (x >= low) & (x <= high)
        outcome = outcomes[inside]
        ends = [first.decode(end) for end in (low, high)]
        rows.append(
            Slice(
                low=ends[0] if ends[0] is not None else "",
                high=ends[1] if ends[1] is not None else "",
                n=int(np.count_nonzero(inside)),
                median=median(inside) if inside.any() else None,
                known=int(np.count_nonzero(outcome != OPEN)),
                difficulties=int(np.count_nonzero(outcome == DIFFICULTY)),
                client=bool(low <= place <= high),
            )
        )
    return tuple(rows)


def _frequent(codes: npt.NDArray[Any]) -> list[tuple[Any, Any]]:
    counts = np.bincount(codes)
    order = np.argsort(-counts, kind="stable")[:MOST_LEVELS]
    return [(code, code) for code in order.tolist() if counts[code]]


def _fifths(x: npt.NDArray[Any]) -> list[tuple[Any, Any]]:
    """Lowest and highest value of each slice; sorting everything is spared where a part shows many values."""
    if len(np.unique(x[:MOST_RANKED])) <= FEW_VALUES:
        kinds = np.unique(x)
        if len(kinds) <= FEW_VALUES:
            return [(value, value) for value in kinds]
    cuts = np.unique(np.quantile(x, np.linspace(0, 1, FIFTHS + 1), method="higher"))
    starts = [cuts[0], *(x[x > cut].min() for cut in cuts[1:-1])]
    return list(zip(starts, cuts[1:], strict=True))
