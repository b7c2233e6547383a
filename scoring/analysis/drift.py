"""Whether clients have changed: the population stability index, and what chance alone would show."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import polars as pl
from scipy import stats

from scoring.analysis.rates import even_edges, part_of
from scoring.arrays import Floats

BINS = 10
WATCH, MOVED = 0.10, 0.25
LIMITS = (WATCH, MOVED)  # by custom: look from the first on, act from the second on


def stability(
    reference: pl.DataFrame, current: pl.DataFrame, names: Sequence[str], bins: int = BINS, moved: float = MOVED
) -> pd.DataFrame:
    """How far each column of the current clients is from the reference's.

    Parameters
    ----------
    reference, current : DataFrame
        Clients before and now, with the columns of ``names``: numbers, or texts.
    names : sequence of str
        Which columns.
    bins : int
        Into how many parts, equal in the reference, numbers are cut.
    moved : float
        From which index on a column is said to have moved.

    Returns
    -------
    DataFrame
        name, index, by_chance (what 95 of 100 columns that did not move would stay below), missing_reference,
        missing_current, reading (``stable``, ``watch`` from 0.10, ``moved`` from 0.25, as is the custom for this
        index, or ``as by chance``); largest index first. Empty where there are no current clients.
    """
    if not reference.height or not current.height:
        return pd.DataFrame(columns=["name", "index", "by_chance", "missing_reference", "missing_current", "reading"])
    rows = []
    for name in names:
        before, now = counts_of(reference[name], current[name], bins)
        index, chance = index_from_counts(before, now), index_by_chance(before, now)
        missing = (reference[name].null_count() / reference.height, current[name].null_count() / current.height)
        rows.append((name, index, chance, *missing, reading_of(index, chance, moved)))
    columns = ["name", "index", "by_chance", "missing_reference", "missing_current", "reading"]
    frame = pd.DataFrame(rows, columns=columns)
    return frame.sort_values("index", ascending=False, kind="stable").reset_index(drop=True)


def stability_index(reference: pl.Series, current: pl.Series, bins: int = BINS) -> float:
    """The population stability index of one column.

    The sum over the parts of ``(now - before) * log(now / before)``, shares of clients; missing values are a
    part of their own.

    Examples
    --------
    >>> before, now = pl.Series(["a"] * 50 + ["b"] * 50), pl.Series(["a"] * 80 + ["b"] * 20)
    >>> round(stability_index(before, now), 2)
    0.42
    """
    return index_from_counts(*counts_of(reference, current, bins))


def counts_of(reference: pl.Series, current: pl.Series, bins: int) -> tuple[Floats, Floats]:
    """How many clients of both fall into each part that any of them falls into."""
    if reference.dtype.is_numeric() or reference.dtype == pl.Boolean:
        edges = even_edges(reference, bins)
        parts = [part_of(series, edges).fill_null(0) for series in (reference, current)]
    else:
        parts = [series.cast(pl.String).fill_null("") for series in (reference, current)]
    tallied = [part.alias("part").value_counts(name="n") for part in parts]
    both = tallied[0].join(tallied[1], on="part", how="full", coalesce=True).fill_null(0)
    return both["n"].to_numpy().astype(np.float64), both["n_right"].to_numpy().astype(np.float64)


def index_from_counts(before: Floats, now: Floats) -> float:
    """The index from counts; half a client stands in a part where one of the two has none."""
    p, q = (np.maximum(counts, 0.5) / counts.sum() for counts in (before, now))
    return float(np.sum((q - p) * np.log(q / p)))


def index_by_chance(before: Floats, now: Floats, level: float = 0.95) -> float:
    """What the index stays below in 95 of 100 draws of as many clients from one population.

    Notes
    -----
    Without a change the index is near ``(1/n + 1/m)`` times a chi-square of one degree fewer than there are
    parts: Yurdakul, "Statistical properties of population stability index", 2018.
    """
    degrees = len(before) - 1
    if degrees < 1:
        return 0.0
    return float(stats.chi2.ppf(level, degrees) * (1 / before.sum() + 1 / now.sum()))


def reading_of(index: float, by_chance: float, moved: float = MOVED) -> str:
    """What an index says.

    Examples
    --------
    >>> reading_of(0.3, 0.01), reading_of(0.12, 0.01), reading_of(0.05, 0.01), reading_of(0.12, 0.2)
    ('moved', 'watch', 'stable', 'as by chance')
    """
    if index <= by_chance:
        return "as by chance"
    return "moved" if index >= moved else "watch" if index >= WATCH else "stable"
