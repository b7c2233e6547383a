"""Clients in a row of whom a history says nothing: a file cut at a line's end, or from which a stretch was lost.

Numbers of clients say nothing of who they are, so that those with and without rows of a history are mixed by chance.
A long run of clients without any, in the order of their numbers, is no chance: rows are missing.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

import numpy as np
import numpy.typing as npt
import polars as pl

from scoring.tables.check import Finding
from scoring.tables.schema import CONTRACT

# One clean archive in a hundred thousand has such a run in a table.
CHANCE = 1e-5
MEANS = (
    "expected clients with rows and without them mixed, got a stretch of numbers without any: rows may be missing. "
    "Export the table again, to its end."
)


def check_runs(tables: Mapping[str, pl.LazyFrame]) -> list[Finding]:
    """Findings of histories that have no rows for too many clients in a row.

    Parameters
    ----------
    tables : mapping of str to LazyFrame
        Cleaned tables by Kaggle's file name.
    """
    applications = [tables[name].select("SK_ID_CURR") for name in tables if CONTRACT[name].source == "application"]
    histories = [name for name in tables if CONTRACT[name].source != "application"]
    known = [tables[name].select(pl.col("SK_ID_CURR").unique()) for name in histories]
    everyone, *having = pl.collect_all([pl.concat(applications), *known], engine="streaming")
    clients = everyone["SK_ID_CURR"].sort()
    return [finding for name, lines in zip(histories, having, strict=True) for finding in _run(name, clients, lines)]


def _run(table: str, clients: pl.Series, having: pl.DataFrame) -> Iterator[Finding]:
    has = clients.is_in(having["SK_ID_CURR"].implode()).to_numpy()
    start, length = longest_run(has)
    # Without a parent table nobody knows whose rows these are.
    if has.any() and length and is_no_chance(has, length):
        yield Finding("clients_in_a_row_without", table, "SK_ID_CURR", length, str(clients[start]), MEANS)


def longest_run(has: npt.NDArray[np.bool_]) -> tuple[int, int]:
    """Where the longest run of False begins, and its length.

    Examples
    --------
    >>> longest_run(np.array([True, False, False, True, False]))
    (1, 2)
    """
    edges = np.flatnonzero(np.concatenate(([True], has, [True])))
    lengths = np.diff(edges) - 1
    place = int(lengths.argmax())
    return int(edges[place]), int(lengths[place])


def is_no_chance(has: npt.NDArray[np.bool_], length: int) -> bool:
    """Whether a run of False of this length is met by chance in fewer than one archive in a hundred thousand.

    Examples
    --------
    >>> has = np.arange(60) % 10 > 0
    >>> is_no_chance(has, 1), is_no_chance(np.concatenate((has, np.zeros(10, bool))), 10)
    (False, True)
    """
    others = len(has) - length
    absent = (others - int(has.sum()) + 1) / (others + 2)
    return absent < 1 and math.log(len(has)) + length * math.log(absent) < math.log(CHANCE)
