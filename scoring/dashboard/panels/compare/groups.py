"""With whom a client is compared: the kind of group, its filters, its size, its rule, what happened to it."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.cohorts.groups import FEWEST, Group, Observed
from scoring.dashboard.panels.compare.filters import Filters
from scoring.dashboard.panels.compare.state import KINDS
from scoring.dashboard.panels.view import View, hide, put_options
from scoring.dashboard.render.html import alert, esc, fine
from scoring.explain.assessment import Assessment
from scoring.explain.hundred import bounds_around, round_percent


class Groups(View):
    """Choose a group; read who is in it and how often it had a difficulty; leave a group that is too small."""

    section = "compare"
    reads = ("compare.group", "compare.kind", "compare.filter_refusal", "language")

    def build(self) -> Sequence[widgets.Widget]:
        """The kinds, the filters, the sentence, three ways out."""
        panel = self.state.compare
        self.kind = widgets.ToggleButtons()
        self.kind.observe(self.echo.heard(lambda kind: panel.set_trait("kind", kind)), "value")
        self.filters = Filters(panel.filter_by, panel.refuse_filter, self.language)
        self.words = widgets.HTML()
        self.drop, self.clear, self.all = (widgets.Button() for _ in range(3))
        self.drop.on_click(lambda _: self.filters.drop_last())
        self.clear.on_click(lambda _: self.filters.clear())
        self.all.on_click(lambda _: panel.set_trait("kind", "all"))
        ways = widgets.HBox([self.drop, self.clear, self.all])
        ways.add_class("pad-ways")
        choice = widgets.VBox([self.kind])
        choice.add_class("pad-choices")
        return choice, self.filters.root, self.words, ways

    def draw(self) -> None:
        """Choices in the visitor's language, then the group."""
        self._offer()
        panel = self.state.compare
        group, observed = panel.group, panel.observed
        filtered = panel.kind == "own"
        hide(self.filters.root, not filtered)
        small = group is None or group.n < FEWEST
        hide(self.drop, not filtered or not self.filters.criteria)
        hide(self.clear, not filtered or not self.filters.criteria)
        hide(self.all, not small or panel.kind == "all")
        refusal = panel.filter_refusal
        refused = [alert(refusal.say(self.language))] if filtered and refusal is not None else []
        if group is None or observed is None:
            self.put(self.words, *refused, alert(self.say("trouble.view")))
        else:
            self.put(self.words, *refused, *self._about(group, observed))

    def _about(self, group: Group, observed: Observed) -> list[str]:
        """Size and rate first, then the rule, then what to know about it."""
        if not group.n:
            return [alert(self.say("compare.nobody")), fine(group.rule.say(self.language))]
        parts = [
            f"<h2>{esc(self._rate(observed, group.n))}</h2>",
            fine(self.state.say_count("compare.rule", group.n, rule=self._rule(group))),
        ]
        if observed.rate is None:
            parts.insert(1, alert(self.state.say_count("compare.few", observed.known, fewest=FEWEST)))
        return parts

    def _rule(self, group: Group) -> str:
        rule = group.rule.say(self.language)
        place = self.state.portfolio.clients.searchsorted(self.state.client or 0)
        return rule if group.mask[place] else f"{rule} {self.say('compare.outside')}"

    def _rate(self, observed: Observed, clients: int) -> str:
        if observed.rate is None or observed.low is None or observed.high is None:
            return self.state.say_count("compare.size", clients)
        percent = round_percent(observed.rate)
        low, high = bounds_around(percent, observed.low, observed.high)
        between = self.say("compare.between", low=low, high=high)
        rate = self.state.say_count("compare.rate", percent, between=between)
        if not percent:
            rate = self.say("compare.rate_under_one", between=between)
        return f"{rate}{self._beside(self.state.assessment)}."

    def _beside(self, assessment: Assessment | None) -> str:
        """The client's own risk and everybody's, beside the group's."""
        if assessment is None:
            return ""
        client, mean = round_percent(assessment.probability), round_percent(assessment.average_rate)
        under_one = self.say("decision.under_one")
        about = self.say("decision.about", n=client) if client else under_one
        return self.say("compare.average", client=about, average=mean or under_one)

    def _offer(self) -> None:
        """Put the choices into words without choosing anything."""
        with self.echo.fill():
            self.kind.description = self.say("compare.group")
            put_options(self.kind, [(self.say(f"compare.{kind}"), kind) for kind in KINDS])
            self.kind.value = self.state.compare.kind
            if self.filters.language != self.language:
                self.filters.translate(self.language)
        for name, button in (("drop", self.drop), ("clear", self.clear), ("with_all", self.all)):
            button.description = self.say(f"compare.{name}")
