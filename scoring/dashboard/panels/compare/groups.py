"""With whom a client is compared: the kind of group, its filters, its size, its rule, what happened to it."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.cohorts.groups import FEWEST, Group, Observed
from scoring.dashboard.panels.compare.filters import Filters
from scoring.dashboard.panels.compare.state import KINDS
from scoring.dashboard.panels.view import View, chosen, hide, put_options
from scoring.dashboard.render.html import alert, esc, fine
from scoring.texts import format_number


class Groups(View):
    """Choose a group; read who is in it and how often it had a difficulty; leave a group that is too small."""

    section = "compare"
    reads = ("group", "kind", "filter_trouble", "language")

    def build(self) -> Sequence[widgets.Widget]:
        """The kinds, the filters, the sentence, three ways out."""
        self.kind, self.offering = widgets.ToggleButtons(), False
        self.kind.observe(chosen(self, "kind"), "value")
        self.filters = Filters(self.state.filter_by, self.state.refuse_filter, self.language)
        self.words = widgets.HTML()
        self.drop, self.clear, self.all = (widgets.Button() for _ in range(3))
        self.drop.on_click(lambda _: self.filters.drop_last())
        self.clear.on_click(lambda _: self.filters.clear())
        self.all.on_click(lambda _: self.state.set_trait("kind", "all"))
        ways = widgets.HBox([self.drop, self.clear, self.all])
        ways.add_class("pad-ways")
        choice = widgets.VBox([self.kind])
        choice.add_class("pad-choices")
        return choice, self.filters.root, self.words, ways

    def draw(self) -> None:
        """Choices in the visitor's language, then the group."""
        self._offer()
        group, observed = self.state.group, self.state.observed
        own = self.state.kind == "own"
        hide(self.filters.root, not own)
        small = group is None or group.n < FEWEST
        hide(self.drop, not own or not self.filters.criteria)
        hide(self.clear, not own or not self.filters.criteria)
        hide(self.all, not small or self.state.kind == "all")
        trouble = self.state.filter_trouble
        said = [alert(trouble.say(self.language))] if own and trouble is not None else []
        if group is None or observed is None:
            self.put(self.words, *said, alert(self.say("trouble.view")))
        else:
            self.put(self.words, *said, *self._about(group, observed))

    def _about(self, group: Group, observed: Observed) -> list[str]:
        """Size and rate first, then the rule, then what to know about it."""
        if not group.n:
            return [alert(self.say("compare.nobody")), fine(group.rule.say(self.language))]
        n = format_number(group.n, self.language)
        said = [f"<h2>{esc(self._rate(observed, n))}</h2>", fine(self.say("compare.rule", n=n, rule=self._rule(group)))]
        if observed.rate is None:
            known = format_number(observed.known, self.language)
            said.insert(1, alert(self.say("compare.few", known=known, fewest=FEWEST)))
        return said

    def _rule(self, group: Group) -> str:
        rule = group.rule.say(self.language)
        at = self.state.portfolio.clients.searchsorted(self.state.client or 0)
        return rule if group.mask[at] else f"{rule} {self.say('compare.outside')}"

    def _rate(self, observed: Observed, n: str) -> str:
        if observed.rate is None or observed.low is None or observed.high is None:
            return self.say("compare.size", n=n)
        shares = {"some": observed.rate, "low": observed.low, "high": observed.high}
        one = self.state.assessment
        average = {} if one is None else {"average": round(100 * one.average_rate)}
        said = self.say("compare.rate", n=n, **{name: round(100 * share) for name, share in shares.items()})
        return said + (self.say("compare.average", **average) if average else "") + "."

    def _offer(self) -> None:
        """Put the choices into words without choosing anything."""
        self.offering = True
        self.kind.description = self.say("compare.group")
        put_options(self.kind, [(self.say(f"compare.{kind}"), kind) for kind in KINDS])
        self.kind.value = self.state.kind
        if self.filters.language != self.language:
            self.filters.speak(self.language)
        for name, button in (("drop", self.drop), ("clear", self.clear), ("with_all", self.all)):
            button.description = self.say(f"compare.{name}")
        self.offering = False
