"""Routes in words: what would change, what the answer would be, what it assumes."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.features.catalogue import catalogue
from scoring.texts import Language, format_number
from scoring.texts.sentences import page
from scoring.what_if.change import FEATURES, Request
from scoring.what_if.routes import NEAR, Route, Routes

FIELDS = ("credit", "duration", "income")


@dataclass(frozen=True)
class RouteWords:
    """A route ready to be read aloud: one sentence, and what it takes for granted."""

    sentence: str
    assumes: str


def route_words(routes: Routes, language: Language) -> tuple[RouteWords, ...]:
    """Every route in words, in their order."""
    return tuple(
        RouteWords(_sentence(route, routes, language), page(f"routes.assumes.{route.lever}", language))
        for route in routes.routes
    )


def without_route(routes: Routes, language: Language, needed: int) -> tuple[str, ...]:
    """What is said where there is no route: why, and what comes nearest; nothing where there is one.

    Parameters
    ----------
    routes : Routes
        Of the client.
    language : str
        Of the words.
    needed : int
        Score from which a loan is granted.
    """
    if routes.routes:
        return ()
    if routes.now.zone == "accept":
        return (page("routes.accepted", language),)
    held = set(routes.now.causes) - {NEAR}
    first = page("routes.held" if held else "routes.none", language)
    miss = routes.nearest_miss
    before = _points(routes.now.score, language)
    if held and routes.now.score >= needed:
        return first, page("routes.enough", language, before=before, needed=_points(needed, language))
    if miss is None or miss.outcome.score <= routes.now.score:  # nearer by less than a point is not nearer in words
        return first, page("routes.no_miss", language)
    near = "routes.near_miss" if miss.outcome.score >= needed else "routes.miss"
    key = "routes.held_miss" if held else near
    values = {"before": before, "after": _points(miss.outcome.score, language), "needed": _points(needed, language)}
    return first, page(key, language, what=_what(miss, routes.request, language), **values)


def routes_text(routes: Routes, language: Language, needed: int) -> str:
    """All of it as lines for a terminal."""
    lines = [page("routes.title", language), page("routes.explain", language), ""]
    for words in route_words(routes, language):
        lines += [f"  - {words.sentence}", f"    {words.assumes}"]
    return "\n".join([*lines, *without_route(routes, language, needed)])


def _sentence(route: Route, routes: Routes, language: Language) -> str:
    what = _what(route, routes.request, language)
    scores = {"before": _points(routes.now.score, language), "after": _points(route.outcome.score, language)}
    rises = route.outcome.score > routes.now.score
    key = route.outcome.zone if rises or route.outcome.zone != "accept" else "steady"
    return page(f"routes.{key}", language, what=what[:1].upper() + what[1:], **scores)


def _what(route: Route, start: Request, language: Language) -> str:
    key: str = route.lever
    if key == "repaid":
        key = "repaid.one" if len(route.credits) == 1 else "repaid.many"
    values = {name: _value(name, getattr(route.request, name), language) for name in FIELDS}
    before = {f"{name}_now": _value(name, getattr(start, name), language) for name in FIELDS}
    paid = _value("credit", route.paid, language)
    return page(f"routes.what.{key}", language, paid=paid, count=len(route.credits), **values, **before)


def _value(field: str, value: float | None, language: Language) -> str:
    return catalogue()[FEATURES[field]].show(value, language)


def _points(score: int, language: Language) -> str:
    return format_number(score, language)
