"""Columns of every client, of which the last few are held: the same ones are asked for from client to client."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock

from scoring.cohorts.column import Column


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
    _held: OrderedDict[str, Column] = field(default_factory=OrderedDict, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def hold(self, name: str) -> Column:
        """A column that will be asked for again: it is held from now on."""
        column = self.glance(name)
        with self._lock:
            self._held[name] = column
            self._held.move_to_end(name)
            while len(self._held) > self.most:
                self._held.popitem(last=False)
        return column

    def glance(self, name: str) -> Column:
        """A column that is looked at once: no other one has to go for it."""
        with self._lock:
            held = self._held.get(name)
        return self.read(name) if held is None else held
