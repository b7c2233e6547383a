"""The adviser's opinion on a file: what is being written, what is wrong in it, what is on record."""

from __future__ import annotations

from typing import Any, Protocol

from traitlets import Any as AnyTrait
from traitlets import Bool, Int, Tuple, Unicode, observe

from scoring.dashboard.panels.base_state import BaseState, PanelState, log
from scoring.errors import UserError
from scoring.explain.assessment import Assessment
from scoring.journal.entry import NO_LOGIN, Entry, Kind
from scoring.journal.opinion import Opinion, Standing, mistakes, needs_second, shown_with
from scoring.journal.rules import OpinionRules

FIELDS = ("decided", "motive", "words", "adviser")


class JournalDesk(Protocol):
    """As much of :class:`scoring.journal.desk.Desk` as the page needs."""

    @property
    def who(self) -> str:
        """As the door knows the person."""

    def standing(self, client: int) -> Standing:
        """What is on record of a client."""

    def entries(self, client: int | None = None) -> list[Entry]:
        """Decisions and contests in order."""

    def write(
        self, kind: Kind, client: int, model: str, shown: dict[str, Any], decided: str = "", why: str = ""
    ) -> Entry:
        """Put an entry on record."""

    def rules(self) -> OpinionRules:
        """The lender's rules."""


class OpinionState(PanelState):
    """What the adviser writes (``decided``, ``motive``, ``words``, ``adviser``), and what became of it.

    ``wrong`` names what is missing, ``written`` the number of the entry once it is on record, ``failed`` holds where
    it could not be written. ``standing`` is what is on record of the client, ``unread`` holds where nobody could tell.
    ``recorded`` counts what this visit has put on record.
    """

    opened = Bool(False)
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
        return self.desk is not None and self.desk.who != NO_LOGIN

    @property
    def four_eyes(self) -> bool:
        """Whether a grant against a proposed refusal must be confirmed; where nobody can tell, it must."""
        try:
            return self.desk is not None and self.desk.rules().four_eyes
        except UserError as mistake:
            log.error("%s", mistake)
            return True

    def read(self) -> None:
        """What is on record of the client."""
        client = self.page.client
        self.unread, self.standing = False, Standing()
        if self.desk is None or client is None:
            return
        try:
            self.standing = self.desk.standing(client)
        except (UserError, ValueError, KeyError, TypeError):  # a damaged file, or an entry of a later version
            log.exception("client %s: the journal could not be read", client)
            self.unread = True

    def submit(self) -> None:
        """Put the opinion on record, or say what is wrong in it; what was written stays until it is on record."""
        assessment: Assessment | None = self.page.assessment
        if assessment is None or self.desk is None:
            return
        adviser = self.desk.who if self.is_named else self.adviser
        opinion = Opinion(self.decided, self.motive, self.words, adviser)
        first = self.standing.awaiting(assessment.model) if self.decided == "granted" else None
        self.written, self.failed = 0, False
        self.wrong = mistakes(opinion, assessment, first)
        if self.wrong:
            return
        second = first is None and needs_second(assessment, self.decided, four_eyes=self.four_eyes)
        shown = shown_with(opinion, assessment, second=second, confirms=None if first is None else first.number)
        self._write(assessment, shown)

    def _write(self, assessment: Assessment, shown: dict[str, Any]) -> None:
        assert self.desk is not None
        words = self.words.strip()
        try:
            entry = self.desk.write("decision", assessment.client, assessment.model, shown, self.decided, words)
        except UserError as failure:
            log.error("%s", failure)
            self.failed = True
            return
        self.decided = self.motive = self.words = ""
        self.written = entry.number
        self.read()
        self.recorded += 1

    @observe(*FIELDS)
    def _mended(self, _: Any) -> None:
        """What was said of the form before no longer holds of what stands in it now."""
        self.failed = False
        if self.wrong:
            self.wrong = ()

    def _begin(self, _: Any) -> None:
        """Another client: nothing of the one before stays in the form but the adviser's name."""
        self.decided = self.motive = self.words = ""
        self.wrong, self.written, self.failed, self.opened = (), 0, False, False
        self.read()
