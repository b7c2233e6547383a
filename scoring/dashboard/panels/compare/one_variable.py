"""One variable's spread in the group, with the client's place in words first."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets
import numpy as np
from traitlets import link

from scoring.cohorts.compare import DIFFICULTY, REPAID, Comparison
from scoring.dashboard.charts.distribution import Distribution, tallest
from scoring.dashboard.charts.figure import ACCENT, LOWER, RAISE, REST
from scoring.dashboard.charts.places import ticks
from scoring.dashboard.charts.rows import Row, Rows
from scoring.dashboard.charts.spread import Bins, Levels, bars_of_levels, bins, levels
from scoring.dashboard.panels.compare.bars import bar_values, bars_of, clients_of_bar, list_words
from scoring.dashboard.panels.compare.observed_line import observed_html
from scoring.dashboard.panels.compare.shares import like_share
from scoring.dashboard.panels.view import View, put_options
from scoring.dashboard.render.html import alert, details, esc, fine, table
from scoring.features.catalogue import Entry, catalogue
from scoring.texts import Language, Words, capitalised, format_number, format_value, theme
from scoring.texts.sentences import page

MOST_LEVELS = 12
OUTCOMES = (("repaid", REPAID), ("difficulty", DIFFICULTY))
DISCRETE = 0.05
NEARLY_ALL = 0.995


class Variable(View):
    """Choose a variable; see where the client stands, all together or by what happened."""

    section = "compare"
    reads = ("compare.comparison", "compare.by_outcome", "compare.variable", "language")

    def build(self) -> Sequence[widgets.Widget]:
        """Two choices, words, a figure for numbers, one for levels, their table."""
        self.variable, self.by_outcome = widgets.Dropdown(), widgets.Checkbox(indent=False)
        panel = self.state.compare
        self.variable.observe(self.echo.heard(lambda name: panel.set_trait("variable", name)), "value")
        link((panel, "by_outcome"), (self.by_outcome, "value"))
        self.words, self.under = widgets.HTML(), widgets.HTML()
        self.spread: Bins | Levels | None = None
        self.distribution, self.rows = Distribution(self.open_bar), Rows(MOST_LEVELS + 1, self._open_row)
        choices = widgets.HBox([self.variable, self.by_outcome])
        choices.add_class("pad-choices")
        self.plot = widgets.VBox()  # holds the one figure that is seen: a hidden one has no size to draw in
        return choices, self.words, self.plot, self.under

    def draw(self) -> None:
        """Choices in the visitor's language, then the comparison."""
        self._offer()
        comparison: Comparison | None = self.state.compare.comparison
        self.spread = None
        if comparison is None:
            self.under.value = ""
            self.put(self.words, alert(self.say("trouble.view")))
            self.plot.children = ()
            return
        self.put(self.words, f"<h2>{esc(place(comparison, self.language))}</h2>", *self._notes(comparison))
        if not comparison.known:
            self.under.value = ""
        elif comparison.levels:
            self._draw_levels(comparison)
        else:
            self._draw_numbers(comparison)
        seen = (self.rows.figure,) if comparison.levels else (self.distribution.figure, self.distribution.told)
        children = seen if comparison.known else ()
        if self.plot.children != children:
            self.plot.children = children

    def _offer(self) -> None:
        """Put the choices into words without choosing anything."""
        self.variable.description = self.say("compare.variable")
        self.by_outcome.description = self.say("compare.by_outcome")
        chosen = self.state.compare.variable  # none where there is no client yet
        names = filter(None, dict.fromkeys([*self.state.compare.offered, chosen]))
        with self.echo.fill():
            put_options(self.variable, [(option(name, self.language), name) for name in names])
            self.variable.value = chosen or None

    def _notes(self, comparison: Comparison) -> list[str]:
        """How many have this information, and whether both outcomes are there to be shown apart."""
        notes = []
        if 0 < comparison.known < comparison.n:
            every = format_number(comparison.n, self.language)
            notes.append(fine(self.state.say_count("compare.known", comparison.known, all=every)))
        if self.state.compare.by_outcome and comparison.known and not both_known(comparison):
            notes.append(alert(self.say("compare.not_by_outcome")))
        elif self.state.compare.by_outcome and comparison.known and not comparison.levels:
            middles = {
                name: float(np.median(comparison.values[comparison.outcomes == outcome])) for name, outcome in OUTCOMES
            }
            entry = catalogue()[comparison.feature]
            median_texts = dict(zip(middles, entry.show_beside(tuple(middles.values()), self.language), strict=True))
            notes.append(f"<p>{esc(self.say('compare.middles', **median_texts))}</p>")
        return notes

    def _draw_numbers(self, comparison: Comparison) -> None:
        entry, language = catalogue()[comparison.feature], self.language
        unit, client_value, median = entry.feature.unit, comparison.client_value, comparison.median
        spread, by_outcome = bins(comparison, unit), self.state.compare.by_outcome and both_known(comparison)
        below = tick_texts(entry, spread.ticks, language)
        shares = {
            tick: format_value(tick, "ratio", language)
            for tick in ticks(0.0, tallest(spread, by_outcome=by_outcome), "ratio")
        }
        self.spread = spread
        self.distribution.show(
            spread,
            client_value if isinstance(client_value, float) else None,
            median if isinstance(median, float) else None,
            (below, shares),
            by_outcome=by_outcome,
        )
        values = dict(zip(("value", "median"), entry.show_beside((client_value, median), language), strict=True))
        names = tuple(self.say(f"compare.name_{key}", **values) for key in ("client", "median"))
        self.distribution.set_texts(self._bar_sentences(entry, spread, by_outcome=by_outcome), (names[0], names[1]))
        clipped = self.say("compare.clipped", share=format_value(0.01, "ratio", language)) if spread.clipped else ""
        line, rates = observed_html(comparison, spread, language)
        under = [line, self._legend(spread, by_outcome=by_outcome), fine(clipped)]
        content = self._bins_table(entry, spread, by_outcome=by_outcome) + rates
        self.put(self.under, *under, details(self.say("compare.table"), content))

    def _bar_sentences(self, entry: Entry, spread: Bins, *, by_outcome: bool) -> list[str]:
        """What each bar says when it is pointed at: its values, how many, which share."""
        _, cells = self._numbers(spread, by_outcome=by_outcome)
        key = "compare.bar_by_outcome" if by_outcome else "compare.bar"
        names = ("repaid", "difficulty") if by_outcome else ("share",)
        return [
            self.state.say_count(key, count, values=capitalised(values), **dict(zip(names, row[1:], strict=True)))
            for values, count, row in zip(bar_values(spread, entry, self.language), spread.counts, cells, strict=True)
        ]

    def _legend(self, spread: Bins | Levels, *, by_outcome: bool) -> str:
        values = {
            "repaid": format_number(spread.by_outcome.n_repaid, self.language),
            "difficulty": format_number(spread.by_outcome.n_difficulty, self.language),
        }
        parts = [self.say("compare.legend_by_outcome" if by_outcome else "compare.legend_together", **values)]
        return f'<p class="pad-legend">{" ".join(parts)}</p>'

    def _bins_table(self, entry: Entry, spread: Bins, *, by_outcome: bool) -> str:
        names = [capitalised(values) for values in bar_values(spread, entry, self.language)]
        if spread.client is not None:
            names[spread.client] += f" – {self.say('compare.here')}"
        heads, cells = self._numbers(spread, by_outcome=by_outcome)
        rows = [(name, *row) for name, row in zip(names, cells, strict=True)]
        return table([self.say("compare.level"), *heads], rows, spread.client, bars_of("spread", spread.counts))

    def _numbers(self, spread: Bins | Levels, *, by_outcome: bool) -> tuple[list[str], list[tuple[str, ...]]]:
        """The table's numbers: how many, and which share of all or of either outcome."""
        language = self.language
        shares = (spread.by_outcome.repaid, spread.by_outcome.difficulty) if by_outcome else (spread.shares,)
        keys = ("count", "share_repaid", "share_difficulty") if by_outcome else ("count", "share")
        columns = [[format_value(share, "ratio", language) for share in column] for column in shares]
        counts = [format_number(count, language) for count in spread.counts]
        return [self.say(f"compare.{key}") for key in keys], list(zip(counts, *columns, strict=True))

    def _draw_levels(self, comparison: Comparison) -> None:
        entry, by_outcome = catalogue()[comparison.feature], self.state.compare.by_outcome and both_known(comparison)
        most, bars = (MOST_LEVELS // 2 - 1, 2) if by_outcome else (MOST_LEVELS, 1)
        self.spread = spread = levels(comparison, most)
        others = self.say("compare.others")
        names = [others if name is None else entry.show(name, self.language) for name in spread.names]
        if spread.client is not None:
            names[spread.client] += f" – {self.say('compare.here')}"
        rows = self._rows_by_outcome(names, spread) if by_outcome else self._rows_together(names, spread)
        span = (0.0, (1.8 if by_outcome else 1.0) * max(row.end for row in rows))
        everyone = self.state.portfolio.column(comparison.feature)
        self.rows.show(rows, span, places=bars * bars_of_levels(everyone.values, most))
        heads, cells = self._numbers(spread, by_outcome=by_outcome)
        content = table(
            [self.say("compare.level"), *heads],
            [(name, *row) for name, row in zip(names, cells, strict=True)],
            spread.client,
            bars_of("spread", spread.counts),
        )
        legend = f'<p class="pad-legend">{self.say("compare.legend_levels")}</p>' if by_outcome else ""
        self.put(self.under, legend, details(self.say("compare.table"), content))

    def open_bar(self, index: int) -> None:
        """Open the list of the clients of one bar, with the number of clients that the bar counts."""
        group, spread, feature = self.state.compare.group, self.spread, self.state.compare.variable
        if group is None or spread is None or not 0 <= index < len(spread.counts) or not spread.counts[index]:
            return
        mask = clients_of_bar(spread, index, self.state.portfolio.column(feature), group)
        values = Words.each(lambda language: bar_values(spread, catalogue()[feature], language)[index])
        self.state.criteria.open_bar(mask, list_words(feature, values, group.rule))

    def _open_row(self, index: int) -> None:
        """Open the clients of a level; shown apart, two rows stand for each."""
        comparison = self.state.compare.comparison
        by_outcome = self.state.compare.by_outcome and comparison is not None and both_known(comparison)
        self.open_bar(index // 2 if by_outcome else index)

    def _rows_together(self, names: Sequence[str], spread: Levels) -> list[Row]:
        colors = [ACCENT if index == spread.client else REST for index in range(len(names))]
        parts = zip(names, spread.shares, colors, strict=True)
        return [
            Row(name, 0.0, share, color, format_value(share, "ratio", self.language)) for name, share, color in parts
        ]

    def _rows_by_outcome(self, names: Sequence[str], spread: Levels) -> list[Row]:
        """Two bars a level, one under the other; the second one says itself whom it counts."""
        rows = []
        both = zip(names, spread.by_outcome.repaid, spread.by_outcome.difficulty, strict=True)
        for name, repaid, difficulty in both:
            notes = [format_value(share, "ratio", self.language) for share in (repaid, difficulty)]
            rows.append(Row(name, 0.0, repaid, LOWER, f"{notes[0]} {self.say('compare.repaid')}"))
            rows.append(Row("", 0.0, difficulty, RAISE, f"{notes[1]} {self.say('compare.in_difficulty')}"))
        return rows


def option(feature: str, language: Language) -> str:
    """A variable as it is offered: its theme, then its label."""
    entry = catalogue()[feature]
    name = theme(entry.theme, language)
    return f"{capitalised(name)} – {entry.label.say(language)}"


def both_known(comparison: Comparison) -> bool:
    """Whether some of the group repaid and some were in difficulty, so that the two can be shown apart."""
    return all(bool(np.any(comparison.outcomes == outcome)) for _, outcome in OUTCOMES)


def place(comparison: Comparison, language: Language) -> str:
    """Where the client stands in the group, as a sentence."""
    entry = catalogue()[comparison.feature]
    words: dict[str, object] = {"label": entry.label.say(language)}
    if not comparison.known:
        return page("compare.empty" if comparison.n else "compare.empty_group", language, **words)
    shown, median = entry.show_beside((comparison.client_value, comparison.median), language)
    words |= {"value": shown, "median": median}
    if comparison.same is None:
        return page("compare.unknown_level" if comparison.levels else "compare.unknown", language, **words)
    shares = {"same": comparison.same, "below": comparison.below or 0.0, "above": comparison.above or 0.0}
    words |= {name: format_value(round(shares[name], 2), "ratio", language) for name in ("below", "above")}
    words["same"] = like_share(comparison.same, language)
    return page(f"compare.{_place_key(comparison, shares)}", language, **words)


def _place_key(comparison: Comparison, shares: dict[str, float]) -> str:
    if comparison.levels:
        return "place_level_most" if comparison.client_value == comparison.median else "place_level"
    if shares["same"] >= DISCRETE and shares["same"] * comparison.known > 1.5:
        return "place_same"
    for side, key in (("below", "more"), ("above", "less")):
        if shares[side] >= NEARLY_ALL:
            return f"place_{key}_all"
    return "place_more" if shares["below"] >= shares["above"] else "place_less"


def tick_texts(entry: Entry, values: Sequence[float], language: Language) -> dict[float, str]:
    """What stands at an axis's ticks, all in one unit."""
    return dict(zip(values, entry.show_bounds(values, language), strict=True))
