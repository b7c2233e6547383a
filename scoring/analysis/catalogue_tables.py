"""The catalogue as frames: how many features there are of which table, what allows their use, who has values."""

from __future__ import annotations

import numpy as np
import pandas as pd
import polars as pl

from scoring.arrays import Floats
from scoring.features.catalogue import catalogue
from scoring.features.sources import source_of
from scoring.settings import Switches
from scoring.texts import Language

ENOUGH = 100
TINY = 1e-12


def features_by_table(matrix: pl.DataFrame) -> pd.DataFrame:
    """How many features speak of which table, and how often they are empty.

    Returns
    -------
    DataFrame
        table, features, allowed (by the default switches), empty (features without any value here), missing (the
        mean share of clients without a value).
    """
    lacking = matrix.select(pl.col(name).null_count() / pl.len() for name in catalogue()).row(0, named=True)
    rows = [
        {"table": source_of(entry.feature), "allowed": entry.allowed(Switches()), "missing": lacking[name]}
        for name, entry in catalogue().items()
    ]
    grouped = pd.DataFrame(rows).groupby("table", sort=False)
    return grouped.agg(
        features=("missing", "size"),
        allowed=("allowed", "sum"),
        empty=("missing", lambda share: int((share == 1).sum())),
        missing=("missing", "mean"),
    ).reset_index()


def left_out(switches: Switches, language: Language = "en") -> pd.DataFrame:
    """Features that the model may not read: name, label, and why in a key; in the matrix's order."""
    rows = [
        {
            "name": name,
            "label": entry.label.say(language),
            "why": f"{entry.protected}, switched off" if entry.protected else "no lawful basis",
        }
        for name, entry in catalogue().items()
        if not entry.allowed(switches)
    ]
    return pd.DataFrame(rows, columns=["name", "label", "why"])


def features_by_basis() -> pd.DataFrame:
    """What allows a lender to rely on features: basis, features, themes (the families in which the page tells them)."""
    rows = [{"basis": entry.basis, "theme": entry.theme} for entry in catalogue().values()]
    grouped = pd.DataFrame(rows).groupby("basis", sort=False)["theme"]
    return grouped.agg(features="size", themes=lambda named: ", ".join(sorted(set(named)))).reset_index()


def correlated_pairs(matrix: pl.DataFrame, names: list[str], above: float = 0.98) -> pd.DataFrame:
    """Pairs of numeric features that say nearly the same: first, second, correlation; the nearest first.

    Parameters
    ----------
    matrix : DataFrame
        The feature matrix, or a sample of it.
    names : list of str
        Numeric features to look at.
    above : float
        The correlation of ranks, in absolute value, from which a pair is told; among clients who have both values,
        where they are at least :data:`ENOUGH`.
    """
    ranks = _rank_correlations(matrix.select(names))
    near = [
        (names[first], names[second], float(ranks[first, second]))
        for first, second in zip(*np.triu_indices(len(names), k=1), strict=True)
        if abs(ranks[first, second]) >= above
    ]
    frame = pd.DataFrame(near, columns=["first", "second", "correlation"])
    return frame.sort_values("correlation", key=lambda value: -value.abs(), kind="stable").reset_index(drop=True)


def _rank_correlations(values: pl.DataFrame) -> Floats:
    """Correlations of ranks, each over the clients who have both; NaN where they are few or all alike.

    All pairs by five matrix products: pair by pair it takes a quarter of a minute.
    """
    ranks = values.select(pl.all().rank() / pl.len() - 0.5).to_numpy()
    known = (~np.isnan(ranks)).astype(np.float64)
    filled = np.nan_to_num(ranks)
    both = known.T @ known
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = (filled.T @ known) / both
        spread = (filled**2).T @ known / both - mean**2
        shared = filled.T @ filled / both - mean * mean.T
        correlation = shared / np.sqrt(spread * spread.T)
    return np.where((both >= ENOUGH) & (spread > TINY) & (spread.T > TINY), correlation, np.nan)
