"""*Contester une information*: a form behind a button, the answer beside the old one, and contests to be closed."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.dashboard.panels.carried import CarriedForm
from scoring.dashboard.panels.view import View, hide, pressed_field, put_options
from scoring.dashboard.render.causes import causes_html
from scoring.dashboard.render.html import alert, esc, fine, table
from scoring.explain.hundred import risk_of
from scoring.features.catalogue import catalogue
from scoring.journal.opinion import Contest
from scoring.journal.past_words import contest_sentence
from scoring.texts import format_number
from scoring.what_if.contest import Contested, can_be_contested, typed_unit

FIELDS = ("feature", "typed", "chosen", "words", "said_by")
OUTCOMES = ("accepted", "rejected")
TRAITS = ("opened", "feature", "wrong", "answer", "written", "failure")


class ContestView(View):
    """Open contests first, each with two buttons that name it; then the form, once it is asked for."""

    section = "file"
    css_class = "contest"
    reads = ("assessment", "language", "opinion.standing", *(f"contest.{name}" for name in TRAITS))

    def build(self) -> Sequence[widgets.Widget]:
        """The button and what became of a contest; the places of both forms are empty until they are wanted."""
        self.toggle, self.outcome = widgets.Button(), widgets.HTML()
        self.toggle.on_click(lambda _: setattr(self.state.contest, "opened", not self.state.contest.opened))
        self.toggle.add_class("pad-button")
        self.doors = widgets.HBox([self.toggle])
        self.doors.add_class("pad-doors")
        self.fields: dict[str, widgets.Widget] = {}
        self.notes: dict[str, widgets.HTML] = {}
        self.open_box, self.form = widgets.VBox(), widgets.VBox()
        for box in (self.open_box, self.form):
            box.add_class("pad-panel")
        return self.open_box, self.doors, self.outcome, self.form

    def _form(self) -> Sequence[widgets.Widget]:
        """What is wrong, what is right, who says so; a place for a sentence under each."""
        self.fields = {
            "feature": widgets.Dropdown(),
            "typed": widgets.Text(),
            "chosen": widgets.Dropdown(),
            "words": widgets.Textarea(rows=2),
            "said_by": widgets.Text(),
        }
        self.notes |= {name: widgets.HTML() for name in FIELDS}
        self.pairs = {name: widgets.VBox([self.fields[name], self.notes[name]]) for name in FIELDS}
        self.grid, self.intro, self.submit = widgets.VBox(list(self.pairs.values())), widgets.HTML(), widgets.Button()
        self.grid.add_class("pad-form").add_class("pad-contest-form")
        self.submit.on_click(lambda _: self.state.contest.submit())
        self.submit.add_class("pad-primary").add_class("pad-carries")
        self.carried = CarriedForm(self.fields, self.state.contest, self.echo)
        buttons = widgets.HBox([self.submit])
        buttons.add_class("pad-buttons")
        return self.intro, self.grid, buttons, self.carried.pressed

    def _closing(self) -> Sequence[widgets.Widget]:
        """Who closes contests; under it a sentence each with its buttons, which the template's script hears."""
        self.open_title, self.closer, self.notes["closer"] = widgets.HTML(), widgets.Text(), widgets.HTML()
        self.contests, self.closing = widgets.HTML(), pressed_field(self._close).add_class("pad-closing")
        self.closer.observe(self.echo.heard(lambda value: self.state.contest.write("closer", value)), "value")
        name = widgets.VBox([self.closer, self.notes["closer"]])
        name.add_class("pad-form")
        return self.open_title, name, self.contests, self.closing

    def draw(self) -> None:
        """Contests that are open, the button, and the form where it is open."""
        state, say = self.state.contest, self.say
        nobody = self.state.assessment is None or self.state.opinion.desk is None
        self.toggle.description = say("contest.close" if state.opened else "contest.open")
        hide(self.toggle, nobody)
        self._draw_open()
        self.put(self.outcome, self._outcome())
        hide(self.form, nobody or not state.opened)
        if not nobody and state.opened:
            self.fill_once(self.form, self._form)
            self._draw_form()
        else:
            self._empty_form()

    def _draw_open(self) -> None:
        waits = self.state.assessment is not None and bool(self.state.opinion.standing.open_contests)
        hide(self.open_box, not waits)
        if not waits:
            if self.open_box.children:
                self.contests.value = ""
            return
        self.fill_once(self.open_box, self._closing)
        self.put(self.open_title, f"<h3>{esc(self.say('contest.waiting'))}</h3>")
        with self.echo.fill():
            opinion, closer = self.state.opinion, self.state.contest.closer
            self.closer.description, self.closer.disabled = self.say("contest.closer"), opinion.is_named
            self.closer.value = opinion.desk.who if opinion.is_named and opinion.desk is not None else closer
        self._note("closer")
        self.put(self.contests, *map(self._listed, self.state.contest.listed))

    def _listed(self, contest: Contest) -> str:
        """A contest; once it is closed its buttons are off and stay, so that no other one moves under the pointer."""
        words = self.say("past.words", words=contest.words)
        off = ' aria-disabled="true"' if contest.closed_by else ""
        buttons = "".join(
            f'<button type="button" class="jupyter-button" data-pad-close="{contest.number} {outcome}"{off}>'
            f"{esc(self.say(f'contest.{outcome}'))}</button>"
            for outcome in OUTCOMES
        )
        sentence = esc(f"{contest_sentence(contest, self.language)} {words}")
        return f'<p>{sentence}</p><div class="pad-buttons">{buttons}</div>'

    def _draw_form(self) -> None:
        state, say = self.state.contest, self.say
        self.put(self.intro, f"<h2>{esc(say('contest.title'))}</h2>", fine(say("contest.intro")))
        self.submit.description = say("contest.submit")
        for name, field in self.fields.items():
            field.description = self._label(name)
            self._note(name)
        hide(self.pairs["chosen"], not state.options)
        hide(self.pairs["typed"], bool(state.options))
        with self.echo.fill():
            put_options(self.fields["feature"], self._features())
            put_options(self.fields["chosen"], self._levels())
            for name, field in self.fields.items():
                field.value = getattr(state, name)

    def _empty_form(self) -> None:
        """Nothing of another client stays in a form that is closed."""
        with self.echo.fill():
            for name, field in self.fields.items():
                if name in ("feature", "chosen"):
                    field.options = ()
                else:
                    field.value = ""

    def _label(self, name: str) -> str:
        if name != "typed" or not self.state.contest.feature:
            return self.say(f"contest.{'typed' if name == 'chosen' else name}")
        kind, _ = typed_unit(self.state.contest.feature)
        return self.say(f"contest.typed_{kind}" if kind in ("years", "percent", "months") else "contest.typed")

    def _features(self) -> list[tuple[str, str]]:
        client = self.state.client
        data = () if client is None else self.state.portfolio.data_of(client, self.language)
        held = self.state.portfolio.manifest.reference
        known = [d for d in data if d.applies and can_be_contested(d.feature) and d.feature in held]
        return [
            (self.say("contest.choose"), ""),
            *((self.say("contest.item", label=d.label, value=d.value), d.feature) for d in known),
        ]

    def _levels(self) -> list[tuple[str, str | float | None]]:
        state = self.state.contest
        choices = [(catalogue()[state.feature].show(value, self.language), value) for value in state.options]
        return [(self.say("contest.choose"), None), *choices]

    def _note(self, name: str) -> None:
        state = self.state.contest
        wrong = [item for item in state.wrong if item.field == name or (item.field == "typed" and name == "chosen")]
        self.notes[name].value = alert(wrong[0].say(state.feature, self.language)) if wrong else ""

    def _outcome(self) -> str:
        state = self.state.contest
        if state.failure:
            return alert(self.say(f"contest.{state.failure}"))
        if not state.written or state.answer is None:
            return ""
        done = esc(self.say("contest.done", number=state.written))
        return f'<p class="pad-done" role="status">{done}</p>{self._beside(state.answer)}'

    def _beside(self, answer: Contested) -> str:
        """The old answer and the one with the corrected value, side by side."""
        rows = []
        for key, side in (("before", answer.before), ("after", answer.after)):
            risk, score = risk_of(side), format_number(side.score, self.language)
            people = str(risk.some) if risk.some else self.say("decision.under_one")
            rows.append((self.say(f"contest.{key}"), self.say(f"zone.{side.zone}"), score, people))
        head = ("answer", "zone", "score", "risk")
        answers = table([self.say(f"contest.{name}") for name in head], rows)
        causes = causes_html(answer.after, self.state.say, self.language, "h3")
        return answers + causes + fine(self.say("contest.not_changed"))

    def _close(self, pressed: str) -> None:
        """What a button says: the contest's number, the outcome, and the name that stood beside it."""
        number, _, rest = pressed.partition(" ")
        outcome, with_name, name = rest.partition(" ")
        if number.isdecimal() and outcome in OUTCOMES:
            if with_name and not self.closer.disabled:
                self.closer.value = name
            self.state.contest.close(int(number), outcome)
