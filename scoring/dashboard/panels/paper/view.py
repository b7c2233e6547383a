"""The letter as it will be printed, in a frame of its own, with what prints it and takes it away."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Sequence

import ipywidgets as widgets

from scoring.dashboard.panels.paper.state import KINDS
from scoring.dashboard.panels.view import View, hide
from scoring.dashboard.render.html import alert, esc, fine
from scoring.dashboard.render.version import short_version


class PaperView(View):
    """Two buttons that choose the document, the document, links."""

    css_class = "paper-panel"
    reads = (
        "assessment",
        "language",
        "outdated",
        "opinion.standing",
        *(f"paper.{name}" for name in ("opened", "html", "pdf", "busy", "failure")),
    )

    @property
    def is_wanted(self) -> bool:
        """While it is opened."""
        return bool(self.state.paper.opened)

    def build(self) -> Sequence[widgets.Widget]:
        """Everything once."""
        self.title, self.note, self.links, self.frame = (widgets.HTML() for _ in range(4))
        self.kinds = {kind: widgets.Button() for kind in KINDS}
        for kind, button in self.kinds.items():
            button.on_click(self._asked(kind))
        self.pdf, self.close = widgets.Button(), widgets.Button()
        self.pdf.on_click(lambda _: self.state.paper.make_pdf())
        self.close.on_click(lambda _: self.state.paper.leave())
        buttons = widgets.HBox([*self.kinds.values(), self.pdf, self.close])
        buttons.add_class("pad-buttons")
        self.panel = widgets.VBox([self.title, buttons, self.note, self.links, self.frame])
        self.panel.add_class("pad-panel")
        return (self.panel,)

    def draw(self) -> None:
        """Nothing while it is closed."""
        state, say = self.state.paper, self.say
        hide(self.panel, not state.opened or self.state.client is None)
        if not state.opened:
            self.frame.value = self.links.value = self.note.value = ""
            return
        self.put(self.title, f"<h2>{esc(say('paper.title'))}</h2>")
        for kind, button in self.kinds.items():
            button.description = say(f"paper.{kind}")
            chosen = kind == state.kind
            (button.add_class if chosen else button.remove_class)("pad-chosen-one")
        self.pdf.description, self.close.description = say("paper.pdf"), say("acts.close")
        self.pdf.disabled = not state.html
        self.put(self.note, self._note())
        self.put(self.links, self._links())
        self.frame.value = self._frame()

    def _note(self) -> str:
        state = self.state.paper
        if state.busy:
            return fine(self.say("paper.preparing"), "status")
        if state.failure:
            return alert(self.say("paper.failed"), self.say("trouble.details", details=state.failure))
        ready = self.say("paper.ready", client=self.state.client, model=short_version(self.state.assessment.model))
        newer = alert(self.say("paper.outdated")) if self.state.outdated else ""
        draft = f'<p class="pad-draft">{esc(self.say("paper.draft"))}</p>' if self._is_draft else ""
        return fine(ready, "status") + draft + newer

    @property
    def _is_draft(self) -> bool:
        """Whether the letter gives an answer that nobody has decided on."""
        decided = self.state.opinion.standing.decided(self.state.assessment.model)
        return self.state.paper.kind == "letter" and decided is None

    def _links(self) -> str:
        state = self.state.paper
        if not state.html:
            return ""
        name = self.say(f"paper.file_name_{state.kind}", client=self.state.client)
        parts = [
            f'<button type="button" class="pad-print" data-pad-print>{esc(self.say("paper.print"))}</button>',
            _link(f"{name}.html", "text/html", state.html.encode(), self.say("paper.html")),
        ]
        if state.pdf is not None:
            parts.append(_link(f"{name}.pdf", "application/pdf", state.pdf, self.say("paper.pdf_ready")))
        return f'<p class="pad-takes">{" ".join(parts)}</p>'

    def _frame(self) -> str:
        html = self.state.paper.html
        title = esc(self.say("paper.frame"))
        scrolls = f'<p class="pad-fine pad-scrolls">{esc(self.say("paper.scrolls"))}</p>'
        return f'{scrolls}<iframe class="pad-sheet" title="{title}" srcdoc="{esc(html)}"></iframe>' if html else ""

    def _asked(self, kind: str) -> Callable[[widgets.Button], None]:
        return lambda _: self.state.paper.show(kind)


def _link(name: str, media: str, content: bytes, text: str) -> str:
    address = f"data:{media};base64,{b64encode(content).decode()}"
    return f'<a class="pad-download" download="{esc(name)}" href="{address}">{esc(text)}</a>'
