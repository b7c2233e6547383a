"""What a command says of drift: lines for people, one object for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from scoring.analysis.archive_drift import SCORE, ArchiveDrift
from scoring.features.catalogue import catalogue

MOST_NAMED = 10


def drift_lines(drift: ArchiveDrift) -> Iterator[str]:
    """Everything there is to say, the verdict last.

    Parameters
    ----------
    drift : ArchiveDrift
        What was measured.
    """
    yield f"{drift.now:,} clients beside the {drift.before:,} that the model learned from"
    for source in drift.absent:
        yield f"{source}: the table is absent, and the model reads it; what it would tell is unknown for every client"
    yield (
        f"mean score {drift.shift:+.1f} points (limit {drift.limits.score_points:g}; "
        f"chance alone moves it by up to {drift.by_chance:.1f})"
    )
    changed = drift.columns[drift.columns["reading"].isin(["moved", "watch"])].head(MOST_NAMED)
    for name, index, reading in zip(changed["name"], changed["index"], changed["reading"], strict=True):
        label = "the score itself" if name == SCORE else catalogue()[name].label.en
        yield f"{reading}: {label}, stability index {index:.2f}"
    counts = drift.columns["reading"].value_counts()
    words = ", ".join(f"{counts.get(name, 0)} {name}" for name in ("moved", "watch", "stable", "as by chance"))
    yield f"of the score and {len(drift.columns) - 1} features: {words}"
    yield _joint(drift)
    yield verdict(drift)


def verdict(drift: ArchiveDrift) -> str:
    """One sentence: within the limits, or what is past them."""
    past = [f"the table of {source} is absent" for source in drift.absent]
    past += ["the score moved"] if SCORE in drift.moved else []
    past += [f"the mean score shifted by {drift.shift:+.1f} points"] if drift.score_has_shifted else []
    features = [name for name in drift.moved if name != SCORE]
    past += [f"{len(features)} of the model's features moved"] if features else []
    if not past:
        return "within the limits: the model may speak of these clients"
    return f"past the limits: {', '.join(past)}. Look at these clients before trusting their scores"


def drift_json(drift: ArchiveDrift) -> dict[str, Any]:
    """The same as plain objects."""
    columns = drift.columns.to_dict("records")
    return {
        "past_limit": drift.past_limit,
        "verdict": verdict(drift),
        "clients": drift.now,
        "clients_before": drift.before,
        "absent": list(drift.absent),
        "score_shift": drift.shift,
        "score_shift_by_chance": drift.by_chance,
        "joint": {"auc": drift.joint.auc, "low": drift.joint.low, "high": drift.joint.high},
        "limits": {"moved": drift.limits.moved, "score_points": drift.limits.score_points},
        "moved": list(drift.moved),
        "columns": columns,
    }


def _joint(drift: ArchiveDrift) -> str:
    joint = drift.joint
    how = "can be told apart" if joint.differ else "cannot be told apart beyond chance"
    return f"by all features together, both groups {how}: AUC {joint.auc:.3f} ({joint.low:.3f} to {joint.high:.3f})"
