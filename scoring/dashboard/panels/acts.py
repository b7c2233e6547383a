"""What one does with a file, beside the sections: write to the client, give one's opinion."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.dashboard.panels.view import View


class Acts(View):
    """Two buttons, in sight from every section."""

    css_class = "acts"
    reads = ("assessment", "language", "opinion.opened", "paper.opened")

    def build(self) -> Sequence[widgets.Widget]:
        """The buttons."""
        self.letter, self.opinion = widgets.Button(), widgets.Button()
        self.letter.on_click(lambda _: self._letter())
        self.opinion.on_click(lambda _: self._opinion())
        self.opinion.add_class("pad-primary")
        row = widgets.HBox([self.letter, self.opinion])
        row.add_class("pad-act-row")
        return (row,)

    def draw(self) -> None:
        """In words; nothing can be done about a file that could not be read."""
        nobody = self.state.assessment is None
        for name, button in (("letter", self.letter), ("opinion", self.opinion)):
            button.description, button.disabled = self.say(f"acts.{name}"), nobody

    def _letter(self) -> None:
        self.state.opinion.opened = False
        self.state.paper.show("letter")

    def _opinion(self) -> None:
        self.state.paper.opened = False
        self.state.opinion.opened = True
