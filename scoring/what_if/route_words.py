"""Routes in words: what would change, what the answer would be, what it assumes."""

from __future__ import annotations

from dataclasses import dataclass

from scoring.explain.assessment import Assessment
from scoring.features.catalogue import catalogue
from scoring.texts import Language, capitalised, format_number
from scoring.texts.sentences import page
from scoring.what_if.change import FEATURES
from scoring.what_if.routes import NEAR, UNUSUAL, Outcome, Route, Routes

FIELDS = ("credit", "duration", "income")


@dataclass(frozen=True)
class RequiredScores:
    """Scores to pass: beyond ``studied`` a person looks at the case, beyond ``granted`` a yes needs nobody's look.

    ``threshold`` lies between them: what the model proposes turns there, with a person looking on either side.
    """

    studied: int
    threshold: int
    granted: int

    @classmethod
    def of(cls, assessment: Assessment) -> RequiredScores:
        """Those of the model that gave this answer."""
        studied, granted = assessment.review_scores
        return cls(studied, assessment.threshold_score, granted)


@dataclass(frozen=True)
class RouteWords:
    """A route ready to be read aloud: one sentence, what it takes for granted, the change it begins with."""

    sentence: str
    assumes: str
    change: str


def route_words(routes: Routes, language: Language) -> tuple[RouteWords, ...]:
    """Every route in words, in their order."""
    return tuple(_words(route, routes, language) for route in routes.routes)


def _words(route: Route, routes: Routes, language: Language) -> RouteWords:
    assumes = page(f"routes.assumes.{spoken_lever(route, routes)}", language)
    return RouteWords(_sentence(route, routes, language), assumes, capitalised(_what(route, routes, language)))


def shared_outcome(routes: Routes) -> str:
    """The zone that several routes all lead to by a higher score; empty where they differ."""
    zones = {route.outcome.zone for route in routes.routes}
    rise = all(route.outcome.score > routes.now.score for route in routes.routes)
    return zones.pop() if len(routes.routes) > 1 and rise and len(zones) == 1 else ""


def spoken_lever(route: Route, routes: Routes) -> str:
    """What a route's lever is called in the texts: a smaller revolving credit is a lower limit, and buys nothing."""
    return f"{route.lever}_revolving" if routes.request.revolving and route.lever == "amount" else route.lever


def without_route(routes: Routes, language: Language, needed: RequiredScores) -> tuple[str, ...]:
    """What is said where there is no route: why, and what comes nearest; nothing where there is one.

    Parameters
    ----------
    routes : Routes
        Routes of the client.
    language : str
        Language of the words.
    needed : RequiredScores
        Scores to pass, of the same model.
    """
    if routes.routes:
        return ()
    if routes.now.zone == "accept":
        return (page("routes.accepted", language),)
    held = set(routes.now.causes) - {NEAR}
    without = "none_review" if routes.now.zone == "review" else "none"  # there is no answer yet to make better
    first = page(f"routes.{'held' if held else without}", language)
    miss = routes.nearest_miss
    before = _points(routes.now.score, language)
    if held and routes.now.score > needed.granted:
        return first, page("routes.enough", language, before=before, needed=_points(needed.granted, language))
    if miss is None or miss.outcome.score <= routes.now.score:  # nearer by less than a point is not nearer in words
        return first, page("routes.no_miss", language)
    values = {"before": before, "after": _points(miss.outcome.score, language)}
    values |= {name: _points(score, language) for name, score in vars(needed).items()}
    key = "held_miss" if held else _miss_key(routes.now, miss.outcome, needed)
    return first, page(f"routes.{key}", language, what=_what(miss, routes, language), **values)


def _miss_key(now: Outcome, then: Outcome, needed: RequiredScores) -> str:
    """Which sentence tells what a change lacks: what a score is told to need is never less than it has."""
    if then.score > needed.granted:
        return "unusual_miss" if UNUSUAL in then.causes else "held_miss"
    if then.score >= needed.threshold:
        return "near_miss"
    return "refused_miss" if now.zone == "refuse" and then.score <= needed.studied else "miss"


def routes_text(routes: Routes, language: Language, needed: RequiredScores) -> str:
    """All of it as lines for a terminal."""
    lines = [page("routes.title", language), page("routes.explain", language), ""]
    for words in route_words(routes, language):
        lines += [f"  - {words.sentence}", f"    {words.assumes}"]
    return "\n".join([*lines, *without_route(routes, language, needed)])


def _sentence(route: Route, routes: Routes, language: Language) -> str:
    what = _what(route, routes, language)
    scores = {"before": _points(routes.now.score, language), "after": _points(route.outcome.score, language)}
    rises = route.outcome.score > routes.now.score
    key = route.outcome.zone if rises or route.outcome.zone != "accept" else "steady"
    return page(f"routes.{key}", language, what=capitalised(what), **scores)


def _what(route: Route, routes: Routes, language: Language) -> str:
    key, start = spoken_lever(route, routes), routes.request
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
