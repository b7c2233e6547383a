"""Where a home's journal is; SQLAlchemy is imported only when it is opened."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from scoring.settings import Home

if TYPE_CHECKING:
    from scoring.journal.store import Journal

URL_VARIABLE = "SCORING_JOURNAL"
FILE = "journal.sqlite"


def journal_file(home: Home) -> Path:
    """The home's own journal, where no database elsewhere is named."""
    return home.root / "journal" / FILE


def journal_url() -> str:
    """The database that SCORING_JOURNAL names; empty where it names none."""
    return os.environ.get(URL_VARIABLE, "")


def open_journal(home: Home) -> Journal:
    """The home's journal: SQLite in the home, or the database that SCORING_JOURNAL names.

    Raises
    ------
    JournalError
        When it cannot be reached.
    """
    from scoring.journal.store import Journal

    url = journal_url()
    return Journal(url) if url else Journal.in_file(journal_file(home))
