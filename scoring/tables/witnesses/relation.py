"""A relation between the columns of one row."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import polars as pl

from scoring.tables.witnesses.judge import MOVED, NEVER, Witness

ALL = pl.lit(True)
# A client counts as keeping a relation when so many of their rows do: rows of one client are no witnesses of their own.
VOTE = 0.75
EVERY_ROW = 1.0
IN_EVERY_ROW = " in every row"
PARTLY_MOVED = "some rows of a column were moved, replaced or written over"


@dataclass(frozen=True, kw_only=True)
class Relation(Witness):
    """What the columns of one row say of each other.

    Parameters
    ----------
    holds : Expr
        Whether a row keeps it; empty where it says nothing.
    when : Expr
        Condition that the rows of which it is asked meet.
    vote : float
        Share of a client's rows that must keep it for the client to count as keeping it.
    every : float
        Of which share of the clients every row keeps it in clean tables at least; 0 where that is not looked at.
    """

    holds: pl.Expr
    when: pl.Expr
    vote: float = VOTE
    every: float = 0.0

    @property
    def columns(self) -> set[str]:
        """Every column that it reads."""
        return {*self.holds.meta.root_names(), *self.when.meta.root_names()}

    def with_every_row(self) -> Iterator[Relation]:
        """Itself, and what is expected of every row: a tenth of a column's rows moved leaves most of each client's."""
        yield self
        if self.every:
            yield replace(
                self,
                expected=f"{self.expected}{IN_EVERY_ROW}",
                least=self.every,
                refused_below=NEVER,
                means=PARTLY_MOVED,
                vote=EVERY_ROW,
                every=0.0,
            )

    def is_said_by(self, expected: str) -> bool:
        """Whether it is what another one, of which that is expected, says of most rows already."""
        return self.expected == f"{expected}{IN_EVERY_ROW}"


def within(part: str, whole: str, low: float, high: float) -> pl.Expr:
    """Whether one amount is between so many times another and so many; empty where one of them is not above 0.

    Parameters
    ----------
    part, whole : str
        Columns of the two amounts.
    low, high : float
        How many times the other the first may be; both belong to it.
    """
    above, below = pl.col(part), pl.col(whole)
    ratio = pl.when((above > 0) & (below > 0)).then(above / below)
    return ratio.is_between(low, high)


def days_apart(later: str, earlier: str, low: float, high: float) -> pl.Expr:
    """Whether one day is so many days after another at least, and so many at most.

    Parameters
    ----------
    later, earlier : str
        Columns of the two days.
    low, high : float
        Days that may lie between them; both belong to it.
    """
    return (pl.col(later) - pl.col(earlier)).is_between(low, high)


def relation(
    table: str,
    column: str,
    expected: str,
    holds: pl.Expr,
    least: float,
    *,
    refused: float = 0.7,
    when: pl.Expr = ALL,
    means: str = MOVED,
    vote: float = VOTE,
    every: float = 0.0,
) -> Relation:
    """A relation as the lists of them write it; see :class:`Relation`."""
    return Relation(
        name="relation_lost",
        table=table,
        column=column,
        expected=expected,
        least=least,
        refused_below=refused,
        holds=holds,
        when=when,
        means=means,
        vote=vote,
        every=every,
    )
