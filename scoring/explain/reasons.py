"""Reasons: contributions told as sentences, the strongest first, on either side."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

from scoring.explain.assessment import Contribution, Outside, Reason, Side, Weight
from scoring.features.catalogue import Entry, catalogue
from scoring.model.manifest import ReferenceStats
from scoring.texts import Language, format_value, languages, reason_words

MOST = 4
WORTH_SAYING = 0.02
STRONG = math.log(1.4)
MEDIUM = math.log(1.1)


def reasons(
    contributions: Sequence[Contribution], reference: Mapping[str, ReferenceStats]
) -> tuple[tuple[Reason, ...], tuple[Reason, ...]]:
    """The four strongest reasons that raise the risk, and the four that lower it.

    Features of one source column tell one story: they are added, and the strongest speaks for them.

    Parameters
    ----------
    contributions : sequence of Contribution
        Every feature's share of the client's log-odds, with its value.
    reference : mapping of str to ReferenceStats
        What is usual for each feature.

    Returns
    -------
    tuple of (tuple of Reason, tuple of Reason)
        Raising, lowering; shorter than four where little speaks on a side.
    """
    families: dict[str, list[Contribution]] = defaultdict(list)
    for one in contributions:
        families[catalogue()[one.feature].family].append(one)
    ranked = sorted(families.values(), key=lambda members: (-abs(_total(members)), members[0].feature))
    raising = [members for members in ranked if _total(members) >= WORTH_SAYING][:MOST]
    lowering = [members for members in ranked if _total(members) <= -WORTH_SAYING][:MOST]
    return (
        tuple(_reason(members, reference) for members in raising),
        tuple(_reason(members, reference) for members in lowering),
    )


def outside(values: Mapping[str, float | str | None], reference: Mapping[str, ReferenceStats]) -> tuple[Outside, ...]:
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


def _total(members: Sequence[Contribution]) -> float:
    return math.fsum(one.contribution for one in members)


def _reason(members: Sequence[Contribution], reference: Mapping[str, ReferenceStats]) -> Reason:
    total = _total(members)
    side: Side = "raises" if total > 0 else "lowers"
    speaker = max(members, key=lambda one: (one.contribution * (1 if total > 0 else -1), one.feature))
    entry, seen = catalogue()[speaker.feature], reference[speaker.feature]
    return Reason(
        feature=speaker.feature,
        family=tuple(one.feature for one in members),
        side=side,
        contribution=total,
        weight=weight_of(total),
        theme=entry.theme,
        headline={language: entry.label.say(language) for language in languages()},
        value={language: entry.show(speaker.value, language) for language in languages()},
        usual={language: usual_text(entry, seen, language) for language in languages()},
        sentence={language: sentence(entry, speaker.value, seen, side, language) for language in languages()},
    )


def sentence(entry: Entry, value: float | str | None, seen: ReferenceStats, side: Side, language: Language) -> str:
    """One reason as it is read aloud: label, value, where it stands, what it does to the risk."""
    words = reason_words()
    return words["sentence"].say(language).format(
        label=entry.label.say(language),
        value=entry.show(value, language),
        position=position(entry, value, seen, language),
        effect=words[f"{side}_same" if _is_usual(entry, value, seen, language) else side].say(language),
    )  # fmt: skip


def position(entry: Entry, value: float | str | None, seen: ReferenceStats, language: Language) -> str:
    """Where a value stands beside the usual one, in words."""
    words = reason_words()
    if value is None:
        return words["unknown"].say(language)
    if seen.typical is None:
        return words["no_usual"].say(language)
    typical = entry.show(seen.typical, language)
    same = _is_usual(entry, value, seen, language)
    if seen.share is not None:
        share = format_value(seen.share, "ratio", language)
        return words["like_most" if same else "unlike_most"].say(language).format(usual=typical, share=share)
    if same or isinstance(value, str) or isinstance(seen.typical, str):
        return words["same"].say(language)
    return words["above" if value > seen.typical else "below"].say(language).format(usual=typical)


def _is_usual(entry: Entry, value: float | str | None, seen: ReferenceStats, language: Language) -> bool:
    """Whether a value reads like the usual one."""
    if value is None or seen.typical is None:
        return False
    return entry.show(value, language) == entry.show(seen.typical, language)


def _outside(entry: Entry, value: float | str | None, seen: ReferenceStats) -> Outside:
    return Outside(
        feature=entry.name,
        headline={language: entry.label.say(language) for language in languages()},
        value={language: entry.show(value, language) for language in languages()},
        seen={language: _seen_text(entry, seen, language) for language in languages()},
    )


def _seen_text(entry: Entry, seen: ReferenceStats, language: Language) -> str:
    if seen.levels:
        return reason_words()["never_met"].say(language)
    low, high = entry.show(seen.low, language), entry.show(seen.high, language)
    return reason_words()["seen" if low != high else "seen_only"].say(language).format(low=low, high=high)


def usual_text(entry: Entry, seen: ReferenceStats, language: Language) -> str:
    """What is usual for a feature, with how many have it where that is known."""
    if seen.typical is None:
        return reason_words()["no_usual"].say(language)
    typical = entry.show(seen.typical, language)
    return typical if seen.share is None else f"{typical} ({format_value(seen.share, 'ratio', language)})"
