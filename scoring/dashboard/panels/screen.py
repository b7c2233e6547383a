"""What the visitor's browser shows, by its own word: what comes before that word was meant for what it showed then."""

from __future__ import annotations

from typing import Any

from traitlets import Int

from scoring.dashboard.panels.base_state import BaseState, PanelState
from scoring.texts import Language, languages


class ScreenState(PanelState):
    """Which opening of a client the browser shows, and in which language.

    A browser's words arrive in the order in which they were sent: what comes before it has said that the next client is
    on the screen was typed or pressed while the one before was. ``openings`` counts how often a client was opened.
    Where nobody speaks for the browser, as without the template's script, everything is taken as meant.
    """

    openings = Int(0)

    def __init__(self, page: BaseState) -> None:
        super().__init__(page)
        self._shown: tuple[int, Language] | None = None
        page.observe(self._count, "client")

    @property
    def marker(self) -> str:
        """What the script reads off the page and repeats: the opening and the language."""
        return f"{self.openings} {self.page.language}"

    @property
    def is_behind(self) -> bool:
        """Whether the browser still shows the client before."""
        return self._shown is not None and self._shown[0] != self.openings

    @property
    def language(self) -> Language:
        """The language in which what arrives now was typed."""
        return self.page.language if self._shown is None else self._shown[1]

    def hear(self, said: str) -> None:
        """Take the browser's word; whatever else is said changes nothing."""
        opening, _, language = said.partition(" ")
        if opening.isdecimal() and len(opening) <= len(str(self.openings)) and language in languages():
            self._shown = int(opening), language

    def _count(self, _: Any) -> None:
        self.openings += 1
