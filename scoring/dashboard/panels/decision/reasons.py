"""Reasons on two sides, as the Assessment words them: in short for the decision, as sentences for the why."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence

from scoring.dashboard.render.html import esc, fine
from scoring.dashboard.render.terms import Say, reason_meaning, term
from scoring.dashboard.render.weights import points_text
from scoring.explain.assessment import Assessment
from scoring.explain.elements import Family, Reason, Side
from scoring.explain.reason_value import value_beside_usual
from scoring.explain.reasons import MOST
from scoring.model.manifest import ReferenceStats
from scoring.texts import Language, mark


def reasons_html(assessment: Assessment, reference: Mapping[str, ReferenceStats], say: Say, language: Language) -> str:
    """The reasons on either side, the strongest first: what, how many points, which value, what is usual.

    Parameters
    ----------
    assessment : Assessment
        Assessment of the client.
    reference : mapping of str to ReferenceStats
        What is usual, from the manifest.
    say : callable
        Gives the page's words by their key.
    language : str
        Language of the reasons.
    """
    longest = max((abs(reason.points) for reason in (*assessment.raises, *assessment.lowers)), default=0) or 1

    def item(reason: Reason) -> str:
        width = 100 * abs(reason.points) / longest
        return (
            f'<li><div class="head"><b>{_term(reason, "decision", reference, say, language)}</b>'
            f'<span class="points">{esc(_points(reason, say, language))}</span></div>'
            f'<div class="meter" aria-hidden="true"><i style="width:{width:.1f}%"></i></div>'
            f"<small>{esc(value_beside_usual(reason, language))}{_notes(reason, assessment, say)}</small></li>"
        )

    return f'<div class="pad-reasons">{_sides(assessment, item, say)}</div>'


def sentences_html(
    assessment: Assessment, reference: Mapping[str, ReferenceStats], say: Say, language: Language
) -> str:
    """The same reasons as whole sentences; parameters as for :func:`reasons_html`."""

    def item(reason: Reason) -> str:
        rest = reason.sentence[language].removeprefix(reason.headline[language])
        points = f"<small>({esc(_points(reason, say, language))}){_notes(reason, assessment, say)}</small>"
        return f"<li>{_term(reason, 'sentence', reference, say, language)}{esc(rest)} {points}</li>"

    sentences = f'<div class="pad-reasons told">{_sides(assessment, item, say)}</div>'
    return f"<h2>{esc(say('reasons.title'))}</h2>{sentences}{_untold_html(assessment, say, language)}"


def untold(assessment: Assessment) -> tuple[Family, ...]:
    """Families that cannot be said, though the waterfall puts them first or before a reason of their side."""
    named = {reason.feature for reason in (*assessment.raises, *assessment.lowers)}
    least = {
        reasons[0].side: abs(reasons[:MOST][-1].contribution)
        for reasons in (assessment.raises, assessment.lowers)
        if reasons
    }
    return tuple(
        family
        for place, family in enumerate(assessment.families)
        if family.feature not in named
        and (abs(family.contribution) > least.get(_side_of(family), math.inf) or (named and not place))
    )


def _side_of(family: Family) -> Side:
    return "raises" if family.contribution > 0 else "lowers"


def _untold_html(assessment: Assessment, say: Say, language: Language) -> str:
    """One sentence, where there is such a family."""
    families = [
        {"name": family.headline[language], "points": points_text(family.points, say, language)}
        for family in untold(assessment)
    ]
    if not families:
        return ""
    if len(families) == 1:
        return fine(say("reasons.untold.single", **families[0]))
    names = f"{mark('semicolon', language)} ".join(say("reasons.untold.named", **family) for family in families)
    return fine(say("reasons.untold.several", names=names))


def _sides(assessment: Assessment, item: Callable[[Reason], str], say: Say) -> str:
    sides = (("raises", assessment.raises), ("lowers", assessment.lowers))
    return "".join(_side(side, reasons, item, say) for side, reasons in sides)


def _side(side: str, reasons: Sequence[Reason], item: Callable[[Reason], str], say: Say) -> str:
    items = "".join(item(reason) for reason in reasons)
    content = f"<ol>{items}</ol>" if items else f"<p>{esc(say('reasons.none'))}</p>"
    return f'<section class="{side}"><h3>{esc(say(f"reasons.{side}"))}</h3>{content}</section>'


def _points(reason: Reason, say: Say, language: Language) -> str:
    return points_text(reason.points, say, language)


def _notes(reason: Reason, assessment: Assessment, say: Say) -> str:
    """Whether the client can act on it, and whether it is less certain than the others."""
    notes = [say("reasons.actionable")] if reason.actionable else []
    notes += [say("reasons.unsure")] if reason.feature == assessment.unsure_reason else []
    return "".join(f' <span class="note">{esc(note)}</span>' for note in notes)


def _term(reason: Reason, place: str, reference: Mapping[str, ReferenceStats], say: Say, language: Language) -> str:
    meaning = reason_meaning(reason, reference, say, language)
    label = reason.headline[language]
    return term(label, meaning, f"{place}-{reason.feature}") if meaning else esc(label)
