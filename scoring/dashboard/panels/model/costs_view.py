"""What the two mistakes cost: two fields, what the threshold would be with them, and whom it would move."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from scoring.arrays import Floats
from scoring.dashboard.charts.cost_curve import CostCurve
from scoring.dashboard.charts.places import ticks
from scoring.dashboard.panels.model.costs_html import group_effect_html, thousand_html, zones_line
from scoring.dashboard.panels.model.state import COSTS, CostName
from scoring.dashboard.panels.view import View, hide
from scoring.dashboard.render.html import alert, details, esc, fine, table
from scoring.documents.written_numbers import share
from scoring.portfolio.evaluation import COMMAND, KnownAnswers
from scoring.texts import format_number

TICKS = (0.01, 0.02, 0.05, 0.1, 0.2, 0.5)
THOUSANDS_FROM = 100_000.0  # an upright axis has room for six signs
EVERY = 8  # of the curve's points stand in its table
Curve = tuple[Floats, Floats]  # thresholds, and what decisions cost at each
TRAITS = ("opened", "may_try", "costs", "mistakes")


class CostsView(View):
    """Read by everyone; the fields hear those who may try other costs. Nothing that is served changes."""

    css_class = "costs"
    reads = ("language", *(f"model.{name}" for name in TRAITS))

    def build(self) -> Sequence[widgets.Widget]:
        """Everything once: the words, two fields with a place for a sentence, the figure, what follows."""
        self.intro, self.finding, self.follows = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.fields = {name: widgets.Text(continuous_update=False) for name in COSTS}
        self.notes = {name: widgets.HTML() for name in COSTS}
        for name, field in self.fields.items():
            field.observe(self.echo.heard(self._typed(name)), "value")
        self.reset = widgets.Button()
        self.reset.on_click(lambda _: self.state.model.reset())
        form = widgets.HBox([widgets.VBox([self.fields[name], self.notes[name]]) for name in COSTS])
        form.add_class("pad-form")
        self.form = widgets.VBox([form, self.reset])
        self.chart = CostCurve()
        self.plot = widgets.VBox()  # holds the figure while it is seen: a hidden one has no size to draw in
        self.whole = widgets.VBox([self.intro, self.form, self.finding, self.plot, self.follows])
        return (self.whole,)

    def draw(self) -> None:
        """Nothing before the panel is opened; without an evaluation the costs alone, and what is missing."""
        state = self.state.model
        hide(self.whole, not state.opened)
        if not state.opened:
            self.plot.children = ()
            return
        self._draw_form()
        answers = state.known_answers
        if answers is None:
            self.plot.children = ()
            self.put(self.finding, alert(self.say("model.costs.missing", command=COMMAND)))
            self.put(self.follows, self._how_to_serve())
            return
        curve = answers.everyone.along(state.tried_costs, also=(self._served, state.tried_costs.threshold))
        cheapest = float(curve[0][int(curve[1].argmin())])
        self._draw_curve(curve, cheapest)
        self._draw_people(answers, curve, cheapest)

    def hang(self) -> None:
        """Put the figure in its place, once whatever holds it is in sight: a hidden one has no size to be drawn in."""
        if self.state.model.opened and self.state.model.known_answers is not None:
            self.plot.children = (self.chart.figure,)

    def _typed(self, name: CostName) -> Callable[[Any], None]:
        def typed(text: str) -> None:
            if not self.state.model.try_cost(name, text, self.language):
                self.refresh()  # the field shows the cost that is kept

        return typed

    def _draw_form(self) -> None:
        state, say = self.state.model, self.say
        read_only = "" if state.may_try else f'<p class="pad-alert">{esc(say("model.costs.read_only"))}</p>'
        intro = f"<p>{esc(say('model.costs.intro'))}</p>"
        self.put(self.intro, f"<h2>{esc(say('model.costs.title'))}</h2>", intro, read_only)
        with self.echo.fill():
            for name, field in self.fields.items():
                field.description, field.disabled = say(f"model.costs.{name}"), not state.may_try
                field.value = format_number(getattr(state.tried_costs, name), self.language, 6)
                mistake = state.mistakes.get(name)
                note = "" if mistake is None else alert(say("simulate.kept", mistake=mistake.say(self.language)))
                self.put(self.notes[name], note)
        self.reset.description = say("model.costs.reset")
        hide(self.reset, not self._tries_others)

    def _draw_curve(self, curve: Curve, cheapest: float) -> None:
        state, say = self.state.model, self.say
        here, there = (share(threshold, self.language) for threshold in (self._served, state.tried_costs.threshold))
        finding = say("model.costs.changed" if self._tries_others else "model.costs.served", served=here, tried=there)
        self.put(self.finding, f'<p role="status"><strong>{esc(finding)}</strong></p>', fine(say(_explained(curve[1]))))
        names = say("model.costs.in_place", value=here), say("model.costs.lowest", value=share(cheapest, self.language))
        self.chart.show(curve, self._served, names, self._ticks(curve[1]))

    def _draw_people(self, answers: KnownAnswers, curve: Curve, cheapest: float) -> None:
        state, say, language = self.state.model, self.state.say, self.language
        served, tried = self._served, state.tried_costs.threshold
        thresholds = {"served": served} | ({"tried": tried} if self._tries_others else {}) | {"lowest": cheapest}
        columns = {
            say(f"model.costs.column_{name}"): (threshold, answers.everyone.at(threshold))
            for name, threshold in thresholds.items()
        }
        zones = zones_line(state.evaluation.zones, say, language) if state.evaluation is not None else ""
        groups = state.evaluation.groups if state.evaluation is not None else ()
        self.put(
            self.follows,
            details(say("model.costs.as_table"), self._curve_table(curve)),
            thousand_html(columns, state.tried_costs, say, language),
            f"<p>{esc(zones)}</p>",
            group_effect_html(groups, answers, (served, tried), say, language) if self._tries_others else "",
            self._how_to_serve(),
        )

    @property
    def _served(self) -> float:
        """The threshold in place."""
        return self.state.portfolio.manifest.policy.threshold

    @property
    def _tries_others(self) -> bool:
        """Whether other costs are tried than the served ones."""
        return self.state.model.tried_costs != self.state.model.served_costs

    def _ticks(self, cost: Floats) -> tuple[dict[float, str], dict[float, str]]:
        unit = _unit_of(cost)
        up = ticks(0.0, float(cost.max()), "count")
        across = {threshold: share(threshold, self.language) for threshold in TICKS}
        return across, {place: format_number(place / unit, self.language, 2) for place in up}

    def _curve_table(self, curve: Curve) -> str:
        head = [self.say(f"model.costs.{name}") for name in ("threshold", "cost")]
        rows = [
            (share(float(threshold), self.language), format_number(float(cost), self.language, 1, trim=False))
            for threshold, cost in zip(*(values[::EVERY] for values in curve), strict=True)
        ]
        return table(head, rows)

    def _how_to_serve(self) -> str:
        """That nothing was changed, and the commands that would; nothing where these costs are served already."""
        if not self._tries_others:
            return ""
        costs = self.state.model.tried_costs
        options = f"--missed-difficulty {costs.missed_difficulty:.12g} --wrong-refusal {costs.wrong_refusal:.12g}"
        commands = f"<code>scoring train {options}</code><br><code>scoring run</code>"
        return f"<p>{esc(self.say('model.costs.nothing'))}</p><p>{commands}</p>"


def _unit_of(cost: Floats) -> float:
    """What the upright axis counts in: one, or a thousand where numbers would be cut off at its left."""
    return 1000.0 if cost.max() >= THOUSANDS_FROM else 1.0


def _explained(cost: Floats) -> str:
    """The key of the sentence that tells what the axes are."""
    return "model.costs.curve" if _unit_of(cost) == 1 else "model.costs.curve_thousands"
