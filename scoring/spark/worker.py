"""What a worker of the cluster runs in Python: the saved model, on the batch of clients it is handed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import numpy as np
import polars as pl
import pyarrow as pa

from scoring.arrays import Floats
from scoring.model.folder import Model, load_model
from scoring.model.score import folds_of, score_rows
from scoring.model.scores import Scores

SCHEMA = (
    "SK_ID_CURR bigint, fold bigint, log_odds double, base_value double, "
    "contributions array<double>, causes array<boolean>, refused boolean"
)


def score_batches(
    batches: Iterator[pa.RecordBatch], folder: str, absent_sources: Sequence[str], flags: pl.DataFrame
) -> Iterator[pa.RecordBatch]:
    """Score batches of clients, each client by a scorer that never saw them.

    Parameters
    ----------
    batches : iterator of RecordBatch
        Feature rows with born and person, as :mod:`scoring.features.identity` has them.
    folder : str
        The model's, which the worker sees.
    absent_sources : sequence of str
        Histories whose table is missing.
    flags : DataFrame
        Whose values cleaning could not use.

    Yields
    ------
    RecordBatch
        :data:`SCHEMA`, one row a client.
    """
    model = _model(folder)
    for batch in batches:
        rows = pl.from_arrow(pa.Table.from_batches([batch]))
        assert isinstance(rows, pl.DataFrame)
        if rows.height:
            fold = folds_of(model, rows, rows.select("SK_ID_CURR", "born", "person"))
            yield as_batch(score_rows(model, rows.drop("born", "person"), fold, absent_sources, flags))


def as_batch(scores: Scores) -> pa.RecordBatch:
    """Scores as Arrow has them."""
    columns = {
        "SK_ID_CURR": pa.array(scores.clients),
        "fold": pa.array(scores.fold),
        "log_odds": pa.array(scores.log_odds),
        "base_value": pa.array(scores.base_value),
        "contributions": _lists(scores.contributions),
        "causes": _lists(scores.causes),
        "refused": pa.array(scores.refused),
    }
    return pa.RecordBatch.from_pydict(columns)


def _lists(rows: Floats | np.typing.NDArray[np.bool_]) -> pa.ListArray:
    """One list a row."""
    offsets = np.arange(len(rows) + 1, dtype=np.int32) * np.int32(rows.shape[1])
    return pa.ListArray.from_arrays(pa.array(offsets), pa.array(rows.ravel()))


@lru_cache(maxsize=1)
def _model(folder: str) -> Model:
    """Loaded once a process: a worker is handed many batches."""
    return load_model(Path(folder))
