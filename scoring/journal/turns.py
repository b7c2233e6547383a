"""Whose turn it is to write: one of this process, so that few wait while another program holds the journal."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from scoring.errors import UserError

STUCK_SECONDS = 1.0  # a free database is ours in some milliseconds; who asks so long waits for another program
MOST_SECONDS = 5.0
LOOK_SECONDS = 0.05


class JournalError(UserError):
    """The journal could not be read or written; nothing was recorded."""


class JournalBusyError(JournalError):
    """Another program holds the journal; nothing was recorded."""

    def __init__(self) -> None:
        super().__init__("Another program holds the journal.", "Nothing was recorded. Try again in a few seconds.")


@dataclass
class Turns:
    """Lets one write at a time; who comes while that one waits for another program goes away at once.

    Parameters
    ----------
    clock : callable
        Seconds, from any start; never backwards.
    """

    clock: Callable[[], float] = time.monotonic
    _lock: Lock = field(default_factory=Lock, init=False)
    _since: float | None = field(default=None, init=False)

    @contextmanager
    def taken(self) -> Iterator[None]:
        """Wait for one's turn; it ends with the block.

        Raises
        ------
        JournalBusyError
            When the one whose turn it is has long been waiting for another program, or too many come before.
        """
        end = self.clock() + MOST_SECONDS
        while not self._lock.acquire(timeout=LOOK_SECONDS):
            now, since = self.clock(), self._since
            if now >= end or (since is not None and now - since >= STUCK_SECONDS):
                raise JournalBusyError
        try:
            yield
        finally:
            self._lock.release()

    @contextmanager
    def asking(self) -> Iterator[None]:
        """While it lasts, the one whose turn it is waits for the database; a slow write of our own is no such wait."""
        self._since = self.clock()
        try:
            yield
        finally:
            self._since = None
