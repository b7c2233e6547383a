"""All features together: one row a client, from whatever tables there are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import narwhals as nw
import polars as pl
import polars.selectors as cs

from scoring.features import application, bureau, card, installments, pos, previous
from scoring.features.aggregate import Frame
from scoring.features.definition import Feature
from scoring.tables.store import TableSet

SOURCES = {
    "bureau": ("bureau",),
    "balance": ("bureau_balance", "bureau"),  # a month's client is known by its credit
    "previous": ("previous_application",),
    "pos": ("POS_CASH_balance",),
    "installments": ("installments_payments",),
    "card": ("credit_card_balance",),
}


@cache
def definitions() -> tuple[Feature, ...]:
    """Every feature, in the order of the matrix's columns."""
    return (
        *application.definitions(),
        *bureau.definitions(),
        *bureau.month_definitions(),
        *previous.definitions(),
        *pos.definitions(),
        *installments.definitions(),
        *card.definitions(),
    )


def absent_sources(tables: TableSet) -> tuple[str, ...]:
    """Rooms whose table the set does not hold, which is not the same as a client without history."""
    return tuple(source for source, files in SOURCES.items() if any(file in tables.absent for file in files))


def build(tables: TableSet) -> pl.LazyFrame:
    """One row a client, sorted by client: SK_ID_CURR, TARGET, then every feature.

    Parameters
    ----------
    tables : TableSet
        Cleaned tables; the features of an absent one are empty.

    Returns
    -------
    LazyFrame
        Numbers as Float64, categories as text; what is too large to be a number is empty. Computing one
        client alone gives the same row (counts, minima and maxima exactly, the rest to 1e-12 relative;
        tested).
    """
    rows, *others = parts(tables)
    for history in others:
        rows = rows.join(history, on="SK_ID_CURR", how="left")
    outcomes = nw.from_native(tables.application()).select("SK_ID_CURR", "TARGET")
    rows = rows.join(outcomes, on="SK_ID_CURR", how="left")
    ordered = rows.select("SK_ID_CURR", "TARGET", *(feature.name for feature in definitions())).sort("SK_ID_CURR")
    native: pl.LazyFrame = ordered.to_native()
    return native.with_columns(pl.when(cs.float().is_finite()).then(cs.float()))


def parts(tables: TableSet) -> list[Frame]:
    """The application's features, then one frame a history: what :func:`build` joins by client."""
    return [application.features(nw.from_native(tables.application())), *histories(tables)]


def build_clients(tables: TableSet, clients: Sequence[int]) -> pl.DataFrame:
    """The same rows for a few clients, read from disk without the others'."""
    return build(tables.of(clients)).collect()


def histories(tables: TableSet) -> list[Frame]:
    """One frame a history table, one row a client who has that history."""

    def table(name: str) -> Any:
        return nw.from_native(tables.frame(name))

    return [
        bureau.features(table("bureau"), table("bureau_balance")),
        bureau.month_features(table("bureau_balance")),
        previous.features(table("previous_application")),
        pos.features(table("POS_CASH_balance")),
        installments.features(table("installments_payments")),
        card.features(table("credit_card_balance")),
    ]
