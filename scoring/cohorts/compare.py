"""A client's place in a group: in one variable, and beside the group's middle in several."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.arrays import Floats
from scoring.cohorts.column import Column
from scoring.cohorts.groups import Group

REPAID, DIFFICULTY, OPEN = 0, 1, -1

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
class Centre:
    """A group's median or most frequent level, None where nobody has a value; ``shares`` of the levels."""

    value: float | str | None
    shares: Mapping[str, float]


@dataclass(frozen=True)
class ComparisonRow:
    """The client's value of one variable beside the group's middle; ``share`` of the group has this level."""

    feature: str
    value: float | str | None
    median: float | str | None
    share: float | None


def compare(column: Column, client_value: float | str | None, group: Group, target: Floats) -> Comparison:
    """A client's place among a group for one variable.

    Parameters
    ----------
    column : Column
        The variable, for every client of the portfolio.
    client_value : float, str or None
        What the client has of it, as their own file says: a column holds fewer digits. None where it is not known.
    group : Group
        Whom to compare with.
    target : array of float
        Outcomes, NaN where not known.
    """
    places, values = column.known_at(group.places)
    below = same = above = None
    if client_value is not None and len(values):
        place = column.encode(client_value)
        same = float(np.mean(values == place))
        below = float(np.mean(values < place)) if not column.levels else None
        above = float(np.mean(values > place)) if not column.levels else None
    return Comparison(
        feature=column.feature,
        values=values,
        outcomes=outcomes_of(target[places]),
        levels=column.levels,
        client_value=client_value,
        below=below,
        same=same,
        above=above,
        median=median_or_mode(column, values),
        n=group.n,
    )


def comparison_rows(
    features: Sequence[str], values: Mapping[str, float | str | None], centres: Callable[[str], Centre]
) -> tuple[ComparisonRow, ...]:
    """The client's values beside the group's middle, one entry a variable.

    Parameters
    ----------
    features : sequence of str
        Which variables.
    values : mapping
        The client's own, by variable.
    centres : callable
        Gives the group's middle of a variable, as :func:`centre_of` does.
    """
    rows = []
    for name in features:
        client_value, centre = values[name], centres(name)
        share = centre.shares.get(client_value, 0.0) if isinstance(client_value, str) and centre.shares else None
        rows.append(ComparisonRow(name, client_value, centre.value, share))
    return tuple(rows)


def centre_of(column: Column, group: Group) -> Centre:
    """The group's middle of a variable, and for levels the share of the group that has each."""
    _, values = column.known_at(group.places)
    if not column.levels or not len(values):
        return Centre(median_or_mode(column, values), {})
    shares = np.bincount(values, minlength=len(column.levels)) / len(values)
    return Centre(median_or_mode(column, values), dict(zip(column.levels, shares.tolist(), strict=True)))


def median_or_mode(column: Column, values: npt.NDArray[Any]) -> float | str | None:
    """Median of numbers, most frequent level; None where there is no value."""
    if not len(values):
        return None
    if not column.levels:
        return column.number(np.median(values))
    return column.levels[int(np.argmax(np.bincount(values)))]


def outcomes_of(target: Floats) -> Outcomes:
    """Outcomes as 1, 0 and -1 for not known.

    Examples
    --------
    >>> outcomes_of(np.array([1.0, 0.0, np.nan])).tolist()
    [1, 0, -1]
    """
    return np.nan_to_num(target, nan=OPEN).astype(np.int8)
