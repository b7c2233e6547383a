"""*Rendre mon avis*: a form of four fields, what is wrong in it said under each, and what is on record."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.dashboard.panels.carried import CarriedForm
from scoring.dashboard.panels.view import View, hide, put_options
from scoring.dashboard.render.html import alert, esc, fine
from scoring.explain.assessment import Assessment
from scoring.journal.opinion import DECISIONS, MOTIVES, Decision, proposal
from scoring.journal.past_words import past_sentences
from scoring.texts.dates import long_date

WRONG_FIELD = {"words_long": "words", "words_signs": "words", "same_person": "adviser", "login": "adviser"}


class OpinionView(View):
    """The form, once it is asked for; above it what is on record of the client, wherever something is."""

    css_class = "opinion"
    reads = (
        "assessment",
        "language",
        *(f"opinion.{name}" for name in ("opened", "wrong", "written", "failed", "standing", "unread", "decided")),
    )

    def build(self) -> Sequence[widgets.Widget]:
        """The record and what became of an opinion; the form's place is empty until it is opened."""
        self.past, self.outcome, self.form = widgets.HTML(), widgets.HTML(), widgets.VBox()
        self.form.add_class("pad-panel")
        self.fields: dict[str, widgets.Widget] = {}
        return self.past, self.outcome, self.form

    def _form(self) -> Sequence[widgets.Widget]:
        """Four fields with a place for a sentence under each, two buttons."""
        self.intro, self.privacy = widgets.HTML(), widgets.HTML()
        self.fields = {
            "decided": widgets.Dropdown(),
            "motive": widgets.Dropdown(),
            "words": widgets.Textarea(rows=3),
            "adviser": widgets.Text(),
        }
        self.notes = {name: widgets.HTML() for name in self.fields}
        self.submit, self.close = widgets.Button(), widgets.Button()
        self.submit.on_click(lambda _: self.state.opinion.submit())
        self.close.on_click(lambda _: self.state.opinion.leave())
        self.submit.add_class("pad-primary").add_class("pad-carries")
        self.carried = CarriedForm(self.fields, self.state.opinion, self.echo)
        pairs = [widgets.VBox([field, self.notes[name]]) for name, field in self.fields.items()]
        grid, buttons = widgets.VBox(pairs), widgets.HBox([self.submit, self.close])
        grid.add_class("pad-form")
        buttons.add_class("pad-buttons")
        return self.intro, grid, self.privacy, buttons, self.carried.pressed

    def draw(self) -> None:
        """The record always; the form where it is open."""
        state, assessment = self.state.opinion, self.state.assessment
        hide(self.form, not state.opened or assessment is None or state.desk is None)
        self.put(self.past, self._past(assessment))
        self.put(self.outcome, self._outcome())
        if assessment is not None and state.opened:
            self.fill_once(self.form, self._form)
            self._draw_form(assessment)
        elif self.fields:
            with self.echo.fill():  # what was typed about another client does not stay in a form that is closed
                self.fields["words"].value = state.words

    def _past(self, assessment: Assessment | None) -> str:
        state = self.state.opinion
        if assessment is None:
            return ""
        if state.unread:
            return alert(self.say("opinion.unread"))
        contested = len(state.standing.open_contests)
        flag = alert(self.state.say_count("contest.flag", contested)) if contested else ""
        sentences = past_sentences(state.standing, self.language)
        if not sentences:
            return ""
        items = "".join(f"<li>{esc(sentence)}</li>" for sentence in sentences)
        older = state.standing.decisions and all(d.model != assessment.model for d in state.standing.decisions)
        note = alert(self.say("opinion.older")) if older else ""
        return f'<div class="pad-past"><h3>{esc(self.say("opinion.history"))}</h3><ul>{items}</ul>{note}{flag}</div>'

    def _outcome(self) -> str:
        state = self.state.opinion
        if state.failed:
            return alert(self.say("opinion.failed"))
        if state.written:
            return f'<p class="pad-done" role="status">{esc(self.say("opinion.done", number=state.written))}</p>'
        return alert(self.say("opinion.no_journal")) if state.opened and state.desk is None else ""

    def _draw_form(self, assessment: Assessment) -> None:
        state, say = self.state.opinion, self.say
        self.put(self.intro, f"<h2>{esc(say('opinion.title'))}</h2>", self._intro(assessment))
        self.put(self.privacy, fine(say("opinion.privacy")))
        self.submit.description, self.close.description = say("opinion.submit"), say("acts.close")
        for name, field in self.fields.items():
            field.description = say(f"opinion.{name}")
            keys = [key for key in state.wrong if WRONG_FIELD.get(key, key) == name]
            self.notes[name].value = alert(say(f"opinion.wrong.{keys[0]}")) if keys else ""
        self.fields["adviser"].disabled = state.is_named
        self.fields["words"].placeholder = say("opinion.words_hint")
        agreed = state.decided != "" and state.decided == proposal(assessment)
        with self.echo.fill():
            put_options(self.fields["decided"], self._decisions(assessment))
            put_options(self.fields["motive"], self._motives(agreed))
            for name, field in self.fields.items():
                field.value = getattr(state, name)

    def _intro(self, assessment: Assessment) -> str:
        zone = self.say("opinion.proposed", zone=self.say(f"zone.{assessment.zone}"))
        sentences = [zone, self.say("opinion.review")] if proposal(assessment) is None else [zone]
        waiting: Decision | None = self.state.opinion.standing.awaiting(assessment.model)
        if waiting is not None:
            day = long_date(waiting.day.astimezone(), self.language)
            sentences.append(self.say("opinion.second", day=day, who=waiting.adviser))
        elif proposal(assessment) == "refused" and self.state.opinion.four_eyes:
            sentences.append(self.say("opinion.will_wait"))
        return f"<p>{esc(' '.join(sentences))}</p>"

    def _decisions(self, assessment: Assessment) -> list[tuple[str, str]]:
        names = {name: self.say(f"opinion.{name}") for name in DECISIONS}
        proposed = proposal(assessment)
        if proposed is not None:
            names[proposed] = self.say("opinion.agree", decision=names[proposed])
        return [(self.say("opinion.choose"), ""), *((text, name) for name, text in names.items())]

    def _motives(self, agreed: bool) -> list[tuple[str, str]]:
        first = self.say("opinion.no_motive" if agreed else "opinion.choose")
        return [(first, ""), *((self.say(f"opinion.motives.{name}"), name) for name in MOTIVES)]
