"""The waterfall in points: of the whole score, or of one family of information."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import ipywidgets as widgets

from scoring.dashboard.charts.figure import INK_2, LOWER, RAISE
from scoring.dashboard.charts.rows import Row, Rows
from scoring.dashboard.panels.why.points import Step, base_points, path_from, span, steps
from scoring.dashboard.panels.why.theme_bars import effect, signed, title_of
from scoring.dashboard.panels.why.themes import ThemeSum
from scoring.dashboard.render.html import details, esc, in_language, table
from scoring.dashboard.render.terms import meaning
from scoring.explain.assessment import Assessment
from scoring.features.catalogue import catalogue
from scoring.model.manifest import ReferenceStats
from scoring.texts import Language

Say = Callable[..., str]
LARGEST = 10


class Waterfall:
    """A title, the figure and its table; made once, drawn for the whole or for a family."""

    def __init__(self) -> None:
        self.title, self.under = widgets.HTML(), widgets.HTML()
        self.rows = Rows(LARGEST + 3)

    def show(self, one: Assessment, reference: Mapping[str, ReferenceStats], say: Say, language: Language) -> None:
        """From the base to the score."""
        base, path = base_points(one), steps(one, LARGEST)
        title = say("waterfall.title", base=round(base), score=one.score)
        ends = path[-1].after if path else base
        first = Row(say("waterfall.base"), base, base, INK_2, f"{round(base)}")
        last = Row(say("waterfall.total"), one.threshold_score, ends, INK_2, str(one.score))
        self._put(title, say("waterfall.explain"), language)
        self._draw(first, path, last, float(one.threshold_score), say, language)
        totals = ((say("waterfall.base"), str(round(base))), (say("waterfall.sum"), str(one.score)))
        self._tell(path, totals, reference, say, language)

    def show_family(
        self, family: ThemeSum, reference: Mapping[str, ReferenceStats], say: Say, language: Language
    ) -> None:
        """From zero to what the family adds up to."""
        name, total = title_of(family.theme, language), signed(family.points, language)
        if not family.members:
            self._put(say("themes.empty", theme=name), "", language)
            self.rows.figure.layout.display = "none"
            self.under.value = ""
            return
        path = path_from(0.0, family.members, LARGEST)
        first = Row(say("themes.inside_base"), 0.0, 0.0, INK_2, "0")
        last = Row(say("themes.inside_total"), 0.0, family.points, INK_2, total)
        self._put(say("themes.inside", theme=name, points=total), "", language)
        self._draw(first, path, last, 0.0, say, language)
        self._tell(
            path, ((say("themes.inside_base"), "0"), (say("themes.inside_total"), total)), reference, say, language
        )

    def _put(self, title: str, explained: str, language: Language) -> None:
        small = f'<p class="pad-fine">{explained}</p>' if explained else ""
        self.title.value = in_language(language, f"<h2>{esc(title)}</h2>", small)

    def _draw(self, first: Row, path: Sequence[Step], last: Row, line: float, say: Say, language: Language) -> None:
        self.rows.figure.layout.display = None
        bars = [
            Row(_name(step, say, language), step.before, step.after, _color(step), _mark(step, language))
            for step in path
        ]
        reach = span([line, first.start, *(step.after for step in path)])
        self.rows.show([first, *bars, last], reach, line)

    def _tell(
        self,
        path: Sequence[Step],
        totals: tuple[tuple[str, str], tuple[str, str]],
        reference: Mapping[str, ReferenceStats],
        say: Say,
        language: Language,
    ) -> None:
        head = [*(say(f"waterfall.{key}") for key in ("feature", "value", "points", "effect")), say("meaning.column")]
        start, end = ((name, "", points, "", "") for name, points in totals)
        rows = [_told(step, reference, say, language) for step in path]
        self.under.value = in_language(language, details(say("waterfall.table"), table(head, [start, *rows, end])))


def _told(step: Step, reference: Mapping[str, ReferenceStats], say: Say, language: Language) -> tuple[str, ...]:
    points = step.after - step.before
    part = step.of
    value = catalogue()[part.feature].show(part.value, language) if part else ""
    means = meaning(part.feature, reference, say, language) if part else ""
    return _name(step, say, language), value, signed(points, language), effect(points, say), means


def _name(step: Step, say: Say, language: Language) -> str:
    if step.of is not None:
        return catalogue()[step.of.feature].label.say(language)
    return say("waterfall.other") if step.members == 1 else say("waterfall.others", n=step.members)


def _color(step: Step) -> str:
    return RAISE if step.after < step.before else LOWER


def _mark(step: Step, language: Language) -> str:
    return f"{'▲' if step.after < step.before else '▼'} {signed(step.after - step.before, language)}"
