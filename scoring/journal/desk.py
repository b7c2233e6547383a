"""A home's journal for whoever decides: what is on record of a client, what waits, and how more is written.

Without SQLAlchemy where the journal is the home's own file, so that a visitor's kernel stays light.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from scoring.journal.entry import NO_LOGIN, Entry, Kind
from scoring.journal.light import add_entry, read_entries
from scoring.journal.opinion import Standing, standing_of
from scoring.journal.place import journal_file, journal_url, open_journal
from scoring.journal.rules import OpinionRules, read_rules
from scoring.settings import Home


@dataclass(frozen=True)
class Desk:
    """Reads and writes the journal of one home.

    Parameters
    ----------
    home : Home
        Whose journal.
    who : str
        As the door knows the person.
    """

    home: Home
    who: str = NO_LOGIN

    def standing(self, client: int) -> Standing:
        """What is on record of a client.

        Raises
        ------
        UserError
            When the journal cannot be read.
        """
        return standing_of(self.entries(client))

    def entries(self, client: int | None = None) -> list[Entry]:
        """Decisions and contests in order, of one client or of all; raises as :meth:`standing`."""
        if journal_url():
            every = open_journal(self.home).entries(client)
            return [entry for entry in every if entry.kind != "shown"]
        return read_entries(journal_file(self.home), client)

    def write(
        self, kind: Kind, client: int, model: str, shown: dict[str, Any], decided: str = "", why: str = ""
    ) -> Entry:
        """Put an entry on record; it is on the disk when this returns.

        Raises
        ------
        UserError
            When it could not be written; it is not on record then.
        """
        file = journal_file(self.home)
        if journal_url() or not file.exists():
            return open_journal(self.home).add(kind, self.who, client, model, shown, decided, why)
        return add_entry(file, kind, self.who, client, model, shown, decided, why)

    def rules(self) -> OpinionRules:
        """The lender's rules for decisions.

        Raises
        ------
        UserError
            When their file does not fit.
        """
        return read_rules(self.home)
