"""Contributions by family of information: what each adds up to here, and what weighs for everyone."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import get_args

from scoring.dashboard.panels.why.points import in_points
from scoring.explain.assessment import Assessment, Contribution
from scoring.features.catalogue import catalogue
from scoring.texts.words import Theme

THEMES: tuple[str, ...] = get_args(Theme)
FEW = 10


@dataclass(frozen=True)
class ThemeSum:
    """One family: points that it adds (below zero: takes away), and its members."""

    theme: str
    points: float
    members: tuple[Contribution, ...]


def by_theme(contributions: Iterable[Contribution]) -> tuple[ThemeSum, ...]:
    """The six families in their fixed order, also those that say nothing of this client."""
    members: dict[str, list[Contribution]] = {name: [] for name in THEMES}
    for one in contributions:
        members[catalogue()[one.feature].theme].append(one)
    return tuple(
        ThemeSum(name, in_points(math.fsum(one.contribution for one in those)), tuple(those))
        for name, those in members.items()
    )


@dataclass(frozen=True)
class Weight:
    """How much a family or a feature weighs: its share of everything that weighs, here and for everyone."""

    name: str
    here: float
    everywhere: float


def theme_weights(one: Assessment, importance: Mapping[str, float]) -> tuple[Weight, ...]:
    """Each family's share of the absolute contributions, for this client and for everyone.

    Parameters
    ----------
    one : Assessment
        Of the client.
    importance : mapping of str to float
        Mean absolute contribution of each feature, from the manifest.
    """
    own = {part.feature: abs(part.contribution) for part in one.contributions}
    return tuple(
        Weight(name, _share(own, name), _share({k: v for k, v in importance.items() if k in catalogue()}, name))
        for name in THEMES
    )


@dataclass(frozen=True)
class Strongest:
    """The feature that weighs most here, and its rank for everyone (None where it weighs nothing there)."""

    feature: str
    rank: int | None
    of: int

    @property
    def is_unusual(self) -> bool:
        """Whether it weighs little for everyone."""
        return self.rank is None or self.rank > FEW


def strongest_here(one: Assessment, importance: Mapping[str, float]) -> Strongest | None:
    """What weighs most for this client, and where that stands for everyone; None where nothing weighs."""
    if not one.contributions:
        return None
    first = max(one.contributions, key=lambda part: (abs(part.contribution), part.feature)).feature
    order = sorted(importance, key=lambda name: -importance[name])
    return Strongest(first, order.index(first) + 1 if importance.get(first) else None, len(order))


def heaviest(weights: Mapping[str, float], most: int) -> tuple[str, ...]:
    """Names of the heaviest, at most so many."""
    return tuple(sorted(weights, key=lambda name: (-weights[name], name))[:most])


def _share(weights: Mapping[str, float], theme: str) -> float:
    total = math.fsum(weights.values())
    mine = math.fsum(weight for name, weight in weights.items() if catalogue()[name].theme == theme)
    return mine / total if total else 0.0
