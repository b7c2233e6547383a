"""*Le modèle*: its panel, in words first, for people who are no statisticians; and the button that opens it."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.dashboard.panels.model.costs_view import CostsView
from scoring.dashboard.panels.model.facts_html import calibration_html, learned_html, limits_html, ranking_html
from scoring.dashboard.panels.model.groups_html import groups_html
from scoring.dashboard.panels.model.history_html import history_html
from scoring.dashboard.panels.view import View, hide
from scoring.dashboard.render.html import alert, esc, fine
from scoring.portfolio.evaluation import COMMAND
from scoring.texts.dates import long_date


class ModelView(View):
    """Everything about the model that is known and can be told, while it is opened."""

    css_class = "model"
    reads = ("language", "model.opened")

    @property
    def is_wanted(self) -> bool:
        """While it is opened."""
        return bool(self.state.model.opened)

    def build(self) -> Sequence[widgets.Widget]:
        """The way back, the text in two parts, and between them what mistakes cost."""
        self.close = widgets.Button()
        self.close.on_click(lambda _: self.state.model.leave())
        self.close.add_class("pad-back")
        self.head, self.facts, self.history = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.costs = CostsView(self.state)
        self.sheet = widgets.VBox([self.head, self.close, self.facts, self.costs.root, self.history])
        self.sheet.add_class("pad-sheet-of-facts")
        return (self.sheet,)

    def draw(self) -> None:
        """Nothing is read before it is opened."""
        opened = self.state.model.opened
        hide(self.sheet, not opened)
        parts = (self.head, self.facts, self.history)
        if not opened:
            for part in parts:
                part.value = ""
            return
        self.close.description = self.say("model.close")
        for part, text in zip(parts, (self._head(), self._facts(), self._history()), strict=True):
            self.put(part, text)
        self.costs.hang()

    def _head(self) -> str:
        title, look = esc(self.say("model.title")), f"model {self.state.model.visits}"
        return (
            f'<div id="pad-content" tabindex="-1" data-pad-look="{look}"><h1>{title}</h1></div>'
            f"<p>{esc(self.say('model.intro'))}</p>"
        )

    def _facts(self) -> str:
        portfolio, say, language = self.state.portfolio, self.state.say, self.language
        manifest, evaluation = portfolio.manifest, self.state.model.evaluation
        day = long_date(portfolio.trained_on, language)
        missing = "" if evaluation is not None else alert(say("model.missing", command=COMMAND))
        groups = "" if evaluation is None else groups_html(evaluation, say, language)
        return (
            missing
            + learned_html(manifest, day, simulated=portfolio.demonstration, say=say, language=language)
            + ranking_html(manifest, evaluation, say, language)
            + calibration_html(manifest, evaluation, say, language)
            + groups
        )

    def _history(self) -> str:
        portfolio, say = self.state.portfolio, self.state.say
        trained = portfolio.trained_on
        history = history_html(portfolio.manifest, self.state.model.history, trained, say, self.language)
        limits = limits_html(portfolio.manifest, say, self.language)
        return limits + history + fine(say("model.source"))


class ModelButton(View):
    """The way to the panel, under whatever is shown."""

    css_class = "model-door"
    reads = ("language", "model.opened")

    def build(self) -> Sequence[widgets.Widget]:
        """One button."""
        self.button = widgets.Button()
        self.button.on_click(lambda _: setattr(self.state.model, "opened", True))
        self.state.model.observe(lambda _: self.button.focus(), "left")
        return (self.button,)

    def draw(self) -> None:
        """Out of sight while the panel is open."""
        self.button.description = self.say("model.open")
        hide(self.root, self.state.model.opened)
