"""The waterfall as steps: from the start through every family to the score, each family through its features."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from scoring.dashboard.render.terms import Say
from scoring.explain.assessment import Assessment
from scoring.explain.elements import Contribution, Family
from scoring.explain.families import base_points, in_points, whole_points
from scoring.explain.reasons import beside_usual
from scoring.features.catalogue import catalogue
from scoring.features.revolving import lacks
from scoring.model.manifest import ReferenceStats
from scoring.texts import Language, mark

FEWEST, MOST = 10, 25
MEMBERS = 6


@dataclass(frozen=True)
class Step:
    """One row: what it is called, whole points, from where to where (exact), and the rows that it opens to."""

    name: str
    points: int
    before: float
    after: float
    value: str = ""
    parts: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Part:
    """Something with a size in points, before it has a place."""

    name: str
    size: float
    value: str = ""


def family_steps(
    assessment: Assessment, reference: Mapping[str, ReferenceStats], say: Say, language: Language
) -> tuple[Step, ...]:
    """Every family in the Assessment's order; small ones are one step, which opens to them.

    The points shown add up to the score shown: what rounding leaves belongs to the small ones together, or to a step
    of its own where there are none.

    Parameters
    ----------
    assessment : Assessment
        Whose families.
    reference : mapping
        What is usual, by feature.
    say : callable
        A sentence of the page by its key.
    language : str
        Language of labels and values.
    """
    values = {part.feature: part for part in assessment.contributions}
    start, end = base_points(assessment.base_value), base_points(assessment.log_odds)
    total = whole_points(end) - whole_points(start)
    count = shown_families(assessment.families)
    parts = [Part(family.headline[language], in_points(family.contribution)) for family in assessment.families]
    steps = place(parts, start, total, count, (say, "waterfall.other", "waterfall.others"))
    opened = []
    for step, family in zip(steps, assessment.families[:count], strict=False):
        members = [values[name] for name in family.features]
        opened.append(_open(step, members, reference, say, language))
    return tuple(opened + list(steps[len(opened) :]))


def shown_families(families: Sequence[Family]) -> int:
    """How many families have a step of their own: enough for the others together not to be the longest.

    At least ten and at most twenty-five, where there are so many.
    """
    for count in range(FEWEST, min(MOST, len(families))):
        rest = abs(math.fsum(family.contribution for family in families[count:]))
        if rest <= abs(families[0].contribution):
            return count
    return min(MOST, len(families))


def place(parts: Sequence[Part], start: float, total: int, count: int, words: tuple[Say, str, str]) -> tuple[Step, ...]:
    """Steps one after the other; the first ``count`` by name, the rest as one, whole points adding up to ``total``.

    Parameters
    ----------
    parts : sequence of Part
        In the order in which they are placed.
    start : float
        Where the first one begins, in points.
    total : int
        What the whole points that are shown add up to.
    count : int
        How many stand by their own name.
    words : tuple
        What says a key, and the keys that name the rest: of one part, of several.
    """
    say, singular, plural = words
    position, steps = start, []
    for part in parts[:count]:
        steps.append(Step(part.name, whole_points(part.size), position, position + part.size, part.value))
        position = steps[-1].after
    left, rest = total - sum(step.points for step in steps), parts[count:]
    if rest:
        inside, after = [], position
        for part in rest:
            inside.append(Step(part.name, whole_points(part.size), after, after + part.size, part.value))
            after = inside[-1].after
        gap = left - sum(step.points for step in inside)
        inside += [Step(say("waterfall.rounding"), gap, after, after)] if gap else []
        name = say(singular) if len(rest) == 1 else say(plural, n=len(rest))
        steps.append(Step(name, left, position, after, parts=tuple(inside)))
    elif left:
        steps.append(Step(say("waterfall.rounding"), left, position, position))
    return tuple(steps)


def _open(
    step: Step, members: Sequence[Contribution], reference: Mapping[str, ReferenceStats], say: Say, language: Language
) -> Step:
    """The step with its family's features; a single feature needs no opening."""
    if len(members) < 2:
        return step
    values = {part.feature: part.value for part in members}
    parts = [
        Part(
            catalogue()[part.feature].label.say(language),
            in_points(part.contribution),
            _value(part, reference, language, say, applies=not lacks(part.feature, values)),
        )
        for part in members
    ]
    inner = place(parts, step.before, step.points, MEMBERS, (say, "waterfall.member", "waterfall.members"))
    return Step(step.name, step.points, step.before, step.after, step.value, inner)


def _value(
    part: Contribution, reference: Mapping[str, ReferenceStats], language: Language, say: Say, *, applies: bool = True
) -> str:
    entry, usual = catalogue()[part.feature], reference.get(part.feature)
    if not applies:
        return mark("not_applicable", language)
    if usual is None:
        return entry.show(part.value, language)
    value_text, usual_text = beside_usual(entry, part.value, usual, language)
    return say("reasons.value", value=value_text, usual=usual_text)
