"""Columns of every client, of which the last few are held: the same ones are asked for from client to client."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from scoring.cohorts.column import Column
from scoring.portfolio.last_asked import LastAsked


@dataclass
class HeldColumns:
    """Columns by name, read when first asked for.

    Parameters
    ----------
    read : callable
        Gives a column by its name.
    most : int
        How many are held; the one that was not asked for the longest goes first.
    """

    read: Callable[[str], Column]
    most: int
    held: LastAsked[str, Column] = field(init=False)

    def __post_init__(self) -> None:
        self.held = LastAsked(self.most)

    def hold(self, name: str) -> Column:
        """A column that will be asked for again: it is held from now on."""
        column = self.glance(name)
        self.held.keep(name, column)
        return column

    def glance(self, name: str) -> Column:
        """A column that is looked at once: no other one has to go for it."""
        held = self.held.get(name)
        return self.read(name) if held is None else held
