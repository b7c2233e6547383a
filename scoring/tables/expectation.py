"""What one table lets expect of another, with its limits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from scoring.tables.shares import Share, Tables
from scoring.tables.witnesses.judge import is_gone

ONE_OF_A_HUNDRED = 0.01


@dataclass(frozen=True)
class Expectation:
    """What one table lets expect of another.

    Parameters
    ----------
    name : str
        Name of the finding.
    table : str
        The table that would be short of rows.
    column : str
        What is counted.
    needs : tuple of str
        Tables without which nothing can be said.
    words : str
        What is counted, in a sentence.
    named_above, refused_above : float
        Shares from 0 to 1.
    count : callable
        ``tables -> Share``.
    usual : float
        The share in clean archives, where it is above nothing: as many as chance has in one of a hundred of them
        are not named.
    """

    name: str
    table: str
    column: str
    needs: tuple[str, ...]
    words: str
    named_above: float
    refused_above: float
    count: Callable[[Tables], Share]
    usual: float = 0.0

    @property
    def is_of_one_table(self) -> bool:
        """Whether the table tells it alone; clients are held against their applications."""
        return self.needs == (self.table,) and self.column != "SK_ID_CURR"

    def is_named(self, missing: int, of: int) -> bool:
        """Whether so many are more than may be missing, and more than clean archives lack too by chance.

        Of one client's three credits elsewhere one is a third.
        """
        by_chance = self.usual > 0 and not is_gone(of - missing, of, 1 - self.usual, ONE_OF_A_HUNDRED)
        return missing > self.named_above * of and not by_chance
