"""Whether more can be put on record now: a disk may be full, or taken from the server, while it goes on answering."""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING

from scoring.errors import UserError
from scoring.journal.light import refuse_unreadable
from scoring.journal.place import journal_file, journal_url
from scoring.settings import Home

if TYPE_CHECKING:
    from scoring.journal.store import Journal

TRIED_BYTES = 64 * 1024  # the largest entry takes 30 kB
TRIED_FOR_SECONDS = 5.0
REMEDY = "Check its folder or address, and the room on the disk."


@dataclass
class JournalRoom:
    """Tries whether a home's journal can be written, at most once in a few seconds.

    Parameters
    ----------
    home : Home
        Whose journal.
    journal : callable
        ``() -> Journal``: asked only where it lies in a database elsewhere.
    is_open : callable
        ``() -> bool``: whether ``journal`` has been opened, so that its file must be there.
    clock : callable
        Seconds, from any start; never backwards.
    """

    home: Home
    journal: Callable[[], Journal]
    is_open: Callable[[], bool] = lambda: False
    clock: Callable[[], float] = time.monotonic
    _why_not: str = field(default="", init=False)
    _tried: float | None = field(default=None, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def require(self) -> None:
        """Pass where the journal could be written a moment ago.

        Raises
        ------
        UserError
            Where it could not.
        """
        with self._lock:
            if self._tried is None or self.clock() - self._tried >= TRIED_FOR_SECONDS:
                self._why_not, self._tried = self._try(), self.clock()
        if self._why_not:
            raise UserError(f"Expected a journal that can be written, got one that cannot ({self._why_not}).", REMEDY)

    def _try(self) -> str:
        """Why it cannot be written; empty where it can."""
        try:
            if journal_url():
                self.journal().head()
            else:
                _write_beside(self.home)
                self._read()
        except UserError as error:
            return error.got.partition("(")[2].rpartition(")")[0] or error.got
        except OSError as error:
            return error.strerror or type(error).__name__
        return ""

    def _read(self) -> None:
        """Read the journal's file; one that is not there, or is empty, is made by the first who writes."""
        file = journal_file(self.home)
        if self.is_open() or (file.exists() and file.stat().st_size > 0):
            refuse_unreadable(file)


def _write_beside(home: Home) -> None:
    """Write behind a hole as large as the journal, in a file that is gone when it is closed, where it lies."""
    file = journal_file(home)
    if file.exists() and not os.access(file, os.W_OK):
        raise PermissionError(0, "its file may not be written")
    folder = file.parent if file.parent.exists() else home.root
    with tempfile.TemporaryFile(dir=folder) as tried:
        tried.seek(_largest(file))
        tried.write(bytes(TRIED_BYTES))


def _largest(file: Path) -> int:
    """Bytes of the journal's largest file: where the size of files is limited, one as large must grow too."""
    sizes = [other.stat().st_size for other in file.parent.glob(f"{file.name}*")]
    return max(sizes, default=0)
