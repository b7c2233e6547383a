"""External scores given as ranks or quantiles among the clients: as far from one another as the next.

Values that are ranks lie on one line over their own ranks. Kaggle's scores and simulated ones crowd in the middle: of
2,000 draws of each of the three, from Kaggle's 17,000 clients and two simulated worlds, the largest distance from that
line was never below 0.014 of their range for six clients, 0.031 for twenty or more and 0.084 for a thousand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np
import polars as pl

from scoring.arrays import Floats
from scoring.errors import UserError
from scoring.tables.check import Finding
from scoring.tables.witnesses.judge import FEWEST_REFUSED
from scoring.tables.witnesses.scores import CURVES

# From how many different scores on, and how near to the line: the more there are, the less it is chance.
NEAREST = ((6, 0.005), (20, 0.02), (1_000, 0.05))
REMEDY = "Give the score as its sender does, not a client's rank among the others."


def check_ranks(applications: Mapping[str, pl.LazyFrame]) -> Iterator[Finding]:
    """Findings of external scores that are ranks among the clients of a table, or of all tables together.

    Parameters
    ----------
    applications : mapping of str to LazyFrame
        Cleaned tables of applications, by Kaggle's file name.

    Raises
    ------
    UserError
        When they are, and the clients are ten or more.
    """
    for curve in CURVES:
        scores = {
            name: frame.select(curve.column).collect().to_series().drop_nulls().to_numpy()
            for name, frame in applications.items()
            if curve.column in frame.collect_schema().names()
        }
        groups = list(scores.items())
        if len(groups) > 1:
            groups.append((groups[0][0], np.concatenate(list(scores.values()))))
        ranked = next(((name, group) for name, group in groups if are_ranks(group)), None)
        if ranked is not None:
            yield _finding(*ranked, curve.column)


def are_ranks(scores: Floats) -> bool:
    """Whether scores are as evenly spread as ranks, more than chance can tell.

    Examples
    --------
    >>> are_ranks(np.arange(1, 11) / 10), are_ranks(np.array([0.1, 0.2, 0.4, 0.5, 0.6, 0.7])), are_ranks(np.ones(50))
    (True, False, False)
    """
    different = len(np.unique(scores))
    nearest = max((distance for fewest, distance in NEAREST if different >= fewest), default=0.0)
    return nearest > 0 and off_the_line(scores) <= nearest


def off_the_line(scores: Floats) -> float:
    """The largest distance from the line that fits scores over their ranks best, as a share of their range.

    Parameters
    ----------
    scores : array of float
        Two different ones at least; equal ones share their mean rank.
    """
    values, counts = np.unique(scores, return_counts=True)
    ranks = np.cumsum(counts) - (counts - 1) / 2
    line = np.polynomial.Polynomial.fit(ranks, values, 1)
    return float(np.max(np.abs(values - line(ranks))) / (values[-1] - values[0]))


def _finding(name: str, scores: Floats, column: str) -> Finding:
    sentence = f"expected scores that crowd in the middle, got {len(scores):,} as evenly spread as ranks or quantiles."
    if len(scores) >= FEWEST_REFUSED:
        raise UserError(f"{name}: column {column}: {sentence}", REMEDY)
    return Finding("score_ranked", name, column, len(scores), "", f"{sentence} {REMEDY}")
