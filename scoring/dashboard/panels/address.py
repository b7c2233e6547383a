"""The page's address: what it asks for when the page opens, and what it says while the page is used.

The browser's part is the template's ``address.js``: it puts what ``data-pad-address`` says into the address, and writes
an older address that somebody goes back to into the hidden field.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from urllib.parse import parse_qs, urlencode

import ipywidgets as widgets

from scoring.dashboard.panels.base_state import SECTIONS, Message
from scoring.dashboard.panels.state import PageState
from scoring.dashboard.panels.view import View
from scoring.dashboard.render.html import esc
from scoring.texts import languages

MODEL = "model"  # the page that stands in the place of client and first page


def query_of(state: PageState) -> str:
    """What the address says of a state: only what differs from a page just opened.

    While a number that is nobody's stands in the search, the address says the number and no client. Other words typed
    there may be a name, which no address is to keep.
    """
    sought = state.find.sought
    parts = {
        "client": state.client if not state.find.unanswered else None,
        "search": sought or None,
        "section": state.section if state.section != SECTIONS[0] else None,
        "language": state.language if state.language != languages()[0] else None,
        "page": MODEL if state.model.opened else None,
    }
    return urlencode({key: value for key, value in parts.items() if value is not None})


def follow(state: PageState, query: str) -> None:
    """Bring a state to what an address asks for; a client that cannot be opened is a sentence and nobody's file."""
    asked = _asked(query)
    section = asked.get("section", [""])[0]
    state.language = language_of(query)
    state.section = section if section in SECTIONS else SECTIONS[0]
    state.find.query = asked.get("search", [""])[0].strip() if not asked.get("client") else ""
    _open_client(state, asked)
    state.model.opened = asked.get("page") == [MODEL]


def _open_client(state: PageState, asked: Mapping[str, Sequence[str]]) -> None:
    wanted = [text.strip() for text in asked.get("client", [])]
    if len(set(wanted)) == 1 and wanted[0]:
        if state.find.open_link(wanted[0]):
            return
    elif wanted:
        text = ", ".join(wanted)[:80]
        state.message = Message("start.several" if any(wanted) else "start.nobody", {"text": text})
    state.client = None


def language_of(query: str) -> str:
    """The language that an address asks for; the first one where it asks for none there are texts for."""
    language = _asked(query).get("language", [""])[0]
    return language if language in languages() else languages()[0]


def _asked(query: str) -> dict[str, list[str]]:
    return parse_qs(query, keep_blank_values=True, max_num_fields=100) if query.count("&") < 100 else {}


class Address(View):
    """Nothing to see: the address in a form that the template's script reads, and a field that it writes."""

    reads = ("client", "section", "language", "model.opened", "find.query", "find.unanswered")

    def build(self) -> Sequence[widgets.Widget]:
        """A piece of HTML and a hidden field."""
        self.content, self.asked = widgets.HTML(), widgets.Text(continuous_update=False)
        self.asked.add_class("pad-asked")
        self.asked.observe(self.echo.heard(self._go_back), "value")
        return (self.content, self.asked)

    def draw(self) -> None:
        """The address that leads here again."""
        self.put(self.content, f'<span data-pad-address="{esc(query_of(self.state))}"></span>')

    def _go_back(self, address: str) -> None:
        """To an older address, behind a number that makes each one new."""
        follow(self.state, address.partition(" ")[2])
