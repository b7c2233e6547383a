"""The guide under the page, and the tour: a small box that points at one thing after another; left at any step."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.dashboard.panels.guide.state import STEPS
from scoring.dashboard.panels.view import View, hide
from scoring.dashboard.render.html import esc


class GuideView(View):
    """Two buttons, the guide's text, the tour's box."""

    css_class = "guide-door"
    reads = ("language", "guide.opened", "guide.step")

    def build(self) -> Sequence[widgets.Widget]:
        """Everything once."""
        guide = self.state.guide
        self.open, self.start, self.text = widgets.Button(), widgets.Button(), widgets.HTML()
        self.open.on_click(lambda _: setattr(guide, "opened", not guide.opened))
        self.start.on_click(lambda _: guide.begin())
        self.start.add_class("pad-tour-begin")
        self.step, self.back, self.on, self.out = widgets.HTML(), widgets.Button(), widgets.Button(), widgets.Button()
        self.back.on_click(lambda _: guide.go_back())
        self.on.on_click(lambda _: guide.go_on())
        self.out.on_click(lambda _: guide.leave())
        self.on.add_class("pad-primary")
        self.out.add_class("pad-tour-leave")
        doors = widgets.HBox([self.open, self.start])
        doors.add_class("pad-buttons")
        moves = widgets.HBox([self.back, self.on, self.out])
        moves.add_class("pad-buttons")
        self.box = widgets.VBox([self.step, moves])
        self.box.add_class("pad-tour")
        return doors, self.text, self.box

    def draw(self) -> None:
        """The guide where it is opened, the step where somebody is on the tour."""
        guide, say = self.state.guide, self.say
        self.open.description = say("guide.close" if guide.opened else "guide.open")
        self.start.description = say("guide.begin")
        hide(self.text, not guide.opened)
        self.put(self.text, self._guide() if guide.opened else "")
        hide(self.box, not guide.step)
        self.put(self.step, self._step() if guide.step else "")
        self.back.description, self.out.description = say("guide.back"), say("guide.leave")
        self.on.description = say("guide.finish" if guide.step == len(STEPS) else "guide.next")
        self.back.disabled = guide.step <= 1

    def _guide(self) -> str:
        parts = "".join(
            f"<h3>{esc(self.say(f'guide.{name}.title'))}</h3>"
            f"<p>{esc(self.say(f'guide.{name}.tour'))} {esc(self.say(f'guide.{name}.text'))}</p>"
            for name in STEPS
        )
        title = esc(self.say("guide.title"))
        return f'<section class="pad-guide"><h2>{title}</h2><p>{esc(self.say("guide.intro"))}</p>{parts}</section>'

    def _step(self) -> str:
        """The template's script moves the focus to it; the style marks what it points at."""
        guide = self.state.guide
        place = esc(self.say("guide.place", at=guide.step, n=len(STEPS)))
        return (
            f'<div role="group" tabindex="-1" data-pad-tour="{guide.name}" aria-label="{place}"><small>{place}</small>'
            f"<h2>{esc(self.say(f'guide.{guide.name}.title'))}</h2><p>{esc(self.say(f'guide.{guide.name}.tour'))}</p></div>"
        )
