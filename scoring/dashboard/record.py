"""What the page shows, put on record: whose decision was opened."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from functools import cache, partial
from typing import Any, Protocol

from scoring.dashboard.panels.base_state import Message
from scoring.errors import UserError
from scoring.journal.entry import NO_LOGIN
from scoring.journal.light import record_shown
from scoring.journal.place import journal_file, journal_url, open_journal
from scoring.journal.shown import NAMED_VARIABLE, VARIABLE, ShownRecorder, Write
from scoring.settings import Home

log = logging.getLogger(__name__)


class ShowsAnswers(Protocol):
    """A state that follows one client's assessment and can say what went wrong."""

    assessment: Any
    message: Any

    def observe(self, handler: Callable[..., Any], names: Any) -> None:
        """Have changes of a trait heard."""


def name_for_the_journal(user: str) -> str:
    """The visitor's name as the journal has it.

    Raises
    ------
    UserError
        When the server asks for names and did not say this one: nothing may be shown to nobody.
    """
    if not user and os.environ.get(NAMED_VARIABLE) == "1":
        raise UserError("Expected the visitor's name from the page's server, got none.", "Load the page again.")
    return user or NO_LOGIN


def record_what_is_shown(state: ShowsAnswers, home: Home, who: str = NO_LOGIN, door: str = "page") -> None:
    """Have every decision that the page opens put on record; nothing where `scoring dashboard` did not ask for it.

    A write that fails is said on the page.

    Parameters
    ----------
    state : ShowsAnswers
        The page's, or a client's own page's.
    home : Home
        Whose journal.
    who : str
        As :func:`name_for_the_journal` gives it.
    door : str
        Where it is shown: "page", or "client mode".
    """
    if os.environ.get(VARIABLE) != "1":
        return
    recorder = ShownRecorder(_writer(home), door)

    def note(_: Any) -> None:
        if state.assessment is None:
            return
        try:
            recorder.note(who, state.assessment)
        except UserError as failure:
            log.error("%s", failure)
            state.message = Message("trouble.record")

    state.observe(note, "assessment")


def _writer(home: Home) -> Write:
    """Into the home's own file without SQLAlchemy; it is imported only for a database elsewhere."""
    if journal_url():
        journal = cache(lambda: open_journal(home))  # once: each opening is a connection
        return lambda *look: journal().record_shown(*look)
    return partial(record_shown, journal_file(home))
