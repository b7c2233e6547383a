"""What every view does: redraw when the state changes and someone is looking; fail in its own place only."""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from scoring.dashboard.panels.state import State
from scoring.dashboard.render.html import alert, in_language
from scoring.texts import Language

log = logging.getLogger(__name__)


class View:
    """A part of the page.

    Parameters
    ----------
    state : State
        What it reads.

    Notes
    -----
    Subclasses set ``reads`` (traits after which they redraw) and, unless they are always in sight,
    ``section``; they build their widgets once in ``build`` and put text and data into them in ``draw``.
    """

    reads: tuple[str, ...] = ("assessment", "language")
    section: str | None = None
    offering = False  # choices are being put into words: nobody has chosen anything

    def __init__(self, state: State) -> None:
        self.state = state
        self.stale = True
        self.notice = widgets.HTML()
        self.body = widgets.VBox(list(self.build()))
        self.root = widgets.VBox([self.notice, self.body])
        self.root.add_class("pad-view").add_class(f"pad-{type(self).__name__.lower()}")
        state.observe(self._changed, names=list({*self.reads, "section"}))
        self.refresh()

    @property
    def language(self) -> Language:
        """The visitor's."""
        return self.state.language

    def say(self, key: str, **values: object) -> str:
        """A sentence in the visitor's language."""
        return self.state.say(key, **values)

    def put(self, widget: widgets.HTML, *parts: str) -> None:
        """HTML into a widget, in the visitor's language."""
        widget.value = in_language(self.language, *parts)

    def build(self) -> Sequence[widgets.Widget]:
        """The widgets of this view, made once."""
        raise NotImplementedError

    def draw(self) -> None:
        """Put what the state says into the widgets."""
        raise NotImplementedError

    def refresh(self) -> None:
        """Draw, if someone is looking; say a sentence in this place when that fails."""
        if self.section is not None and self.section != self.state.section:
            self.stale = True
            return
        self.stale = False
        try:
            self.draw()
        except Exception as fault:
            log.exception("%s could not be drawn", type(self).__name__)
            details = self.say("trouble.details", details=f"{type(self).__name__}, {type(fault).__name__}")
            self._show(alert(self.say("trouble.view"), details))
        else:
            self._show("")

    def _show(self, notice: str) -> None:
        self.notice.value = notice
        self.notice.layout.display = None if notice else "none"
        self.body.layout.display = "none" if notice else None

    def _changed(self, change: dict[str, Any]) -> None:
        if change["name"] != "section" or "section" in self.reads or self.stale:
            self.refresh()


def hide(widget: widgets.Widget, hidden: bool) -> None:
    """Take a widget out of sight, or bring it back."""
    widget.layout.display = "none" if hidden else None


def put_options(widget: Any, options: list[tuple[str, Any]]) -> None:
    """Offer these, unless they are offered already: setting them anew forgets the choice."""
    if list(widget.options) != options:
        widget.options = options


def chosen(view: View, name: str) -> Callable[[dict[str, Any]], None]:
    """What sets a trait of the state when a visitor chooses, but not while choices are put into words."""

    def choose(change: dict[str, Any]) -> None:
        if not view.offering and change["new"] is not None:
            view.state.set_trait(name, change["new"])

    return choose
