"""Two variables of the group together: a cloud with the client in it, what it shows in words, and its table."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets
import numpy as np

from scoring.cohorts.compare import DIFFICULTY, OPEN, REPAID
from scoring.cohorts.groups import FEWEST
from scoring.cohorts.pair import Pair, Slice
from scoring.dashboard.charts.places import ticks
from scoring.dashboard.charts.scatter import Cloud
from scoring.dashboard.charts.spread import inner_range
from scoring.dashboard.panels.compare.bars import between
from scoring.dashboard.panels.compare.one_variable import option, tick_texts
from scoring.dashboard.panels.view import View, put_options
from scoring.dashboard.render.html import alert, details, esc, fine, table
from scoring.features.catalogue import Entry, catalogue
from scoring.texts import format_number

CLEAR, SOME = 0.5, 0.15


class Two(View):
    """Choose a second variable; see how it goes with the first one."""

    section = "compare"
    reads = ("compare.pair", "compare.second", "language")

    def build(self) -> Sequence[widgets.Widget]:
        """A choice, words, the cloud, its table."""
        self.second = widgets.Dropdown()
        self.second.observe(self.echo.heard(lambda name: self.state.compare.set_trait("second", name)), "value")
        choices = widgets.HBox([self.second])
        choices.add_class("pad-choices")
        self.title, self.words, self.under = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.cloud, self.plot = Cloud(), widgets.VBox()
        return self.title, choices, self.words, self.plot, self.under

    def draw(self) -> None:
        """The choice in the visitor's language, then both variables."""
        self._offer()
        self.put(self.title, f"<h2>{esc(self.say('compare.two_title'))}</h2>")
        pair: Pair | None = self.state.compare.pair
        drawable = False
        self.words.value = self.under.value = ""
        if self.state.compare.second and (pair is None or pair.first == pair.second or not pair.known):
            key = "trouble.view" if pair is None else "compare.two_same" if pair.known else "compare.two_empty"
            self.put(self.words, alert(self.say(key)))
        elif pair is not None and self.state.compare.second:
            drawable = not catalogue()[pair.first].feature.is_category
            self._draw_pair(pair, drawable=drawable)
        plotted = (self.cloud.figure,) if drawable else ()
        if self.plot.children != plotted:
            self.plot.children = plotted

    def _offer(self) -> None:
        """Put the choice into words without choosing anything."""
        self.second.description, second = self.say("compare.second"), self.state.compare.second
        every = dict.fromkeys([*self.state.compare.offered, *([second] if second else [])])
        numbers = [name for name in every if not catalogue()[name].feature.is_category]
        options = [(self.say("compare.choose"), ""), *((option(name, self.language), name) for name in numbers)]
        with self.echo.fill():
            put_options(self.second, options)
            self.second.value = second

    def _draw_pair(self, pair: Pair, *, drawable: bool) -> None:
        first, second = catalogue()[pair.first], catalogue()[pair.second]
        heading = f"<h3>{esc(self.say(f'compare.{together(pair.rank)}', **self._labels(first, second)))}</h3>"
        self.put(self.words, heading, *([fine(self._client(pair, first, second))]))
        content = self._table(pair, first, second)
        if drawable:
            self._draw_cloud(pair, first, second)
            self.put(self.under, self._legend(pair, first, second), details(self.say("compare.two_table"), content))
        else:
            self.put(self.under, content)

    def _labels(self, first: Entry, second: Entry) -> dict[str, object]:
        return {"first": first.label.say(self.language), "second": second.label.say(self.language)}

    def _client(self, pair: Pair, first: Entry, second: Entry) -> str:
        values = {"x": first.show(pair.client[0], self.language), "y": second.show(pair.client[1], self.language)}
        return self.say("compare.two_client", **self._labels(first, second), **values)

    def _draw_cloud(self, pair: Pair, first: Entry, second: Entry) -> None:
        client_values = [value if isinstance(value, float) else None for value in pair.client]
        x, y = pair.x.astype(np.float64), pair.y.astype(np.float64)
        ranges = (inner_range(x, client_values[0]), inner_range(y, client_values[1]))
        marks = [
            tick_texts(entry, ticks(*ends, entry.feature.unit), self.language)
            for entry, ends in zip((first, second), ranges, strict=True)
        ]
        client = None if client_values[0] is None or client_values[1] is None else (client_values[0], client_values[1])
        self.cloud.show((x, y, pair.outcomes), client, ranges, (marks[0], marks[1]))

    def _legend(self, pair: Pair, first: Entry, second: Entry) -> str:
        counts = {
            name: format_number(int(np.count_nonzero(pair.outcomes == outcome)), self.language)
            for name, outcome in (("open", OPEN), ("repaid", REPAID), ("difficulty", DIFFICULTY))
        }
        axes = self.say("compare.two_axes", **self._labels(first, second))
        drawn = self.state.say_count("compare.two_all", pair.known)
        if pair.known > len(pair.x):
            n, sample = format_number(pair.known, self.language), format_number(len(pair.x), self.language)
            drawn = self.say("compare.two_sample", n=n, shown=sample)
        legend = self.say("compare.two_legend", **counts)
        return f'<p class="pad-legend">{legend}</p>' + fine(f"{axes} {drawn}")

    def _table(self, pair: Pair, first: Entry, second: Entry) -> str:
        head = [
            first.label.say(self.language),
            self.say("compare.count"),
            self.say("compare.two_middle", second=second.label.say(self.language)),
            self.say("compare.two_rate"),
        ]
        medians = second.show_beside([slice_row.median for slice_row in pair.rows], self.language)
        rows = [self._row(slice_row, first, median) for slice_row, median in zip(pair.rows, medians, strict=True)]
        here = [index for index, slice_row in enumerate(pair.rows) if slice_row.client]
        return table(head, rows, here[0] if here else None)

    def _row(self, slice_row: Slice, first: Entry, median: str) -> tuple[str, ...]:
        low, high = first.show_bounds((slice_row.low, slice_row.high), self.language)
        name = between(low, high, self.language)
        mark = f" – {self.say('compare.here')}" if slice_row.client else ""
        rate = self.say("compare.two_few")
        if slice_row.known >= FEWEST:
            rate = self.say(
                "compare.two_some", some=format_number(100 * slice_row.difficulties / slice_row.known, self.language)
            )
        n = format_number(slice_row.n, self.language)
        return name + mark, n, median, rate


def together(rank: float | None) -> str:
    """Which sentence says how two variables go together, by their rank correlation.

    Examples
    --------
    >>> together(0.7), together(-0.2), together(0.05), together(None)
    ('two_up', 'two_rather_down', 'two_none', 'two_levels')
    """
    if rank is None:
        return "two_levels"
    if abs(rank) < SOME:
        return "two_none"
    side = "up" if rank > 0 else "down"
    return f"two_{side}" if abs(rank) >= CLEAR else f"two_rather_{side}"
