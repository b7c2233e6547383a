"""Relations between the columns of one table: a column that was moved, exchanged or scaled against the others."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import polars as pl

from scoring.tables.check import Finding
from scoring.tables.schema import CONTRACT
from scoring.tables.witnesses.judge import judge
from scoring.tables.witnesses.relation import Relation
from scoring.tables.witnesses.relations import RELATIONS
from scoring.tables.witnesses.relations_middle import UNUSUAL_MIDDLE
from scoring.tables.witnesses.relations_usual import LOW_SCORES


@dataclass(frozen=True)
class Count:
    """For how many clients a relation holds, of how many it can be told of, and one for whom it does not."""

    holding: int
    clients: int
    example: str


def check_within(name: str, frame: pl.LazyFrame) -> Iterator[Finding]:
    """Findings of relations that are gone between the columns of a cleaned table.

    Parameters
    ----------
    name : str
        Kaggle's file name.
    frame : LazyFrame
        With ``SK_ID_CURR``.

    Raises
    ------
    UserError
        When a relation is gone for most.
    """
    columns = set(frame.collect_schema().names())
    relations = [relation for relation in RELATIONS[CONTRACT[name].source] if columns >= relation.columns]
    # Scores that are told to be low are not told again to lie below the middle.
    lost, low = "", set[str]()
    for relation, count in zip(relations, counts(frame, relations), strict=True):
        if not relation.is_said_by(lost) and not (relation.name == UNUSUAL_MIDDLE and relation.column in low):
            findings = list(judge(relation, name, count.holding, count.clients, count.example))
            lost = relation.expected if findings else lost
            low |= {finding.column for finding in findings if finding.check == LOW_SCORES}
            yield from findings


def counts(frame: pl.LazyFrame, relations: list[Relation]) -> list[Count]:
    """What each relation comes to, all of them in one pass."""
    if not relations:
        return []
    votes = frame.group_by("SK_ID_CURR").agg(
        # Two thirds of what filtering costs: the rows are not gathered anew for each relation.
        (pl.when(relation.when).then(relation.holds).mean() >= relation.vote).alias(str(number))
        for number, relation in enumerate(relations)
    )
    return [_count(row) for row in _summary(votes, len(relations))]


def _summary(votes: pl.LazyFrame, relations: int) -> Iterator[Mapping[str, int | None]]:
    sums = [
        pl.struct(
            pl.col(name).sum().alias("holding"),
            pl.col(name).count().alias("clients"),
            pl.col("SK_ID_CURR").filter(~pl.col(name)).min().alias("example"),
        ).alias(name)
        for name in map(str, range(relations))
    ]
    row = votes.select(sums).collect(engine="streaming").row(0)
    yield from row


def _count(row: Mapping[str, int | None]) -> Count:
    return Count(row["holding"] or 0, row["clients"] or 0, "" if row["example"] is None else str(row["example"]))


def count_of(votes: pl.LazyFrame, holds: str) -> Count:
    """What one relation comes to, from one yes or no a client."""
    renamed = votes.select("SK_ID_CURR", pl.col(holds).alias("0"))
    return _count(next(_summary(renamed, 1)))
