"""A person's decision put on record by the lender's rules: the one way for the page and for the API."""

from __future__ import annotations

import logging
from typing import Any, Protocol

from scoring.errors import UserError
from scoring.explain.assessment import Assessment
from scoring.journal.entry import NO_LOGIN, Entry, Kind
from scoring.journal.opinion import Decision, Opinion, Standing, mistakes, needs_second, shown_with
from scoring.journal.rules import OpinionRules

log = logging.getLogger(__name__)
ADVISER, LOGIN = "adviser", "login"


class JournalDesk(Protocol):
    """As much of :class:`scoring.journal.desk.Desk` as deciding needs."""

    @property
    def who(self) -> str:
        """As the door knows the person."""

    @property
    def knows_people(self) -> bool:
        """Whether people have keys here."""

    def standing(self, client: int) -> Standing:
        """What is on record of a client."""

    def entries(self, client: int | None = None) -> list[Entry]:
        """Decisions and contests in order."""

    def write(
        self, kind: Kind, client: int, model: str, shown: dict[str, Any], decided: str = "", why: str = ""
    ) -> Entry:
        """Put an entry on record, as :meth:`scoring.journal.desk.Desk.write` says."""

    def rules(self) -> OpinionRules:
        """The lender's rules."""


class WrongOpinionError(UserError):
    """An opinion that cannot be put on record.

    ``keys`` names what is missing or wrong in it, as :func:`scoring.journal.opinion.mistakes` does.
    """

    def __init__(self, keys: tuple[str, ...]) -> None:
        super().__init__(f"The opinion is not whole: {', '.join(keys)}.", "Complete it. Nothing was recorded.")
        self.keys = keys


def is_named(desk: JournalDesk) -> bool:
    """Whether the door has asked for the person's name: nobody then decides under another one."""
    return desk.who != NO_LOGIN


def four_eyes_of(desk: JournalDesk) -> bool:
    """Whether a grant against a proposed refusal must be confirmed; where nobody can tell, it must."""
    try:
        return desk.rules().four_eyes
    except UserError as mistake:
        log.error("%s", mistake)
        return True


def record_opinion(desk: JournalDesk, opinion: Opinion, assessment: Assessment, door: str) -> Entry:
    """Put an opinion on record; it is on the disk when this returns.

    What is on record by now counts, not what was when the person began to write: a grant confirms the one that waits,
    if another person gave that one. Where people have keys neither of the two is known by a name that was only typed.

    Parameters
    ----------
    desk : JournalDesk
        Whose ``who`` is the adviser's name, where the door asked for one; else ``opinion.adviser`` is.
    opinion : Opinion
        As given.
    assessment : Assessment
        What the person had before them.
    door : str
        Where it was given: page or api.

    Raises
    ------
    WrongOpinionError
        When something is missing or wrong in it; it is not on record then.
    UserError
        When the journal could not be read or written; it is not on record then.
    """
    signed = Opinion(opinion.decided, opinion.motive, opinion.words, desk.who if is_named(desk) else opinion.adviser)
    first = _first_of_two(desk, assessment) if signed.decided == "granted" else None
    waits = first is None and needs_second(assessment, signed.decided, four_eyes=four_eyes_of(desk))
    keys = _mistakes(desk, signed, assessment, first, waits=waits)
    if keys:
        raise WrongOpinionError(keys)
    shown = shown_with(signed, assessment, second=waits, confirms=None if first is None else first.number, door=door)
    words = signed.words.strip()
    return desk.write("decision", assessment.client, assessment.model, shown, signed.decided, words)


def _first_of_two(desk: JournalDesk, assessment: Assessment) -> Decision | None:
    """The grant that waits for another person, if it can be told that it is another."""
    first = desk.standing(assessment.client).awaiting(assessment.model)
    return None if first is not None and desk.knows_people and not first.is_named else first


def _mistakes(
    desk: JournalDesk, opinion: Opinion, assessment: Assessment, first: Decision | None, *, waits: bool
) -> tuple[str, ...]:
    """What is wrong in an opinion; a key's name is a name, and where two people must decide nobody is nameless."""
    keys = mistakes(opinion, assessment, first)
    if is_named(desk):
        return tuple(key for key in keys if key != ADVISER)
    of_two = waits or first is not None
    if of_two and desk.knows_people:
        return (*keys, LOGIN)
    return (*keys, ADVISER) if of_two and opinion.adviser == NO_LOGIN and ADVISER not in keys else keys
