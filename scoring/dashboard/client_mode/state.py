"""What a client's own page stands on: one client for good, a language, routes once they were sought."""

from __future__ import annotations

import dataclasses
import logging
from typing import TYPE_CHECKING

from traitlets import Any as AnyTrait
from traitlets import Bool, HasTraits, Int, Unicode

from scoring.access.client_session import is_client
from scoring.documents.letters.case import Case
from scoring.documents.letters.client_data import Spread, spreads_of
from scoring.documents.letters.client_data_file import DataToTake
from scoring.documents.letters.lender import Lender, read_lender
from scoring.errors import UserError
from scoring.journal.desk import Desk
from scoring.journal.letter_case import letter_case
from scoring.portfolio.client_records import tables_of
from scoring.portfolio.describe import Datum
from scoring.portfolio.read import Portfolio
from scoring.settings import Home
from scoring.texts import Language, languages
from scoring.texts.sentences import page
from scoring.texts.words import next_language

if TYPE_CHECKING:
    from scoring.explain.assessment import Assessment

FORMS = (".html", ".csv", ".json")

log = logging.getLogger(__name__)


class ClientState(HasTraits):
    """The client, who never changes, and what the page shows of them.

    ``case`` is the answer as a letter of today says it; None where there is no such client, or it cannot be told.

    Parameters
    ----------
    portfolio : Portfolio
        Asked about this client only, and for groups of at least twenty people.
    home : Home
        Whose journal and lender.
    wanted : str
        The client's number.
    language : str
        Language of the page at first.
    """

    client = Int(None, allow_none=True, read_only=True)
    language: Unicode[Language, Language | bytes] = Unicode("fr")
    assessment = AnyTrait(None, allow_none=True)
    message = AnyTrait(None, allow_none=True)
    routes = AnyTrait(None, allow_none=True)
    seeking = Bool(False)
    failed = Bool(False)

    def __init__(self, portfolio: Portfolio, home: Home, wanted: str, language: Language = "") -> None:
        super().__init__()
        self._portfolio, self._home = portfolio, home
        self.language = language if language in languages() else languages()[0]
        if _is_in(portfolio, wanted):
            self.set_trait("client", int(wanted))

    @property
    def demonstration(self) -> bool:
        """Whether these are simulated clients."""
        return self._portfolio.demonstration

    def open(self) -> None:
        """Look the client's answer up; whoever records what is shown hears of it."""
        if self.client is None:
            return
        try:
            self.assessment = self._portfolio.assess(self.client)
        except Exception:  # what cannot be read is said in a sentence, and nothing is shown
            log.exception("client %s: the answer could not be read", self.client)

    def say(self, key: str, **values: object) -> str:
        """A sentence of the page."""
        return page(key, self.language, **values)

    def switch_language(self) -> None:
        """To the next language there are texts for."""
        self.language = next_language(self.language)

    def case(self) -> Case:
        """The answer, with a person's decision where there is one, and nothing else of what is on record.

        Raises
        ------
        UserError
            When the journal cannot be read: nobody can tell then what was decided.
        """
        assessment: Assessment = self.assessment
        standing = Desk(self._home).standing(assessment.client)
        case = letter_case(self._portfolio, assessment.client, self.language, standing, self.routes)
        return dataclasses.replace(case, past=())

    def lender(self) -> Lender:
        """Whom the client writes to."""
        return read_lender(self._home)

    def data(self) -> tuple[Datum, ...]:
        """What is known of the client, drawn from their rows."""
        return self._portfolio.data_of(self.assessment.client, self.language)

    @property
    def has_rows(self) -> bool:
        """Whether the rows that the data were drawn from are on this machine."""
        return tables_of(self._portfolio.folder) is not None

    def spreads(self) -> tuple[Spread, ...]:
        """Where the client stands, in groups of at least twenty people."""
        return spreads_of(self._portfolio, self.assessment.client)

    def files(self) -> dict[str, str]:
        """The client's data as the texts of files, by how their names end."""
        client = self.assessment.client
        taken = DataToTake(self._home, self._portfolio, client, self.language)
        return {form: taken.text(form) for form in FORMS}

    def seek_routes(self) -> None:
        """Look for changes that lead to a better answer."""
        from scoring.what_if.routes import find_routes
        from scoring.what_if.simulate import Simulator

        self.seeking, self.failed = True, False
        try:
            self.routes = find_routes(Simulator(self._portfolio), self.assessment.client)
        except Exception:  # the model may be gone; the rest of the page is as it was
            log.exception("client %s: routes could not be sought", self.client)
            self.failed = True
        self.seeking = False


def _is_in(portfolio: Portfolio, wanted: str) -> bool:
    """Whether a text is the number of one of the portfolio's clients."""
    if not is_client(wanted):
        return False
    try:
        portfolio.place(int(wanted))
    except UserError:
        return False
    return True
