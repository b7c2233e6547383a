"""How a variable is spread over the portfolio, told in groups that are large enough to hide everyone in them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.cohorts.column import Column

LEAST = 20  # people in a group
MOST_GROUPS = 10


@dataclass(frozen=True)
class Group:
    """Clients with a value from ``low`` to ``high``, or with the ``level``; none of both: all rarer levels together.

    ``here`` where the client is one of them.
    """

    low: float | None
    high: float | None
    level: str
    people: int
    here: bool


def groups_of(column: Column, place: int) -> tuple[Group, ...]:
    """The portfolio in groups of at least twenty people; none where there are too few, or the client is not known.

    Parameters
    ----------
    column : Column
        Column of every client.
    place : int
        The client's.
    """
    if not column.known[place]:
        return ()
    return _levels(column, place) if column.levels else _ranges(column, place)


def _levels(column: Column, place: int) -> tuple[Group, ...]:
    counts = {level: int(np.sum(column.values == code)) for code, level in enumerate(column.levels)}
    client_level = column.at(place)
    large = sorted((level for level, n in counts.items() if n >= LEAST), key=lambda level: -counts[level])
    rare = sum(n for level, n in counts.items() if level not in large)
    groups = [Group(None, None, level, counts[level], level == client_level) for level in large]
    if rare >= LEAST:
        groups.append(Group(None, None, "", rare, client_level not in large))
    return tuple(groups) if any(group.here for group in groups) else ()


def _ranges(column: Column, place: int) -> tuple[Group, ...]:
    """Ranges of about as many people each; equal values stay in one."""
    values = np.sort(column.values[column.known].astype(float))
    wanted = min(MOST_GROUPS, len(values) // LEAST)
    if not wanted:
        return ()
    client_value = column.number(column.values[place])
    groups, start = [], 0
    while start < len(values):
        end = _end(values, start, max(LEAST, len(values) // wanted))
        if len(values) - end < LEAST:
            end = len(values)
        low, high = column.number(values[start]), column.number(values[end - 1])
        groups.append(Group(low, high, "", end - start, low <= client_value <= high))
        start = end
    return tuple(groups)


def _end(values: npt.NDArray[np.float64], start: int, people: int) -> int:
    last = min(start + people, len(values)) - 1
    return int(np.searchsorted(values, values[last], side="right"))
