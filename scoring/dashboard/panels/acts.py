"""What one does with a file: write to the client, give one's opinion, give the screen to the client."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

import ipywidgets as widgets

from scoring.dashboard.panels.view import View
from scoring.dashboard.render.html import esc
from scoring.light_kernel.voila_request import CLIENT_MODE


class Acts(View):
    """A link and two buttons, in sight from every section."""

    css_class = "acts"
    reads = ("assessment", "language", "opinion.opened", "paper.opened")

    def build(self) -> Sequence[widgets.Widget]:
        """The buttons."""
        self.letter, self.opinion = widgets.Button(), widgets.Button()
        self.letter.on_click(lambda _: self._letter())
        self.opinion.on_click(lambda _: self._opinion())
        self.opinion.add_class("pad-primary")
        self.state.paper.observe(lambda _: self.letter.focus(), "left")
        self.state.opinion.observe(lambda _: self.opinion.focus(), "left")
        self.to_client = widgets.HTML().add_class("pad-to-client")
        row = widgets.HBox([self.to_client, self.letter, self.opinion])
        row.add_class("pad-act-row")
        return (row,)

    def draw(self) -> None:
        """In words; nothing can be done about a file that could not be read."""
        nobody = self.state.assessment is None
        for name, button in (("letter", self.letter), ("opinion", self.opinion)):
            button.description, button.disabled = self.say(f"acts.{name}"), nobody
        self.put(self.to_client, "" if nobody else self._client_mode())

    def _client_mode(self) -> str:
        """The way into client mode: an address, so that the server can tie the browser to this client."""
        query = urlencode({"client": self.state.client, "mode": CLIENT_MODE, "language": self.language})
        hint = esc(self.say("client.open_hint"))
        return f'<a href="?{esc(query)}" title="{hint}">{esc(self.say("client.open"))}</a>'

    def _letter(self) -> None:
        self.state.opinion.opened = False
        self.state.paper.show("letter")

    def _opinion(self) -> None:
        self.state.paper.opened = False
        self.state.opinion.opened = True
