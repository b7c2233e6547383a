"""What a letter speaks of: one client, one answer, the version of the model that gave it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from scoring.explain.assessment import Assessment
from scoring.features.catalogue import catalogue
from scoring.portfolio.read import Portfolio
from scoring.texts import Language
from scoring.texts.dates import long_date
from scoring.texts.reader import to_reader
from scoring.texts.sentences import letter_words

if TYPE_CHECKING:
    from scoring.what_if.routes import Routes

Decided = Literal["", "granted", "refused", "postponed"]
AnsweredBy = Literal["program", "pending", "person"]
AMOUNT, ANNUITY = "application_amt_credit", "application_amt_annuity"
DURATION, CASH = "application_implied_term", "Cash loans"


@dataclass(frozen=True)
class Case:
    """One client as a letter speaks of them.

    Parameters
    ----------
    assessment : Assessment
        The answer, as every door shows it.
    values : mapping
        The client's features by name.
    language : str
        Language of the letter.
    computed, written : date
        When the answer was computed, when the letter is written.
    routes : Routes or None
        What could change the answer; None where nobody looked.
    decided : str
        What a person decided; empty where nobody has.
    past : tuple of str
        What is on record of the client, a sentence each, oldest first.
    demonstration : bool
        Whether these are simulated clients.
    """

    assessment: Assessment
    values: Mapping[str, float | str | None]
    language: Language
    computed: date
    written: date
    routes: Routes | None = None
    decided: Decided = ""
    past: tuple[str, ...] = ()
    demonstration: bool = False

    @property
    def outcome(self) -> str:
        """The answer that counts: a person's where there is one, else the model's zone."""
        return self.decided or self.assessment.zone

    @property
    def is_yes(self) -> bool:
        """Whether the loan can be granted."""
        return self.outcome in ("accept", "granted")

    @property
    def is_pending(self) -> bool:
        """Whether a person has still to answer."""
        return self.outcome in ("review", "postponed")

    @property
    def tense(self) -> str:
        """The end of a sentence's key: there is no answer yet in which reasons weighed where a person must look."""
        return "_pending" if self.is_pending else ""

    @property
    def weighed_in(self) -> str:
        """The end of the key of what heads the reasons: they are the score's alone where it was not why."""
        return "_score" if self.is_against_score else self.tense

    @property
    def why_title(self) -> str:
        """What heads the reasons, said to the client."""
        return self.say(f"why.title{self.weighed_in}")

    @property
    def answered_by(self) -> AnsweredBy:
        """Who answered: the program alone, a person; or a person has still to."""
        return "pending" if self.is_pending else "person" if self.decided else "program"

    @property
    def is_left_to_a_person(self) -> bool:
        """Whether a person decided where the model had proposed neither a yes nor a no."""
        return self.answered_by == "person" and self.assessment.zone == "review"

    @property
    def is_against_score(self) -> bool:
        """Whether a person decided otherwise than the score alone would have."""
        return self.answered_by == "person" and self.decided != self.assessment.decision

    def say(self, key: str, **values: object) -> str:
        """A sentence of the letters in the case's language."""
        return letter_words(key, self.language, **values)

    def address(self, text: str) -> str:
        """A text about the client as it is said to them."""
        return to_reader(text, self.language)

    def day(self, day: date) -> str:
        """A day with its month in words."""
        return long_date(day, self.language)

    def show(self, feature: str) -> str:
        """A value in words; empty where the file does not know it."""
        value = self.values.get(feature)
        return catalogue()[feature].show(value, self.language) if value is not None else ""


def case_of(
    portfolio: Portfolio,
    client: int,
    language: Language,
    written: date,
    *,
    routes: Routes | None = None,
    decided: Decided = "",
    past: tuple[str, ...] = (),
) -> Case:
    """A client of a portfolio as a letter speaks of them.

    Parameters
    ----------
    portfolio : Portfolio
        Whose client it is.
    client : int
        SK_ID_CURR.
    language : str
        Language of the letter.
    written : date
        The day on the letter.
    routes : Routes, optional
        What the client could change; the letter says nothing of it where left out.
    decided : str
        What a person decided; the model's proposal counts where empty.
    past : tuple of str
        Sentences about what was decided before, in the order of the letter.

    Raises
    ------
    UserError
        When nobody has this number.
    """
    return Case(
        assessment=portfolio.assess(client),
        values=portfolio.values(client),
        language=language,
        computed=portfolio.since_last_run().since,
        written=written,
        routes=routes,
        decided=decided,
        past=past,
        demonstration=portfolio.demonstration,
    )
