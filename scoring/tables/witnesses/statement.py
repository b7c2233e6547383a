"""What is true of some clients, and never of all."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from scoring.tables.witnesses.judge import is_no_chance

LEFT_OUT = "rows were left out"


@dataclass(frozen=True, kw_only=True)
class Statement:
    """What is true of some clients, and never of all.

    Parameters
    ----------
    table, column : str
        What is spoiled where it is true of all.
    holds : Expr
        Whether it is true of all rows of a table.
    share : float
        Share of the clients of whom it is true at the most, where nothing is wrong.
    expected, got, means : str
        What the sentence says; ``{value}`` stands for the column's only value, ``{clients}`` for how many they are.
    """

    table: str
    column: str
    holds: pl.Expr
    share: float
    expected: str
    got: str
    means: str

    def is_no_chance(self, clients: int) -> bool:
        """Whether so many clients have it in common by chance less often than once in a million archives."""
        return is_no_chance(self.share, clients)
