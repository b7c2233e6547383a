"""What every part of the state stands on: the portfolio, who is looked at, in which language, what went wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from traitlets import Any as AnyTrait
from traitlets import Bool, Enum, HasTraits, Int, TraitError, Unicode, observe, validate

from scoring.portfolio import Portfolio
from scoring.texts import Language, languages
from scoring.texts.pages import page

SECTIONS = ("decision", "why", "compare", "simulate", "file")

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Message:
    """What went wrong, as a key of the page's words: it can be said in either language."""

    key: str
    values: dict[str, object] = field(default_factory=dict)


class BaseState(HasTraits):
    """The client, the language and the open section; the client's assessment follows.

    ``outdated`` says that scores were computed anew since the page was opened.

    Parameters
    ----------
    portfolio : Portfolio
        The clients to choose from; never changed.

    Notes
    -----
    Each other part of the state is a subclass in a file of its own (choices, and what is derived from them);
    :class:`~scoring.dashboard.panels.state.State` puts them together into the one object that views read.
    """

    portfolio: Portfolio

    client = Int(None, allow_none=True)
    language: Unicode[Language, Language | bytes] = Unicode("fr")
    section = Enum(SECTIONS, default_value="decision")

    assessment = AnyTrait(None, allow_none=True)
    trouble = AnyTrait(None, allow_none=True)
    outdated = Bool(False)

    def __init__(self, portfolio: Portfolio) -> None:
        self.portfolio = portfolio
        super().__init__()

    def say(self, key: str, **values: object) -> str:
        """A sentence of the page in the visitor's language."""
        return page(key, self.language, **values)

    def switch_language(self) -> None:
        """To the next language there are texts for, and from the last to the first."""
        every = languages()
        self.language = every[(every.index(self.language) + 1) % len(every)]

    @validate("language")
    def _known_language(self, proposal: Any) -> Language:
        language: Language = proposal["value"]
        if language not in languages():
            raise TraitError(f"language: expected one of {', '.join(languages())}, got {language!r}")
        return language

    def or_none(self, ask: Callable[[], T]) -> T | None:
        """What the portfolio answers; None, and a line for support, where it cannot."""
        try:
            return ask()
        except Exception:
            log.exception("client %s: the portfolio could not answer", self.client)
            return None

    @observe("client", "section")
    def _look_for_newer(self, _: Any) -> None:
        self.outdated = self.portfolio.replaced

    @observe("client")
    def _assess(self, _: Any) -> None:
        client = self.client
        self.assessment = self.or_none(lambda: self.portfolio.assess(client)) if client is not None else None
        if client is not None and self.assessment is None:
            self.trouble = Message("trouble.assess", {"client": client})
