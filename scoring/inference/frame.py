"""An archive's scores as they are written to a file: one row a client, with why a person should look."""

from __future__ import annotations

import polars as pl

from scoring.cohorts.criteria import ZONES
from scoring.model.folder import Model
from scoring.model.manifest import ReferenceStats
from scoring.model.scores import REVIEW_CAUSES, Scores

SEPARATOR = "; "


def scored_frame(scores: Scores, rows: pl.DataFrame, model: Model) -> pl.DataFrame:
    """Scores with their interval and the reasons for review.

    Parameters
    ----------
    scores : Scores
        Scores of the clients.
    rows : DataFrame
        Their features, in the same order.
    model : Model
        That gave the scores.

    Returns
    -------
    DataFrame
        SK_ID_CURR, probability, repayment_probability, score, decision, zone, then interval_low and interval_high
        (of the observed rate at this score), review_because (causes), out_of_range (features beyond what training
        held) and unusable (table, column, value); several are separated by a semicolon, none is an empty text.
    """
    reference = {name: model.manifest.reference[name] for name in scores.features}
    interval = model.comparable.select(
        pl.col("score").cast(pl.Int64), pl.col("low").alias("interval_low"), pl.col("high").alias("interval_high")
    )
    frame = scores.frame()
    return frame.with_columns(pl.col("score").cast(pl.Int64)).join(
        interval, on="score", how="left", maintain_order="left"
    ).with_columns(
        frame["score"],
        _causes(scores),
        _out_of_range(scores, rows, reference),
        _unusable(scores),
    )  # fmt: skip


def zone_counts(frame: pl.DataFrame) -> dict[str, int]:
    """How many clients are in each zone, also where none is."""
    counts = dict(frame.group_by("zone").len().iter_rows())
    return {zone: int(counts.get(zone, 0)) for zone in ZONES}


def _causes(scores: Scores) -> pl.Series:
    texts = [
        SEPARATOR.join(name for name, holds in zip(REVIEW_CAUSES, row, strict=True) if holds)
        for row in scores.causes.tolist()
    ]
    return pl.Series("review_because", texts, dtype=pl.String)


def _out_of_range(scores: Scores, rows: pl.DataFrame, reference: dict[str, ReferenceStats]) -> pl.Series:
    beyond = scores.causes[:, REVIEW_CAUSES.index("out_of_range")]
    texts = [""] * rows.height
    named = rows.filter(pl.Series(beyond)).select(list(reference))
    for index, values in zip(beyond.nonzero()[0].tolist(), named.iter_rows(named=True), strict=True):
        texts[index] = SEPARATOR.join(name for name, value in values.items() if not reference[name].holds(value))
    return pl.Series("out_of_range", texts, dtype=pl.String)


def _unusable(scores: Scores) -> pl.Series:
    named: dict[int, list[str]] = {}
    for flag in scores.flags.iter_rows(named=True):
        named.setdefault(flag["SK_ID_CURR"], []).append(f"{flag['table']}.{flag['column']} {flag['value']}".rstrip())
    texts = [SEPARATOR.join(named.get(client, ())) for client in scores.clients.tolist()]
    return pl.Series("unusable", texts, dtype=pl.String)
