"""Contesting a piece of information: what should stand there, why, who says so; the case answered anew, on record."""

from __future__ import annotations

from typing import Any

from traitlets import Any as AnyTrait
from traitlets import Bool, Int, Tuple, Unicode, observe

from scoring.dashboard.panels.base_state import BaseState, PanelState, log
from scoring.dashboard.panels.contest.mistakes import Wrong
from scoring.dashboard.panels.opinion.state import OpinionState
from scoring.dashboard.panels.simulate.state import SimulateState
from scoring.errors import UserError
from scoring.features.catalogue import catalogue
from scoring.journal.closing import ContestClosedError
from scoring.journal.contested import contest_content, contested_in_words
from scoring.journal.free_text import LEAST_WORDS, LONGEST_WORDS, is_name, legible, unwritable
from scoring.journal.opinion import Contest
from scoring.texts import TypedNumberError, languages, read_number
from scoring.texts.translated_number import translated_number
from scoring.what_if.contest import (
    Contested,
    choices,
    reassess,
    typed_range,
    typed_unit,
    why_impossible,
)

FIELDS = ("feature", "typed", "chosen", "words", "said_by")


class ContestState(PanelState):
    """What is being contested (``feature``), its correction (``typed`` for a number, ``chosen`` else), and the rest.

    What comes while the form is closed was meant for the client before, whom the browser still showed: nothing is made
    of it. ``listed`` are the contests to be closed, and those that were closed since the client was opened.

    ``wrong`` says what is missing, ``answer`` is the case answered anew once the contest is on record under
    ``written``, ``failure`` the key of what is said where it is not.
    """

    opened = Bool(False)
    feature = Unicode("")
    typed = Unicode("")
    chosen = AnyTrait(None, allow_none=True)
    words = Unicode("")
    said_by = Unicode("")
    closer = Unicode("")
    wrong = Tuple()
    answer = AnyTrait(None, allow_none=True)
    written = Int(0)
    failure = Unicode("")

    def __init__(self, page: BaseState, opinion: OpinionState, simulate: SimulateState) -> None:
        super().__init__(page)
        self.opinion, self.simulate = opinion, simulate
        self._listed: frozenset[int] = frozenset()
        page.observe(self._begin, "assessment")
        page.observe(self._translate, "language")
        opinion.observe(self._list, "standing")

    @property
    def listed(self) -> tuple[Contest, ...]:
        """Contests that are open, or were since the client was opened."""
        return tuple(contest for contest in self.opinion.standing.contests if contest.number in self._listed)

    def write(self, name: str, value: Any) -> None:
        """Take what was chosen or typed in a field of the open form, or in the name of who closes."""
        if self.opened or name == "closer":
            setattr(self, name, value)

    @property
    def options(self) -> tuple[str | float, ...]:
        """What the corrected value may be chosen from; none where it is typed."""
        if not self.feature:
            return ()
        about = getattr(self.portfolio, "about", None)
        return choices(self.feature, () if about is None else about.levels.get(self.feature, ()))

    def submit(self) -> None:
        """Answer the case anew and put the contest on record; or say what is wrong. A second press changes nothing."""
        client, desk = self.page.client, self.opinion.desk
        if client is None or desk is None or self.page.assessment is None or not self.opened:
            return
        if self.written and not (self.feature or self.words):
            return
        self.written, self.failure, self.answer = 0, "", None
        self.page.look_for_newer()
        value, wrong = self._value()
        self.wrong = (*wrong, *self._wrong_words())
        if self.wrong or value is None:
            return
        feature = self.feature
        answer = self.page.or_none(lambda: reassess(self.simulate.simulator, client, feature, value))
        if answer is None:
            self.failure = "unanswered"
        else:
            self._write(client, answer)

    def close(self, number: int, outcome: str) -> None:
        """Put on record that a person looked at a contest, and what came of it.

        Nothing happens where it is not this client's, or was closed here before; where somebody else has closed it
        meanwhile, that is said.
        """
        client, desk = self.page.client, self.opinion.desk
        if client is None or desk is None or self.page.assessment is None:
            return
        was_open = self._is_open(number)
        self.opinion.read()
        if not self._is_open(number):
            self.failure = "closed_meanwhile" if was_open else self.failure
            return
        self.wrong, self.failure = (), ""
        closer = desk.who if self.opinion.is_named else self.closer
        if not (self.opinion.is_named or is_name(closer)):
            self.wrong = (Wrong("closer", "closer"),)
            return
        content = {"contest": number, "adviser": " ".join(closer.split()), "outcome": outcome}
        try:
            desk.write("closed", client, self.page.assessment.model, content)
        except ContestClosedError:
            self.failure = "closed_meanwhile"
            self.opinion.read()
            return
        except UserError as mistake:
            log.error("%s", mistake)
            self.failure = "failed"
            return
        self._recorded()

    def _is_open(self, number: int) -> bool:
        return number in {contest.number for contest in self.opinion.standing.open_contests}

    def _write(self, client: int, answer: Contested) -> None:
        held = self.portfolio.values(client).get(answer.feature)
        content = contest_content(answer, held, self.said_by, self.page.language)
        assert self.opinion.desk is not None
        try:
            written = self.opinion.desk.write("contest", client, answer.before.model, content, "", self.words.strip())
        except UserError as mistake:
            log.error("%s", mistake)
            self.failure = "failed"
            return
        self.feature = self.typed = self.words = ""
        self.chosen, self.answer, self.written = None, answer, written.number
        self._recorded()

    def _recorded(self) -> None:
        self.opinion.read()
        self.opinion.recorded += 1

    def _value(self) -> tuple[float | str | None, tuple[Wrong, ...]]:
        """The corrected value as the feature holds it, or why there is none."""
        if not self.feature:
            return None, (Wrong("feature", "feature"),)
        client = self.page.client
        assert client is not None
        value = self.chosen if self.options else self._number()
        if isinstance(value, Wrong):
            return None, (value,)
        if value is None:
            return None, (Wrong("typed", "value"),)
        if value == self.portfolio.values(client).get(self.feature):
            return None, (Wrong("typed", "same"),)
        if self._waits(client, value):
            return None, (Wrong("typed", "waits"),)
        return value, ()

    def _waits(self, client: int, value: float | str) -> bool:
        """Whether this correction is on record already and waits for a person, in whatever language it was recorded."""
        entry, held = catalogue()[self.feature], self.portfolio.values(client).get(self.feature)
        texts = {contested_in_words(entry, held, value, language)[1] for language in languages()}
        waiting = [contest for contest in self.opinion.standing.open_contests if contest.feature == self.feature]
        return any(value == contest.claimed or contest.corrected in texts for contest in waiting)

    def _number(self) -> float | Wrong | None:
        kind, per = typed_unit(self.feature)
        try:
            number = read_number(self.typed, self.page.language, kind)
        except TypedNumberError as mistake:
            return Wrong("typed", "", mistake)
        if number is None:
            return None
        value = number * per
        limits = typed_range(self.feature, self.portfolio.manifest.reference.get(self.feature))
        if limits is not None and not limits.holds(number):
            return Wrong("typed", "range", limits=limits)
        if limits is None and value < 0:
            return Wrong("typed", "negative")
        impossible = why_impossible(self.feature, value)
        return Wrong("typed", impossible) if impossible else value

    def _wrong_words(self) -> tuple[Wrong, ...]:
        wrong = []
        if len(legible(self.words)) < LEAST_WORDS or len(self.words.strip()) > LONGEST_WORDS:
            wrong.append(Wrong("words", "words"))
        elif unwritable(self.words):
            wrong.append(Wrong("words", "words_signs"))
        if not is_name(self.said_by):
            wrong.append(Wrong("said_by", "said_by"))
        return tuple(wrong)

    @observe(*FIELDS, "closer")
    def _clear_mistakes(self, change: Any) -> None:
        self.failure = ""
        if self.wrong:
            self.wrong = ()
        if change["name"] == "feature":
            self.typed, self.chosen = "", None

    def _translate(self, change: Any) -> None:
        """A number that was typed says the same in the other language: "1,500" is not one and a half in English."""
        if self.feature and not self.options:
            self.typed = translated_number(self.typed, change["old"], change["new"], typed_unit(self.feature)[0])

    def _begin(self, _: Any) -> None:
        self.feature = self.typed = self.words = self.said_by = self.failure = ""
        self.chosen, self.answer, self.written, self.opened, self.wrong = None, None, 0, False, ()
        self._listed = frozenset()
        self._list(None)

    def _list(self, _: Any) -> None:
        self._listed |= {contest.number for contest in self.opinion.standing.open_contests}
