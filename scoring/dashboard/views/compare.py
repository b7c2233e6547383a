"""A variable's spread among all or similar clients, with this client's place, in words first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import ipywidgets as widgets

from scoring.dashboard.charts.distribution import Distribution
from scoring.dashboard.charts.figure import ACCENT, REST
from scoring.dashboard.charts.rows import Row, Rows
from scoring.dashboard.html import alert, details, esc, fine, table
from scoring.dashboard.spread import Bins, Levels, bins, levels
from scoring.dashboard.views.base import View
from scoring.explain.similar import Comparison, Group
from scoring.features.catalogue import Entry, catalogue
from scoring.texts import format_number, format_value

MOST_LEVELS = 12
KINDS = ("similar", "all")


class Compare(View):
    """Choose a variable and a group; see where the client stands."""

    section = "compare"
    reads = ("comparison", "language")

    def build(self) -> Sequence[widgets.Widget]:
        """Two choices, words, a figure for numbers, one for levels, their table."""
        self.variable, self.kind = widgets.Dropdown(), widgets.ToggleButtons()
        self.offering = False
        self.variable.observe(self._choose("variable"), "value")
        self.kind.observe(self._choose("kind"), "value")
        self.words, self.under = widgets.HTML(), widgets.HTML()
        self.distribution, self.rows = Distribution(), Rows(MOST_LEVELS + 1)
        choices = widgets.VBox([self.variable, self.kind])
        choices.add_class("pad-choices")
        self.plot = widgets.VBox()  # holds the one figure that is seen: a hidden one has no size to draw in
        return choices, self.words, self.plot, self.under

    def draw(self) -> None:
        """Choices in the visitor's language, then the comparison."""
        self._offer()
        found: Comparison | None = self.state.comparison
        group: Group | None = self.state.group
        numbers = found is not None and found.values.dtype != object
        drawable = found is not None and found.known > 0
        self.under.value = ""
        if found is None or group is None:
            self.put(self.words, alert(self.say("trouble.view")))
            return
        self.put(self.words, f"<h2>{esc(self._place(found))}</h2>", fine(self._about(found, group)))
        if drawable:
            self._draw_numbers(found) if numbers else self._draw_levels(found)
        figure = self.distribution.figure if numbers else self.rows.figure
        self.plot.children = (figure,) if drawable else ()

    def _choose(self, name: str) -> Callable[[dict[str, Any]], None]:
        def chosen(change: dict[str, Any]) -> None:
            if not self.offering and change["new"] is not None:
                self.state.set_trait(name, change["new"])

        return chosen

    def _offer(self) -> None:
        """Put the choices into words without choosing anything."""
        self.offering = True
        self.variable.description, self.kind.description = self.say("compare.variable"), self.say("compare.group")
        names = self.state.portfolio.variables()
        _options(self.variable, [(catalogue()[name].label.say(self.language), name) for name in names])
        _options(self.kind, [(self.say(f"compare.{kind}"), kind) for kind in KINDS])
        self.variable.value, self.kind.value = self.state.variable, self.state.kind
        self.offering = False

    def _about(self, found: Comparison, group: Group) -> str:
        """The group's rule, what happened to it, and how many of it have this information."""
        n, known = format_number(group.n, self.language), format_number(found.known, self.language)
        said = [self.say("compare.rule", n=n, rule=group.rule.say(self.language)), self._rate(found)]
        if found.known < found.n:
            said.append(self.say("compare.known", known=known, n=n))
        return " ".join(said)

    def _rate(self, found: Comparison) -> str:
        if found.observed_rate is None or found.low is None or found.high is None:
            return self.say("compare.no_rate")
        shares = {"some": found.observed_rate, "low": found.low, "high": found.high}
        return self.say("compare.rate", **{name: round(100 * share) for name, share in shares.items()})

    def _place(self, found: Comparison) -> str:
        """Where the client stands, as a sentence."""
        entry, language, own = catalogue()[found.feature], self.language, found.client_value
        words: dict[str, object] = {"label": entry.label.say(language)}
        if not found.known:
            return self.say("compare.empty", **words)
        words["median"] = entry.show(found.median, language)
        if own is None:
            return self.say("compare.unknown", **words)
        below = found.percentile if found.percentile is not None else float((found.values == own).mean())
        words |= {"value": entry.show(own, language), "share": format_value(round(below, 2), "ratio", language)}
        return self.say("compare.place_level" if found.percentile is None else "compare.place", **words)

    def _draw_numbers(self, found: Comparison) -> None:
        entry, spread, own, median = catalogue()[found.feature], bins(found), found.client_value, found.median
        ticks = {at: entry.show(at, self.language) for at in spread.ticks}
        place = own if isinstance(own, float) else None
        self.distribution.show(spread, place, median if isinstance(median, float) else None, ticks)
        values = {"value": esc(entry.show(own, self.language)), "median": esc(entry.show(median, self.language))}
        clipped = (
            self.say("compare.clipped", share=format_value(0.01, "ratio", self.language)) if spread.clipped else ""
        )
        legend = f'<p class="pad-legend">{self.say("compare.legend", **values)}</p>'
        self.put(self.under, legend, fine(clipped), details(self.say("compare.table"), self._bins_table(entry, spread)))

    def _bins_table(self, entry: Entry, spread: Bins) -> str:
        head = [self.say(f"compare.{key}") for key in ("from", "to", "count", "share")]
        total = sum(spread.counts) or 1
        rows = []
        for at, count in enumerate(spread.counts):
            low, high = (entry.show(edge, self.language) for edge in spread.edges[at : at + 2])
            here = f" – {self.say('compare.here')}" if at == spread.client else ""
            share = format_value(count / total, "ratio", self.language)
            rows.append((low, high + here, format_number(count, self.language), share))
        return table(head, rows, spread.client)

    def _draw_levels(self, found: Comparison) -> None:
        entry, spread = catalogue()[found.feature], levels(found, MOST_LEVELS)
        others = self.say("compare.others")
        names = [others if name is None else entry.show(name, self.language) for name in spread.names]
        if spread.client is not None:
            names[spread.client] += f" – {self.say('compare.here')}"
        notes = [format_value(share, "ratio", self.language) for share in spread.shares]
        colors = [ACCENT if at == spread.client else REST for at in range(len(names))]
        parts = zip(names, spread.shares, colors, notes, strict=True)
        rows = [Row(name, 0.0, share, color, note) for name, share, color, note in parts]
        self.rows.show(rows, (0.0, max(spread.shares)))
        self.put(self.under, details(self.say("compare.table"), self._levels_table(names, notes, spread)))

    def _levels_table(self, names: Sequence[str], shares: Sequence[str], spread: Levels) -> str:
        head = [self.say(f"compare.{key}") for key in ("level", "count", "share")]
        counts = [format_number(count, self.language) for count in spread.counts]
        return table(head, list(zip(names, counts, shares, strict=True)), spread.client)


def _options(widget: widgets.Dropdown | widgets.ToggleButtons, options: list[tuple[str, str]]) -> None:
    """Offer these, unless they are offered already: setting them anew forgets the choice."""
    if list(widget.options) != options:
        widget.options = options
