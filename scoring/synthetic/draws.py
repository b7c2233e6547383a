"""Words to draw a world with: choices, shares per client, positions within a parent, frames.

Everything here is element by element or a plain NumPy sum, so that a world does not depend on the
number of cores.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import polars as pl

from scoring.arrays import Bools, Floats, Ints
from scoring.tables.schema import CONTRACT

Numbers = Floats | Ints | Bools

NEVER = 365243
"""Kaggle's code for a day that did not or will not come."""


@dataclass(frozen=True)
class Choice:
    """A column of texts: one of ``levels`` by position; -1 is empty."""

    levels: tuple[str, ...]
    codes: Ints

    def among(self, *levels: str) -> Bools:
        """Where the text is one of those given."""
        wanted = [self.levels.index(level) for level in levels if level in self.levels]
        return np.isin(self.codes, wanted)

    def effect(self, points: Mapping[str, float]) -> Floats:
        """The points of each row's text; 0 where none are given or the text is empty."""
        table = np.array([points.get(level, 0.0) for level in self.levels] + [0.0])
        return table[self.codes]

    def put(self, where: Bools, level: str | None) -> Choice:
        """The same column with ``level``, or nothing, where asked."""
        levels = self.levels if level is None or level in self.levels else (*self.levels, level)
        code = -1 if level is None else levels.index(level)
        return Choice(levels, np.where(where, code, self.codes))

    def series(self, name: str) -> pl.Series:
        """The texts as a Polars column."""
        codes = pl.Series(np.where(self.codes < 0, len(self.levels), self.codes), dtype=pl.UInt32)
        return pl.Series(name, [*self.levels, None], dtype=pl.String).gather(codes)


Column = Numbers | Choice


@dataclass(frozen=True)
class Rows:
    """Rows of a table before they are a frame: whose they are, by position, and their columns."""

    client: Ints
    columns: dict[str, Column]

    def number(self, name: str) -> Floats:
        """A numeric column as floats; empty is NaN."""
        column = self.columns[name]
        assert not isinstance(column, Choice)
        return column.astype(np.float64)

    def choice(self, name: str) -> Choice:
        """A column of texts."""
        column = self.columns[name]
        assert isinstance(column, Choice)
        return column


def generators(seed: int, names: Sequence[str], part: int = 0) -> dict[str, np.random.Generator]:
    """One independent generator a name, so that a draw more in one table moves no other; others for each part."""
    source = np.random.SeedSequence(seed)
    if part:  # the first part has the seed's own children, the others grandchildren by children it does not use
        source = source.spawn(len(names) + part)[-1]
    children = source.spawn(len(names))
    return {name: np.random.default_rng(child) for name, child in zip(names, children, strict=True)}


def choose(rng: np.random.Generator, weights: Mapping[str, float], size: int) -> Choice:
    """Draw texts by their weights."""
    return choose_by(rng, [weights], np.zeros(size, dtype=np.int64))


def choose_by(rng: np.random.Generator, weights: Sequence[Mapping[str, float]], kind: Ints) -> Choice:
    """Draw texts by the weights that each row's kind (a position in ``weights``) has."""
    levels = tuple(dict.fromkeys(level for table in weights for level in table))
    codes = np.zeros(len(kind), dtype=np.int64)
    draw = rng.random(len(kind))
    for position, table in enumerate(weights):
        mass = np.cumsum([table.get(level, 0.0) for level in levels])
        mine = kind == position
        codes[mine] = np.searchsorted(mass / mass[-1], draw[mine], side="right").clip(max=len(levels) - 1)
    return Choice(levels, codes)


def pick(rng: np.random.Generator, weights: Mapping[float, float], size: int) -> Floats:
    """Draw numbers by their weights."""
    mass = np.cumsum(list(weights.values()))
    return np.array(list(weights), dtype=np.float64)[np.searchsorted(mass / mass[-1], rng.random(size), side="right")]


def chance(rng: np.random.Generator, probability: npt.NDArray[Any] | float, size: int) -> Bools:
    """True with the given probability."""
    return rng.random(size) < probability


def emptied(values: npt.NDArray[Any], where: Bools) -> Floats:
    """The numbers, empty (NaN) where asked."""
    result: Floats = np.where(where, np.nan, values).astype(np.float64, copy=False)
    return result


def sigmoid(value: Floats) -> Floats:
    """Log-odds to probability."""
    result: Floats = 1.0 / (1.0 + np.exp(-value))
    return result


def rounded(value: Floats, step: float) -> Floats:
    """To the nearest multiple of ``step``, at least one step."""
    result: Floats = np.maximum(np.round(value / step), 1.0) * step
    return result


def cents(value: Floats) -> Floats:
    """Amounts in Kaggle carry at most three decimals and end in 0 or 5."""
    result: Floats = np.round(value * 200.0) / 200.0
    return result


def annuity(principal: Floats, yearly_rate: Floats, months: Floats) -> Floats:
    """The constant monthly instalment that repays a loan."""
    monthly = np.maximum(yearly_rate, 1e-6) / 12.0
    result: Floats = principal * monthly / (1.0 - (1.0 + monthly) ** -np.maximum(months, 1.0))
    return result


def month_of(day: Floats) -> Ints:
    """The month a day falls in: days -30 to -1 are month -1."""
    return np.floor(day / 30.0).astype(np.int64)


def positions(counts: Ints) -> Ints:
    """0, 1, 2, ... within each parent, for children laid out by ``np.repeat``."""
    starts = np.cumsum(counts) - counts
    return np.arange(int(counts.sum()), dtype=np.int64) - np.repeat(starts, counts)


def total(client: Ints, values: Numbers, clients: int) -> Floats:
    """Sum per client."""
    sums = np.bincount(client, weights=np.nan_to_num(values.astype(np.float64)), minlength=clients)
    return sums.astype(np.float64, copy=False)


def mean(client: Ints, values: Numbers, clients: int, empty: float) -> Floats:
    """Mean per client over the rows that have a value; ``empty`` for clients without any.

    Parameters
    ----------
    client : array of int
        The client's place, of each row.
    values : array of float
        Values of each row, NaN where not known.
    clients : int
        How many there are.
    empty : float
        For clients without any value.
    """
    numbers = values.astype(np.float64)
    known = ~np.isnan(numbers)
    return ratio(total(client, numbers, clients), total(client, known, clients), empty)


def ratio(part: Floats, whole: Floats, empty: float) -> Floats:
    """``part / whole``; ``empty`` where there is no whole."""
    return np.where(whole > 0, part / np.where(whole > 0, whole, 1.0), empty)


def latest(client: Ints, day: Floats, clients: int, empty: float) -> Floats:
    """The largest day per client; ``empty`` for clients without rows.

    Parameters
    ----------
    client : array of int
        The client's place, of each row.
    day : array of float
        Day of each row, in days after the application: negative before it.
    clients : int
        How many there are.
    empty : float
        For clients without rows.
    """
    last: Floats = np.full(clients, -np.inf)
    np.maximum.at(last, client, day)
    return np.where(np.isinf(last), empty, last)


def frame(file: str, columns: Mapping[str, Column]) -> pl.DataFrame:
    """The columns of a table in the contract's order, NaN as empty."""
    wanted = list(CONTRACT[file].columns)
    assert set(wanted) <= set(columns), sorted(set(wanted) - set(columns))
    return pl.DataFrame([_series(name, columns[name]) for name in wanted])


def _series(name: str, column: Column) -> pl.Series:
    if isinstance(column, Choice):
        return column.series(name)
    if column.dtype == np.bool_:
        column = column.astype(np.int64)
    return pl.Series(name, column, nan_to_null=True)
