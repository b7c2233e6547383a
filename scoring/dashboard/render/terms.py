"""What a piece of information means, its unit, what is usual and where it comes from: said on hover and on focus."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from scoring.dashboard.render.html import esc
from scoring.explain.elements import Reason
from scoring.explain.families import building_index
from scoring.explain.reasons import usual_text
from scoring.features.catalogue import EXTERNAL_STORY, catalogue
from scoring.features.sources import source_of
from scoring.model.manifest import ReferenceStats
from scoring.texts import Language, reason_words, source

Say = Callable[..., str]


def meaning(
    feature: str, reference: Mapping[str, ReferenceStats], say: Say, language: Language, usual: str = ""
) -> str:
    """What a feature stands for, in two or three sentences.

    Parameters
    ----------
    feature : str
        Its name.
    reference : mapping of str to ReferenceStats
        What is usual, from the manifest.
    say : callable
        Gives the page's words by their key.
    language : {"fr", "en"}
        Language of the words.
    usual : str, default ""
        What is usual in words, where it stands beside a value; from the manifest else.
    """
    entry = catalogue()[feature]
    seen = reference.get(feature)
    sentences = say(
        "meaning.text",
        meaning=entry.meaning.say(language),
        unit=say(f"meaning.unit_{entry.feature.unit}"),
        usual=usual or (usual_text(entry, seen, language) if seen else say("meaning.no_usual")),
        source=source(source_of(entry.feature), language),
    )
    direction = {1: " " + say("meaning.up"), -1: " " + say("meaning.down")}.get(entry.direction, "")
    return sentences + direction


def reason_meaning(reason: Reason, reference: Mapping[str, ReferenceStats], say: Say, language: Language) -> str:
    """What a reason stands for; empty where it speaks of what is not there. Parameters as for :func:`meaning`."""
    if not reason.usual[language]:
        return ""
    story, words = catalogue()[reason.feature].story, reason_words()
    of_group = "external" if story == EXTERNAL_STORY else "building" if building_index(story) is not None else ""
    if of_group:
        return words[f"{of_group}_meaning"].say(language).format(usual=f"{reason.usual[language]}.")
    return meaning(reason.feature, reference, say, language, reason.usual[language])


def term(label: str, says: str, place: str) -> str:
    """A label that says more when it is pointed at or reached by the keyboard.

    Parameters
    ----------
    label, says : str
        Plain text.
    place : str
        Unique on the page: what ties the two together.
    """
    name = f"pad-tip-{esc(place)}"
    return (
        f'<span class="pad-term"><dfn tabindex="0" aria-describedby="{name}">{esc(label)}</dfn>'
        f'<span role="tooltip" id="{name}">{esc(says)}</span></span>'
    )
