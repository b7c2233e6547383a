"""The decision in words, people out of a hundred, and the scale with the threshold."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.dashboard.panels.decision.hero import hero_html, marks_table, observed_words
from scoring.dashboard.panels.decision.next_steps import next_steps_html
from scoring.dashboard.panels.decision.reasons import reasons_html
from scoring.dashboard.panels.view import View, pressed_field
from scoring.dashboard.render.causes import causes_html
from scoring.dashboard.render.html import esc, fine
from scoring.explain.assessment import Assessment
from scoring.model.scores import THIN_FILE
from scoring.texts import source


class Decision(View):
    """What the model says, how sure one can be, and what speaks for and against."""

    section = "decision"
    reads = ("assessment", "simulate.routes", "language")

    def build(self) -> Sequence[widgets.Widget]:
        """The three answers, the reasons, what else there is to know."""
        self.verdict, self.reasons, self.under = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.under.add_class("pad-under")
        return self.verdict, self.reasons, self.under, pressed_field(self._step)

    def _step(self, bar: str) -> None:
        """Open what a step leads to: "step data" is the client's own data."""
        opened = {"request": "simulate", "data": "file"}
        step = bar.removeprefix("step ")
        if step in opened:
            self.state.section = opened[step]
        elif step == "person" and self.state.assessment is not None:
            self.state.opinion.opened = False
            self.state.paper.show("letter")

    def draw(self) -> None:
        """Everything from the Assessment."""
        assessment: Assessment | None = self.state.assessment
        self.body.layout.visibility = None if assessment else "hidden"
        if assessment is None:
            return
        say, language = self.state.say, self.language
        causes, thin = causes_html(assessment, say, language), self._thin(assessment)
        self.put(self.verdict, hero_html(assessment, causes, thin, say, language))
        self.put(self.reasons, reasons_html(assessment, self.state.portfolio.manifest.reference, say, language))
        limits = f'<p class="pad-limits">{esc(self.say("decision.limits"))}</p>'
        observed = fine(observed_words(assessment, say, language))
        steps = next_steps_html(assessment, self.state.simulate.routes, say, language)
        self.put(self.under, steps, self._known(assessment), observed, limits, marks_table(assessment, say, language))

    def _thin(self, assessment: Assessment) -> str:
        thin = assessment.thin_file and THIN_FILE not in assessment.review_because
        return f'<p class="pad-flag">{esc(self.say("known.thin"))}</p>' if thin else ""

    def _known(self, assessment: Assessment) -> str:
        known, everything = len(assessment.known), len(assessment.sources)
        key = {everything: "all", 0: "none_known", 1: "summary_one"}.get(known, "summary")
        lines = [self.say(f"known.{key}", known=known, all=everything)]
        for state, key in (("none", "missing"), ("absent", "absent")):
            names = ", ".join(source(s.name, self.language) for s in assessment.sources if s.state == state)
            if names:
                lines.append(self.say(f"known.{key}", names=names))
        return fine(" ".join(lines)) + self._most_telling(assessment)

    def _most_telling(self, assessment: Assessment) -> str:
        """A score is a document one may ask for; a history that does not exist is only told."""
        if assessment.most_telling is None:
            return ""
        key = "tell_document" if assessment.most_telling.startswith("external") else "tell_history"
        words = self.say(f"known.{key}", name=source(assessment.most_telling, self.language))
        return f'<p class="pad-telling">{esc(words)}</p>'
