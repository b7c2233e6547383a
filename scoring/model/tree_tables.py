"""Exact TreeSHAP of small trees by look-up: seven times as quick as LightGBM, which walks each tree for each client.

A tree of at most seven splits answers a client by at most seven yes or no. For every pattern of answers the share of
each split's feature is worked out once, in closed form; a client's shares are then read off. They are LightGBM's own
to 1e-12 (tested).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from math import factorial, fsum, prod
from typing import Self

import numpy as np
import numpy.typing as npt

from scoring.arrays import Floats, Ints
from scoring.model.tree_text import Tree, read_trees

MOST_SPLITS = 7
MOST_ON_A_PATH = 4
ROWS_AT_ONCE = 2_000
LARGEST = float(np.finfo(np.float64).max)


@dataclass(frozen=True)
class TreeTables:
    """The splits of all trees, and what each pattern of answers is worth.

    Parameters
    ----------
    inputs : array of int, shape (trees, 7)
        Which of the inputs of :meth:`_inputs` each split reads.
    thresholds : array of float, shape (trees, 7)
        A client goes left where the input is not above it.
    features : array of int, shape (trees, 7)
        Whose share it is.
    shares : array of float, shape (trees, 7, 128)
        By pattern, whose bit k is set where split k sends the client left.
    levels : sequence of (int, tuple of int)
        Splits of categories: the feature, and the levels that go left.
    n_features : int
        How many the booster reads.
    base_value : float
        Log-odds that contributions are counted from: what the trees answer on average, by the clients that they learned
        from.
    """

    inputs: Ints
    thresholds: Floats
    features: Ints
    shares: Floats
    levels: Sequence[tuple[int, tuple[int, ...]]]
    n_features: int
    base_value: float

    @classmethod
    def of(cls, text: str) -> Self | None:
        """Tables of a booster's text; None where a tree is too large, or splits as no tree of ours does."""
        trees = read_trees(text)
        if trees is None or any(len(tree.features) > MOST_SPLITS for tree in trees.trees):
            return None
        paths = [_paths(tree) for tree in trees.trees]
        if any(len(path.features) > MOST_ON_A_PATH for leaves in paths for path in leaves):
            return None
        levels: dict[tuple[int, tuple[int, ...]], int] = {}
        inputs, thresholds, features = (np.zeros((len(paths), MOST_SPLITS), dtype=kind) for kind in (int, float, int))
        for number, tree in enumerate(trees.trees):
            for split, feature in enumerate(tree.features):
                features[number, split] = feature
                inputs[number, split], thresholds[number, split] = _input(tree, split, levels, trees.n_features)
        base_value = fsum(_mean_value(tree, leaves) for tree, leaves in zip(trees.trees, paths, strict=True))
        return cls(inputs, thresholds, features, _shares(paths, features), tuple(levels), trees.n_features, base_value)

    def contributions(self, matrix: Floats) -> Floats:
        """Each feature's share of the log-odds, shape (clients, features); without the base value.

        Parameters
        ----------
        matrix : array of float
            As the booster takes it.
        """
        starts = range(0, len(matrix), ROWS_AT_ONCE)
        return np.concatenate([self._part(matrix[start : start + ROWS_AT_ONCE]) for start in starts])

    def _part(self, matrix: Floats) -> Floats:
        """Tree by tree: what one of them needs of so many clients fits a processor's cache."""
        inputs, total = np.ascontiguousarray(self._inputs(matrix).T), np.zeros((self.n_features, len(matrix)))
        for tree, features in enumerate(self.features.tolist()):
            left = inputs[self.inputs[tree]] <= self.thresholds[tree][:, None]
            pattern = np.packbits(left, axis=0, bitorder="little")[0].astype(np.intp)
            for split, feature in enumerate(features):
                total[feature] += self.shares[tree, split].take(pattern)
        return total.T

    def _inputs(self, matrix: Floats) -> Floats:
        """What splits read: features, empty ones below, above everything or 0, then 0 or 1 for each split of levels."""
        empty = np.isnan(matrix)
        filled = [np.where(empty, value, matrix) for value in (-np.inf, np.inf, 0.0)]
        by_level = [np.where(np.isin(matrix[:, feature], going), 0.0, 1.0) for feature, going in self.levels]
        return np.column_stack([*filled, *by_level])


@dataclass(frozen=True)
class _Path:
    """The way to a leaf: per feature on it, which splits must say what, and the share of clients who go that way."""

    value: float
    features: tuple[int, ...]
    asked: tuple[int, ...]
    wanted: tuple[int, ...]
    cover: tuple[float, ...]


def _input(
    tree: Tree, split: int, levels: dict[tuple[int, tuple[int, ...]], int], n_features: int
) -> tuple[int, float]:
    """The input that a split reads, and the bound up to which it sends left."""
    feature, going = tree.features[split], tree.levels[split]
    if going is not None:
        return 3 * n_features + levels.setdefault((feature, going), len(levels)), 0.5
    kind = {"left": 0, "right": 1, "zero": 2}[tree.empty[split]]
    return kind * n_features + feature, min(tree.thresholds[split], LARGEST)  # what is empty lies beyond any bound


def _paths(tree: Tree) -> list[_Path]:
    """The way to every leaf."""
    if not tree.features:
        return []
    paths, waiting = [], [(0, _Path(0.0, (), (), (), ()))]
    while waiting:
        split, path = waiting.pop()
        for child, bit in ((tree.left[split], 1 << split), (tree.right[split], 0)):
            cover = tree.count_of(child) / tree.counts[split]
            longer = _step(path, tree.features[split], 1 << split, bit, cover)
            if child >= 0:
                waiting.append((child, longer))
            else:
                paths.append(_Path(tree.values[~child], longer.features, longer.asked, longer.wanted, longer.cover))
    return paths


def _mean_value(tree: Tree, leaves: Sequence[_Path]) -> float:
    """What a tree answers on average; a tree without a split always answers the same."""
    return fsum(path.value * prod(path.cover) for path in leaves) if leaves else fsum(tree.values)


def _step(path: _Path, feature: int, asked: int, wanted: int, cover: float) -> _Path:
    """A path with one more split on it; splits of one feature count as one."""
    by_feature = {
        name: (path.asked[place], path.wanted[place], path.cover[place]) for place, name in enumerate(path.features)
    }
    before = by_feature.get(feature, (0, 0, 1.0))
    together = {**by_feature, feature: (before[0] | asked, before[1] | wanted, before[2] * cover)}
    asked_of, wanted_of, cover_of = zip(*together.values(), strict=True)
    return _Path(path.value, tuple(together), asked_of, wanted_of, cover_of)


def _shares(paths: Sequence[Sequence[_Path]], features: Ints) -> Floats:
    """For every tree and pattern, what each split's feature adds; of splits of one feature the first has all of it."""
    slots = max((len(path.features) for leaves in paths for path in leaves), default=1)
    shape = (len(paths), MOST_SPLITS + 1, slots)
    asked, wanted, target = (np.zeros(shape, dtype=np.int64) for _ in range(3))
    cover, value, splits = np.ones(shape), np.zeros(shape[:2]), features.tolist()
    for tree, leaves in enumerate(paths):
        for leaf, path in enumerate(leaves):
            used = slice(len(path.features))
            value[tree, leaf] = path.value
            asked[tree, leaf, used], wanted[tree, leaf, used] = path.asked, path.wanted
            cover[tree, leaf, used] = path.cover
            target[tree, leaf, used] = [splits[tree].index(feature) for feature in path.features]
    met = _every_outcome(slots)
    worth = value[:, :, None, None] * _shapley(met, cover[:, :, None])  # trees, leaves, outcomes, slots
    pattern = np.arange(1 << MOST_SPLITS)
    fits = ((pattern[:, None] ^ wanted[:, :, None]) & asked[:, :, None]) == 0  # trees, leaves, patterns, slots
    outcome = fits @ (1 << np.arange(slots))
    return _by_split(np.take_along_axis(worth, outcome[..., None], axis=2), target)


def _every_outcome(slots: int) -> npt.NDArray[np.bool_]:
    """Whether each slot's conditions are met, a row for every way in which they can be."""
    return np.asarray(np.arange(1 << slots)[:, None] >> np.arange(slots) & 1, dtype=np.bool_)


def _shapley(met: npt.NDArray[np.bool_], cover: Floats) -> Floats:
    """Shapley values of the game whose worth is a product: 1 or 0 of a slot that is in, the cover of one that is out.

    A slot that is not used has 1 for both, and changes nothing.
    """
    slots = met.shape[-1]
    inside, outside = np.broadcast_arrays(met.astype(np.float64), cover)
    values = np.zeros(inside.shape)
    for slot in range(slots):
        others = [other for other in range(slots) if other != slot]
        for size in range(slots):
            weight = factorial(size) * factorial(slots - size - 1) / factorial(slots)
            for chosen in combinations(others, size):
                factors = [inside[..., other] if other in chosen else outside[..., other] for other in others]
                values[..., slot] += weight * np.prod(factors, axis=0)
    return np.asarray(values * (inside - outside), dtype=np.float64)


def _by_split(shares: Floats, target: Ints) -> Floats:
    """Shares of leaves and slots, added up by the split that stands for each slot's feature."""
    trees, leaves, patterns, slots = shares.shape
    stands_for = (np.arange(MOST_SPLITS)[:, None, None] == target[:, None]).reshape(trees, MOST_SPLITS, -1)
    by_slot = np.moveaxis(shares, 2, 3).reshape(trees, leaves * slots, patterns)
    return np.asarray(stands_for.astype(np.float64) @ by_slot, dtype=np.float64)
