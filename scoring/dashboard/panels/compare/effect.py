"""What the chosen variable does to the score, value by value: a table of bars to the left and the right of nought."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.cohorts.dependence import Effect, bin_of
from scoring.dashboard.panels.view import View
from scoring.dashboard.render.html import esc, fine
from scoring.dashboard.render.weights import side_of, signed
from scoring.explain.families import in_points, whole_points
from scoring.features.catalogue import Entry, catalogue
from scoring.texts import Language
from scoring.texts.pages import page


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
            self.put(self.content, title, fine(self.say("compare.effect_none")))
        else:
            entry, value = catalogue()[panel.variable], panel.comparison.client_value
            rows = effect_table(panel.effects, entry, value, self.language)
            self.put(self.content, title, fine(self.say("compare.effect_note")), rows)


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
        Of the words.
    """
    points = [whole_points(in_points(row.median)) for row in rows]
    low, high = min(0, *points), max(0, *points)
    here = bin_of(rows, value)
    parts = zip(rows, points, strict=True)
    body = "".join(
        _row(_name(row, entry, language), number, (low, high), language, here=index == here)
        for index, (row, number) in enumerate(parts)
    )
    head = [page(f"compare.{key}", language) for key in ("effect_value", "effect_points")]
    label = esc(page("compare.effect_title", language))
    return (
        f'<div class="pad-scroll" tabindex="0" role="region" aria-label="{label}"><table class="effects"><thead><tr>'
        f'<th scope="col">{esc(head[0])}</th><td class="plot" aria-hidden="true"></td>'
        f'<th scope="col" class="number">{esc(head[1])}</th></tr></thead><tbody>{body}</tbody></table></div>'
    )


def _row(name: str, points: int, reach: tuple[int, int], language: Language, *, here: bool) -> str:
    low, high = reach
    width = (high - low) or 1
    zero, left = 100.0 * -low / width, 100.0 * (min(points, 0) - low) / width
    bar = f'<i class="{side_of(points)}" style="left:{left:.1f}%;width:{100.0 * abs(points) / width:.1f}%"></i>'
    mark = ' class="here"' if here else ""
    row_label = f"{name} – {page('compare.here', language)}" if here else name
    return (
        f'<tr{mark}><th scope="row">{esc(row_label)}</th><td class="plot" aria-hidden="true">'
        f'<span><b style="left:{zero:.1f}%"></b>{bar}</span></td>'
        f'<td class="number">{esc(signed(points, language))}</td></tr>'
    )


def _name(row: Effect, entry: Entry, language: Language) -> str:
    ends = [entry.show(end, language) for end in (row.start, row.end)]
    return ends[0] if ends[0] == ends[1] else page("compare.two_range", language, low=ends[0], high=ends[1])
