"""Find a client, go to the next one, change the language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets

from scoring.dashboard.html import alert, esc, fine
from scoring.dashboard.state.find import OFFERED
from scoring.dashboard.views.base import View, hide


class Header(View):
    """Brand, search with its results, previous and next, demonstration badge, language."""

    reads = ("language", "query", "results", "trouble")

    def build(self) -> Sequence[widgets.Widget]:
        """The search field, a fixed number of result buttons, and the rest of the bar."""
        self.brand, self.badge, self.message = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.search = widgets.Text(continuous_update=True)
        self.search.observe(lambda change: self.state.set_trait("query", change["new"]), "value")
        self.search.on_msg(self._heard)
        self.previous, self.next, self.other = widgets.Button(), widgets.Button(), widgets.Button()
        self.previous.on_click(lambda _: self.state.step(-1))
        self.next.on_click(lambda _: self.state.step(1))
        self.other.on_click(lambda _: self.state.switch_language())
        self.found = [widgets.Button() for _ in range(OFFERED)]
        for button in self.found:
            button.on_click(lambda pressed: self.state.open(int(pressed.description)))
        self.offers = widgets.HBox(self.found)
        self.offers.add_class("pad-offers")
        move = widgets.HBox([self.previous, self.next])
        bar = widgets.HBox([self.brand, self.search, move, self.badge, self.other])
        for widget, name in ((bar, "bar"), (self.search, "search"), (move, "move"), (self.other, "other")):
            widget.add_class(f"pad-{name}")
        return bar, self.message, self.offers

    def draw(self) -> None:
        """Words in the visitor's language, results, and what went wrong."""
        say, state = self.say, self.state
        self.put(self.brand, f'<span class="pad-brand">{esc(say("header.brand"))}</span>')
        shown = state.portfolio.demonstration
        self.badge.value = f'<span class="pad-badge">{esc(say("header.demonstration"))}</span>' if shown else ""
        self.search.description, self.search.placeholder = say("header.search"), say("header.search_hint")
        self.search.value = state.query
        for button, key in ((self.previous, "previous"), (self.next, "next"), (self.other, "other_language")):
            button.description, button.tooltip = say(f"header.{key}"), say(f"header.{key}_hint")
        self._offer(state.results)
        self.put(self.message, self._message())

    def _offer(self, results: Sequence[int]) -> None:
        for at, button in enumerate(self.found):
            hide(button, at >= len(results))
            button.description = str(results[at]) if at < len(results) else ""
        hide(self.offers, not results)

    def _message(self) -> str:
        state = self.state
        if state.trouble is not None:
            return alert(self.say(state.trouble.key, **state.trouble.values))
        if not state.results:
            return ""
        text = self.say("header.results", text=state.query.strip())
        if len(state.results) == OFFERED:
            text += " " + self.say("header.more", n=OFFERED)
        return fine(text, "status")

    def _heard(self, _: Any, content: dict[str, Any], __: Any) -> None:
        if content.get("event") == "submit":
            self.state.submit()
