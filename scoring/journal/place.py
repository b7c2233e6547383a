"""Where a home's journal is; SQLAlchemy is imported only when it is opened."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.settings import Home

if TYPE_CHECKING:
    from scoring.journal.store import Journal
    from scoring.journal.turns import Turns

URL_VARIABLE = "SCORING_JOURNAL"
FILE = "journal.sqlite"


def journal_file(home: Home) -> Path:
    """The home's own journal, where no database elsewhere is named."""
    return home.root / "journal" / FILE


def journal_url() -> str:
    """The database that SCORING_JOURNAL names; empty where it names none."""
    return os.environ.get(URL_VARIABLE, "")


def open_journal(home: Home, turns: Turns | None = None) -> Journal:
    """The home's journal: SQLite in the home, or the database that SCORING_JOURNAL names.

    Parameters
    ----------
    home : Home
        Whose journal.
    turns : Turns, optional
        Whose turn it is to write, where several of this process may open the same journal; its own by default.

    Raises
    ------
    JournalError
        When it cannot be reached.
    """
    from scoring.journal.store import Journal

    url = journal_url()
    return Journal(url, turns) if url else Journal.in_file(journal_file(home), turns)
