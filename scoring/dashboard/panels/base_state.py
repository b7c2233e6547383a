"""What every panel stands on: the portfolio, who is looked at, in which language and section, what went wrong."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeVar

from traitlets import Any as AnyTrait
from traitlets import Bool, Enum, HasTraits, Int, TraitError, Unicode, observe, validate

from scoring.texts import Language, languages
from scoring.texts.sentences import page, page_count
from scoring.texts.words import next_language

if TYPE_CHECKING:
    from scoring.dashboard.panels.portfolio_protocol import PagePortfolio

SECTIONS = ("decision", "why", "compare", "simulate", "file")

T = TypeVar("T")

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Message:
    """What went wrong, as a key of the page's words: it can be said in either language."""

    key: str
    values: dict[str, object] = field(default_factory=dict)


class Redraws:
    """What has to be drawn once a change, and everything that follows from it, are over.

    A visitor's one change moves many traits, one after the other. A view that was drawn after each of them would say
    what does not hold, for a moment, and send the browser every word twice.
    """

    def __init__(self) -> None:
        self._depth = 0
        self._waiting: dict[Callable[[], object], None] = {}

    def add(self, draw: Callable[[], object]) -> None:
        """Draw this, once, when the change is over; at once where there is none."""
        self._waiting[draw] = None
        if not self._depth:
            self.draw()

    @contextmanager
    def change(self) -> Iterator[None]:
        """While this lasts, what has to be drawn waits."""
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if not self._depth:
                self.draw()

    def draw(self) -> None:
        """Everything that waits, in the order in which it was added: before a change that takes long goes on."""
        while self._waiting:
            draw = next(iter(self._waiting))
            del self._waiting[draw]
            draw()


class RedrawingState(HasTraits):
    """Traits whose every change is drawn once, when all that follows from it is over."""

    redraws: Redraws

    def notify_change(self, change: Any) -> None:
        """Let everything follow from a change, then have it drawn."""
        with self.redraws.change():
            super().notify_change(change)


class BaseState(RedrawingState):
    """The client, the language and the open section, shared by all panels; the client's assessment follows.

    ``outdated`` says that scores were computed anew since the page was opened.

    Parameters
    ----------
    portfolio : PagePortfolio
        The clients to choose from; never changed.
    """

    portfolio: PagePortfolio

    client = Int(None, allow_none=True)
    language: Unicode[Language, Language | bytes] = Unicode("fr")
    section = Enum(SECTIONS, default_value="decision")

    assessment = AnyTrait(None, allow_none=True)
    message = AnyTrait(None, allow_none=True)
    outdated = Bool(False)

    def __init__(self, portfolio: PagePortfolio) -> None:
        self.portfolio, self.redraws = portfolio, Redraws()
        super().__init__()

    def say(self, key: str, **values: object) -> str:
        """A sentence of the page in the visitor's language."""
        return page(key, self.language, **values)

    def say_count(self, key: str, count: int, **values: object) -> str:
        """A sentence about so many, in the singular or the plural."""
        return page_count(key, count, self.language, **values)

    def switch_language(self) -> None:
        """To the next language there are texts for, and from the last to the first."""
        self.language = next_language(self.language)

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
    def look_for_newer(self, _: Any = None) -> None:
        """See whether scores were computed anew meanwhile: asked before anything is said of an answer, or recorded."""
        self.outdated = self.portfolio.replaced

    @observe("client")
    def _assess(self, _: Any) -> None:
        client = self.client
        self.assessment = self.or_none(lambda: self.portfolio.assess(client)) if client is not None else None
        if client is not None and self.assessment is None:
            self.message = Message("trouble.assess", {"client": client})


class PanelState(RedrawingState):
    """What one panel's visitor has chosen, and what follows from it.

    Parameters
    ----------
    page : BaseState
        Client, language and section; the panel follows them by observing it.
    """

    def __init__(self, page: BaseState) -> None:
        self.page, self.redraws = page, page.redraws
        super().__init__()

    @property
    def portfolio(self) -> PagePortfolio:
        """The page's."""
        return self.page.portfolio


class OpenedState(PanelState):
    """A panel that a button opens and another one closes.

    ``left`` counts how often a visitor closed it by its button: whoever opened it then takes the focus back, which
    would fall to the whole page else. What closes by itself, with a change of client for instance, moves no focus.
    """

    opened = Bool(False)
    left = Int(0)

    def leave(self) -> None:
        """Close it on a visitor's word."""
        self.opened = False
        self.left += 1
