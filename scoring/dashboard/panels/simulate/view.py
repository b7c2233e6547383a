"""Simulate: change what is asked for, see the same model's answer before and after."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from scoring.dashboard.panels.simulate.moves import moves_html
from scoring.dashboard.panels.simulate.numbers import bounds_apart, whole_months
from scoring.dashboard.panels.simulate.routes_view import RoutesView
from scoring.dashboard.panels.view import View, hide, pressed_field, put_options
from scoring.dashboard.render.causes import causes_html
from scoring.dashboard.render.html import alert, details, esc, fine, table
from scoring.dashboard.render.scale import both_html
from scoring.explain.assessment import Assessment
from scoring.explain.hundred import percent
from scoring.features.catalogue import catalogue
from scoring.texts import TypedNumberError, format_number, format_value, mark, read_number, uncapitalised
from scoring.texts.spans import WHOLE_MONTHS
from scoring.what_if.change import DERIVED, FEATURES, FIELDS, Field, Problem, Simulation, stated

STEP = 0.05
HELD = ("duration", "annuity")


class Simulate(View):
    """Fields with their steps, what follows from them, the answer, before and after."""

    section = "simulate"
    reads = ("simulate.answered", "simulate.loading", "language")

    @property
    def is_wanted(self) -> bool:
        """While its section is open."""
        return bool(self.state.section == self.section)

    def build(self) -> Sequence[widgets.Widget]:
        """Everything once: five fields, the choice of what is kept, the answer's places."""
        self.title, self.follows, self.answer = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.shown = pressed_field(self.state.screen.hear).add_class("pad-shown-to")
        self.under = widgets.HTML()
        self.typed_wrong: str | None = None
        self.fields = {field: widgets.Text(continuous_update=False) for field in FIELDS}
        self.steps = {(field, by): widgets.Button() for field in FIELDS for by in (-1, 1)}
        for field, text in self.fields.items():
            text.observe(self._typed(field), "value")
        for (field, by), button in self.steps.items():
            button.on_click(self._stepped(field, by))
        self.held = widgets.ToggleButtons()
        self.held.observe(self.echo.heard(lambda held: self.state.simulate.set_trait("held", held)), "value")
        self.reset = widgets.Button()
        self.reset.on_click(lambda _: self.state.simulate.reset())
        self.scales = widgets.HTML()
        self.answer.add_class("pad-answer")
        self.boxes = {field: self._field_box(field) for field in FIELDS}
        wishes = widgets.VBox(list(self.boxes.values()))
        wishes.add_class("pad-wishes")
        self.keep = widgets.HBox([self.held, self.reset])
        self.keep.add_class("pad-choices")
        self.routes = RoutesView(self.state)
        return (
            self.title,
            wishes,
            self.keep,
            self.follows,
            self.answer,
            self.scales,
            self.under,
            self.routes.root,
            self.shown,
        )

    def draw(self) -> None:
        """Fields as the request has them, then the answer."""
        say, state = self.say, self.state.simulate
        self.put(self.title, f"<h2>{esc(say('simulate.title'))}</h2>", fine(say("simulate.explain")))
        self._fill()
        done: Simulation | None = state.simulation
        self.scales.value = ""
        hide(self.reset, not state.is_changed)
        self.under.value = ""
        if state.loading:
            self.put(self.answer, fine(say("simulate.loading"), "status"))
        elif state.request is None:
            self.put(self.answer, alert(say("simulate.unreadable")))
        elif self.typed_wrong:
            self.put(self.answer, alert(self.typed_wrong))
        elif state.impossible:
            self.put(self.answer, alert(self._impossible(state.impossible)))
        elif done is not None:
            self._draw_answer(done)
        else:
            self.put(self.answer, alert(say("simulate.failed")) if state.is_changed else fine(say("simulate.hint")))

    def _hide_fields(self) -> None:
        """Nothing to change where the client's request is not known; no price where no goods are bought."""
        request = self.state.simulate.request
        for field, box in self.boxes.items():
            hide(box, request is None or request.value_of(field) is None)
        hide(self.held, request is None or request.revolving)
        hide(self.keep, request is None)

    def _field_box(self, field: Field) -> widgets.HBox:
        box = widgets.HBox([self.fields[field], self.steps[field, -1], self.steps[field, 1]])
        box.add_class("pad-wish")
        return box

    def _fill(self) -> None:
        request = self.state.simulate.request
        with self.echo.fill():
            for field, text in self.fields.items():
                self._fill_field(field, text, request.value_of(field) if request is not None else None)
            self.held.description = self.say("simulate.held")
            put_options(self.held, [(self.say(f"simulate.held_{name}"), name) for name in HELD])
            self.held.value = self.state.simulate.held
        self._hide_fields()
        self.reset.description = self.say("simulate.reset")
        follows = (
            ""
            if request is None
            else "".join(self._followed(name, getattr(request, name)) for name in DERIVED if name in stated(request))
        )
        marker = esc(self.state.screen.marker)  # after the fields, whose values it stands for
        self.put(self.follows, f'<p class="pad-follows" data-pad-shown="{marker}">{follows}</p>')

    def _fill_field(self, field: Field, text: widgets.Text, value: float | None) -> None:
        name = self.say(f"simulate.{field}")
        request = self.state.simulate.request
        text.description, text.disabled = name, request is None
        text.value = "" if value is None else self._number(field, value)
        for by, sign in ((-1, "−"), (1, "+")):
            button = self.steps[field, by]
            months = field == "duration"  # whose unit stands in the field's name
            step = format_value(1.0, "months", self.language) if months else format_value(STEP, "ratio", self.language)
            button.description = f"{sign}1" if months else sign + step
            button.tooltip = self.say("simulate.step", step=sign + step, field=name)
            button.disabled = value is None

    def _followed(self, name: str, value: float | None) -> str:
        what, value_text = esc(self.say(f"simulate.{name}")), esc(self._value(name, value))
        return f"<span>{self.say('simulate.follows', what=what, value=value_text)}</span>"

    def _typed(self, field: Field) -> Callable[[dict[str, Any]], None]:
        def typed(change: dict[str, Any]) -> None:
            if self.echo.filling or self.state.simulate.request is None:
                return
            if self.state.screen.is_behind:  # typed for the client before
                self.refresh()
                return
            self.typed_wrong = self._set_field(field, change["new"])
            if self.typed_wrong is not None:
                self.refresh()  # the field shows the value that is kept
            self.typed_wrong = None

        return typed

    def _set_field(self, field: Field, text: str) -> str | None:
        """Ask for what was typed; why that is not possible, empty where it changes nothing, None where it does."""
        try:
            value = read_number(text, self.state.screen.language, "months" if field == "duration" else "amount")
        except TypedNumberError as mistake:
            return self.say("simulate.kept", mistake=mistake.words.say(self.language))
        if value is None or value <= 0:
            asked = getattr(self.state.simulate.start.request, field)  # what was typed since may be impossible itself
            example = self._number(field, asked) if asked is not None else "100"
            return self.say("simulate.not_above_zero", example=example)
        if field == "duration":
            value = whole_months(value)
        return None if self.state.simulate.set_field(field, value) else ""

    def _stepped(self, field: Field, by: int) -> Callable[[widgets.Button], None]:
        def stepped(_: widgets.Button) -> None:
            if self.state.screen.is_behind or self.state.simulate.request is None:
                return
            now = getattr(self.state.simulate.request, field)
            then = whole_months(whole_months(now) + by) if field == "duration" else now * (1 + by * STEP)
            self.state.simulate.set_field(field, then)

        return stepped

    def _draw_answer(self, done: Simulation) -> None:
        before, after = done.before, done.after
        lines = [f"<h2>{esc(self._result(before, after))}</h2>"]
        lines.append(causes_html(after, self.state.say, self.language, "h3"))
        lines.append(f"<p>{esc(self._changes())}</p>")
        shares = {"before": self._percent(before.probability), "after": self._percent(after.probability)}
        odds = "odds_same" if shares["before"] == shares["after"] else "odds"
        lines.append(f"<p>{esc(self.say(f'simulate.{odds}', **shares))}</p>")
        self.put(self.answer, *lines)
        pins = (
            self.say("simulate.scale_now", points=before.score),
            self.say("simulate.scale_then", points=after.score),
        )
        self.put(self.scales, both_html(before, after, pins, self.state.say))
        moves = moves_html(done, self.state.say, self.language)
        self.put(self.under, moves, details(self.say("simulate.table"), self._table(before, after)))

    def _joined(self, items: Sequence[str]) -> str:
        return f"{mark('semicolon', self.language)} ".join(items)

    def _result(self, before: Assessment, after: Assessment) -> str:
        zones = {"from_zone": self._zone(before), "zone": self._zone(after)}
        points = {"before": before.score, "after": after.score}
        zone = "same" if before.zone == after.zone else "other"
        key = f"{zone}_zone" if before.score != after.score else "same_score" if zone == "same" else "other_zone_only"
        return self.say(f"simulate.{key}", **zones, **points)

    def _changes(self) -> str:
        """What was asked for and is now, field by field."""
        start, request = self.state.simulate.start.request, self.state.simulate.request
        before_after = {
            field: [self._value(field, state.value_of(field)) for state in (start, request)] for field in FIELDS
        }
        parts = [
            self.say("simulate.instead", field=self._name(field), after=after, before=before)
            for field, (before, after) in before_after.items()
            if before != after
        ]
        parts[1:] = map(uncapitalised, parts[1:])
        return self._joined(parts) + "."

    def _table(self, before: Assessment, after: Assessment) -> str:
        start, request = self.state.simulate.start.request, self.state.simulate.request
        rows = [
            (self.say("simulate.zone"), self._zone(before), self._zone(after)),
            (self.say("simulate.score"), str(before.score), str(after.score)),
            (self.say("simulate.probability"), self._percent(before.probability), self._percent(after.probability)),
        ]
        for name in stated(request):
            was, would = self._value(name, getattr(start, name)), self._value(name, getattr(request, name))
            rows.append((self._name(name), was, would))
        return table([self.say(f"simulate.{key}") for key in ("what", "before", "after")], rows)

    def _impossible(self, problems: Sequence[Problem]) -> str:
        """One sentence, however many values are impossible: one change may make several so."""
        items = []
        for problem in problems:
            value = getattr(self.state.simulate.request, problem.field)
            shown, low, high = bounds_apart(FEATURES[problem.field], (value, problem.low, problem.high), self.language)
            name = self._name(problem.field)
            items.append(self.say("simulate.impossible_item", field=name, value=shown, low=low, high=high))
        return self.say("simulate.impossible", items=self._joined(items))

    def _zone(self, assessment: Assessment) -> str:
        return self.say(f"scale.{assessment.zone}")

    def _name(self, field: str) -> str:
        """What a value is called where its unit stands beside it."""
        return self.say("simulate.duration_told" if field == "duration" else f"simulate.{field}")

    def _value(self, field: str, value: float | None) -> str:
        return catalogue()[FEATURES[field]].show(value, self.language)

    def _number(self, field: Field, value: float) -> str:
        return format_number(value, self.language, 1 if field == "duration" and value < WHOLE_MONTHS else 0)

    def _percent(self, share: float) -> str:
        return percent(share, self.language)
