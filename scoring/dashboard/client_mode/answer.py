"""The answer on the client's own page: what it is, what weighed, what the client can do; said to the client."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.dashboard.render.html import esc, people
from scoring.dashboard.render.scale import scale_html
from scoring.dashboard.render.terms import Say
from scoring.documents.letters.case import Case
from scoring.documents.letters.decision_letter import answer_key, opening, what_to_do, why_a_person
from scoring.explain.elements import Reason
from scoring.explain.hundred import risk_of
from scoring.explain.reason_value import value_beside_usual


def answer_html(case: Case, say: Say) -> str:
    """The answer first, then the risk in people and the score.

    Parameters
    ----------
    case : Case
        Whose answer.
    say : callable
        Gives the page's words by their key.
    """
    risk = risk_of(case.assessment)
    asked, *risks, score = opening(case)
    picture = people(risk.some, say("decision.people", some=risk.some, rest=risk.rest))
    person = "" if case.decided else f"<p>{esc(say('client.person'))}</p>"
    return (
        f'<p class="answer {"yes" if case.is_yes else "no"}">{esc(case.say(f"answer.{answer_key(case)}"))}</p>'
        f"<p>{esc(asked)}</p>{person}{why_a_person(case)}"
        f'<div class="pair"><div>{picture}<p>{esc(" ".join(risks))}</p></div>'
        f"<div>{scale_html(case.assessment, say)}<p>{esc(score)}</p></div></div>"
    )


def weighed_html(case: Case, say: Say) -> str:
    """What weighed, in the letter's order, with words for how much."""
    sides = (("against", "raises", case.assessment.raises), ("for", "lowers", case.assessment.lowers))
    columns = "".join(_side(case, say, *side) for side in sides)
    return (
        f'<h2>{esc(case.why_title)}</h2><div class="pad-reasons">{columns}</div>'
        f'<p class="pad-fine">{esc(say("client.note"))}</p>'
    )


def do_html(case: Case) -> str:
    """What the client can do; routes where they were sought."""
    return f"<h2>{esc(case.say('do.title'))}</h2>{what_to_do(case)}"


def _side(case: Case, say: Say, key: str, side: str, reasons: Sequence[Reason]) -> str:
    longest = max((abs(r.points) for r in (*case.assessment.raises, *case.assessment.lowers)), default=0) or 1
    items = "".join(_item(case, say, reason, 100 * abs(reason.points) / longest) for reason in reasons)
    content = f"<ol>{items}</ol>" if items else f"<p>{esc(say('client.nothing'))}</p>"
    return f'<section class="{side}"><h3>{esc(say(f"client.{key}"))}</h3>{content}</section>'


def _item(case: Case, say: Say, reason: Reason, width: float) -> str:
    language = case.language
    return (
        f'<li><div class="head"><b>{esc(case.address(reason.headline[language]))}</b>'
        f'<span class="points">{esc(say(f"client.{reason.weight}"))}</span></div>'
        f'<div class="meter" aria-hidden="true"><i style="width:{width:.1f}%"></i></div>'
        f"<small>{esc(value_beside_usual(reason, language, case.address))}</small></li>"
    )
