"""Why this score: reasons as sentences, the waterfall whose families open, everyone, SHAP's force plot."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.dashboard.panels.decision.reasons import sentences_html
from scoring.dashboard.panels.view import View
from scoring.dashboard.panels.why.everyone import everyone_html
from scoring.dashboard.panels.why.force_plot import axis_words, force_frame, is_translatable
from scoring.dashboard.panels.why.waterfall import waterfall_html
from scoring.dashboard.render.html import esc, fine
from scoring.dashboard.render.version import short_version
from scoring.explain.assessment import Assessment
from scoring.explain.elements import Contribution
from scoring.features.catalogue import catalogue
from scoring.texts.dates import long_date


class Why(View):
    """Reasons read aloud, then every family from the start to the client's score."""

    section = "why"

    def build(self) -> Sequence[widgets.Widget]:
        """Words, the waterfall, everyone, and a button behind which SHAP waits."""
        self.reasons, self.waterfall, self.everyone = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.force_title, self.force = widgets.HTML(), widgets.HTML()
        self.opened, self.button = False, widgets.Button()
        self.button.on_click(lambda _: self._toggle())
        self.button.add_class("pad-button")
        self.force_title.add_class("pad-force-title")
        return self.reasons, self.waterfall, self.everyone, self.force_title, self.button, self.force

    def draw(self) -> None:
        """Everything from the Assessment."""
        assessment: Assessment | None = self.state.assessment
        self.body.layout.visibility = None if assessment else "hidden"
        if assessment is None:
            return
        manifest, say, language = self.state.portfolio.manifest, self.state.say, self.language
        limits = f'<p class="pad-limits">{esc(self.say("decision.limits"))}</p>'
        usual = fine(self.say("reasons.usual_of"))
        self.put(self.reasons, sentences_html(assessment, manifest.reference, say, language), usual, limits)
        self.put(self.waterfall, waterfall_html(assessment, manifest.reference, say, language))
        self.put(self.everyone, everyone_html(assessment, manifest, say, language), self._model_line(assessment))
        self._draw_force(assessment)

    def _model_line(self, assessment: Assessment) -> str:
        """Which model speaks: the first letters of its version, which every command knows, and when it was trained."""
        model, day = short_version(assessment.model), self.state.portfolio.trained_on
        return fine(self.say("everyone.model", model=model, date=long_date(day, self.language)))

    def _draw_force(self, assessment: Assessment) -> None:
        self.button.description = self.say("force.close" if self.opened else "force.open")
        self.put(self.force_title, f"<h2>{esc(self.say('force.title'))}</h2>")
        if not self.opened:
            self.force.value = ""
            return
        title = self.say("force.frame", client=assessment.client)
        explained = self.say("force.explain" if is_translatable() else "force.explain_english")
        frame = force_frame(assessment, self._words, title, axis_words(self.language), self.say("force.unit"))
        self.put(self.force, fine(explained), frame)

    def _words(self, part: Contribution) -> tuple[str, str]:
        entry = catalogue()[part.feature]
        return entry.label.say(self.language), entry.show(part.value, self.language)

    def _toggle(self) -> None:
        self.opened = not self.opened
        self.refresh()
