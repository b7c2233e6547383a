"""The journal of a server: opened once, by the first who needs it; and what its callers are told where it fails."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from scoring.api.problem import ProblemError
from scoring.journal.place import open_journal
from scoring.journal.turns import JournalBusyError, Turns
from scoring.settings import Home

if TYPE_CHECKING:
    from scoring.errors import UserError
    from scoring.journal.store import Journal

BUSY_SECONDS = 2


@dataclass
class OneJournal:
    """A home's journal, opened when it is first called for."""

    home: Home
    _turns: Turns = field(default_factory=Turns, init=False)
    _opened: Journal | None = field(default=None, init=False)

    def __call__(self) -> Journal:
        """The journal.

        Raises
        ------
        JournalError
            When it cannot be reached, or another program holds it.
        """
        if self._opened is None:
            with self._turns.taken():
                if self._opened is None:
                    self._opened = open_journal(self.home, self._turns)
        return self._opened

    def is_open(self) -> bool:
        """Whether it has been called for."""
        return self._opened is not None


def unrecorded(error: UserError) -> ProblemError:
    """What is said where the journal fails: 503 where it is worth coming back soon, else 500."""
    if isinstance(error, JournalBusyError):
        return ProblemError(503, str(error), headers={"Retry-After": str(BUSY_SECONDS)})
    return ProblemError(500, str(error))
