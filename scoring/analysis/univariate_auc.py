"""What tells clients with a payment difficulty from the others, one feature at a time."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import polars as pl

from scoring.analysis.rates import even_edges, part_of, rate_by
from scoring.features.catalogue import catalogue
from scoring.model.evaluate import auc_interval
from scoring.texts import Language

FEWEST = 30


def univariate_auc(rows: pl.DataFrame, names: Sequence[str], level: float = 0.95) -> pd.DataFrame:
    """How well each number alone ranks clients, by the AUC among those who have it.

    Parameters
    ----------
    rows : DataFrame
        Clients with a known TARGET, and the columns of ``names``.
    names : sequence of str
        Numbers; categories are left aside.
    level : float
        Confidence level of DeLong's interval.

    Returns
    -------
    DataFrame
        name, known (share), auc, low, high, effect (``raises`` or ``lowers`` the risk as the value grows) and
        strength (how far the AUC is from one half); strongest first. Columns known for fewer than 30 clients of
        either outcome are left out.
    """
    target, results = rows["TARGET"].to_numpy(), []
    for name in names:
        if not rows[name].dtype.is_numeric():
            continue
        values = rows[name].cast(pl.Float64).fill_nan(None)
        known = values.is_not_null().to_numpy()
        outcome = target[known].astype(np.int64)
        if min(outcome.sum(), len(outcome) - outcome.sum()) < FEWEST:
            continue
        auc, low, high = auc_interval(outcome, values.drop_nulls().to_numpy(), level)
        results.append((name, float(known.mean()), auc, low, high, "raises" if auc > 0.5 else "lowers", abs(auc - 0.5)))
    frame = pd.DataFrame(results, columns=["name", "known", "auc", "low", "high", "effect", "strength"])
    return frame.sort_values(["strength", "name"], ascending=[False, True]).reset_index(drop=True)


def rate_along(values: pl.Series, target: pl.Series, parts: int = 10, level: float = 0.95) -> pd.DataFrame:
    """The difficulty rate along a number, in parts of equal size; those without a value are a part of their own.

    Parameters
    ----------
    values : Series
        A number of each client, empty where not known.
    target : Series
        1 difficulty, 0 none, of the same clients.
    parts : int, default 10
        How many; fewer where many clients share a value.
    level : float, default 0.95
        Confidence level of the rates' intervals, above 0 and below 1.

    Returns
    -------
    DataFrame
        part (from 1, the lowest values; 0 for those without), middle (the part's median), n, hits, rate, low, high.
    """
    part = part_of(values, even_edges(values, parts)).fill_null(0)
    middle = pl.DataFrame({"part": part, "value": values}).group_by("part").agg(pl.col("value").median())
    rates = rate_by(part.cast(pl.String), target, level).assign(part=lambda frame: frame["group"].astype(int))
    rates["middle"] = rates["part"].map(dict(middle.iter_rows()))
    return rates.sort_values("part")[["part", "middle", "n", "hits", "rate", "low", "high"]].reset_index(drop=True)


def with_labels(frame: pd.DataFrame, language: Language = "en") -> pd.DataFrame:
    """The same rows with what each feature is called, after its name; a raw column keeps its name."""
    known = catalogue()
    words = [known[name].label.say(language) if name in known else name for name in frame["name"]]
    return frame.assign(label=words)[["name", "label", *frame.columns[1:]]]
