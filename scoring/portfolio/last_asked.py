"""What was asked for last, by its key; where there is too much, what was not asked for the longest goes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Hashable
from dataclasses import dataclass, field
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Value = TypeVar("Value")


@dataclass
class LastAsked(Generic[Key, Value]):
    """A cache that can be looked into without asking, which ``functools.lru_cache`` cannot; for several threads.

    Parameters
    ----------
    most : int
        How many are kept.

    Examples
    --------
    >>> rows = LastAsked(most=1)
    >>> rows.keep("a", 1), rows.keep("b", 2)
    (None, None)
    >>> rows.get("a"), rows.get("b"), len(rows)
    (None, 2, 1)
    """

    most: int
    _kept: OrderedDict[Key, Value] = field(default_factory=OrderedDict, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def __len__(self) -> int:
        return len(self._kept)

    def __contains__(self, key: Key) -> bool:
        return key in self._kept

    def get(self, key: Key) -> Value | None:
        """What is kept under a key, None where nothing is; it is asked for no later by that."""
        with self._lock:
            return self._kept.get(key)

    def keep(self, key: Key, value: Value) -> None:
        """Keep it as what was asked for last."""
        with self._lock:
            self._kept[key] = value
            self._kept.move_to_end(key)
            while len(self._kept) > self.most:
                self._kept.popitem(last=False)
