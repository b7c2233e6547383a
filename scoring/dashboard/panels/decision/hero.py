"""The three answers in one row: what is proposed, the score on its scale, the one risk number in people."""

from __future__ import annotations

from scoring.dashboard.render.html import details, esc, fine, people, table
from scoring.dashboard.render.scale import HIGH, LOW, scale_html
from scoring.dashboard.render.terms import Say
from scoring.explain.assessment import Assessment
from scoring.explain.hundred import Risk, percent, risk_of, round_percent
from scoring.texts import Language, format_number, format_value


def hero_html(assessment: Assessment, causes: str, known: str, say: Say, language: Language) -> str:
    """Zone, score and risk side by side.

    Parameters
    ----------
    assessment : Assessment
        Assessment of the client.
    causes, known : str
        HTML under the zone: why a person must look, and what is known of the client.
    say : callable
        Gives the page's words by their key.
    language : str
        Language of the words.
    """
    cells = (_zone(assessment, causes, known, say), _score(assessment, say), _risk(assessment, say))
    return f'<div class="pad-verdict">{"".join(f"<section>{cell}</section>" for cell in cells)}</div>'


def marks_table(assessment: Assessment, say: Say, language: Language) -> str:
    """The marks of the scale and the probabilities, as a table that opens."""
    low, high = assessment.review_scores
    rows = [
        (say("scale.client_row"), str(assessment.score)),
        (say("scale.threshold_row"), str(assessment.threshold_score)),
        (say("scale.review_row"), say("scale.range", low=low, high=high)),
        (say("decision.probability_row"), percent(assessment.probability, language)),
        (say("decision.repayment_row"), percent(assessment.repayment_probability, language)),
        (say("decision.threshold_row"), percent(assessment.threshold, language)),
    ]
    return details(say("scale.table"), table((say("scale.mark"), say("scale.value")), rows))


def _zone(assessment: Assessment, causes: str, known: str, say: Say) -> str:
    zone = assessment.zone
    key = zone if zone != "review" else f"review_{assessment.decision}"
    return (
        f'<h3>{esc(say("decision.proposed"))}</h3><p class="pad-big pad-zone {zone}">{esc(say(f"zone.{zone}"))}</p>'
        f'<p class="pad-lead">{esc(say(f"decision.{key}"))}</p>{causes}{known}'
    )


def _score(assessment: Assessment, say: Say) -> str:
    distance = assessment.score - assessment.threshold_score
    key = "at" if not distance else "above" if distance > 0 else "below"
    words = say(f"scale.{key}", distance=abs(distance))
    return (
        f"<h3>{esc(say('scale.title'))}</h3>"
        f'<p class="pad-big">{assessment.score} <small>{esc(words)}</small></p>'
        f"{scale_html(assessment, say)}{fine(say('scale.higher', low=LOW, high=HIGH))}"
    )


def _risk(assessment: Assessment, say: Say) -> str:
    risk, mean = risk_of(assessment), round_percent(assessment.average_rate)
    number = say("decision.about", n=risk.some) if risk.some else say("decision.under_one")
    average = mean or say("decision.under_one")
    words = say("decision.average", average=average)
    if risk.low is not None:
        words = f"{say('decision.between', low=risk.low, high=risk.high)} {words}"
    return (
        f"<h3>{esc(say('decision.risk'))}</h3>"
        f'<p class="pad-big">{esc(number)} '
        f"<small>{esc(say('decision.in_hundred_one' if risk.some <= 1 else 'decision.in_hundred'))}</small></p>"
        f"{_people(risk, round_percent(assessment.threshold), say)}<p>{esc(words)}</p>"
    )


def _people(risk: Risk, threshold: int, say: Say) -> str:
    """Full marks for the number, rings up to its interval's upper end, a line at the threshold."""
    label = f"{say('decision.people', some=risk.some, rest=risk.rest)}."
    if risk.high is not None:
        label = f"{label} {say('decision.people_may', high=risk.high)}"
    label = f"{label} {say('decision.people_gate', n=threshold)}"
    gate = (threshold, say("scale.threshold", points=threshold))
    return people(risk.some, label, may=risk.high or 0, gate=gate)


def observed_words(assessment: Assessment, say: Say, language: Language) -> str:
    """What happened at this score, as the risk number's check."""
    near, risk = assessment.comparable, risk_of(assessment)
    return say(
        "decision.observed" if risk.low is not None else "decision.observed_only",
        n=format_number(near.n, language),
        difficulties=format_number(near.difficulties, language) if near.difficulties else say("decision.none"),
        level=format_value(near.level, "ratio", language),
    )
