"""Where a client's information comes from, which features speak of it, and the matrix as it would be without it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import narwhals as nw
import polars as pl

from scoring.features.application import EXTERNAL, external_summary
from scoring.features.build import definitions
from scoring.features.definition import Feature

# The feature of each source that is empty where the source says nothing of a client.
EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "external_1": "application_ext_source_1",
        "external_2": "application_ext_source_2",
        "external_3": "application_ext_source_3",
        "bureau": "bureau_rows_count",
        "balance": "balance_rows_count",
        "previous": "previous_rows_count",
        "pos": "pos_rows_count",
        "installments": "installments_rows_count",
        "card": "card_rows_count",
    }
)
# What makes a file well documented or thin.
HISTORIES = ("bureau", "pos", "installments", "card")
# Who has no loan at another lender has no months of one; who never asked us for a loan never repaid us.
_GO_ALONG = MappingProxyType({"bureau": ("balance",), "previous": ("pos", "installments", "card")})


def source_of(feature: Feature) -> str:
    """The history that a feature reads; what a credit says of its months belongs to the months.

    Examples
    --------
    >>> source_of(Feature("bureau", "balance_worst", "max", "count"))
    'balance'
    >>> source_of(Feature("card", "balance_trend", "value", "ratio"))
    'card'
    """
    return "balance" if feature.source == "bureau" and feature.column.startswith("balance_") else feature.source


def without(rows: pl.DataFrame, source: str) -> pl.DataFrame:
    """The matrix as it would be if a source said nothing of anyone.

    Parameters
    ----------
    rows : DataFrame
        The feature matrix.
    source : str
        A name of :data:`EVIDENCE`.

    Raises
    ------
    KeyError
        When nobody knows the source.
    """
    if source.startswith("external_"):
        return _without_external(rows, EVIDENCE[source])
    if source not in EVIDENCE:
        raise KeyError(source)
    gone = {source, *_GO_ALONG.get(source, ())}
    emptied = [feature.name for feature in definitions() if source_of(feature) in gone and feature.name in rows.columns]
    return rows.with_columns(pl.lit(None, dtype=rows.schema[name]).alias(name) for name in emptied)


def _without_external(rows: pl.DataFrame, name: str) -> pl.DataFrame:
    """Mean, lowest and number of the other scores are made again by the feature code."""
    emptied = rows.with_columns(pl.lit(None, dtype=pl.Float64).alias(name))
    scores = [f"application_{column.lower()}" for column in EXTERNAL]
    return nw.from_native(emptied).with_columns(external_summary(scores, prefix="application_")).to_native()
