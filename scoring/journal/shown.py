"""What was shown to whom, put on record: once in a quarter of an hour for the same answer to the same person."""

from __future__ import annotations

import os
import time
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from threading import Lock

from scoring.explain.assessment import Assessment
from scoring.journal.entry import shown_of
from scoring.journal.place import journal_file, journal_url
from scoring.settings import Home

REPEAT_SECONDS = 900.0
MOST_REMEMBERED = 10_000
VARIABLE = "SCORING_RECORD_SHOWN"  # how `scoring dashboard` tells its kernels
NAMED_VARIABLE = "SCORING_VISITORS_NAMED"  # how it tells them that every visitor has a name
Write = Callable[[str, int, str, dict[str, object]], object]
Look = tuple[str, int, str]


@dataclass
class ShownRecorder:
    """Puts on record what was shown.

    Parameters
    ----------
    write : callable
        ``(who, client, model, shown)``: on the disk when it returns, else it raises.
    door : str
        Where it was shown: page or api.
    clock : callable
        Seconds, from any start; never backwards.
    """

    write: Write
    door: str
    clock: Callable[[], float] = time.monotonic
    _last: OrderedDict[Look, float] = field(default_factory=OrderedDict, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def is_due(self, who: str, client: int, model: str) -> bool:
        """Whether this look is not on record yet, or long ago."""
        written = self._last.get((who, client, model))
        return written is None or self.clock() - written >= REPEAT_SECONDS

    def note(self, who: str, assessment: Assessment) -> None:
        """Put on record that somebody was shown an assessment, where it is due.

        Raises
        ------
        UserError
            When it could not be written; it is not on record then.
        """
        if self.is_due(who, assessment.client, assessment.model):
            self.note_look(who, assessment.client, assessment.model, shown_of(assessment))

    def note_look(self, who: str, client: int, model: str, shown: Mapping[str, object]) -> None:
        """The same of an answer of which only this is at hand.

        Parameters
        ----------
        who : str
            The door's identity.
        client : int
            Whose answer was shown.
        model : str
            Version of the model that answered.
        shown : mapping
            What of the answer stands in the journal, as :func:`scoring.journal.entry.shown_of` gives it.

        Raises
        ------
        UserError
            When it could not be written; it is not on record then.
        """
        look = (who, client, model)
        if not self.is_due(*look):
            return
        self.write(*look, {"door": self.door, **shown})
        with self._lock:
            self._last[look] = self.clock()
            self._last.move_to_end(look)
            if len(self._last) > MOST_REMEMBERED:
                self._last.popitem(last=False)


def can_record(home: Home) -> bool:
    """Whether the home's journal can be written: its folder may be, or a database elsewhere is named."""
    folder = journal_file(home).parent
    return bool(journal_url()) or os.access(folder if folder.exists() else home.root, os.W_OK)
