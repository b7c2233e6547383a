"""Why a person should look at a case: what the scorer's own numbers do not say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

import numpy as np
import polars as pl

from scoring.arrays import Bools
from scoring.features.catalogue import catalogue
from scoring.features.inputs import columns_read
from scoring.features.sources import EVIDENCE, HISTORIES, source_of
from scoring.model.manifest import ReferenceStats
from scoring.model.scores import FLAGGED
from scoring.tables.flags import NEVER_EMPTY, no_flags
from scoring.tables.rules.column_rule import rules_of_source
from scoring.tables.schema import CONTRACT


def causes_of_data(
    rows: pl.DataFrame, reference: Mapping[str, ReferenceStats], absent_sources: Sequence[str], flags: pl.DataFrame
) -> list[Bools]:
    """What in the data sends each client to review: one array a cause, in the order of ``REVIEW_CAUSES``' end.

    Parameters
    ----------
    rows : DataFrame
        The feature matrix of the clients.
    reference : mapping of str to ReferenceStats
        What training held of the features that the model reads.
    absent_sources : sequence of str
        Histories whose table is missing.
    flags : DataFrame
        Those that count, of these and other clients.
    """
    unusable = flagged(rows["SK_ID_CURR"], flags)
    lacks = lacks_any(rows, never_empty_names(reference, absent_sources))
    # Who lost a value by cleaning lacks it now; that is said once.
    lacks &= ~np.logical_or.reduce(unusable)
    (left_empty,) = flagged(rows["SK_ID_CURR"], flags, (NEVER_EMPTY,))
    return [*unusable, lacks | left_empty, has_thin_file(rows)]


def flags_that_count(flags: pl.DataFrame, features: Iterable[str]) -> pl.DataFrame:
    """Flags of columns that a model reads, or without which nothing can be decided.

    Parameters
    ----------
    flags : DataFrame
        Flags, as :mod:`scoring.tables.flags` has them.
    features : iterable of str
        What the model reads.
    """
    if flags.is_empty():
        return no_flags()
    read = columns_read(features)
    places = flags.select("table", "column").unique().rows()
    counting = [(table, column) for table, column in places if _counts(table, column, read)]
    wanted = pl.struct("table", "column").is_in([{"table": table, "column": column} for table, column in counting])
    return flags.filter(wanted) if counting else flags.clear()


def _counts(table: str, column: str, read: frozenset[tuple[str, str]]) -> bool:
    source = CONTRACT[table].source
    return (source, column) in read or rules_of_source(source)[column].essential


def flagged(clients: pl.Series, flags: pl.DataFrame, causes: Sequence[str] = FLAGGED) -> list[Bools]:
    """For each cause, those of :data:`~scoring.model.scores.FLAGGED` by default, which clients have a flag of it."""
    if flags.is_empty():
        return [np.zeros(len(clients), dtype=np.bool_) for _ in causes]
    by_cause = [flags.filter(pl.col("cause") == cause)["SK_ID_CURR"].unique() for cause in causes]
    return [clients.is_in(numbers.implode()).to_numpy().astype(np.bool_) for numbers in by_cause]


def never_empty_names(reference: Mapping[str, ReferenceStats], absent_sources: Sequence[str]) -> list[str]:
    """Features that every client in training had, but for those of tables that are absent now.

    Parameters
    ----------
    reference : mapping of str to ReferenceStats
        Reference statistics of the features that the model reads.
    absent_sources : sequence of str
        Histories whose table is missing, which is a cause of its own.
    """
    every = [name for name, stats in reference.items() if stats.empty == 0.0]
    return [name for name in every if source_of(catalogue()[name].feature) not in absent_sources]


def lacks_any(rows: pl.DataFrame, names: Sequence[str]) -> Bools:
    """Clients without a value of any of these features."""
    if not names:
        return np.zeros(rows.height, dtype=np.bool_)
    if rows.height == 1:  # as scoring.model.score.out_of_range has it
        return np.array([None in rows.select(names).row(0)])
    return rows.select(pl.any_horizontal(pl.col(names).is_null())).to_series().to_numpy().astype(np.bool_)


def has_thin_file(rows: pl.DataFrame) -> Bools:
    """Clients of whom no credit history says anything."""
    unknown = [rows[EVIDENCE[source]].is_null().to_numpy() for source in HISTORIES]
    return np.asarray(np.all(unknown, axis=0), dtype=np.bool_)
