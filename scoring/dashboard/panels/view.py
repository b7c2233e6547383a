"""What every view does: redraw when the state changes and someone is looking; fail in its own place only."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import ipywidgets as widgets
from traitlets import HasTraits

from scoring.dashboard.panels.state import PageState
from scoring.dashboard.render.html import alert, in_language
from scoring.texts import Language

log = logging.getLogger(__name__)


class EchoGuard:
    """Tells a visitor's choice from a widget that reports what the page itself has just put into it."""

    def __init__(self) -> None:
        self.filling = False

    @contextmanager
    def fill(self) -> Iterator[None]:
        """While this lasts, nobody has chosen anything."""
        before, self.filling = self.filling, True
        try:
            yield
        finally:
            self.filling = before

    def heard(self, choose: Callable[[Any], object]) -> Callable[[dict[str, Any]], None]:
        """An observer that passes a widget's new value on, when a visitor chose it."""

        def observer(change: dict[str, Any]) -> None:
            if not self.filling and change["new"] is not None:
                choose(change["new"])

        return observer


class View:
    """A part of the page.

    Parameters
    ----------
    state : PageState
        What it reads.

    Notes
    -----
    Subclasses set ``reads`` (traits after which they redraw, "compare.group" for a panel's) and, unless they are
    always in sight, ``section``; they build their widgets once in ``build`` and fill them in ``draw``. A page waits for
    all of its widgets: what few visitors open is built when it is opened (``is_wanted``, ``fill_once``).
    """

    reads: tuple[str, ...] = ("assessment", "language")
    section: str | None = None
    css_class = ""  # by default the class's name

    def __init__(self, state: PageState) -> None:
        self.state, self.echo = state, EchoGuard()
        self.stale = True
        self.notice = widgets.HTML()
        self.body = widgets.VBox(list(self.build()) if self.is_wanted else [])
        self.root = widgets.VBox([self.notice, self.body])
        self.root.add_class("pad-view").add_class(f"pad-{self.css_class or type(self).__name__.lower()}")
        for path in dict.fromkeys((*self.reads, "section")):
            owner, name = trait_of(state, path)
            owner.observe(self._changed, name)
        self.refresh()

    @property
    def is_wanted(self) -> bool:
        """Whether there is anything to see of it; its widgets are built the first time that there is."""
        return True

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
            if self.is_wanted:
                self.fill_once(self.body, self.build)
            if self.body.children:
                self.draw()
        except Exception as fault:  # a part that cannot be drawn must not take the page with it
            log.exception("%s could not be drawn", type(self).__name__)
            details = self.say("trouble.details", details=f"{type(self).__name__}, {type(fault).__name__}")
            self._show(alert(self.say("trouble.view"), details))
        else:
            self._show("")

    @staticmethod
    def fill_once(place: widgets.Box, build: Callable[[], Sequence[widgets.Widget]]) -> None:
        """Build what belongs into a place, the first time that it is asked for.

        Parameters
        ----------
        place : Box
            Empty until then.
        build : callable
            Gives the widgets.
        """
        if not place.children:
            place.children = tuple(build())

    def _show(self, notice: str) -> None:
        self.notice.value = notice
        self.notice.layout.display = None if notice else "none"
        self.body.layout.display = "none" if notice else None

    def _changed(self, change: dict[str, Any]) -> None:
        if change["name"] != "section" or "section" in self.reads or self.stale:
            self.state.redraws.add(self.refresh)


def hide(widget: widgets.Widget, hidden: bool) -> None:
    """Take a widget out of sight, or bring it back."""
    widget.layout.display = "none" if hidden else None


def pressed_field(press: Callable[[str], object]) -> widgets.Text:
    """A hidden field: the template's script writes into it what a bar's button says, and a number that makes it new."""
    field = widgets.Text(continuous_update=False)
    field.add_class("pad-pressed")
    hide(field, hidden=True)
    field.observe(lambda change: press(change["new"].rpartition(" ")[0]), "value")
    return field


def put_options(widget: Any, options: list[tuple[str, Any]]) -> None:
    """Offer these, unless they are offered already: setting them anew forgets the choice."""
    if list(widget.options) != options:
        widget.options = options


def trait_of(state: PageState, path: str) -> tuple[HasTraits, str]:
    """The state that has a trait, and the trait's name: "compare.group" is the compare panel's group."""
    panel, _, name = path.rpartition(".")
    return (getattr(state, panel) if panel else state), name
