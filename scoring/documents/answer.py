"""The answer about one client as plain text, for a terminal: the same Assessment, in the page's words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from scoring.explain.assessment import Assessment
from scoring.explain.cause_words import cause_sentences
from scoring.explain.elements import Reason
from scoring.texts import Language, format_number, format_percent, format_signed, mark, per_hundred
from scoring.texts.sentences import page


def answer_text(assessment: Assessment, language: Language) -> str:
    """Zone and decision, risk and score, why a person must look, and the reasons on either side.

    Parameters
    ----------
    assessment : Assessment
        Assessment of the client.
    language : str
        Language of every line.

    Returns
    -------
    str
        Lines without a line break at the end.
    """
    lines = [
        f"{page('header.client', language, client=assessment.client)} · {page(f'zone.{assessment.zone}', language)}",
        page(f"decision.{_verdict(assessment)}", language),
        *_risk(assessment, language),
        *_causes(assessment, language),
        *_side("raises", assessment.raises, language),
        *_side("lowers", assessment.lowers, language),
        "",
        page("decision.limits", language),
    ]
    return "\n".join(lines)


def _verdict(assessment: Assessment) -> str:
    return f"review_{assessment.decision}" if assessment.zone == "review" else assessment.zone


def _risk(assessment: Assessment, language: Language) -> Iterator[str]:
    colon = mark("colon", language)
    chance = format_percent(assessment.probability, language, 1)
    yield f"{page('decision.risk', language)}{colon} {per_hundred(assessment.probability, language)} ({chance})"
    score, threshold = (format_number(value, language) for value in (assessment.score, assessment.threshold_score))
    yield f"{page('scale.title', language)}{colon} {score} ({page('scale.threshold', language, points=threshold)})"


def _causes(assessment: Assessment, language: Language) -> Iterator[str]:
    if not assessment.review_because:
        return
    yield from ("", page("decision.causes", language))
    for sentence in cause_sentences(assessment, language):
        yield f"  - {sentence}"


def _side(side: str, reasons: Sequence[Reason], language: Language) -> Iterator[str]:
    yield from ("", page(f"reasons.{side}", language))
    for reason in reasons:
        points = page("weights.points", language, n=format_signed(reason.points, language))
        yield f"  - {reason.sentence[language]} ({points})"
    if not reasons:
        yield f"  {page('reasons.none', language)}"
