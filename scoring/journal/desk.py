"""A home's journal for whoever decides: what is on record of a client, what waits, and how more is written.

Without SQLAlchemy where the journal is the home's own file, so that a visitor's kernel stays light.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from scoring.errors import UserError
from scoring.journal.entry import NO_LOGIN, Entry, Kind
from scoring.journal.light import add_entry, read_entries
from scoring.journal.once import Once
from scoring.journal.opinion import Standing, standing_of
from scoring.journal.place import journal_file, journal_url, open_journal
from scoring.journal.rules import OpinionRules, read_rules
from scoring.settings import Home

if TYPE_CHECKING:
    from scoring.journal.store import Journal


@dataclass(frozen=True)
class Desk:
    """Reads and writes the journal of one home.

    Parameters
    ----------
    home : Home
        Whose journal.
    who : str
        As the door knows the person.
    journal : callable, optional
        ``() -> Journal``: one that is open already, for a server that writes often.
    once : Once, optional
        The request for which is written: what it put on record when it came before is not put there again.
    knows_people : bool
        Whether people have keys here: of two who must decide none is then known by a name that was only typed.
    """

    home: Home
    who: str = NO_LOGIN
    journal: Callable[[], Journal] | None = None
    once: Once | None = None
    knows_people: bool = False

    def standing(self, client: int) -> Standing:
        """What is on record of a client.

        Raises
        ------
        UserError
            When the journal cannot be read, or holds an entry that no version of the doors wrote.
        """
        try:
            return standing_of(self.entries(client))
        except (ValueError, KeyError, TypeError) as error:
            got = f"The journal holds an entry about client {client} that cannot be read."
            raise UserError(got, "Find it by 'scoring journal verify'.") from error

    def entries(self, client: int | None = None) -> list[Entry]:
        """Decisions and contests in order, of one client or of all; raises as :meth:`standing`."""
        if self.journal is not None or journal_url():
            every = self._opened().entries(client)
            return [entry for entry in every if entry.kind != "shown"]
        return read_entries(journal_file(self.home), client)

    def write(
        self, kind: Kind, client: int, model: str, shown: dict[str, Any], decided: str = "", why: str = ""
    ) -> Entry:
        """Put an entry on record; it is on the disk when this returns.

        Parameters
        ----------
        kind : str
            "decision", "contest" or "closed".
        client : int
            Whom it is about.
        model : str
            Version of the model that answered.
        shown : dict
            What was shown.
        decided : str
            What the person decided.
        why : str
            In the person's words.

        Raises
        ------
        ContestClosedError
            When it would close a contest that somebody has closed.
        UserError
            When it could not be written; it is not on record then.
        """
        file = journal_file(self.home)
        if self.journal is not None or self.once is not None or journal_url() or not file.exists():
            return self._opened().add(kind, self.who, client, model, shown, decided, why, self.once)
        return add_entry(file, kind, self.who, client, model, shown, decided, why)

    def written_before(self) -> Entry | None:
        """What the request put on record when it came before; None where it has not come yet, or has no key.

        Raises
        ------
        OtherContentError
            When its key was given to another request.
        UserError
            When the journal cannot be read.
        """
        return None if self.once is None else self._opened().answer_to(self.who, self.once)

    def rules(self) -> OpinionRules:
        """The lender's rules for decisions.

        Raises
        ------
        UserError
            When their file does not fit.
        """
        return read_rules(self.home)

    def _opened(self) -> Journal:
        return open_journal(self.home) if self.journal is None else self.journal()
