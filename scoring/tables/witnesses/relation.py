"""A relation between the columns of one row."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from scoring.tables.witnesses.judge import MOVED, Witness

ALL = pl.lit(True)
# A client counts as keeping a relation when so many of their rows do: rows of one client are no witnesses of their own.
VOTE = 0.75
EVERY_ROW = 1.0


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
    """

    holds: pl.Expr
    when: pl.Expr
    vote: float = VOTE

    @property
    def columns(self) -> set[str]:
        """Every column that it reads."""
        return {*self.holds.meta.root_names(), *self.when.meta.root_names()}


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
    )
