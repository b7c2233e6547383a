"""Find a client, go to the next one or back to a recent one, change the language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets

from scoring.dashboard.panels.find.state import OFFERED, REMEMBERED
from scoring.dashboard.panels.view import View, hide
from scoring.dashboard.render.html import alert, esc, fine
from scoring.texts import format_number


class Header(View):
    """Brand, search with its results, previous and next, recent clients, demonstration badge, language."""

    reads = ("client", "language", "query", "results", "recent", "trouble", "seeking", "found", "outdated")

    def build(self) -> Sequence[widgets.Widget]:
        """The search field, a fixed number of buttons for results and recent clients, the rest of the bar."""
        self.brand, self.badge, self.message = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.search, self.place = widgets.Text(continuous_update=True), widgets.HTML()
        self.search.observe(lambda change: self.state.set_trait("query", change["new"]), "value")
        self.search.on_msg(self._heard)
        self.previous, self.next, self.other = widgets.Button(), widgets.Button(), widgets.Button()
        self.previous.on_click(lambda _: self.state.step(-1))
        self.next.on_click(lambda _: self.state.step(1))
        self.other.on_click(lambda _: self.state.switch_language())
        self.criteria, self.leave = widgets.Button(), widgets.Button()
        self.criteria.on_click(lambda _: self.state.set_trait("seeking", not self.state.seeking))
        self.leave.on_click(lambda _: self.state.forget())
        self.found, self.recent = self._openers(OFFERED), self._openers(REMEMBERED)
        self.recently = widgets.HTML()
        self.offers, self.seen = widgets.HBox(self.found), widgets.HBox([self.recently, *self.recent])
        move = widgets.HBox([self.previous, self.next, self.place, self.leave])
        bar = widgets.HBox([self.brand, self.search, self.criteria, move, self.badge, self.other])
        named = {"bar": bar, "search": self.search, "move": move, "other": self.other, "title": self.brand}
        named |= {"toggle": self.criteria, "leave": self.leave}
        for name, widget in (named | {"offers": self.offers, "recent": self.seen}).items():
            widget.add_class(f"pad-{name}")
        return bar, self.message, self.offers, self.seen

    def draw(self) -> None:
        """Words in the visitor's language, results, recent clients, and what went wrong."""
        say, state = self.say, self.state
        # The template's script takes the window's title and language from here.
        self.put(
            self.brand,
            f'<span class="pad-brand" data-pad-title="{esc(self._title())}">{esc(say("header.brand"))}</span>',
        )
        shown = state.portfolio.demonstration
        self.badge.value = f'<span class="pad-badge">{esc(say("header.demonstration"))}</span>' if shown else ""
        self.search.description, self.search.placeholder = say("header.search"), say("header.search_hint")
        self.search.value = state.query
        for button, key in ((self.previous, "previous"), (self.next, "next"), (self.other, "other_language")):
            button.description, button.tooltip = say(f"header.{key}"), say(f"header.{key}_hint")
        self._place()
        self._seeking()
        self._put_clients(self.found, state.results, "header.open_hint")
        self._put_clients(self.recent, state.recent, "header.recent_hint")
        hide(self.offers, not state.results)
        hide(self.seen, not state.recent)
        self.put(self.recently, f"<span>{esc(say('header.recent'))}</span>")
        self.put(self.message, self._newer(), self._message())

    def _openers(self, most: int) -> list[widgets.Button]:
        """Buttons that open the client whose number they carry."""
        buttons = [widgets.Button() for _ in range(most)]
        for button in buttons:
            button.on_click(lambda pressed: self.state.open(int(pressed.description)))
        return buttons

    def _put_clients(self, buttons: Sequence[widgets.Button], clients: Sequence[int], hint: str) -> None:
        for at, button in enumerate(buttons):
            hide(button, at >= len(clients))
            button.description = str(clients[at]) if at < len(clients) else ""
            button.tooltip = self.say(hint, client=clients[at]) if at < len(clients) else None

    def _place(self) -> None:
        """Where the client stands among those that previous and next go through, and why one of them is off."""
        state, at, many = self.state, self.state.position, len(self.state.walk)
        self.previous.disabled, self.next.disabled = state.neighbour(-1) is None, state.neighbour(1) is None
        number = format_number(many, self.language)
        if at is None:
            key = "outside" if many > 1 else "outside_one"
            text = self.say(f"header.{key}", n=number) if state.listing else ""
        else:
            ends = {(True, True): "only", (True, False): "first", (False, True): "last"}
            key = ends.get((at == 0, at == many - 1), "place") + ("_found" if state.listing else "")
            text = self.say(f"header.{key}", at=format_number(at + 1, self.language), n=number)
        self.put(self.place, fine(text))

    def _seeking(self) -> None:
        """The button of the panel says what it will do; the template's script tells screen readers its state."""
        state = self.state
        self.criteria.description = self.say("seek.close" if state.seeking else "seek.open")
        (self.criteria.add_class if state.seeking else self.criteria.remove_class)("pad-expanded")
        self.leave.description, self.leave.tooltip = self.say("seek.leave"), self.say("seek.leave_hint")
        hide(self.leave, not state.listing)

    def _title(self) -> str:
        client = self.state.client
        return self.say("header.brand") if client is None else self.say("header.title", client=client)

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

    def _newer(self) -> str:
        """That scores were computed anew, and the way to them."""
        if not self.state.outdated:
            return ""
        link = f'<a href="?client={self.state.client}">{esc(self.say("header.reload"))}</a>'
        return f'<p class="pad-alert" role="status">{esc(self.say("header.outdated"))} {link}</p>'

    def _heard(self, _: Any, content: dict[str, Any], __: Any) -> None:
        if content.get("event") == "submit":
            self.state.submit()
