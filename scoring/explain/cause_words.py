"""Why a person must look at a case, in sentences: the same ones on the page, in a terminal and in a letter."""

from __future__ import annotations

from collections.abc import Sequence

from scoring.explain.assessment import Assessment
from scoring.explain.elements import Outside
from scoring.model.scores import UNSTABLE
from scoring.texts import Language, mark
from scoring.texts.sentences import page

NAMED = 3


def cause_sentences(assessment: Assessment, language: Language) -> tuple[str, ...]:
    """One sentence a cause, with the values it speaks of where they are known; also for a cause of a later model.

    Parameters
    ----------
    assessment : Assessment
        Assessment of the client; nothing is said where its zone is not review.
    language : str
        Language of the words.
    """
    return tuple(_cause(assessment, cause, language) for cause in assessment.review_because)


def _cause(assessment: Assessment, cause: str, language: Language) -> str:
    if cause == "out_of_range" and assessment.outside:
        return _outside(assessment.outside, language)
    sentences = [value.sentence[language] for value in assessment.unusable if value.cause == cause]
    if sentences:
        return _unusable(sentences, language)
    headlines = {reason.feature: reason.headline[language] for reason in (*assessment.raises, *assessment.lowers)}
    if cause == UNSTABLE and assessment.unsure_reason in headlines:
        return page("review.unsure_named", language, label=headlines[assessment.unsure_reason])
    key = f"review.{cause}"
    return page(key if key in page else "review.other", language)


def _unusable(sentences: Sequence[str], language: Language) -> str:
    """What could not be used, value by value; the first ones are named."""
    text, more = " ".join(sentences[:NAMED]), len(sentences) - NAMED
    return page("review.unusable_more", language, sentences=text, n=more) if more > 0 else text


def _outside(values: Sequence[Outside], language: Language) -> str:
    items = [
        page(
            "review.outside_item", language, label=v.headline[language], value=v.value[language], seen=v.seen[language]
        )
        for v in values[:NAMED]
    ]
    names, more = f"{mark('semicolon', language)} ".join(items), len(values) - NAMED
    if more > 0:
        names = page("review.outside_more", language, names=names, n=more)
    return page("review.outside_one" if len(values) == 1 else "review.outside_named", language, names=names)
