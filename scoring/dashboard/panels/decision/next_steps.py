"""What the client can do when the answer is no yes: three steps, each of which opens its place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.dashboard.render.html import bar_button, esc
from scoring.dashboard.render.terms import Say
from scoring.explain.assessment import Assessment
from scoring.texts import Language

if TYPE_CHECKING:
    from scoring.what_if.routes import Routes

STEPS = ("request", "data", "person")


def next_steps_html(assessment: Assessment, routes: Routes | None, say: Say, language: Language) -> str:
    """Another request, a correction, another look; nothing where the answer is a yes already.

    Parameters
    ----------
    assessment : Assessment
        Assessment of the client.
    routes : Routes, optional
        What was found for this client; None where nobody has asked yet.
    say : callable
        Gives the page's words by their key.
    language : str
        Language of the words.
    """
    if assessment.zone == "accept":
        return ""
    nearest = _nearest(assessment, routes, language)
    parts = "".join(_step(name, nearest if name == "request" else "", say) for name in STEPS)
    return f'<div class="pad-next"><h2>{esc(say("next.title"))}</h2><div class="three">{parts}</div></div>'


def _nearest(assessment: Assessment, routes: Routes | None, language: Language) -> str:
    """The nearest route in words, where one was found for this client."""
    if routes is None or routes.client != assessment.client or not routes.routes:
        return ""
    from scoring.what_if.route_words import route_words

    return route_words(routes, language)[0].sentence


def _step(name: str, found: str, say: Say) -> str:
    words = found or say(f"next.{name}_words")
    button = bar_button(f"step {name}", say(f"next.{name}_open"))
    return f"<section><h3>{esc(say(f'next.{name}'))}</h3><p>{esc(words)}</p>{button}</section>"
