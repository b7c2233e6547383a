"""Everything that tables contradict in themselves and in each other, on a sample of the clients where they are many."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import polars as pl

from scoring.tables.check import Finding
from scoring.tables.schema import CONTRACT
from scoring.tables.witnesses.between import check_between
from scoring.tables.witnesses.correlated import check_pairs
from scoring.tables.witnesses.cut_down import check_cut_down
from scoring.tables.witnesses.everybody import FIRST_ROWS, check_everybody
from scoring.tables.witnesses.in_order import check_in_order
from scoring.tables.witnesses.ranks import check_ranks
from scoring.tables.witnesses.scores import check_scores
from scoring.tables.witnesses.within import check_within

CLIENTS_LOOKED_AT = 5_000


def check_witnesses(tables: Mapping[str, pl.LazyFrame]) -> list[Finding]:
    """Findings of relations that are gone within a set of cleaned tables.

    Parameters
    ----------
    tables : mapping of str to LazyFrame
        By Kaggle's file name. Of 10,000 clients or more so many are left out that 5,000 to 10,000 are looked at.

    Raises
    ------
    UserError
        When columns or rows were moved against each other, or external scores are turned round.
    """
    looked_at = _sample(tables)
    return [*_in_each(looked_at), *check_between(looked_at), *_in_all(tables)]


def _in_each(tables: Mapping[str, pl.LazyFrame]) -> Iterator[Finding]:
    yield from check_ranks({name: rows for name, rows in tables.items() if CONTRACT[name].source == "application"})
    for name, frame in tables.items():
        if CONTRACT[name].source == "application":
            yield from check_scores(name, frame)
            yield from check_pairs(name, frame)
        yield from check_within(name, frame)
        yield from check_cut_down(name, frame)


def _in_all(tables: Mapping[str, pl.LazyFrame]) -> Iterator[Finding]:
    """What is looked for among all clients: the first rows hardly ever leave anything to look for."""
    for name, frame in tables.items():
        first = frame.head(FIRST_ROWS).collect()
        if CONTRACT[name].source == "application":
            yield from check_in_order(name, frame, first)
        yield from check_everybody(name, frame, first)


def _sample(tables: Mapping[str, pl.LazyFrame]) -> dict[str, pl.LazyFrame]:
    clients = sum(
        int(frame.select(pl.len()).collect().item())
        for name, frame in tables.items()
        if CONTRACT[name].source == "application"
    )
    step = max(1, clients // CLIENTS_LOOKED_AT)
    if step == 1:
        return dict(tables)
    return {name: frame.filter(pl.col("SK_ID_CURR") % step == 0) for name, frame in tables.items()}
