"""What moves this client's score beside what moves everyone's, in points and by the same families."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping

from scoring.dashboard.render.html import esc, fine
from scoring.dashboard.render.terms import Say
from scoring.dashboard.render.weights import points_text
from scoring.explain.assessment import Assessment
from scoring.explain.families import in_points, whole_points
from scoring.features.catalogue import EXTERNAL_STORY, catalogue
from scoring.model.manifest import Manifest
from scoring.texts import Language, reason_words
from scoring.texts.sentences import page_count

LISTED = 5


def everyone_html(assessment: Assessment, manifest: Manifest, say: Say, language: Language) -> str:
    """Two lists side by side: the client's strongest families as in every view, and the strongest on average.

    Parameters
    ----------
    assessment : Assessment
        Assessment of the client.
    manifest : Manifest
        Says what weighs for everyone.
    say : callable
        Gives the page's words by their key.
    language : str
        Language of the words.
    """
    here = [
        (family.headline[language], points_text(family.points, say, language))
        for family in assessment.families[:LISTED]
    ]
    there = [
        (_name(members, language), page_count("everyone.mean", abs(whole_points(in_points(mean))), language))
        for mean, members in heaviest(manifest.importance)
    ]
    lists = "".join(_list(say(f"everyone.{key}"), items) for key, items in (("here", here), ("there", there)))
    title = f"<h2>{esc(say('everyone.title'))}</h2>"
    return f'{title}{fine(say("everyone.explain"))}<div class="pad-beside">{lists}</div>'


def heaviest(importance: Mapping[str, float]) -> list[tuple[float, tuple[str, ...]]]:
    """Families by the sum of their features' mean absolute contributions, the largest first, with their features."""
    families: dict[str, dict[str, float]] = defaultdict(dict)
    for name, weight in importance.items():
        if name in catalogue():
            families[catalogue()[name].story][name] = weight
    sums = [
        (math.fsum(weights.values()), tuple(sorted(weights, key=lambda name: (-weights[name], name))))
        for weights in families.values()
    ]
    return sorted(sums, key=lambda pair: (-pair[0], pair[1]))[:LISTED]


def _name(members: tuple[str, ...], language: Language) -> str:
    entry = catalogue()[members[0]]
    return reason_words()["external"].say(language) if entry.story == EXTERNAL_STORY else entry.label.say(language)


def _list(title: str, items: list[tuple[str, str]]) -> str:
    rows = "".join(f"<li>{esc(name)} <small>{esc(weight)}</small></li>" for name, weight in items)
    return f"<section><h3>{esc(title)}</h3><ol>{rows}</ol></section>"
