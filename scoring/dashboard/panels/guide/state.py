"""The guide, open or not, and the step at which the tour is."""

from __future__ import annotations

from typing import Any

from traitlets import Bool, Int

from scoring.dashboard.panels.base_state import SECTIONS, BaseState, PanelState

# The tour in its order, each step with the section that it opens where a client is shown.
STEPS: dict[str, str] = {
    "find": "",
    "decide": "decision",
    "explain": "why",
    "compare": "compare",
    "simulate": "simulate",
    "file": "file",
    "opinion": "decision",
    "contest": "file",
    "letter": "decision",
    "client": "decision",
}


class GuideState(PanelState):
    """``opened`` while the guide is read; ``step`` is the tour's, from 1, and 0 while nobody is on it."""

    opened = Bool(False)
    step = Int(0)

    def __init__(self, page: BaseState) -> None:
        super().__init__(page)
        self._section_before = SECTIONS[0]

    @property
    def name(self) -> str:
        """Of the step; empty off the tour."""
        return tuple(STEPS)[self.step - 1] if self.step else ""

    def begin(self) -> None:
        """Start the tour at its first step."""
        self._section_before, self.opened = self.page.section, False
        self._go(1)

    def go_on(self) -> None:
        """To the next step; after the last one the tour is over."""
        if self.step >= len(STEPS):
            self.leave()
        elif self.step:
            self._go(self.step + 1)

    def go_back(self) -> None:
        """To the step before; the first one stays."""
        if self.step > 1:
            self._go(self.step - 1)

    def leave(self, _: Any = None) -> None:
        """End the tour wherever it is, back in the section in which it began."""
        if self.step:
            self.step = 0
            self.page.section = self._section_before

    def _go(self, step: int) -> None:
        self.step = step
        if self.page.client is not None and STEPS[self.name]:
            self.page.section = STEPS[self.name]
