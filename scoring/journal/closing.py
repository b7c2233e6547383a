"""A contest is closed once: whoever comes second, also within the same moment, is told and not put on record."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from scoring.errors import UserError
from scoring.journal.entry import Kind

CLOSED: Kind = "closed"


class ContestClosedError(UserError):
    """Somebody else has closed the contest; nothing was recorded."""

    def __init__(self, number: object) -> None:
        super().__init__(f"Contest {number} is closed already.", "Nothing was recorded. Read what came of it.")


def refuse_second_closing(shown: Mapping[str, Any], closings: Iterable[str]) -> None:
    """Pass where a contest is still open, asked in the transaction that closes it.

    Parameters
    ----------
    shown : mapping
        Of the entry that would close it.
    closings : iterable of str
        What is stored as ``shown`` of the closings on record of the same client.

    Raises
    ------
    ContestClosedError
        When one of them closed this contest.
    """
    number = shown.get("contest")
    if any(_contest_of(stored) == number for stored in closings):
        raise ContestClosedError(number)


def _contest_of(stored: str) -> object:
    """The contest that a stored closing speaks of; None where somebody left anything else in its place."""
    try:
        shown = json.loads(stored)
    except (ValueError, TypeError):
        return None
    return shown.get("contest") if isinstance(shown, dict) else None
