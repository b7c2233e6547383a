"""Families of information: the unit in which every view explains a score, in one order and one measure.

Features of one story (a source column, or several columns that speak of one thing) are added. A history that the
client does not have is one family, whatever its columns; what an existing source leaves empty is one family a source.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

from scoring.explain.elements import Contribution, Family, Source
from scoring.features.catalogue import EXTERNAL_STORY, Entry, catalogue
from scoring.features.revolving import CONTRACT, LACKING, REVOLVING
from scoring.features.sources import source_of
from scoring.model.manifest import ReferenceStats
from scoring.model.points import ANCHOR_ODDS, POINTS_AT_ANCHOR, POINTS_TO_DOUBLE
from scoring.texts import Language, Words, is_near, languages, reason_words, source

A_POINT = POINTS_TO_DOUBLE / math.log(2.0)
# What speaks for the external scores: what they say together rather than one of them, and not how many they are.
SPOKEN_FIRST = {"application_external_mean": 1, "application_external_count": -1}

# A source without anything of the client, and the family it is told in unless a wider one is empty too.
HISTORIES = {"previous": "ours", "pos": "repayments", "installments": "repayments"}
WIDER = {"balance": ("bureau", "bureau"), "pos": ("previous", "ours"), "installments": ("previous", "ours")}


@dataclass(frozen=True)
class Story:
    """The contributions of one family; ``absence`` is the key of the words where it speaks of what is not there."""

    name: str
    members: tuple[Contribution, ...]
    speaker: Contribution
    absence: str = ""

    @cached_property
    def contribution(self) -> float:
        """In log-odds, of all members together."""
        return math.fsum(member.contribution for member in self.members)

    @property
    def entry(self) -> Entry:
        """The catalogue's entry of the speaker."""
        return catalogue()[self.speaker.feature]


def in_points(contribution: float) -> float:
    """How many points a contribution to the log-odds of difficulty adds (below zero: takes away).

    Examples
    --------
    >>> round(in_points(math.log(2)))
    -60
    """
    return -contribution * A_POINT


def base_points(base_value: float) -> float:
    """The points from which a client's families lead to the score; neither rounded nor clipped."""
    return POINTS_AT_ANCHOR - A_POINT * (base_value + math.log(ANCHOR_ODDS))


def whole_points(points: float) -> int:
    """Points as people read them; halves go away from zero.

    Examples
    --------
    >>> whole_points(-0.5), whole_points(1.4), whole_points(2.5)
    (-1, 1, 3)
    """
    return int(math.copysign(math.floor(abs(points) + 0.5), points))


def stories(
    contributions: Iterable[Contribution],
    reference: Mapping[str, ReferenceStats],
    known: Sequence[Source],
    *,
    revolving: bool = False,
) -> tuple[Story, ...]:
    """Every family of a client, the strongest first by what its members do together.

    Parameters
    ----------
    contributions : iterable of Contribution
        Every feature's share of the log-odds, with its value.
    reference : mapping of str to ReferenceStats
        What is usual: a value that differs from it speaks rather than one that does not.
    known : sequence of Source
        Which sources say something of the client.
    revolving : bool
        Whether the client asks for revolving credit: what the model reads as its duration and price is the same for
        all of these, and is told as the kind of loan.
    """
    states = {source.name: source.state for source in known}
    members: dict[str, list[Contribution]] = defaultdict(list)
    for part in contributions:
        told_as = CONTRACT if revolving and part.feature in LACKING else part.feature
        members[_absent_history(part, states) or catalogue()[told_as].story].append(part)
    families: dict[str, list[Contribution]] = defaultdict(list)
    for name, parts in members.items():
        families[_unknown(name, parts) or name] += parts
    family_stories = [_story(name, parts, reference) for name, parts in families.items()]
    return tuple(sorted(family_stories, key=lambda story: (-abs(story.contribution), story.name)))


def family_of(story: Story) -> Family:
    """The family as the Assessment holds it."""
    called = headline(story)
    return Family(
        name=story.name,
        theme=story.entry.theme,
        contribution=story.contribution,
        points=whole_points(in_points(story.contribution)),
        feature=story.speaker.feature,
        features=tuple(member.feature for member in story.members),
        headline={language: called.say(language) for language in languages()},
    )


def headline(story: Story) -> Words:
    """What a family is called: its speaker's label, an index of the building, or what is not there."""
    return _headline(story.name, story.speaker.feature, story.absence, languages())


@lru_cache(maxsize=4096)
def _headline(story: str, speaker: str, absence: str, asked: tuple[Language, ...]) -> Words:
    """The same of a story's name, remembered; ``asked`` as another language makes other words."""
    words, entry = reason_words(), catalogue()[speaker]
    if story == EXTERNAL_STORY and not absence:
        return words["external"]
    if not absence:
        return building_index(story) or entry.label
    where = source_of(entry.feature)
    return Words.each(lambda language: words[absence].say(language).format(source=source(where, language)))


def building_index(story: str) -> Words | None:
    """What a family of indices of the building is called, without saying which of its statistics; None for others.

    Examples
    --------
    >>> building_index("application.ELEVATORS").en
    'Index of the building’s lifts'
    """
    return reason_words().get(f"building_{story.removeprefix('application.').lower()}")


def is_usual(entry: Entry, value: float | str | None, reference: ReferenceStats) -> bool:
    """Whether a value is the usual one, reads like it in any language, or is so near that nobody would say it."""
    if value is None or reference.typical is None:
        return False
    return is_near(value, reference.typical, entry.feature.unit) or reads_usual(entry, value, reference)


def reads_usual(entry: Entry, value: float | str, reference: ReferenceStats) -> bool:
    """Whether a value and the usual one are written alike in some language; numbers are in all or in none."""
    asked = languages() if isinstance(value, str) else languages()[:1]
    return _written_alike(entry.name, value, reference.typical, tuple(asked))


@lru_cache(maxsize=16_384)
def _written_alike(name: str, value: float | str, usual: float | str | None, asked: tuple[Language, ...]) -> bool:
    """The same, remembered: it is asked when a family's speaker is sought, and when a reason is."""
    written = (catalogue()[name].show_beside((value, usual), language) for language in asked)
    return any(shown == beside for shown, beside in written)


def speaks(part: Contribution, reference: Mapping[str, ReferenceStats]) -> bool:
    """Whether a value can be given as a reason: it is known, and not what is usual."""
    usual = reference.get(part.feature)
    return part.value is not None and (usual is None or not is_usual(catalogue()[part.feature], part.value, usual))


def agrees(part: Contribution, reference: Mapping[str, ReferenceStats], side: float) -> bool:
    """Whether the value stands where one expects it for an effect on this side; also where nothing is expected.

    Contributions are counted from the mean client, usual values are medians: where few have a refusal, one in ten
    applications refused is more than usual, and less than the mean.
    """
    direction, usual = catalogue()[part.feature].expected_side, reference.get(part.feature)
    typical = None if usual is None else usual.typical
    if not direction or not isinstance(part.value, float | int) or not isinstance(typical, float | int):
        return True
    return (part.value > typical) == (direction * side > 0)


@cache
def _where(name: str) -> str:
    """The history that a feature reads, by its name."""
    return source_of(catalogue()[name].feature)


def _absent_history(part: Contribution, states: Mapping[str, str]) -> str:
    """The absent history that a feature belongs to; empty where its source says something."""
    where = _where(part.feature)
    if states.get(where) == "absent":
        return f"table.{where}"
    history = lacking_history(part.feature, states)
    return f"none.{history}" if history else ""


def lacking_history(feature: str, states: Mapping[str, str]) -> str:
    """The history that a client does not have and a feature would speak of; empty where there is no such.

    Parameters
    ----------
    feature : str
        Its name in the catalogue.
    states : mapping of str to str
        What each source says of the client, as :class:`~scoring.explain.elements.Source` has it.
    """
    where = _where(feature)
    if states.get(where) != "none":
        return ""
    wider, name = WIDER.get(where, ("", ""))
    return name if states.get(wider) == "none" else HISTORIES.get(where, where)


def _unknown(name: str, parts: Sequence[Contribution]) -> str:
    """Where nothing of a story is known: the family of what its source leaves empty."""
    if "." not in name or name.startswith(("none.", "table.")) or any(part.value is not None for part in parts):
        return ""
    if name == EXTERNAL_STORY:
        return "none.external"
    return f"unknown.{source_of(catalogue()[parts[0].feature].feature)}"


def _story(name: str, parts: Sequence[Contribution], reference: Mapping[str, ReferenceStats]) -> Story:
    ordered = tuple(sorted(parts, key=lambda part: (-abs(part.contribution), part.feature)))
    if name == catalogue()[CONTRACT].story:
        by_name = {part.feature: part for part in ordered}
        # Where the model does not read the kind of loan, the others are there for a revolving one alone.
        speaker = by_name.get(CONTRACT, Contribution(CONTRACT, REVOLVING, 0.0))
        return Story(name, ordered, speaker)
    kind, _, where = name.partition(".")
    absence = {"none": f"none_{where}", "table": "table", "unknown": "unknown_of"}.get(kind, "")
    return Story(name, ordered, _speaker(ordered, reference), absence)


def _speaker(members: Sequence[Contribution], reference: Mapping[str, ReferenceStats]) -> Contribution:
    """Who speaks for the others: on the side that wins, and there a value that is known and not the usual one."""
    side = 1.0 if math.fsum(member.contribution for member in members) > 0 else -1.0
    winners = [part for part in members if part.contribution * side > 0] or members
    if len(winners) == 1:  # writing values out, to see what reads like the usual one, is most of an answer's time
        return winners[0]

    def rank(part: Contribution) -> tuple[bool, int, float, str]:
        named = SPOKEN_FIRST.get(part.feature, 0)
        return agrees(part, reference, side), named, part.contribution * side, part.feature

    ranked = sorted(winners, key=rank, reverse=True)
    return next((part for part in ranked if speaks(part, reference)), ranked[0])
