"""What the page knows at any moment. Everything that follows from a choice is derived here, without a widget."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from traitlets import Any as AnyTrait
from traitlets import Enum, HasTraits, Int, Tuple, Unicode, observe

from scoring.portfolio import Portfolio
from scoring.texts import Language
from scoring.texts.page import page

SECTIONS = ("decision", "why", "compare", "file")
OFFERED = 8
Kind = Literal["all", "similar"]

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Trouble:
    """What went wrong, as a key of the page's words: it can be said in either language."""

    key: str
    values: dict[str, object] = field(default_factory=dict)


class State(HasTraits):
    """The choices of one visitor, and what follows from them.

    Parameters
    ----------
    portfolio : Portfolio
        The clients to choose from; never changed.
    client : int, optional
        Whom to show first; by default the first client.

    Notes
    -----
    Choices are ``client``, ``language``, ``section``, ``query``, ``variable`` and ``kind`` (of group).
    ``assessment``, ``results``, ``group``, ``comparison`` and ``trouble`` are derived: views only read them.
    A comparison is made only while its section is open.
    """

    portfolio: Portfolio

    client = Int(None, allow_none=True)
    language: Enum[Language] = Enum(("fr", "en"), default_value="fr")
    section = Enum(SECTIONS, default_value="decision")
    query = Unicode("")
    variable = Unicode("")
    kind: Enum[Kind] = Enum(("all", "similar"), default_value="similar")

    assessment = AnyTrait(None, allow_none=True)
    results = Tuple()
    group = AnyTrait(None, allow_none=True)
    comparison = AnyTrait(None, allow_none=True)
    trouble = AnyTrait(None, allow_none=True)

    def __init__(self, portfolio: Portfolio, client: int | None = None) -> None:
        super().__init__()
        self.portfolio = portfolio
        self.variable = next(iter(portfolio.variables()), "")
        if client is None or not self.open(client):
            self.client = int(portfolio.clients[0]) if len(portfolio.clients) else None

    def say(self, key: str, **values: object) -> str:
        """A sentence of the page in the visitor's language."""
        return page(key, self.language, **values)

    def open(self, client: int) -> bool:
        """Show a client; False, and a sentence in ``trouble``, where nobody has this number."""
        found = client in self.portfolio.search(str(client), 1)
        if not found:
            self.trouble = self._trouble("header.unknown", str(client))
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
            self.trouble = self._trouble("header.digits", text)
            return False
        if int(text) in self.results[:1] or len(self.results) == 1:
            return self.open(self.results[0])
        self.trouble = None if self.results else self._trouble("header.nobody", text)
        return False

    def step(self, by: int) -> None:
        """Go to the next client (1) or the previous one (-1); stay at the ends."""
        clients = self.portfolio.clients
        if self.client is None or not len(clients):
            return
        at = int(clients.searchsorted(self.client)) + by
        self.open(int(clients[min(max(at, 0), len(clients) - 1)]))

    def switch_language(self) -> None:
        """From French to English and back."""
        self.language = "en" if self.language == "fr" else "fr"

    @observe("client")
    def _assess(self, _: Any) -> None:
        client = self.client
        self.assessment = self._or_none(lambda: self.portfolio.assess(client)) if client is not None else None
        if client is not None and self.assessment is None:
            self.trouble = Trouble("trouble.assess", {"client": client})

    @observe("query")
    def _search(self, _: Any) -> None:
        text = self.query.strip()
        self.results = tuple(self.portfolio.search(text, OFFERED)) if text.isdecimal() else ()
        if not text or self.results:
            self.trouble = None
        else:
            self.trouble = self._trouble("header.nobody" if text.isdecimal() else "header.digits", text)

    @observe("client", "kind", "section")
    def _regroup(self, change: Any) -> None:
        client, kind = self.client, self.kind
        if self.section == "compare" and client is not None:
            self.group = self._or_none(lambda: self.portfolio.group(kind, client))
            self._compare(change)
        elif change["name"] != "section":
            self.group = self.comparison = None

    @observe("variable")
    def _compare(self, _: Any) -> None:
        client, group, variable = self.client, self.group, self.variable
        if client is None or group is None or not variable:
            self.comparison = None
        else:
            self.comparison = self._or_none(lambda: self.portfolio.compare(client, variable, group))

    def _or_none(self, ask: Callable[[], T]) -> T | None:
        """What the portfolio answers; None, and a line for support, where it cannot."""
        try:
            return ask()
        except Exception:
            log.exception("client %s: the portfolio could not answer", self.client)
            return None

    def _trouble(self, key: str, text: str) -> Trouble:
        clients = self.portfolio.clients
        first, last = (int(clients[0]), int(clients[-1])) if len(clients) else ("–", "–")
        return Trouble(key, {"text": text, "first": first, "last": last})
