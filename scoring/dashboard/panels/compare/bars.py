"""Whom a bar of a chart stands for, and in which words: pure functions from a bar to the clients behind it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from scoring.arrays import Bools
from scoring.cohorts.column import Column
from scoring.cohorts.dependence import Effect
from scoring.cohorts.groups import Group
from scoring.dashboard.charts.spread import Bins, Levels
from scoring.features.catalogue import Entry, catalogue
from scoring.texts import Language, Words
from scoring.texts.sentences import page


def clients_of_bar(spread: Bins | Levels, index: int, column: Column, group: Group) -> Bools:
    """The group's clients in one bar: as many as the bar counts.

    Parameters
    ----------
    spread : Bins or Levels
        Spread of the group's known values.
    index : int
        Which bar; of levels the last may stand for all that are not named.
    column : Column
        The variable, for every client of the portfolio.
    group : Group
        Whose spread it is.
    """
    known: Bools = group.mask & column.known
    if isinstance(spread, Levels):
        name = spread.names[index]
        named = [column.encode(level) for level in spread.names if level is not None]
        inside = ~np.isin(column.values, named) if name is None else column.values == column.encode(name)
        return np.asarray(known & inside)
    edges, last = np.asarray(spread.edges), len(spread.counts) - 1
    values = np.where(known, column.values, 0.0).astype(np.float64)
    bars = np.clip(np.searchsorted(edges, values, side="right") - 1, 0, last)
    return np.asarray(known & (bars == index))


def clients_of_effect(rows: Sequence[Effect], index: int, column: Column) -> Bools:
    """The portfolio's clients in one bin of a variable's effect."""
    row = rows[index]
    if row.start is None or row.end is None:
        return np.asarray(~column.known)
    low, high = column.encode(row.start), column.encode(row.end)
    return np.asarray(column.known & (column.values >= low) & (column.values <= high))


def bar_values(spread: Bins | Levels, entry: Entry, language: Language) -> list[str]:
    """The values that each bar stands for; one value alone is said once."""
    if isinstance(spread, Levels):
        others = page("compare.others", language)
        return [others if name is None else entry.show(name, language) for name in spread.names]
    ends = (entry.show_bounds(pair, language) for pair in spread.ends)
    return [between(low, high, language) for low, high in ends]


def between(low: str, high: str, language: Language) -> str:
    r"""A range in words; where both ends read the same, the value alone.

    Examples
    --------
    >>> between("8", "8", "en"), between("8", "9", "en")
    ('8', 'from\xa08 to\xa09')
    """
    return low if low == high else page("compare.two_range", language, low=low, high=high)


def bars_of(chart: str, counts: Sequence[int]) -> list[str]:
    """What the button of each bar says to the kernel; nothing where there is nobody to open."""
    return [f"{chart} {index}" if count else "" for index, count in enumerate(counts)]


def list_words(feature: str, values: Words, rule: Words) -> Words:
    """Whose list it is that a bar of a variable opens: its values, and in which group."""
    label = catalogue()[feature].label
    parts = {"label": label, "values": values, "rule": rule}
    return Words.each(
        lambda language: page("compare.bar_list", language, **{key: part.say(language) for key, part in parts.items()})
    )
