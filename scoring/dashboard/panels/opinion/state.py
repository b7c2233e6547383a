"""The adviser's opinion on a file: what is being written, what is wrong in it, what is on record."""

from __future__ import annotations

from typing import Any

from traitlets import Any as AnyTrait
from traitlets import Bool, Int, Tuple, Unicode, observe

from scoring.dashboard.panels.base_state import BaseState, OpenedState, log
from scoring.errors import UserError
from scoring.explain.assessment import Assessment
from scoring.journal.decide import JournalDesk, WrongOpinionError, four_eyes_of, is_named, record_opinion
from scoring.journal.opinion import Opinion, Standing

FIELDS = ("decided", "motive", "words", "adviser")


class OpinionState(OpenedState):
    """What the adviser writes (``decided``, ``motive``, ``words``, ``adviser``), and what became of it.

    What comes while the form is closed was meant for the client before, whom the browser still showed: nothing is made
    of it.

    ``wrong`` names what is missing, ``written`` the number of the entry once it is on record, ``failed`` holds where
    it could not be written. ``standing`` is what is on record of the client, ``unread`` holds where nobody could tell.
    ``recorded`` counts what this visit has put on record.
    """

    decided = Unicode("")
    motive = Unicode("")
    words = Unicode("")
    adviser = Unicode("")
    wrong = Tuple()
    written = Int(0)
    failed = Bool(False)
    standing = AnyTrait(Standing())
    unread = Bool(False)
    recorded = Int(0)

    def __init__(self, page: BaseState) -> None:
        super().__init__(page)
        self.desk: JournalDesk | None = None
        page.observe(self._begin, "assessment")

    def attach(self, desk: JournalDesk) -> None:
        """Read and write this journal from now on."""
        self.desk = desk
        if self.is_named:
            self.adviser = desk.who
        self.read()
        self.recorded += 1

    @property
    def is_named(self) -> bool:
        """Whether the server has asked for the visitor's name: nobody then writes under another one."""
        return self.desk is not None and is_named(self.desk)

    @property
    def four_eyes(self) -> bool:
        """Whether a grant against a proposed refusal must be confirmed; where nobody can tell, it must."""
        return self.desk is not None and four_eyes_of(self.desk)

    def read(self) -> None:
        """What is on record of the client by now: somebody else may have written meanwhile."""
        client, standing, unread = self.page.client, Standing(), False
        if self.desk is not None and client is not None:
            try:
                standing = self.desk.standing(client)
            except (UserError, ValueError, KeyError, TypeError):  # a damaged file, or an entry of a later version
                log.exception("client %s: the journal could not be read", client)
                unread = True
        with self.redraws.change():
            self.unread, self.standing = unread, standing

    def write(self, name: str, value: str) -> None:
        """Take what was chosen or typed in a field of the open form."""
        if self.opened:
            setattr(self, name, value)

    def submit(self) -> None:
        """Put the opinion on record, or say what is wrong in it; what was written stays until it is on record.

        A second press on what is on record already changes nothing.
        """
        assessment: Assessment | None = self.page.assessment
        if assessment is None or self.desk is None or not self.opened:
            return
        if self.written and not (self.decided or self.motive or self.words):
            return
        self.written, self.failed, self.wrong = 0, False, ()
        self.page.look_for_newer()
        opinion = Opinion(self.decided, self.motive, self.words, self.adviser)
        try:
            entry = record_opinion(self.desk, opinion, assessment, "page")
        except WrongOpinionError as mistake:
            self.wrong = mistake.keys
        except UserError as failure:
            log.error("%s", failure)
            self.failed = True
        else:
            self.decided = self.motive = self.words = ""
            self.written = entry.number
            self.read()
            self.recorded += 1

    @observe("opened")
    def _read_anew(self, _: Any) -> None:
        if self.opened:
            self.read()

    @observe(*FIELDS)
    def _clear_mistakes(self, _: Any) -> None:
        """What was said of the form before no longer holds of what stands in it now."""
        self.failed = False
        if self.wrong:
            self.wrong = ()

    def _begin(self, _: Any) -> None:
        """Another client: nothing of the one before stays in the form but the adviser's name."""
        self.decided = self.motive = self.words = ""
        self.wrong, self.written, self.failed, self.opened = (), 0, False, False
        self.read()
