"""Rates by group with their intervals: how often difficulties occur where something is so."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pandas as pd
import polars as pl

from scoring.arrays import Floats
from scoring.days import DAYS_IN_YEAR
from scoring.model.comparable import wilson_interval
from scoring.texts import Language
from scoring.texts import level as level_words
from scoring.texts.group_names import NOT_KNOWN

AGES = (30, 40, 50, 60)


def rate_by(group: pl.Series, hit: pl.Series, level: float = 0.95) -> pd.DataFrame:
    """How often something happened in each group, with Wilson's interval.

    Parameters
    ----------
    group : Series of str
        Group of every client; an empty one is a group of its own, ``Not known``.
    hit : Series of int or bool
        Whether it happened, of the same clients; clients of whom it is empty are not counted.
    level : float
        Confidence level of the interval.

    Returns
    -------
    DataFrame
        group, n, hits, rate, low, high; highest rate first.

    Examples
    --------
    >>> rate_by(pl.Series(["a", "a", None]), pl.Series([1, 0, 0]))[["group", "n", "hits", "rate"]]
           group  n  hits  rate
    0          a  2     1   0.5
    1  Not known  1     0   0.0
    """
    rows = pl.DataFrame({"group": group.cast(pl.String).fill_null(NOT_KNOWN), "hit": hit.cast(pl.Int64)})
    counted = rows.drop_nulls("hit").group_by("group").agg(pl.len().alias("n"), pl.col("hit").sum().alias("hits"))
    low, high = wilson_interval(counted["hits"].to_numpy(), counted["n"].to_numpy(), level)
    rated = counted.with_columns(
        (pl.col("hits") / pl.col("n")).alias("rate"), pl.Series("low", low), pl.Series("high", high)
    )
    return rated.sort(["rate", "group"], descending=[True, False]).to_pandas()


def rate_by_level(
    application: pl.DataFrame, column: str, level: float = 0.95, fewest: int = 30, language: Language = "en"
) -> pd.DataFrame:
    """The difficulty rate for every text of a column, in words; texts of fewer clients than that are left out.

    Parameters
    ----------
    application : DataFrame
        Clients, with TARGET.
    column : str
        A category of the application.
    level : float
        Confidence level of the intervals.
    fewest : int
        How many clients a text needs.
    language : {"en", "fr"}
        Language of the words.
    """
    texts = application[column].drop_nulls().unique().to_list()
    groups = application[column].replace({text: level_words("application", column, text, language) for text in texts})
    rates = rate_by(groups, application["TARGET"], level)
    return rates[rates["n"] >= fewest].reset_index(drop=True)


def banded(values: pl.Series, edges: Sequence[float]) -> pl.Series:
    """The band of each value, named by its edges; empty where the value is.

    Parameters
    ----------
    values : Series of float
        Values of every client.
    edges : sequence of float
        Ascending; a value on an edge belongs to the band above it.

    Examples
    --------
    >>> banded(pl.Series([29.9, 30.0, 61.0]), (30, 60)).to_list()
    ['Under 30', '30 to 60', '60 and over']
    """
    labels = band_names(edges)
    numbers = values.cast(pl.Float64).fill_nan(None)
    place = np.searchsorted(np.asarray(edges), numbers.fill_null(0.0).to_numpy(), side="right")
    return pl.Series(values.name, [labels[index] for index in place], dtype=pl.String).set(numbers.is_null(), None)


def band_names(edges: Sequence[float]) -> list[str]:
    """What the bands between edges are called, lowest first.

    Examples
    --------
    >>> band_names((30, 60))
    ['Under 30', '30 to 60', '60 and over']
    """
    inner = [f"{low:g} to {high:g}" for low, high in pairwise(edges)]
    return [f"Under {edges[0]:g}", *inner, f"{edges[-1]:g} and over"]


def age_band(days_birth: pl.Series) -> pl.Series:
    """Age bands from DAYS_BIRTH, which counts days backwards from the application.

    Examples
    --------
    >>> age_band(pl.Series([-29.5 * 365.25, -30.5 * 365.25])).to_list()
    ['Under 30', '30 to 40']
    """
    return banded(-days_birth / DAYS_IN_YEAR, AGES)


def even_edges(values: pl.Series, parts: int = 10) -> Floats:
    """Upper edges of parts as equal in number as ties allow, the last part without; few values: one part each.

    Examples
    --------
    >>> even_edges(pl.Series([1.0, 2.0, 3.0, 4.0]), 2).tolist(), even_edges(pl.Series([0, 1, 1, 1]), 4).tolist()
    ([2.0], [0.0])
    """
    known = values.cast(pl.Float64).fill_nan(None).drop_nulls()
    distinct = known.unique().sort().to_numpy()
    if len(distinct) <= parts:
        return np.asarray(distinct[:-1], dtype=np.float64)
    return np.unique(np.quantile(known.to_numpy(), np.arange(1, parts) / parts, method="lower"))


def part_of(values: pl.Series, edges: Floats) -> pl.Series:
    """The part of each value, from 1 (lowest); an edge belongs to the part below it; empty where the value is.

    Examples
    --------
    >>> part_of(pl.Series([2.0, None, 2.5]), np.array([2.0])).to_list()
    [1, None, 2]
    """
    numbers = values.cast(pl.Float64).fill_nan(None)
    part = np.searchsorted(edges, numbers.fill_null(0.0).to_numpy(), side="left") + 1
    return pl.Series(values.name, part).set(numbers.is_null(), None)


def difference(
    hits: int, n: int, reference_hits: int, reference_n: int, level: float = 0.95
) -> tuple[float, float, float]:
    """A rate less the reference's rate, with the lower and upper bound of the difference.

    Parameters
    ----------
    hits, n : int
        Clients with a difficulty in the group, and its size, at least 1.
    reference_hits, reference_n : int
        The same of the reference.
    level : float, default 0.95
        Confidence level of the interval, above 0 and below 1.

    Notes
    -----
    Newcombe, "Interval estimation for the difference between independent proportions", Statistics in Medicine
    1998, method 10: the two Wilson intervals put together.

    Examples
    --------
    >>> [round(value, 4) for value in difference(56, 70, 48, 80)]
    [0.2, 0.0524, 0.3339]
    """
    rate, other = hits / n, reference_hits / reference_n
    (low, other_low), (high, other_high) = wilson_interval([hits, reference_hits], [n, reference_n], level)
    below = float(np.hypot(rate - low, other_high - other))
    above = float(np.hypot(high - rate, other - other_low))
    return rate - other, rate - other - below, rate - other + above
