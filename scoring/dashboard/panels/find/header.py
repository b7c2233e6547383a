"""Find a client, go to the next one or back to a recent one, change the language."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import ipywidgets as widgets

from scoring.dashboard.panels.find.state import OFFERED
from scoring.dashboard.panels.view import View, hide, pressed_field
from scoring.dashboard.render.html import alert, badge, esc, fine
from scoring.texts import format_number


class Header(View):
    """Brand, search with its results, previous and next, recent clients, demonstration badge, language."""

    reads = (
        "client",
        "language",
        "message",
        "outdated",
        "find.query",
        "find.results",
        "find.recent",
        "find.unanswered",
        "criteria.opened",
        "criteria.result",
    )

    def build(self) -> Sequence[widgets.Widget]:
        """The search field, places for results and recent clients, the rest of the bar."""
        self.brand, self.badge, self.message = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.search, self.place = widgets.Text(continuous_update=True), widgets.HTML()
        find, criteria = self.state.find, self.state.criteria
        self.search.observe(self.echo.heard(self._hear), "value")
        self.search.on_msg(self._enter)
        self.entered = pressed_field(find.enter).add_class("pad-entered")
        self.previous, self.next, self.other = widgets.Button(), widgets.Button(), widgets.Button()
        self.previous.on_click(lambda _: find.step(-1))
        self.next.on_click(lambda _: find.step(1))
        self.other.on_click(lambda _: self.state.switch_language())
        self.criteria, self.leave = widgets.Button(), widgets.Button()
        self.criteria.on_click(lambda _: criteria.set_trait("opened", not criteria.opened))
        self.leave.on_click(lambda _: criteria.clear())
        # One piece of HTML: as widgets, each client moved on every one of these buttons, by a message of its own.
        self.recent, self.back = widgets.HTML(), pressed_field(find.open_link).add_class("pad-back-to")
        self.offers, self.seen = widgets.HTML(), widgets.HBox([self.recent, self.back])
        move = widgets.HBox([self.previous, self.next, self.place, self.leave])
        bar = widgets.HBox([self.brand, self.search, self.criteria, move, self.badge, self.other])
        named = {"bar": bar, "search": self.search, "move": move, "other": self.other, "title": self.brand}
        named |= {"toggle": self.criteria, "leave": self.leave, "flagged": self.badge}
        for name, widget in (named | {"offers": self.offers, "recent": self.seen}).items():
            widget.add_class(f"pad-{name}")
        return bar, self.entered, self.message, self.offers, self.seen

    def draw(self) -> None:
        """Words in the visitor's language, results, recent clients, and what went wrong."""
        say, state = self.say, self.state
        # The template's script takes the window's title and language from here.
        self.put(
            self.brand,
            f'<a class="pad-skip" href="#pad-content">{esc(say("header.skip"))}</a>'
            f'<span class="pad-brand" data-pad-title="{esc(self._title())}">{esc(say("header.brand"))}</span>',
        )
        self.badge.value = badge(say) if state.portfolio.demonstration else ""
        self.search.description, self.search.placeholder = say("header.search"), say("header.search_hint")
        for button, key in ((self.previous, "previous"), (self.next, "next"), (self.other, "other_language")):
            button.description, button.tooltip = say(f"header.{key}"), say(f"header.{key}_hint")
        self._place()
        self._name_criteria()
        find = state.find
        self._put_search()
        self._put_offers(find.results)
        self._put_recent(find.recent)
        hide(self.offers, not find.results)
        hide(self.seen, not find.recent)
        self.put(self.message, self._newer(), self._message())

    def _hear(self, text: str) -> None:
        self.state.find.hear(text)
        self._put_search()  # a text that Enter has opened already goes

    def _put_search(self) -> None:
        with self.echo.fill():
            self.search.value = self.state.find.query

    def _put_offers(self, clients: Sequence[int]) -> None:
        self.put(self.offers, self._openers(clients, "header.open_hint"))

    def _put_recent(self, clients: Sequence[int]) -> None:
        heading = f"<span>{esc(self.say('header.recent'))}</span>"
        self.put(self.recent, heading + self._openers(clients, "header.recent_hint"))

    def _openers(self, clients: Sequence[int], hint: str) -> str:
        """Buttons that the template's script hears: it writes whom they stand for into the field beside them.

        As widgets they would be redrawn under a press on its way, which then opened somebody else's file.
        """
        return "".join(
            f'<button type="button" class="jupyter-button" data-pad-back="{client}"'
            f' title="{esc(self.say(hint, client=client))}">{client}</button>'
            for client in clients
        )

    def _place(self) -> None:
        """Where the client stands among those that previous and next go through, and why one of them is off."""
        find, listing = self.state.find, self.state.criteria.listing
        position, many = find.position, len(find.walk)
        self.previous.disabled, self.next.disabled = find.neighbour(-1) is None, find.neighbour(1) is None
        number = format_number(many, self.language)
        if find.unanswered or self.state.client is None:
            self.put(self.place, "")
        elif position is None:
            key = "outside" if many > 1 else "outside_one"
            self.put(self.place, fine(self.say(f"header.{key}", n=number) if listing else ""))
        else:
            self.put(self.place, self._place_among(position, many, "_found" if listing else ""))

    def _place_among(self, position: int, many: int, suffix: str) -> str:
        """The place in the list; that it is an end of it is seen by a button that is off, and read out here."""
        if many == 1:
            return fine(self.say(f"header.only{suffix}"))
        numbers = {"at": format_number(position + 1, self.language), "n": format_number(many, self.language)}
        end = {0: "first", many - 1: "last"}.get(position)
        read_out = f'<span class="pad-hush">{esc(self.say(f"header.{end}"))}</span>' if end else ""
        return f'<p class="pad-fine">{esc(self.say(f"header.place{suffix}", **numbers))}{read_out}</p>'

    def _name_criteria(self) -> None:
        """The button of the panel says what it will do; the template's script tells screen readers its state."""
        criteria = self.state.criteria
        self.criteria.description = self.say("seek.close" if criteria.opened else "seek.open")
        (self.criteria.add_class if criteria.opened else self.criteria.remove_class)("pad-expanded")
        self.leave.description, self.leave.tooltip = self.say("seek.leave"), self.say("seek.leave_hint")
        hide(self.leave, not criteria.listing)

    def _title(self) -> str:
        client = self.state.client
        nobody = client is None or self.state.find.unanswered
        return self.say("header.brand") if nobody else self.say("header.title", client=client)

    def _message(self) -> str:
        message, find = self.state.message, self.state.find
        if message is not None:
            return alert(self.say(message.key, **message.values))
        if not find.results:
            return ""
        text = self.say("header.results", text=find.query.strip())
        if len(find.results) == OFFERED:
            text += " " + self.say("header.more", n=OFFERED)
        return fine(text, "status")

    def _newer(self) -> str:
        """That scores were computed anew, and the way to them."""
        if not self.state.outdated:
            return ""
        link = f'<a href="?client={self.state.client}">{esc(self.say("header.reload"))}</a>'
        return f'<p class="pad-alert" role="status">{esc(self.say("header.outdated"))} {link}</p>'

    def _enter(self, _: Any, content: dict[str, Any], __: Any) -> None:
        if content.get("event") == "submit":
            self.state.find.submit()
