"""The letter or the client's file as the page shows it: made when asked for, gone with its client."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from traitlets import Any as AnyTrait
from traitlets import Bool, Enum, Unicode

from scoring.dashboard.panels.base_state import BaseState, OpenedState, log
from scoring.dashboard.panels.opinion.state import OpinionState
from scoring.dashboard.panels.simulate.state import SimulateState
from scoring.errors import UserError
from scoring.settings import Home

if TYPE_CHECKING:
    from scoring.portfolio import Portfolio
    from scoring.what_if.routes import Routes

KINDS = ("letter", "file")


class PaperState(OpenedState):
    """``html`` is the document while ``opened``; ``pdf`` its PDF once asked for; ``failure`` why there is none."""

    kind = Enum(KINDS, default_value="letter")
    html = Unicode("")
    pdf = AnyTrait(None, allow_none=True)
    busy = Bool(False)
    failure = Unicode("")

    def __init__(self, page: BaseState, opinion: OpinionState, simulate: SimulateState) -> None:
        super().__init__(page)
        self.opinion, self.simulate = opinion, simulate
        self.home = Home(Path())
        self._routes: Routes | None = None
        page.observe(self._forget, "assessment")
        page.observe(self._again, "language")
        opinion.observe(self._again, "recorded")

    def show(self, kind: str) -> None:
        """Make one of the two and show it, by what is on record now."""
        self.opinion.read()
        self.kind, self.opened = kind, True
        self._make()

    def make_pdf(self) -> None:
        """The PDF of what is shown; says why where there is none."""
        from scoring.documents.letters.write import letter_pdf

        self.failure = ""
        try:
            self.pdf = letter_pdf(self.html)
        except UserError as mistake:
            log.error("%s", mistake)
            self.failure = str(mistake)

    def client_data(self, client: int, forms: Sequence[str]) -> dict[str, str | None]:
        """A client's data, read once, as files whose names end in ``forms``; None for one that cannot be written."""
        from scoring.documents.letters.client_data_file import DataToTake

        taken = DataToTake(self.home, cast("Portfolio", self.page.portfolio), client, self.page.language)
        return {form: self.page.or_none(partial(taken.text, form)) for form in forms}

    def _make(self) -> None:
        client = self.page.client
        if client is None or not self.opened:
            return
        self.html, self.pdf, self.failure, self.busy = "", None, "", True
        self.page.look_for_newer()
        self.page.redraws.draw()  # that it is being prepared is said before the wait
        try:
            self.html = self._document(client)
        except Exception as mistake:  # a document that cannot be written must not take the page with it
            log.exception("client %s: the %s could not be written", client, self.kind)
            self.failure = str(mistake) if isinstance(mistake, UserError) else type(mistake).__name__
        self.busy = False

    def _document(self, client: int) -> str:
        from scoring.documents.letters.lender import read_lender
        from scoring.documents.letters.write import Kind, letter_page
        from scoring.journal.letter_case import letter_case

        if self.opinion.unread:
            raise UserError("The journal cannot be read: nobody can tell what was decided.", "Check its file.")
        portfolio, language = cast("Portfolio", self.page.portfolio), self.page.language
        routes = self._routes_of(client) if self.kind == "letter" else None
        case = letter_case(portfolio, client, language, self.opinion.standing, routes)
        kind: Kind = "file" if self.kind == "file" else "letter"
        return letter_page(kind, case, read_lender(self.home))

    def _routes_of(self, client: int) -> Routes | None:
        """Those that were found already, else sought now; None where they could not be."""
        routes = self._routes or self.simulate.routes
        if routes is None or routes.client != client:
            routes = self.page.or_none(lambda: self.simulate.find_routes(self.simulate.simulator, client))
        self._routes = routes
        return routes

    def _forget(self, _: Any) -> None:
        self.opened, self.html, self.pdf, self.failure, self._routes = False, "", None, "", None

    def _again(self, _: Any) -> None:
        self._make()
