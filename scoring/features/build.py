"""All features together: one row a client, from whatever tables there are."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any, Protocol

import narwhals as nw
import polars as pl

from scoring.features import application, bureau, card, combined, installments, pos, previous
from scoring.features.definition import DerivedColumn, Feature
from scoring.features.order import Frame, collected
from scoring.tables.store import TableSet

SOURCES = {
    "bureau": ("bureau",),
    "balance": ("bureau_balance", "bureau"),  # a month's client is known by its credit
    "previous": ("previous_application",),
    "pos": ("POS_CASH_balance",),
    "installments": ("installments_payments",),
    "card": ("credit_card_balance",),
}


class Tables(Protocol):
    """Cleaned tables as frames of whichever engine Narwhals knows; what is absent is an empty frame."""

    def application(self) -> Any:
        """Every application, TARGET empty where the outcome is not known."""

    def frame(self, name: str) -> Any:
        """One table by Kaggle's file name."""


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
        *combined.definitions(),
    )


@cache
def derived_columns() -> tuple[DerivedColumn, ...]:
    """Every column that is computed from raw ones, table by table."""
    histories = (
        bureau.DERIVED,
        bureau.MONTHS_DERIVED,
        previous.DERIVED,
        pos.DERIVED,
        installments.DERIVED,
        card.DERIVED,
        combined.DERIVED,
    )
    return (*application.DERIVED, *(derived for history in histories for derived in history))


def absent_sources(tables: TableSet) -> tuple[str, ...]:
    """Sources whose table the set does not hold, which is not the same as a client without history."""
    return tuple(source for source, files in SOURCES.items() if any(file in tables.absent for file in files))


def build(tables: TableSet) -> pl.DataFrame:
    """One row a client, sorted by client: SK_ID_CURR, TARGET, then every feature.

    A history is computed at a time: less is held at once, and joining costs a third.

    Parameters
    ----------
    tables : TableSet
        Cleaned tables; the features of an absent one are empty.

    Returns
    -------
    DataFrame
        Numbers as Float64, categories as text; what is too large to be a number is empty. To the last digit
        the same in every run, and for one client alone as among others (tested).
    """
    features, *histories = (part.to_native() for part in parts(tables))
    rows = features.join(tables.application().select("SK_ID_CURR", "TARGET"), on="SK_ID_CURR", how="left")
    columns = [collected(rows.sort("SK_ID_CURR"))]
    clients = columns[0].select("SK_ID_CURR")
    for history in histories:
        joined = clients.join(collected(history), on="SK_ID_CURR", how="left", maintain_order="left")
        columns.append(joined.drop("SK_ID_CURR"))
    whole = pl.concat(columns, how="horizontal").lazy()
    finished: pl.DataFrame = _finished(nw.from_native(whole)).to_native().collect()
    return finished


def matrix(tables: Tables) -> Frame:
    """What :func:`build` returns, on the engine of the tables' frames."""
    rows, *others = parts(tables)
    for history in others:
        rows = rows.join(history, on="SK_ID_CURR", how="left")
    outcomes = nw.from_native(tables.application()).select("SK_ID_CURR", "TARGET")
    rows = rows.join(outcomes, on="SK_ID_CURR", how="left")
    return _finished(rows).sort("SK_ID_CURR")


def _finished(rows: Frame) -> Frame:
    """The columns in their order, combined ones too, without what is too large to be a number."""
    of_tables = [feature for feature in definitions() if not combined.is_combined(feature.name)]
    ordered = rows.select("SK_ID_CURR", "TARGET", *(feature.name for feature in of_tables))
    numbers = (nw.col(feature.name) for feature in of_tables if not feature.is_category)
    finite = ordered.with_columns(nw.when(number.is_finite()).then(number) for number in numbers)
    return finite.with_columns(*combined.expressions([feature.name for feature in combined.definitions()]))


def parts(tables: Tables) -> list[Frame]:
    """The application's features, then one frame a history: what :func:`build` joins by client."""
    return [application.features(nw.from_native(tables.application())), *histories(tables)]


def build_clients(tables: TableSet, clients: Sequence[int]) -> pl.DataFrame:
    """The same rows for a few clients, read from disk without the others'."""
    return build(tables.of(clients))


def histories(tables: Tables) -> list[Frame]:
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
