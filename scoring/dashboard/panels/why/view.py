"""Why this score: reasons as sentences, families that open, the waterfall, everyone, SHAP's force plot."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.dashboard.panels.decision.reasons import told_html
from scoring.dashboard.panels.view import View, hide
from scoring.dashboard.panels.why.everyone import everyone_html
from scoring.dashboard.panels.why.force_plot import force_frame, is_translatable
from scoring.dashboard.panels.why.theme_bars import ThemeRows, signed, themes_table, title_of
from scoring.dashboard.panels.why.themes import by_theme
from scoring.dashboard.panels.why.waterfall import Waterfall
from scoring.dashboard.render.html import esc, fine
from scoring.explain.assessment import Assessment, Contribution
from scoring.features.catalogue import catalogue


class Why(View):
    """Reasons read aloud, then every family and every step from the start to the client's score."""

    section = "why"
    reads = ("assessment", "language", "why.theme")

    def build(self) -> Sequence[widgets.Widget]:
        """Words, families, the waterfall, everyone, and a button behind which SHAP waits."""
        self.reasons, self.families, self.under = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.rows, self.waterfall, self.everyone = ThemeRows(self.state.why.turn), Waterfall(), widgets.HTML()
        self.force_title, self.force = widgets.HTML(), widgets.HTML()
        self.opened = False
        self.button, self.back = widgets.Button(), widgets.Button()
        self.button.on_click(lambda _: self._toggle())
        self.back.on_click(lambda _: self.state.why.turn(""))
        for button in (self.button, self.back):
            button.add_class("pad-button")
        flow = (self.waterfall.title, self.back, self.waterfall.rows.figure, self.waterfall.under)
        shown = (self.reasons, self.families, self.rows.root, self.under)
        return (*shown, *flow, self.everyone, self.force_title, self.button, self.force)

    def draw(self) -> None:
        """Everything from the Assessment."""
        one: Assessment | None = self.state.assessment
        self.body.layout.visibility = None if one else "hidden"
        if one is None:
            return
        manifest = self.state.portfolio.manifest
        limits = f'<p class="pad-limits">{esc(self.say("decision.limits"))}</p>'
        self.put(self.reasons, told_html(one, manifest.reference, self.state.say, self.language), limits)
        self._draw_families(one)
        self.put(self.everyone, everyone_html(one, manifest, self.state.say, self.language))
        self._draw_force(one)

    def _draw_families(self, one: Assessment) -> None:
        sums, opened = by_theme(one.contributions), self.state.why.theme
        say, language, usual = self.state.say, self.language, self.state.portfolio.manifest.reference
        most = max(sums, key=lambda family: abs(family.points))
        points = signed(most.points, language, 0)
        title = say("themes.most", theme=title_of(most.theme, language), points=points)
        self.put(self.families, f"<h2>{esc(title)}</h2>", fine(say("themes.explain")))
        self.rows.show(sums, opened, say, language)
        self.put(self.under, themes_table(sums, say, language))
        self.back.description = say("themes.back")
        hide(self.back, not opened)
        if opened:
            family = next(family for family in sums if family.theme == opened)
            self.waterfall.show_family(family, usual, say, language)
        else:
            self.waterfall.show(one, usual, say, language)

    def _draw_force(self, one: Assessment) -> None:
        self.button.description = self.say("force.close" if self.opened else "force.open")
        self.put(self.force_title, f"<h2>{esc(self.say('force.title'))}</h2>")
        if not self.opened:
            self.force.value = ""
            return
        title = self.say("force.frame", client=one.client)
        axis = (self.say("force.higher"), self.say("force.lower"), self.say("force.base"))
        explained = self.say("force.explain" if is_translatable() else "force.explain_english")
        self.put(self.force, fine(explained), force_frame(one, self._words, title, axis, self.say("force.unit")))

    def _words(self, part: Contribution) -> tuple[str, str]:
        entry = catalogue()[part.feature]
        return entry.label.say(self.language), entry.show(part.value, self.language)

    def _toggle(self) -> None:
        self.opened = not self.opened
        self.refresh()
