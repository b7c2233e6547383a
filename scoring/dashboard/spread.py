"""A group's values as bins or levels, ready to draw: pure functions over a Comparison."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.explain.similar import Comparison

BINS = 24
RARE = 0.01
TICKS = 4


@dataclass(frozen=True)
class Bins:
    """How many clients between two edges; ``client`` is the bin this client is in."""

    counts: tuple[int, ...]
    edges: tuple[float, ...]
    client: int | None
    ticks: tuple[float, ...]
    clipped: bool


@dataclass(frozen=True)
class Levels:
    """How many clients a level, the most frequent first; None stands for all other levels together."""

    names: tuple[str | None, ...]
    counts: tuple[int, ...]
    shares: tuple[float, ...]
    client: int | None


def bins(found: Comparison) -> Bins:
    """The spread of a number: whole numbers of small range keep one bin each, the rest has 24.

    The rarest hundredth on either side is gathered in the outer bins, so that one extreme does not
    squeeze everyone else into a single bar.
    """
    values = np.asarray(found.values, dtype=float)
    low, high = (float(q) for q in np.quantile(values, [RARE, 1 - RARE]))
    if low == high:
        low, high = float(values.min()), float(values.max())
    own = found.client_value if isinstance(found.client_value, float) else None
    edges = _edges(values, low, high)
    inside = np.clip(values, edges[0], edges[-1])
    counts, _ = np.histogram(inside, bins=edges)
    at = None
    if own is not None:
        at = int(np.clip(np.searchsorted(edges, own, side="right") - 1, 0, len(counts) - 1))
    clipped = bool(values.min() < edges[0] or values.max() > edges[-1])
    return Bins(tuple(counts.tolist()), tuple(edges.tolist()), at, _ticks(edges), clipped)


def levels(found: Comparison, most: int) -> Levels:
    """The spread of a text: the most frequent levels, the client's always among them, then all others.

    Parameters
    ----------
    found : Comparison
        Of texts.
    most : int
        How many levels are named.
    """
    texts, counts = np.unique(found.values.astype(str), return_counts=True)
    order = sorted(range(len(texts)), key=lambda at: (-int(counts[at]), str(texts[at])))
    own = [at for at in order if str(texts[at]) == found.client_value]
    kept = order[:most] if not own or own[0] in order[:most] else [*order[: most - 1], own[0]]
    named: list[tuple[str | None, int]] = [(str(texts[at]), int(counts[at])) for at in kept]
    rest = int(counts.sum()) - sum(count for _, count in named)
    if rest:
        named.append((None, rest))
    total = float(counts.sum())
    here = [at for at, (name, _) in enumerate(named) if name is not None and name == found.client_value]
    return Levels(
        names=tuple(name for name, _ in named),
        counts=tuple(count for _, count in named),
        shares=tuple(count / total for _, count in named),
        client=here[0] if here else None,
    )


def _edges(values: np.ndarray, low: float, high: float) -> np.ndarray:
    whole = bool(np.all(values == np.round(values)))
    if low == high:
        return np.array([low - 0.5, high + 0.5])
    if whole and high - low <= BINS:
        return np.arange(np.floor(low) - 0.5, np.ceil(high) + 1.0)
    return np.linspace(low, high, BINS + 1)


def _ticks(edges: np.ndarray) -> tuple[float, ...]:
    """Few round places between the edges."""
    if np.allclose(np.diff(edges), 1.0) and len(edges) <= BINS + 2:
        step = max(1, int(np.ceil((len(edges) - 1) / 8)))
        return tuple(float(at) for at in (edges[:-1] + 0.5)[::step])
    return tuple(float(at) for at in np.linspace(edges[0], edges[-1], TICKS + 1))
