"""Scores and contributions of a whole portfolio, computed by the workers of a cluster."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from scoring.features.sources import EVIDENCE
from scoring.model.folder import load_model
from scoring.model.review import flags_that_count
from scoring.model.scores import REVIEW_CAUSES, Scores
from scoring.spark.tables import read_parquet, read_pieces
from scoring.spark.worker import SCHEMA, score_batches

CLIENTS_A_TASK = 50_000  # what a killed worker loses at most, a core
TASKS_A_CORE = 2


def score_on_spark(
    session: Any,
    matrix: Path,
    identities: Path,
    model: Path,
    absent_sources: Sequence[str],
    flags: pl.DataFrame,
    scratch: Path,
) -> None:
    """Have every client scored by the workers, into Parquet files that :func:`read_scores` reads.

    Parameters
    ----------
    session : SparkSession
        Its workers see the four paths.
    matrix, identities : Path
        The home's features, and who is behind each loan.
    model : Path
        The model's folder.
    absent_sources : sequence of str
        Histories whose table is missing.
    flags : DataFrame
        Whose values cleaning could not use.
    scratch : Path
        A folder that is not there yet; what workers write is left in it, a range of clients a file.

    Raises
    ------
    UserError
        When the model does not fit, or clients lack in what the workers wrote.
    """
    features = load_model(model).manifest.features
    clients = int(pl.scan_parquet(matrix, glob=False).select(pl.len()).collect().item())
    rows = read_parquet(session, matrix).select("SK_ID_CURR", *dict.fromkeys((*features, *EVIDENCE.values())))
    asked = rows.join(read_parquet(session, identities), on="SK_ID_CURR", how="left")
    work = partial(score_batches, folder=str(model), absent_sources=tuple(absent_sources), flags=flags)
    tasks = max(TASKS_A_CORE * session.sparkContext.defaultParallelism, clients // CLIENTS_A_TASK)
    ranges = asked.repartitionByRange(tasks, "SK_ID_CURR")
    ranges.mapInArrow(work, SCHEMA).write.parquet(f"file://{scratch}")
    read_pieces(scratch, clients)


def read_scores(folder: Path, clients: pl.Series, features: tuple[str, ...], flags: pl.DataFrame) -> Scores:
    """What :func:`scoring.model.score.score` returns, from what the workers wrote.

    Parameters
    ----------
    folder : Path
        Where they wrote.
    clients : Series
        Whose scores, in ascending order.
    features : tuple of str
        What the model reads.
    flags : DataFrame
        Whose values cleaning could not use.

    Raises
    ------
    ValueError
        When the workers scored other clients.
    """
    written = pl.scan_parquet(sorted(folder.glob("part-*.parquet")), glob=False)
    wanted = pl.col("SK_ID_CURR").is_between(clients.min(), clients.max())
    rows = written.filter(wanted).sort("SK_ID_CURR").collect()
    if not rows["SK_ID_CURR"].equals(clients, check_names=False):
        raise ValueError("the workers scored other clients than the features are of")
    return Scores(
        clients=rows["SK_ID_CURR"].to_numpy(),
        fold=rows["fold"].to_numpy(),
        features=features,
        log_odds=rows["log_odds"].to_numpy(),
        base_value=rows["base_value"].to_numpy(),
        contributions=rows["contributions"].list.to_array(len(features)).to_numpy(),
        causes=rows["causes"].list.to_array(len(REVIEW_CAUSES)).to_numpy().astype(np.bool_),
        refused=rows["refused"].to_numpy().astype(np.bool_),
        flags=flags_that_count(flags, features),
    )
