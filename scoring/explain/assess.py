"""The one place where an Assessment is made, from a scored row and the model's manifest."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import polars as pl

from scoring.explain.assessment import Assessment
from scoring.explain.elements import Comparable, Contribution
from scoring.explain.families import Story, family_of, stories
from scoring.explain.reasons import reasons, values_out_of_range
from scoring.explain.sources import is_thin, most_telling, sources
from scoring.explain.unusable import unusable_values
from scoring.features.revolving import is_revolving
from scoring.model.manifest import Manifest
from scoring.model.points import log_odds_of, points_of, probability_of
from scoring.model.review import never_empty_names
from scoring.model.scores import REVIEW_CAUSES, UNSTABLE, Scores
from scoring.tables.flags import NEVER_EMPTY


@dataclass(frozen=True)
class ScoredClient:
    """One client's row of the scores, with the values the model read, and those that it could not (``flags``)."""

    client: int
    log_odds: float
    base_value: float
    contributions: Sequence[float]
    values: Mapping[str, float | str | None]
    causes: tuple[str, ...]
    refused: bool
    seen_in_training: bool
    flags: tuple[Mapping[str, str], ...] = ()


def assessment(
    row: ScoredClient, manifest: Manifest, comparable: pl.DataFrame, absent_sources: Sequence[str]
) -> Assessment:
    """Everything there is to say of one client.

    Parameters
    ----------
    row : ScoredClient
        Scores, contributions in the order of ``manifest.features``, values.
    manifest : Manifest
        The model's.
    comparable : DataFrame
        What happened near each score, from the model folder.
    absent_sources : sequence of str
        Histories whose table the archive lacks.
    """
    probability = float(probability_of(np.array([row.log_odds]))[0])
    points = int(points_of(np.array([row.log_odds]))[0])
    shares = zip(manifest.features, row.contributions, strict=True)
    contributions = tuple(
        Contribution(name, row.values.get(name), float(share)) for name, share in shares if share != 0.0
    )
    known = sources(row.values, absent_sources)
    families = stories(contributions, manifest.reference, known, revolving=is_revolving(row.values))
    raises, lowers = reasons(families, manifest.reference)
    threshold = manifest.policy.threshold
    return Assessment(
        client=row.client,
        probability=probability,
        repayment_probability=1.0 - probability,
        comparable=_comparable(comparable.row(points, named=True), manifest.interval_level),
        average_rate=float(manifest.metrics["target_rate"]),
        score=points,
        threshold=threshold,
        threshold_score=_points(threshold),
        decision="refused" if row.refused else "granted",
        zone="review" if row.causes else ("refuse" if row.refused else "accept"),
        review_because=row.causes,
        review_scores=(_points(manifest.policy.review_high), _points(manifest.policy.review_low)),
        base_value=row.base_value,
        log_odds=row.log_odds,
        contributions=contributions,
        raises=raises,
        lowers=lowers,
        sources=known,
        thin_file=is_thin(known),
        out_of_sample="fold" if row.seen_in_training else "served",
        model=manifest.version,
        families=tuple(family_of(story) for story in families),
        outside=values_out_of_range(row.values, {name: manifest.reference[name] for name in manifest.features}),
        unsure_reason=unsure_reason(row, families),
        most_telling=most_telling(known, manifest.source_importance),
        unusable=unusable_values(row.flags, _empty_now(row, manifest, absent_sources)),
    )


def assessments(
    scores: Scores, rows: pl.DataFrame, manifest: Manifest, comparable: pl.DataFrame, absent_sources: Sequence[str]
) -> tuple[Assessment, ...]:
    """One Assessment a scored client, exactly as the portfolio would give it.

    Parameters
    ----------
    scores : Scores
        Scores of the clients.
    rows : DataFrame
        Their features, in the same order.
    manifest, comparable, absent_sources
        As :func:`assessment` takes them.
    """
    return tuple(
        assessment(_scored(scores, row, values), manifest, comparable, absent_sources)
        for row, values in enumerate(rows.iter_rows(named=True))
    )


def _scored(scores: Scores, row: int, values: Mapping[str, float | str | None]) -> ScoredClient:
    return ScoredClient(
        client=int(scores.clients[row]),
        log_odds=float(scores.log_odds[row]),
        base_value=float(scores.base_value[row]),
        contributions=scores.contributions[row].tolist(),
        values=values,
        causes=tuple(name for name, holds in zip(REVIEW_CAUSES, scores.causes[row].tolist(), strict=True) if holds),
        refused=bool(scores.refused[row]),
        flags=tuple(scores.flags.filter(pl.col("SK_ID_CURR") == scores.clients[row]).iter_rows(named=True)),
        seen_in_training=bool(scores.fold[row] >= 0),
    )


def additivity_gap(assessment: Assessment) -> float:
    """How far contributions and base value are from the log-odds; below 1e-9 for every client (tested)."""
    return abs(
        math.fsum(c.contribution for c in assessment.contributions) + assessment.base_value - assessment.log_odds
    )


def _empty_now(row: ScoredClient, manifest: Manifest, absent_sources: Sequence[str]) -> list[str]:
    """Features behind the cause "never_empty"."""
    if NEVER_EMPTY not in row.causes:
        return []
    names = never_empty_names({name: manifest.reference[name] for name in manifest.features}, absent_sources)
    return [name for name in names if row.values.get(name) is None]


def _comparable(near: Mapping[str, Any], level: float) -> Comparable:
    return Comparable(
        n=int(near["n"]),
        difficulties=int(near["difficulties"]),
        rate=float(near["rate"]),
        low=float(near["low"]),
        high=float(near["high"]),
        level=level,
    )


def unsure_reason(row: ScoredClient, families: Sequence[Story]) -> str | None:
    """The feature that other scorers do not confirm: that of the strongest family on the answer's side, told or not.

    Parameters
    ----------
    row : ScoredClient
        The client's scores, and why a person should look.
    families : sequence of Story
        The client's, strongest first.

    Returns
    -------
    str or None
        None where the reasons are stable, or no family stands on the answer's side.
    """
    side = 1.0 if row.log_odds >= row.base_value else -1.0
    strongest = next((story for story in families if story.contribution * side > 0), None)
    return strongest.speaker.feature if UNSTABLE in row.causes and strongest is not None else None


@lru_cache(maxsize=64)
def _points(probability: float) -> int:
    """A threshold in points; a model has three, asked for with every answer."""
    return int(points_of(log_odds_of(np.array([probability])))[0])
