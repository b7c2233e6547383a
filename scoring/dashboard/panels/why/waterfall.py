"""The waterfall in points, as rows that open: text stays text, bars are placed in per cent."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from scoring.dashboard.charts.places import ticks
from scoring.dashboard.panels.why.steps import Step, family_steps
from scoring.dashboard.render.html import details, esc, table
from scoring.dashboard.render.terms import Say
from scoring.dashboard.render.weights import effect, points_text, side_of, signed
from scoring.explain.assessment import Assessment
from scoring.explain.families import base_points, whole_points
from scoring.model.manifest import ReferenceStats
from scoring.texts import Language

Span = tuple[float, float]
APART = 20.0  # per cent of the axis between two texts above it, on the narrowest that shows both


def waterfall_html(
    assessment: Assessment, reference: Mapping[str, ReferenceStats], say: Say, language: Language
) -> str:
    """Title with the finding, one row a family, its table.

    Parameters
    ----------
    assessment : Assessment
        Assessment of the client.
    reference : mapping of str to ReferenceStats
        What is usual, from the manifest.
    say : callable
        Gives the page's words by their key.
    language : str
        Language of the words.
    """
    steps = family_steps(assessment, reference, say, language)
    start, threshold = base_points(assessment.base_value), float(assessment.threshold_score)
    drawn = [part for step in steps for part in (step, *step.parts)]  # a family's features may go further than it does
    reach = span([start, threshold, *(end for part in drawn for end in (part.before, part.after))])
    end = steps[-1].after if steps else start
    base, score = whole_points(start), assessment.score
    explained = say("waterfall.explain", base=base, score=score, threshold=assessment.threshold_score)
    rows = [
        _axis(threshold, reach, say),
        _total(say("waterfall.base"), base, start, threshold, reach),
        *(_row(step, threshold, reach, say, language) for step in steps),
        _total(say("waterfall.total"), score, end, threshold, reach),
    ]
    fall = f'<div class="pad-fall">{"".join(rows)}</div>'
    return (
        f"<h2>{esc(_title(assessment, say, language))}</h2>"
        f'<p class="pad-fine">{explained}</p>{fall}{_table(steps, base, score, say, language)}'
    )


def span(points: Sequence[float]) -> Span:
    """Lowest and highest of some points, with a little air.

    Examples
    --------
    >>> span([100.0, 200.0])
    (96.0, 204.0)
    """
    air = 0.04 * (max(points) - min(points)) or 1.0
    return min(points) - air, max(points) + air


def _title(assessment: Assessment, say: Say, language: Language) -> str:
    if not assessment.families:
        return say("waterfall.nothing")
    first = assessment.families[0]
    return say("waterfall.most", family=first.headline[language], points=points_text(first.points, say, language))


def _row(step: Step, threshold: float, reach: Span, say: Say, language: Language) -> str:
    """A family; with its features behind it where it has several."""
    cells = _cells(step, threshold, reach, say, language)
    if not step.parts:
        return f'<div class="row">{cells}</div>'
    parts = "".join(
        f'<div class="row part">{_cells(part, threshold, reach, say, language)}</div>' for part in step.parts
    )
    return f'<details><summary><span class="row">{cells}</span></summary>{parts}</details>'


def _cells(step: Step, threshold: float, reach: Span, say: Say, language: Language) -> str:
    side, left, right = side_of(step.points), *sorted((step.before, step.after))
    bar = f'<i class="{side}" style="left:{_place(left, reach):.2f}%;width:{_width(left, right, reach):.2f}%"></i>'
    value = f"<small>{esc(step.value)}</small>" if step.value else ""
    word = effect(step.points, say)
    return (
        f'<span class="name">{esc(step.name)}{value}</span>'
        f'<span class="plot" aria-hidden="true">{_gate(threshold, reach)}{bar}</span>'
        f'<span class="points"><b>{esc(signed(step.points, language))}</b> '
        f'<span class="{side}">{esc(word)}</span></span>'
    )


def _total(name: str, points: int, place: float, threshold: float, reach: Span) -> str:
    mark = f'<i class="sum" style="left:{_place(place, reach):.2f}%"></i>'
    return (
        f'<div class="row total"><span class="name">{esc(name)}</span>'
        f'<span class="plot" aria-hidden="true">{_gate(threshold, reach)}{mark}</span>'
        f'<span class="points"><b>{points}</b></span></div>'
    )


def _axis(threshold: float, reach: Span, say: Say) -> str:
    """What the upright lines are, above the rows: the threshold by its name, round points away from it."""
    gate = _place(threshold, reach)
    places = ((_place(points, reach), points) for points in ticks(*reach, "count"))
    lines = "".join(
        f'<span class="tick" style="left:{place:.2f}%">{points:.0f}</span>'
        for place, points in places
        if abs(place - gate) > APART
    )
    side = "start" if gate < APART else "end" if gate > 100 - APART else "middle"
    name = esc(say("scale.threshold", points=f"{threshold:.0f}"))
    return (
        '<div class="row axis" aria-hidden="true"><span class="name"></span><span class="plot">'
        f'{lines}<span class="threshold {side}" style="left:{gate:.2f}%">{name}</span></span></div>'
    )


def _gate(threshold: float, reach: Span) -> str:
    return f'<b class="gate" style="left:{_place(threshold, reach):.2f}%"></b>'


def _place(value: float, reach: Span) -> float:
    return 100 * (value - reach[0]) / (reach[1] - reach[0])


def _width(left: float, right: float, reach: Span) -> float:
    return max(100 * (right - left) / (reach[1] - reach[0]), 0.3)


def _table(steps: Sequence[Step], base: int, score: int, say: Say, language: Language) -> str:
    head = [say(f"waterfall.{key}") for key in ("feature", "points", "effect")]
    start, end = (say("waterfall.base"), str(base), ""), (say("waterfall.total"), str(score), "")
    rows = [(step.name, signed(step.points, language), effect(step.points, say)) for step in steps]
    return details(say("waterfall.table"), table(head, [start, *rows, end]))
