"""How much something weighs, in the same words everywhere: points of the score with their sign."""

from __future__ import annotations

from scoring.dashboard.render.terms import Say
from scoring.texts import Language, format_number


def signed(points: float, language: Language, decimals: int = 0) -> str:
    """Points with their sign, always as many decimals, so that they stand under each other.

    Examples
    --------
    >>> signed(12.34, "fr", 1), signed(22, "fr"), signed(0.01, "fr"), signed(-3, "en")
    ('+12,3', '+22', '0', '−3')
    """
    text = format_number(points, language, decimals, trim=False)
    nothing = not text.strip("\u22120.,")
    return "0" if nothing else text if text.startswith("\u2212") else f"+{text}"


def points_text(points: int, say: Say, language: Language) -> str:
    """Points with their sign and their word: "−74 points"."""
    return say({0: "weights.none", 1: "weights.point"}.get(abs(points), "weights.points"), n=signed(points, language))


def effect(points: int, say: Say) -> str:
    """What points do to the risk, with its sign; empty where they do nothing."""
    return "" if points == 0 else say("weights.raises" if points < 0 else "weights.lowers")


def side_of(points: float) -> str:
    """The class that colours it: "raises" for points taken away, "lowers" for points added."""
    return "raises" if points < 0 else "lowers"
