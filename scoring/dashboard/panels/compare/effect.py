"""What the chosen variable does to the score, value by value: a table of bars to the left and the right of nought."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.cohorts.dependence import FEWEST, Effect, bin_of
from scoring.cohorts.groups import everyone
from scoring.dashboard.panels.compare.bars import between, clients_of_effect, list_words
from scoring.dashboard.panels.view import View
from scoring.dashboard.render.html import bar_button, esc, fine
from scoring.dashboard.render.weights import side_of, signed
from scoring.explain.families import in_points, whole_points
from scoring.features.catalogue import Entry, catalogue
from scoring.texts import Language, Words
from scoring.texts.sentences import page


class VariableEffect(View):
    """The dependence of the score on one variable, over the whole portfolio, with the client's place."""

    section = "compare"
    css_class = "effect"
    reads = ("compare.effects", "compare.comparison", "language")

    def build(self) -> Sequence[widgets.Widget]:
        """One piece of HTML."""
        self.content = widgets.HTML()
        return (self.content,)

    def draw(self) -> None:
        """The table, or a sentence where the model does not read the variable."""
        panel = self.state.compare
        title = f"<h2>{esc(self.say('compare.effect_title'))}</h2>"
        if panel.comparison is None or not panel.variable:
            self.put(self.content, "")
        elif not panel.effects:
            self.put(self.content, title, fine(self._why_none()))
        else:
            entry, value = catalogue()[panel.variable], panel.comparison.client_value
            rows = effect_table(panel.effects, entry, value, self.language)
            self.put(self.content, title, fine(self.say("compare.effect_note")), rows)

    def _why_none(self) -> str:
        """Why there is nothing to draw: an older portfolio, few clients, a variable that the model does not read."""
        panel, features = self.state.compare, self.state.portfolio.manifest.features
        if panel.effects is None:
            return self.say("compare.effect_not_counted")
        if panel.variable in features:
            return self.say("compare.effect_few", fewest=FEWEST)
        story = catalogue()[panel.variable].story
        if any(catalogue()[name].story == story for name in features):
            return self.say("compare.effect_through")
        return self.say("compare.effect_none")

    def open_bar(self, index: int) -> None:
        """Open the list of the portfolio's clients of one row."""
        panel, portfolio = self.state.compare, self.state.portfolio
        if not panel.effects or index >= len(panel.effects):
            return
        rows, entry = panel.effects, catalogue()[panel.variable]
        mask = clients_of_effect(rows, index, portfolio.column(panel.variable))
        values = Words.each(lambda language: _name(rows[index], entry, language))
        self.state.criteria.open_bar(mask, list_words(panel.variable, values, everyone(0).rule))


def effect_table(rows: Sequence[Effect], entry: Entry, value: float | str | None, language: Language) -> str:
    """One row a bin: its values, a bar, its points; the client's row marked.

    Parameters
    ----------
    rows : sequence of Effect
        As the portfolio holds them.
    entry : Entry
        The variable's.
    value : float, str or None
        The client's.
    language : {"fr", "en"}
        Language of the words.
    """
    points = [whole_points(in_points(row.median)) for row in rows]
    low, high = min(0, *points), max(0, *points)
    here = bin_of(rows, value)
    parts = zip(rows, points, strict=True)
    body = "".join(
        _row((f"effect {index}", _name(row, entry, language)), number, (low, high), language, here=index == here)
        for index, (row, number) in enumerate(parts)
    )
    head = [page(f"compare.{key}", language) for key in ("effect_value", "effect_points")]
    label = esc(page("compare.effect_title", language))
    return (
        f'<div class="pad-scroll" tabindex="0" role="region" aria-label="{label}"><table class="effects"><thead><tr>'
        f'<th scope="col">{esc(head[0])}</th><td class="plot" aria-hidden="true"></td>'
        f'<th scope="col" class="number">{esc(head[1])}</th></tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(named: tuple[str, str], points: int, reach: tuple[int, int], language: Language, *, here: bool) -> str:
    low, high = reach
    width = (high - low) or 1
    zero, left = 100.0 * -low / width, 100.0 * (min(points, 0) - low) / width
    bar = f'<i class="{side_of(points)}" style="left:{left:.1f}%;width:{100.0 * abs(points) / width:.1f}%"></i>'
    mark = ' class="here"' if here else ""
    bar_text, name = named[0], f"{named[1]} – {page('compare.here', language)}" if here else named[1]
    return (
        f'<tr{mark} data-pad-bar="{bar_text}"><th scope="row">{bar_button(bar_text, name)}</th>'
        f'<td class="plot" aria-hidden="true">'
        f'<span><b style="left:{zero:.1f}%"></b>{bar}</span></td>'
        f'<td class="number">{esc(signed(points, language))}</td></tr>'
    )


def _name(row: Effect, entry: Entry, language: Language) -> str:
    start, end = entry.show_bounds((row.start, row.end), language)
    return between(start, end, language)
