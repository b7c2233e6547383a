"""Reasons: contributions told as sentences, the strongest first, on either side."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

from scoring.explain.elements import Outside, Reason, Side, Weight
from scoring.explain.families import Story, agrees, family_of, headline, is_usual, reads_usual, speaks
from scoring.features.catalogue import Entry, catalogue
from scoring.features.revolving import CONTRACT
from scoring.model.manifest import ReferenceStats
from scoring.texts import Language, Words, format_value, is_near, languages, reason_words

MOST = 4
WORTH_SAYING = 0.07  # log-odds, 6 points: of what counts less, one side in seven is wrong (docs/benchmarks.md)
DATES = ("days_ahead", "hour")
COUNT_OF_MARKS = "application_external_count"
TOGETHER = {"application_external_mean": "external_mean", "application_external_min": "external_min"}
MARK_OF_ONE = "application_ext_source_"
STRONG, MEDIUM = math.log(1.4), math.log(1.1)


def reasons(
    families: Sequence[Story], reference: Mapping[str, ReferenceStats]
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """The four strongest families on either side that can be said, and the first the client can act on beside them.

    What can be said: a known value that is not the usual one and stands on the side that one expects of its effect, or
    a history that the client does not have.

    Parameters
    ----------
    families : sequence of Story
        Every family of the client, the strongest first.
    reference : mapping of str to ReferenceStats
        What is usual for each feature.

    Returns
    -------
    tuple of (tuple of Reason, tuple of Reason)
        Raising, lowering; shorter where little speaks on a side.
    """
    # Asked one after the other, as far as reasons are wanted: to see what can be said, values are written out.
    raising = _side(story for story in families if story.contribution > 0 and _can_be_reason(story, reference))
    lowering = _side(story for story in families if story.contribution < 0 and _can_be_reason(story, reference))
    return tuple(_reason(story, reference) for story in raising), tuple(_reason(story, reference) for story in lowering)


def _can_be_reason(story: Story, reference: Mapping[str, ReferenceStats]) -> bool:
    if abs(story.contribution) < WORTH_SAYING:
        return False
    if story.absence.startswith("none_"):
        return True
    return agrees(story.speaker, reference, story.contribution) and speaks(story.speaker, reference)


def _side(ranked: Iterator[Story]) -> list[Story]:
    """The first four; the first that can be acted on as a fifth, where none of them is one."""
    first = list(islice(ranked, MOST))
    if any(_actionable(story) for story in first):
        return first
    return first + list(islice(filter(_actionable, ranked), 1))


def _actionable(story: Story) -> bool:
    """Another kind of loan is another application: no route leads there, and nobody is told to take one."""
    return story.entry.actionable and not story.absence and story.entry.name != CONTRACT


def values_out_of_range(
    values: Mapping[str, float | str | None], reference: Mapping[str, ReferenceStats]
) -> tuple[Outside, ...]:
    """The client's values that training never came near, in words.

    Parameters
    ----------
    values : mapping
        The client's features by name.
    reference : mapping of str to ReferenceStats
        What training held of the features that the model reads.
    """
    strange = [name for name, seen in reference.items() if not seen.holds(values.get(name))]
    return tuple(_outside(catalogue()[name], values[name], reference[name]) for name in strange)


def weight_of(contribution: float) -> Weight:
    """In words: strong multiplies or divides the odds by 1.4 or more, medium by 1.1, light by less.

    Examples
    --------
    >>> weight_of(-0.5), weight_of(0.2), weight_of(0.05)
    ('strong', 'medium', 'light')
    """
    size = abs(contribution)
    return "strong" if size >= STRONG else "medium" if size >= MEDIUM else "light"


def _reason(story: Story, reference: Mapping[str, ReferenceStats]) -> Reason:
    side: Side = "raises" if story.contribution > 0 else "lowers"
    entry, value = story.entry, story.speaker.value
    usual, family = reference[story.speaker.feature], family_of(story)
    if story.absence:
        value_text, usual_words, text = _absent(story, side)
    else:
        pairs = {
            language: _values_in_words(entry, beside_usual(entry, value, usual, language), language)
            for language in languages()
        }
        value_text = Words.each(lambda language: _which_mark(entry, pairs[language][0], language))
        usual_words = Words.each(lambda language: pairs[language][1])
        label = headline(story)
        text = Words.each(lambda language: sentence(entry, value, usual, side, language, label.say(language)))
    return Reason(
        feature=family.feature,
        family=family.features,
        side=side,
        contribution=family.contribution,
        points=family.points,
        weight=weight_of(family.contribution),
        theme=family.theme,
        headline=family.headline,
        value=_by_language(value_text),
        usual=_by_language(usual_words),
        sentence=_by_language(text),
        actionable=_actionable(story),
    )


def _absent(story: Story, side: Side) -> tuple[Words, Words, Words]:
    """What is said of what is not there: in short, nothing usual beside it, and as a sentence."""
    words, label = reason_words(), headline(story)
    short = words[f"{story.absence}_short"]
    text = Words.each(
        lambda language: words["sentence_absent"].say(language).format(
            label=label.say(language), effect=words[side].say(language)
        )
    )  # fmt: skip
    return short, Words.each(lambda _: ""), text


def _by_language(words: Words) -> dict[Language, str]:
    return {language: words.say(language) for language in languages()}


def sentence(
    entry: Entry,
    value: float | str | None,
    reference: ReferenceStats,
    side: Side,
    language: Language,
    label: str | None = None,
) -> str:
    """One reason as it is read aloud: label, value, where it stands, what it does to the risk.

    Parameters as for :func:`beside_usual`; ``label`` is said instead of the feature's, where a family speaks.
    """
    words = reason_words()
    value_text = _values_in_words(entry, beside_usual(entry, value, reference, language), language)[0]
    return words["sentence"].say(language).format(
        label=label or entry.label.say(language),
        value=_which_mark(entry, value_text, language) if label else value_text,
        position=position(entry, value, reference, language),
        effect=words[f"{side}_same" if is_usual(entry, value, reference) else side].say(language),
    )  # fmt: skip


def position(entry: Entry, value: float | str | None, reference: ReferenceStats, language: Language) -> str:
    """Where a value stands beside the usual one, in words; a date is earlier or later, not more or less.

    Parameters as for :func:`beside_usual`, whose ``seen`` is the reference.
    """
    words = reason_words()
    if value is None:
        return words["unknown"].say(language)
    if reference.typical is None:
        return words["no_usual"].say(language)
    _, typical = _values_in_words(entry, entry.show_beside((value, reference.typical), language), language)
    same = reads_usual(entry, value, reference)
    if reference.share is not None:
        share = format_value(reference.share, "ratio", language)
        return words["like_most" if same else "unlike_most"].say(language).format(usual=typical, share=share)
    if same or isinstance(value, str) or isinstance(reference.typical, str):
        return words["same"].say(language)
    if is_near(value, reference.typical, entry.feature.unit):
        return words["near"].say(language).format(usual=typical)
    key = "above" if value > reference.typical else "below"
    later = "_date" if entry.feature.unit in DATES else ""
    return words[f"{key}{later}"].say(language).format(usual=typical)


def _outside(entry: Entry, value: float | str | None, seen: ReferenceStats) -> Outside:
    in_words = {language: entry.show_beside((value, seen.low, seen.high), language) for language in languages()}
    return Outside(
        feature=entry.name,
        headline={language: entry.label.say(language) for language in languages()},
        value={language: value_text for language, (value_text, *_) in in_words.items()},
        seen={language: _seen_text(seen, low, high, language) for language, (_, low, high) in in_words.items()},
    )


def _seen_text(seen: ReferenceStats, low: str, high: str, language: Language) -> str:
    if seen.levels:
        return reason_words()["never_met"].say(language)
    return reason_words()["seen" if low != high else "seen_only"].say(language).format(low=low, high=high)


def usual_text(entry: Entry, seen: ReferenceStats, language: Language) -> str:
    """What is usual for a feature, with how many have it where that is known."""
    if seen.typical is None:
        return reason_words()["no_usual"].say(language)
    return _with_share(entry.show(seen.typical, language), seen, language)


def beside_usual(entry: Entry, value: float | str | None, seen: ReferenceStats, language: Language) -> tuple[str, str]:
    """A value and what is usual, in one unit; the usual one with how many have it where that is known.

    Parameters
    ----------
    entry : Entry
        Entry of the feature.
    value : float, str or None
        The client's.
    seen : ReferenceStats
        What is usual.
    language : str
        Language of the words.
    """
    if seen.typical is None:
        return entry.show(value, language), usual_text(entry, seen, language)
    value_text, typical = entry.show_beside((value, seen.typical), language)
    return value_text, _with_share(typical, seen, language)


def _values_in_words(entry: Entry, value_texts: tuple[str, ...], language: Language) -> tuple[str, ...]:
    """A reason's values; how many external scores are known is no score, and says so under their common name."""
    if entry.name != COUNT_OF_MARKS:
        return value_texts
    return tuple(
        reason_words()["external_known_one" if text == "1" else "external_known_many"].say(language).format(n=text)
        for text in value_texts
    )


def _which_mark(entry: Entry, value_text: str, language: Language) -> str:
    """An external score under the common name of all: the mean of them, the lowest, or one organisation's."""
    words = reason_words()
    if entry.name in TOGETHER:
        return words[TOGETHER[entry.name]].say(language).format(n=value_text)
    if not entry.name.startswith(MARK_OF_ONE):
        return value_text
    return words["external_source"].say(language).format(n=value_text, number=entry.name.removeprefix(MARK_OF_ONE))


def _with_share(typical: str, seen: ReferenceStats, language: Language) -> str:
    if seen.share is None:
        return typical
    share = format_value(seen.share, "ratio", language)
    return reason_words()["usual_share"].say(language).format(usual=typical, share=share)
