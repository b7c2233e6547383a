"""Why this score: the reasons as sentences, the waterfall in points, SHAP's force plot for specialists."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.dashboard.charts.figure import INK_2, LOWER, RAISE
from scoring.dashboard.charts.rows import Row, Rows
from scoring.dashboard.force import force_frame
from scoring.dashboard.html import details, esc, fine, table
from scoring.dashboard.points import Step, base_points, span, steps
from scoring.dashboard.views.base import View
from scoring.explain.assessment import Assessment, Contribution, Reason
from scoring.features.catalogue import catalogue
from scoring.texts import format_number

LARGEST = 10


class Why(View):
    """Reasons read aloud, then every step from the start to the client's score."""

    section = "why"

    def build(self) -> Sequence[widgets.Widget]:
        """Words, the waterfall, its table, and a button behind which SHAP waits."""
        self.reasons, self.title, self.under = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.waterfall = Rows(LARGEST + 3)
        self.force_title, self.force = widgets.HTML(), widgets.HTML()
        self.opened = False
        self.button = widgets.Button()
        self.button.on_click(lambda _: self._toggle())
        self.button.add_class("pad-button")
        return self.reasons, self.title, self.waterfall.figure, self.under, self.force_title, self.button, self.force

    def draw(self) -> None:
        """Everything from the Assessment."""
        one: Assessment | None = self.state.assessment
        self.body.layout.visibility = None if one else "hidden"
        if one is None:
            return
        self.put(self.reasons, self._sentences(one))
        self._draw_waterfall(one)
        self._draw_force(one)

    def _sentences(self, one: Assessment) -> str:
        sides = self._side("raises", one.raises) + self._side("lowers", one.lowers)
        limits = f'<p class="pad-limits">{esc(self.say("decision.limits"))}</p>'
        return f'<h2>{esc(self.say("reasons.title"))}</h2><div class="pad-reasons told">{sides}</div>{limits}'

    def _side(self, side: str, reasons: Sequence[Reason]) -> str:
        items = "".join(
            f"<li>{esc(one.sentence[self.language])} <small>({esc(self.say(f'reasons.{one.weight}'))})</small></li>"
            for one in reasons
        )
        content = f"<ol>{items}</ol>" if items else f"<p>{esc(self.say('reasons.none'))}</p>"
        return f'<section class="{side}"><h3>{esc(self.say(f"reasons.{side}"))}</h3>{content}</section>'

    def _draw_waterfall(self, one: Assessment) -> None:
        base = base_points(one)
        title = self.say("waterfall.title", base=round(base), score=one.score)
        explained = f'<p class="pad-fine">{self.say("waterfall.explain")}</p>'
        self.put(self.title, f"<h2>{esc(title)}</h2>", explained)
        path = steps(one, LARGEST)
        rows = [Row(self.say("waterfall.base"), base, base, INK_2, f"{round(base)}")]
        rows += [Row(self._name(step), step.before, step.after, self._color(step), self._mark(step)) for step in path]
        ends = path[-1].after if path else base
        rows.append(Row(self.say("waterfall.total"), one.threshold_score, ends, INK_2, str(one.score)))
        self.waterfall.show(rows, span(one, path), one.threshold_score)
        self.put(self.under, details(self.say("waterfall.table"), self._table(one, path)))

    def _table(self, one: Assessment, path: Sequence[Step]) -> str:
        head = [self.say(f"waterfall.{key}") for key in ("feature", "value", "points", "effect")]
        rows = [(self.say("waterfall.base"), "", str(round(base_points(one))), "")]
        rows += [(self._name(step), self._value(step.of), self._points(step), self._effect(step)) for step in path]
        return table(head, [*rows, (self.say("waterfall.sum"), "", str(one.score), "")])

    def _draw_force(self, one: Assessment) -> None:
        self.button.description = self.say("force.close" if self.opened else "force.open")
        self.put(self.force_title, f"<h2>{esc(self.say('force.title'))}</h2>")
        if not self.opened:
            self.force.value = ""
            return
        title = self.say("force.frame", client=one.client)
        frame = force_frame(one, lambda part: (self._label(part), self._value(part)), title)
        self.put(self.force, fine(self.say("force.explain")), frame)

    def _toggle(self) -> None:
        self.opened = not self.opened
        self.refresh()

    def _label(self, part: Contribution) -> str:
        return catalogue()[part.feature].label.say(self.language)

    def _value(self, part: Contribution | None) -> str:
        return catalogue()[part.feature].show(part.value, self.language) if part else ""

    def _name(self, step: Step) -> str:
        if step.of is None:
            return self.say("waterfall.others", n=step.members)
        return self._label(step.of)

    def _color(self, step: Step) -> str:
        return RAISE if step.after < step.before else LOWER

    def _points(self, step: Step) -> str:
        text = format_number(step.after - step.before, self.language, 1)
        return text if text.startswith("\u2212") or text == "0" else f"+{text}"

    def _mark(self, step: Step) -> str:
        return f"{'▲' if step.after < step.before else '▼'} {self._points(step)}"

    def _effect(self, step: Step) -> str:
        return self.say("waterfall.raises" if step.after < step.before else "waterfall.lowers")
