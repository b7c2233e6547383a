"""A group's values as bins or levels, ready to draw: pure functions over a Comparison."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.arrays import Floats
from scoring.cohorts.compare import DIFFICULTY, REPAID, Comparison
from scoring.dashboard.charts.places import ticks

BINS = 24
RARE = 0.01


@dataclass(frozen=True)
class OutcomeShares:
    """Shares among those who repaid, and among those in difficulty; each adds up to 1. How many each are."""

    repaid: tuple[float, ...]
    difficulty: tuple[float, ...]
    n_repaid: int
    n_difficulty: int


@dataclass(frozen=True)
class Bins:
    """How many clients between two edges; ``client`` is the bin this client is in.

    ``single`` where each bin holds one value alone, which stands in its middle.
    """

    counts: tuple[int, ...]
    edges: tuple[float, ...]
    client: int | None
    ticks: tuple[float, ...]
    clipped: bool
    by_outcome: OutcomeShares
    single: bool = False

    @property
    def ends(self) -> tuple[tuple[float, float], ...]:
        """Lowest and highest value to say of each bin: the same number twice where it holds one value alone."""
        pairs = zip(self.edges[:-1], self.edges[1:], strict=True)
        return tuple(((low + high) / 2,) * 2 if self.single else (low, high) for low, high in pairs)

    @property
    def shares(self) -> tuple[float, ...]:
        """Of the whole group."""
        return tuple(count / (sum(self.counts) or 1) for count in self.counts)


@dataclass(frozen=True)
class Levels:
    """How many clients a level, the most frequent first; None stands for all other levels together."""

    names: tuple[str | None, ...]
    counts: tuple[int, ...]
    shares: tuple[float, ...]
    client: int | None
    by_outcome: OutcomeShares


def bins(comparison: Comparison, unit: str = "") -> Bins:
    """The spread of a number: whole numbers of small range keep one bin each, the rest has 24.

    The rarest hundredth on either side is gathered in the outer bins, so that one extreme does not
    squeeze everyone else into a single bar.
    """
    values = np.asarray(comparison.values, dtype=np.float64)
    low, high = (float(q) for q in np.quantile(values, [RARE, 1 - RARE]))
    if low == high:
        low, high = float(values.min()), float(values.max())
    client_value = comparison.client_value if isinstance(comparison.client_value, float) else None
    edges, single = _edges(values, low, high)
    inside = np.clip(values, edges[0], edges[-1])
    counts, _ = np.histogram(inside, bins=edges)
    client_bin = None
    if client_value is not None:
        client_bin = int(np.clip(np.searchsorted(edges, client_value, side="right") - 1, 0, len(counts) - 1))
    clipped = bool(values.min() < edges[0] or values.max() > edges[-1])
    by_outcome = (
        np.histogram(inside[comparison.outcomes == outcome], bins=edges)[0] for outcome in (REPAID, DIFFICULTY)
    )
    return Bins(
        tuple(counts.tolist()),
        tuple(edges.tolist()),
        client_bin,
        _bin_ticks(edges, unit),
        clipped,
        _outcome_shares(*by_outcome),
        single,
    )


def levels(comparison: Comparison, most: int) -> Levels:
    """The spread of a text: the most frequent levels, the client's always among them, then all others.

    Parameters
    ----------
    comparison : Comparison
        Comparison of levels.
    most : int
        How many levels are named.
    """
    size = len(comparison.levels)
    counts = np.bincount(comparison.values, minlength=size)
    order = [
        code
        for code in sorted(range(size), key=lambda code: (-int(counts[code]), comparison.levels[code]))
        if counts[code]
    ]
    client_codes = [code for code in order if comparison.levels[code] == comparison.client_value]
    selected = (
        order[:most] if not client_codes or client_codes[0] in order[:most] else [*order[: most - 1], client_codes[0]]
    )
    rest = [code for code in order if code not in selected]
    names: list[str | None] = [comparison.levels[code] for code in selected]

    def gathered(every: npt.NDArray[Any]) -> list[int]:
        return [*(int(every[code]) for code in selected), *([int(every[rest].sum())] if rest else [])]

    by_outcome = (
        np.bincount(comparison.values[comparison.outcomes == outcome], minlength=size)
        for outcome in (REPAID, DIFFICULTY)
    )
    total = float(counts.sum())
    return Levels(
        names=(*names, *([None] if rest else [])),
        counts=tuple(gathered(counts)),
        shares=tuple(count / total for count in gathered(counts)),
        client=selected.index(client_codes[0]) if client_codes else None,
        by_outcome=_outcome_shares(*(np.array(gathered(every)) for every in by_outcome)),
    )


def bars_of_levels(codes: npt.NDArray[Any], most: int) -> int:
    """How many bars the levels of these values take: ``most``, and one for all others where there are more.

    Parameters
    ----------
    codes : array of int
        Places in the levels, negative where not known.
    most : int
        How many levels are named.

    Examples
    --------
    >>> bars_of_levels(np.array([0, 2, 2, -1]), 12), bars_of_levels(np.array([0, 1, 2, 3]), 2)
    (2, 3)
    """
    held = int(np.count_nonzero(np.bincount(codes[codes >= 0])))
    return min(held, most + 1)


def inner_range(values: npt.NDArray[Any], client_value: float | None) -> tuple[float, float]:
    """Where to draw: without the rarest hundredth on either side, but with the client."""
    ends = np.quantile(np.asarray(values, dtype=np.float64), [RARE, 1 - RARE])
    everything = [*ends.tolist(), *([client_value] if client_value is not None else [])]
    low, high = min(everything), max(everything)
    return (low, high) if high > low else (low - 0.5, high + 0.5)


def _outcome_shares(repaid: npt.NDArray[Any], difficulty: npt.NDArray[Any]) -> OutcomeShares:
    n_repaid, n_difficulty = int(repaid.sum()), int(difficulty.sum())
    return OutcomeShares(
        tuple((repaid / max(n_repaid, 1)).tolist()),
        tuple((difficulty / max(n_difficulty, 1)).tolist()),
        n_repaid,
        n_difficulty,
    )


def _edges(values: Floats, low: float, high: float) -> tuple[Floats, bool]:
    """Where the bins end, and whether each holds one value alone."""
    whole = bool(np.all(values == np.round(values)))
    if low == high:
        return np.array([low - 0.5, high + 0.5]), True
    if whole and high - low <= BINS:
        return np.arange(np.floor(low) - 0.5, np.ceil(high) + 1.0), True
    return np.linspace(low, high, BINS + 1), False


def _bin_ticks(edges: Floats, unit: str) -> tuple[float, ...]:
    """Few round places between the edges."""
    if np.allclose(np.diff(edges), 1.0) and len(edges) <= BINS + 2:
        step = max(1, int(np.ceil((len(edges) - 1) / 8)))
        return tuple(float(tick) for tick in (edges[:-1] + 0.5)[::step])
    return ticks(float(edges[0]), float(edges[-1]), unit)
