"""What a command says of a comparison of two models: lines for people, one object for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scoring.analysis.model_comparison import MOVED_POINTS, Interval, ModelComparison


def comparison_lines(comparison: ModelComparison) -> Iterator[str]:
    """Everything that changes from the first model to the second, group by group.

    Parameters
    ----------
    comparison : ModelComparison
        Comparison of two models.
    """
    changes = comparison.changes()
    yield f"from {comparison.first} to {comparison.second}, {changes['clients']:,} clients, each out of sample"
    yield (
        f"scores move by {changes['mean_move']:.1f} points on average; {changes['moved_share']:.1%} by "
        f"{MOVED_POINTS} or more"
    )
    yield (f"mean probability {changes['mean_probability_first']:.4f}, then {changes['mean_probability_second']:.4f}")
    yield f"{changes['newly_refused']:,} newly refused, {changes['newly_granted']:,} newly granted"
    yield _quality(comparison.quality())
    for row in comparison.by_group().to_dict("records"):
        yield (
            f"{row['by']}, {row['group']} ({row['n']:,}): refused {row['refused_first']:.1%}, then "
            f"{row['refused_second']:.1%}; {row['newly_refused']:,} newly refused, "
            f"{row['newly_granted']:,} newly granted"
        )


def comparison_json(comparison: ModelComparison) -> dict[str, Any]:
    """The same as plain objects; differences are the second's less the first's, with the bounds of 95 %."""
    quality = comparison.quality()
    names = ("difference", "low", "high")
    measured = None if quality is None else [dict(zip(names, interval, strict=True)) for interval in quality]
    return {
        "first": comparison.first,
        "second": comparison.second,
        **comparison.changes(),
        "auc": None if measured is None else measured[0],
        "cost_of_100": None if measured is None else measured[1],
        "groups": comparison.by_group().to_dict("records"),
    }


def _quality(quality: tuple[Interval, Interval] | None) -> str:
    if quality is None:
        return "outcomes are not known: nothing can be said of ranking and costs"
    (gain, gain_low, gain_high), (cost, cost_low, cost_high) = quality
    return (
        f"AUC {gain:+.4f} ({gain_low:+.4f} to {gain_high:+.4f}); cost of 100 decisions {cost:+.1f} "
        f"({cost_low:+.1f} to {cost_high:+.1f})"
    )
