"""Finding a client: by number or part of it, and going from one to the next."""

from __future__ import annotations

from typing import Any

from traitlets import Tuple, Unicode, observe

from scoring.dashboard.state.base import BaseState, Trouble

OFFERED = 8


class Finding(BaseState):
    """What was typed (``query``) and the clients it offers (``results``)."""

    query = Unicode("")
    results = Tuple()

    def open(self, client: int) -> bool:
        """Show a client; False, and a sentence in ``trouble``, where nobody has this number."""
        found = client in self.portfolio.search(str(client), 1)
        if not found:
            self.trouble = self._nobody("header.unknown", str(client))
            return False
        self.query, self.trouble = "", None
        self.client = client
        return True

    def submit(self) -> bool:
        """Open what was typed: the client with this number, or the only one that contains it."""
        text = self.query.strip()
        if not text:
            return False
        if not text.isdecimal():
            self.trouble = self._nobody("header.digits", text)
            return False
        if int(text) in self.results[:1] or len(self.results) == 1:
            return self.open(self.results[0])
        self.trouble = None if self.results else self._nobody("header.nobody", text)
        return False

    def step(self, by: int) -> None:
        """Go to the next client (1) or the previous one (-1); stay at the ends."""
        clients = self.portfolio.clients
        if self.client is None or not len(clients):
            return
        at = int(clients.searchsorted(self.client)) + by
        self.open(int(clients[min(max(at, 0), len(clients) - 1)]))

    @observe("query")
    def _search(self, _: Any) -> None:
        text = self.query.strip()
        self.results = tuple(self.portfolio.search(text, OFFERED)) if text.isdecimal() else ()
        if not text or self.results:
            self.trouble = None
        else:
            self.trouble = self._nobody("header.nobody" if text.isdecimal() else "header.digits", text)

    def _nobody(self, key: str, text: str) -> Trouble:
        clients = self.portfolio.clients
        first, last = (int(clients[0]), int(clients[-1])) if len(clients) else ("–", "–")
        return Trouble(key, {"text": text, "first": first, "last": last})
