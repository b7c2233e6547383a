"""A client's place in a group: in one variable, in two together, and beside the group's middle in several."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.explain.columns import Column
from scoring.explain.similar import Floats, Group

REPAID, DIFFICULTY, OPEN = 0, 1, -1
MOST_POINTS = 1500
MOST_RANKED = 20_000
SEED = 0

Outcomes = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Comparison:
    """One variable in a group, and the client's place.

    ``values`` are the group's known values, numbers or places in ``levels``; ``outcomes`` stand beside them: 1 for a
    difficulty, 0 for none, -1 where not known. ``below`` and ``above`` are the shares of the group with less and with
    more than the client, ``same`` with as much; None where the client's value is not known. ``median`` of levels is the
    most frequent one.
    """

    feature: str
    values: npt.NDArray[Any]
    outcomes: Outcomes
    levels: tuple[str, ...]
    client_value: float | str | None
    below: float | None
    same: float | None
    above: float | None
    median: float | str | None
    n: int

    @property
    def known(self) -> int:
        """How many of the group have a value."""
        return len(self.values)


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
class Beside:
    """The client's value of one variable beside the group's middle; ``share`` of the group has this level."""

    feature: str
    value: float | str | None
    median: float | str | None
    share: float | None


def compare(column: Column, client: int, group: Group, target: Floats) -> Comparison:
    """A client's place among a group for one variable.

    Parameters
    ----------
    column : Column
        The variable, for every client of the portfolio.
    client : int
        The client's place.
    group : Group
        Whom to compare with.
    target : array of float
        Outcomes, NaN where not known.
    """
    own, mask = column.at(client), group.mask & column.known
    values = column.values[mask]
    below = same = above = None
    if own is not None and len(values):
        place = column.values[client]
        same = float(np.mean(values == place))
        below = float(np.mean(values < place)) if not column.levels else None
        above = float(np.mean(values > place)) if not column.levels else None
    return Comparison(
        feature=column.feature,
        values=values,
        outcomes=outcomes_of(target[mask]),
        levels=column.levels,
        client_value=own,
        below=below,
        same=same,
        above=above,
        median=middle(column, values),
        n=group.n,
    )


def pair(first: Column, second: Column, client: int, group: Group, target: Floats) -> Pair:
    """Two variables of a group together; the second one is a number.

    Parameters
    ----------
    first, second : Column
        The variables, for every client of the portfolio.
    client : int
        The client's place.
    group : Group
        Whom to show; which of them are drawn is the same every time.
    target : array of float
        Outcomes, NaN where not known.
    """
    mask = group.mask & first.known & second.known
    x, y, outcomes = first.values[mask], second.values[mask], outcomes_of(target[mask])
    drawn = np.arange(len(x))
    some = np.random.default_rng(SEED).permutation(drawn)
    drawn = np.sort(some[:MOST_POINTS])
    ranked = some[:MOST_RANKED]
    return Pair(
        first=first.feature,
        second=second.feature,
        x=x[drawn],
        y=y[drawn],
        outcomes=outcomes[drawn],
        client=(first.at(client), second.at(client)),
        known=len(x),
        rank=None if first.levels else spearman(x[ranked], y[ranked]),
        rows=_slices(first, client, x, y, outcomes),
    )


def beside(features: Sequence[str], columns: Callable[[str], Column], client: int, group: Group) -> tuple[Beside, ...]:
    """The client's values beside the group's middle, one entry a variable."""
    rows = []
    for name in features:
        column = columns(name)
        values = column.values[group.mask & column.known]
        own, share = column.at(client), None
        if column.levels and own is not None and len(values):
            share = float(np.mean(values == column.values[client]))
        rows.append(Beside(name, own, middle(column, values), share))
    return tuple(rows)


def middle(column: Column, values: npt.NDArray[Any]) -> float | str | None:
    """Median of numbers, most frequent level; None where there is no value."""
    if not len(values):
        return None
    if not column.levels:
        return float(np.median(values))
    return column.levels[int(np.argmax(np.bincount(values)))]


def outcomes_of(target: Floats) -> Outcomes:
    """Outcomes as 1, 0 and -1 for not known.

    Examples
    --------
    >>> outcomes_of(np.array([1.0, 0.0, np.nan])).tolist()
    [1, 0, -1]
    """
    return np.nan_to_num(target, nan=OPEN).astype(np.int8)


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
    first: Column, client: int, x: npt.NDArray[Any], y: npt.NDArray[Any], outcomes: Outcomes, most: int = 5
) -> tuple[Slice, ...]:
    """Fifths of a number, or its values where they are few; the most frequent levels."""
    if not len(x):
        return ()
    kinds = np.unique(x)
    own = first.values[client]
    if first.levels:
        frequent = np.argsort(-np.bincount(x), kind="stable")
        edges = [(code, code) for code in frequent.tolist() if code in kinds][: most + 3]
    elif len(kinds) <= most + 1:
        edges = [(value, value) for value in kinds]
    else:
        cuts = np.unique(np.quantile(x, np.linspace(0, 1, most + 1), method="higher"))
        starts = [cuts[0], *(kinds[np.searchsorted(kinds, cut, side="right")] for cut in cuts[1:-1])]
        edges = list(zip(starts, cuts[1:], strict=True))
    rows = []
    for low, high in edges:
        inside = (x >= low) & (x <= high)
        ends = (first.say(low), first.say(high))
        outcome = outcomes[inside]
        rows.append(
            Slice(
                low=ends[0] if ends[0] is not None else "",
                high=ends[1] if ends[1] is not None else "",
                n=int(np.count_nonzero(inside)),
                median=float(np.median(y[inside])) if inside.any() else None,
                known=int(np.count_nonzero(outcome != OPEN)),
                difficulties=int(np.count_nonzero(outcome == DIFFICULTY)),
                client=bool(low <= own <= high),
            )
        )
    return tuple(rows)
