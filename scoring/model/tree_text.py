"""LightGBM's own text of a booster, read as plain splits and leaves."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

CATEGORY, EMPTY_LEFT = 1, 2  # bits of a split's decision_type
EMPTY_KINDS = {0: "zero", 2: "nan"}  # its next two bits: an empty value counts as 0, or has a side of its own
BITS = 32


@dataclass(frozen=True)
class Tree:
    """One tree; children from 0 are splits, below 0 they are leaves (``~child``).

    ``empty`` says of each split what becomes of an empty value: ``left``, ``right``, or ``zero`` (it counts as 0).
    ``levels`` holds the levels that go left where the split is one of a category, None elsewhere.
    """

    features: tuple[int, ...]
    thresholds: tuple[float, ...]
    empty: tuple[str, ...]
    levels: tuple[tuple[int, ...] | None, ...]
    left: tuple[int, ...]
    right: tuple[int, ...]
    counts: tuple[int, ...]
    values: tuple[float, ...]
    leaf_counts: tuple[int, ...]

    def count_of(self, child: int) -> int:
        """How many training clients came to a split or leaf."""
        return self.counts[child] if child >= 0 else self.leaf_counts[~child]


@dataclass(frozen=True)
class TreesRead:
    """All trees of a booster, and how many features it reads."""

    trees: tuple[Tree, ...]
    n_features: int


def read_trees(text: str) -> TreesRead | None:
    """The trees of a booster's text; None where it holds what is not understood here (linear trees, zeros as empty)."""
    head, *blocks = text.split("\nTree=")
    trees = [_tree(_fields(block)) for block in blocks]
    read = tuple(tree for tree in trees if tree is not None)
    if len(read) < len(trees):
        return None
    return TreesRead(read, int(_fields(head)["max_feature_idx"]) + 1)


def _fields(block: str) -> dict[str, str]:
    lines = block.partition("\nend of trees")[0].splitlines()
    return {name: value for name, mark, value in (line.partition("=") for line in lines) if mark}


def _tree(fields: dict[str, str]) -> Tree | None:
    def whole(name: str) -> tuple[int, ...]:
        return tuple(map(int, fields.get(name, "").split()))

    def real(name: str) -> tuple[float, ...]:
        return tuple(map(float, fields.get(name, "").split()))

    kinds, thresholds = whole("decision_type"), real("threshold")
    if fields.get("is_linear", "0") != "0" or any((kind >> 2) & 3 not in EMPTY_KINDS for kind in kinds):
        return None
    bounds, words = whole("cat_boundaries"), whole("cat_threshold")
    sets = [_members(words[start:stop]) for start, stop in pairwise(bounds)]
    return Tree(
        features=whole("split_feature"),
        thresholds=thresholds,
        empty=tuple(map(_empty, kinds)),
        levels=tuple(
            sets[int(bound)] if kind & CATEGORY else None for kind, bound in zip(kinds, thresholds, strict=True)
        ),
        left=whole("left_child"),
        right=whole("right_child"),
        counts=whole("internal_count"),
        values=real("leaf_value"),
        leaf_counts=whole("leaf_count"),
    )


def _empty(kind: int) -> str:
    if EMPTY_KINDS[(kind >> 2) & 3] == "zero":
        return "zero"
    return "left" if kind & EMPTY_LEFT else "right"


def _members(words: tuple[int, ...]) -> tuple[int, ...]:
    """The numbers whose bits are set."""
    return tuple(place for place in range(BITS * len(words)) if words[place // BITS] >> place % BITS & 1)
