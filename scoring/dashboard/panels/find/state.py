"""Finding a client: by number or part of it, among recent ones, and going from one to the next."""

from __future__ import annotations

from time import monotonic
from typing import Any

import numpy as np
import numpy.typing as npt
from traitlets import Bool, Tuple, Unicode, observe

from scoring.dashboard.panels.base_state import BaseState, Message, PanelState
from scoring.dashboard.panels.find.criteria_state import CriteriaState
from scoring.texts import read_digits

OFFERED = 8
REMEMBERED = 8
LONGEST = 18  # digits of a number that may be a client's; more do not fit into 64 bits
HURRY_SECONDS = 1.5  # how long after Enter the browser may still be sending what was typed before it
REPEATED = 40  # characters of a text that are repeated in a sentence


class FindState(PanelState):
    """What was typed (``query``), the clients it offers (``results``), and those seen before (``recent``).

    ``unanswered`` while a number or a text stands in the search that leads to no client: nobody's file may then be
    read as its answer.

    Parameters
    ----------
    page : BaseState
        Whose client is changed.
    criteria : CriteriaState
        Its list, where there is one, is what "previous" and "next" go through.
    """

    query = Unicode("")
    results = Tuple()
    recent = Tuple()
    unanswered = Bool(False)
    _entered: float | None = None
    _overtaken: str | None = None

    def __init__(self, page: BaseState, criteria: CriteriaState) -> None:
        super().__init__(page)
        self.criteria = criteria
        page.observe(self._remember, "client")

    @property
    def sought(self) -> str:
        """The number in the search that leads to no client; empty for other words, and where somebody is found."""
        return self._digits()[:REPEATED] if self.unanswered else ""

    @property
    def walk(self) -> npt.NDArray[np.int64]:
        """The clients that "previous" and "next" go through: those listed, or everyone; in their order."""
        criteria = self.criteria
        return criteria.result.clients if criteria.listing else self.portfolio.clients

    @property
    def position(self) -> int | None:
        """The client's place in the walk, from 0; None where it does not lead past them."""
        places = np.flatnonzero(self.walk == self.page.client)
        return int(places[0]) if len(places) else None

    def neighbour(self, by: int) -> int | None:
        """Who stands so many places on in the walk, the last of it at most; None where nobody does.

        From a client outside the walk, "next" begins it.
        """
        if not len(self.walk) or self.page.client is None:
            return None
        position = self.position
        if position is None:
            return int(self.walk[0]) if by > 0 else None
        wanted = min(max(position + by, 0), len(self.walk) - 1)
        return int(self.walk[wanted]) if wanted != position else None

    def step(self, by: int) -> None:
        """Go to the next client (1) or the previous one (-1); stay at the ends."""
        client = self.neighbour(by)
        if client is not None:
            self.open(client)

    def open(self, client: int) -> bool:
        """Show a client; False, and a sentence in the page's ``message``, where nobody has this number."""
        if not self._exists(client):
            self.page.message = self._nobody("header.unknown", str(client))
            return False
        self._entered = None  # Enter has been answered: what is typed next is another search
        with self.page.redraws.change():
            self.query, self.page.message = "", None
            self.page.client = client
        return True

    def open_link(self, wanted: str) -> bool:
        """Open the client that a link asks for: with this whole number, not a number near it."""
        text = wanted.strip()
        digits = read_digits(text, self.page.language) or ""
        if digits and len(digits) <= LONGEST:
            return self.open(int(digits))
        if text:
            self.page.message = self._nobody("header.unknown" if digits else "header.link", text)
        return False

    def hear(self, text: str) -> None:
        """Search for what stands in the field, unless it is what Enter has said before it came."""
        overtaken, self._overtaken = self._overtaken, None
        if text != overtaken:
            self.query = text

    def enter(self, text: str) -> bool:
        """Open the client with the number on which Enter was pressed, or the only one that contains it.

        The field's own word for this text may still be on its way; it is then no search of its own.
        """
        self._overtaken = text if text != self.query else None
        self.query = text
        return self._open_match()

    def submit(self) -> bool:
        """Open what was typed, where the page's script does not say on which text Enter was pressed.

        Enter overtakes the text where somebody types fast; it then holds for the one text that follows at once.
        """
        self._entered = monotonic()
        return self._open_match()

    def _open_match(self) -> bool:
        digits = self._digits()
        if self.results and (len(self.results) == 1 or str(self.results[0]) == digits):
            return self.open(self.results[0])
        self.page.message, self.unanswered = self._no_match(), bool(self.query.strip())
        return False

    @observe("query")
    def _search(self, _: Any) -> None:
        digits = self._digits()
        self.results = tuple(self.portfolio.search(digits, OFFERED)) if digits else ()
        self.page.message = self._no_match()
        self.unanswered = self.page.message is not None
        entered, self._entered = self._entered, None
        if entered is not None and monotonic() - entered < HURRY_SECONDS:
            self._open_match()

    def _remember(self, change: Any) -> None:
        seen = dict.fromkeys((change["old"], *self.recent))
        self.recent = tuple(client for client in seen if client not in (None, self.page.client))[:REMEMBERED]

    def _exists(self, client: int) -> bool:
        clients = self.portfolio.clients
        if not len(clients) or not clients[0] <= client <= clients[-1]:
            return False
        return bool(clients[np.searchsorted(clients, client)] == client)

    def _digits(self) -> str:
        """The digits typed, whatever stands between them; empty for what is no client's number."""
        return read_digits(self.query, self.page.language) or ""

    def _no_match(self) -> Message | None:
        """Why what was typed finds nobody."""
        text = self.query.strip()
        if not text or self.results:
            return None
        return self._nobody("header.nobody" if self._digits() else "header.digits", text)

    def _nobody(self, key: str, text: str) -> Message:
        clients = self.portfolio.clients
        first, last = (int(clients[0]), int(clients[-1])) if len(clients) else ("–", "–")
        repeated = text if len(text) <= REPEATED else f"{text[:REPEATED]}…"
        return Message(key, {"text": repeated, "first": first, "last": last})
