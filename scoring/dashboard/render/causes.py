"""Why a person must look at an answer, wherever the page shows one: today's, a simulated or a contested one."""

from __future__ import annotations

from scoring.dashboard.render.html import esc
from scoring.dashboard.render.terms import Say
from scoring.explain.assessment import Assessment
from scoring.explain.cause_words import cause_sentences
from scoring.texts import Language


def causes_html(assessment: Assessment, say: Say, language: Language, heading: str = "h4") -> str:
    """A title and one item a cause; empty where the zone is not review.

    Parameters
    ----------
    assessment : Assessment
        The answer.
    say : callable
        Gives the page's words by their key.
    language : str
        Language of the words.
    heading : str
        HTML tag of the title, a heading one rank under what stands above it.
    """
    causes = "".join(f"<li>{esc(sentence)}</li>" for sentence in cause_sentences(assessment, language))
    if not causes:
        return ""
    return f'<{heading}>{esc(say("decision.causes"))}</{heading}><ul class="pad-causes">{causes}</ul>'
