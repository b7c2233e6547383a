"""The client's own page: the answer, what weighed, what to do, their data, their rights; no field, no other client."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import ipywidgets as widgets

from scoring.dashboard.client_mode.answer import answer_html, do_html, weighed_html
from scoring.dashboard.client_mode.data import data_html, links_html
from scoring.dashboard.client_mode.state import ClientState
from scoring.dashboard.panels.view import hide
from scoring.dashboard.render.html import alert, badge, esc, fine, in_language
from scoring.documents.letters.case import Case
from scoring.documents.letters.parts import rights
from scoring.texts import languages
from scoring.texts.sentences import page_count

PARTS = ("answer", "weighed", "do", "data", "rights")

log = logging.getLogger(__name__)


class ClientPage:
    """Five parts of HTML and three buttons: another language, what could change the answer, the files.

    Parameters
    ----------
    state : ClientState
        State of the client.
    way_back : bool
        Whether the server has an address where an adviser takes the browser back.
    """

    def __init__(self, state: ClientState, *, way_back: bool = False) -> None:
        self.state, self.way_back = state, way_back
        self.brand, self.notice, self.links, self.sought, self.foot = (widgets.HTML() for _ in range(5))
        self.parts = {name: widgets.HTML() for name in PARTS}
        self.other, self.seek, self.take = (widgets.Button() for _ in range(3))
        self.other.on_click(lambda _: state.switch_language())
        self.seek.on_click(lambda _: state.seek_routes())
        self.take.on_click(lambda _: self._prepare())
        self.root = widgets.VBox([self._header(), self._content()])
        state.observe(self.draw, ["language", "assessment", "routes", "message"])
        state.observe(self._say_sought, ["seeking", "failed"])
        self.draw()

    def draw(self, _: Any = None) -> None:
        """Everything, in the client's language; a part that cannot be drawn leaves the others."""
        state, say = self.state, self.state.say
        self._frame()
        message = state.message
        self._put(self.notice, alert(say(message.key, **message.values)) if message is not None else "")
        case = self._case()
        for widget in (*self.parts.values(), self.seek, self.take):
            hide(widget, case is None)
        if case is None:
            key = "nobody" if state.client is None else "unread"
            self._put(self.links, "")
            self._put(self.notice, f"<section>{alert(say(f'client.{key}'))}</section>")
            return
        hide(self.seek, case.is_yes or state.routes is not None)
        draws: dict[str, Callable[[], str]] = {
            "answer": lambda: f"{self._title()}{answer_html(case, say)}",
            "weighed": lambda: weighed_html(case, say),
            "do": lambda: do_html(case),
            "data": lambda: f"{data_html(case, state.data(), state.spreads(), say, self._count)}{self._rows()}",
            "rights": lambda: rights(case, state.lender()),
        }
        for name, draw in draws.items():
            self._put(self.parts[name], self._or_alert(name, draw))

    def _case(self) -> Case | None:
        if self.state.assessment is None:
            return None
        try:
            return self.state.case()
        except Exception:  # an answer of which nobody can tell what was decided is not shown
            log.exception("client %s: the answer could not be told", self.state.client)
            return None

    def _or_alert(self, name: str, draw: Callable[[], str]) -> str:
        try:
            return draw()
        except Exception:  # a part that cannot be drawn must not take the page with it
            log.exception("the part %s could not be drawn", name)
            return alert(self.state.say("client.unread"))

    def _header(self) -> widgets.HBox:
        self.other.add_class("pad-other")
        bar = widgets.HBox([self.brand, self.other])
        bar.add_class("pad-bar")
        header = widgets.HBox([bar])
        header.add_class("pad-view").add_class("pad-header")
        return header

    def _content(self) -> widgets.VBox:
        self.take.add_class("pad-primary")
        parts = self.parts
        parts["data"].add_class("pad-folds")
        answer = [self.notice, parts["answer"], parts["weighed"], parts["do"], self.seek, self.sought]
        content = widgets.VBox([*answer, parts["data"], self.take, self.links, parts["rights"], self.foot])
        content.add_class("pad-own")
        return content

    def _frame(self) -> None:
        """Header and foot; the template's script takes the window's title, language and address from here."""
        state, say = self.state, self.state.say
        demo = badge(say) if state.demonstration else ""
        query = {"client": state.client, "language": state.language if state.language != languages()[0] else None}
        address = urlencode({key: value for key, value in query.items() if value is not None})
        self._put(
            self.brand,
            f'<a class="pad-skip" href="#pad-content">{esc(say("header.skip"))}</a>'
            f'<span class="pad-brand" data-pad-title="{esc(say("client.window"))}" data-pad-address="{esc(address)}">'
            f"{esc(say('header.brand'))}</span>{demo}",
        )
        self.other.description, self.other.tooltip = say("header.other_language"), say("header.other_language_hint")
        self.seek.description, self.take.description = say("client.seek"), say("client.take")
        self._put(self.links, "")
        self._say_sought()
        back = f'<a class="pad-back" href="back">{esc(say("client.adviser"))}</a>' if self.way_back else ""
        self._put(self.foot, f"<footer>{back}</footer>")

    def _title(self) -> str:
        number = fine(self.state.say("client.number", client=self.state.client))
        return f'<h1 id="pad-content" tabindex="-1">{esc(self.state.say("client.title"))}</h1>{number}'

    def _say_sought(self, _: Any = None) -> None:
        key = "seeking" if self.state.seeking else "failed" if self.state.failed else ""
        self.seek.disabled = self.state.seeking
        self._put(self.sought, fine(self.state.say(f"client.{key}"), "status") if key else "")

    def _count(self, number: int) -> str:
        return page_count("client.lines", number, self.state.language)

    def _rows(self) -> str:
        """Where the rows are that the data were drawn from."""
        return f"<p>{esc(self.state.say('client.rows' if self.state.has_rows else 'client.rows_elsewhere'))}</p>"

    def _prepare(self) -> None:
        name = self.state.say("client.file_name", client=self.state.client)
        self._put(self.links, self._or_alert("files", lambda: links_html(self.state.files(), name, self.state.say)))

    def _put(self, widget: widgets.HTML, content: str) -> None:
        widget.value = in_language(self.state.language, content) if content else ""
