"""Hand-written tables: a few rows with the columns that matter, the others empty."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import narwhals as nw
import polars as pl
import pytest

from scoring.features import application
from scoring.features.build import build
from scoring.tables.schema import CONTRACT
from scoring.tables.store import TableSet

APPLICATION = {
    "NAME_CONTRACT_TYPE": "Cash loans",
    "AMT_INCOME_TOTAL": 1000.0,
    "AMT_CREDIT": 500.0,
    "DAYS_BIRTH": -10_000.0,
}
Row = Mapping[str, Any]


def _table(name: str, rows: list[Row]) -> pl.LazyFrame:
    """A table with every column of the contract; what a row does not name is empty."""
    columns = {column: kind.dtype for column, kind in CONTRACT[name].schema.columns().items()}
    assert not {key for row in rows for key in row} - set(columns)
    return pl.DataFrame([{column: row.get(column) for column in columns} for row in rows], schema=columns).lazy()


@pytest.fixture(scope="session")
def tables_of() -> Callable[..., TableSet]:
    """``(clients, table=rows, ...) -> TableSet``: applications of these clients and hand-written histories."""

    def make(clients: list[Row], **histories: list[Row]) -> TableSet:
        frames = {"application_train": _table("application_train", [APPLICATION | dict(row) for row in clients])}
        return TableSet(frames | {name: _table(name, rows) for name, rows in histories.items()})

    return make


@pytest.fixture(scope="session")
def features_of(tables_of: Callable[..., TableSet]) -> Callable[..., dict[str, Any]]:
    """``(table=rows, ...) -> features of client 1``, whom the histories' rows belong to unless they say otherwise."""

    def make(**histories: list[Row]) -> dict[str, Any]:
        owned = {name: [{"SK_ID_CURR": 1} | dict(row) for row in rows] for name, rows in histories.items()}
        return build(tables_of([{"SK_ID_CURR": 1}, {"SK_ID_CURR": 2}], **owned)).row(0, named=True)

    return make


@pytest.fixture(scope="session")
def application_of(tables_of: Callable[..., TableSet]) -> Callable[[Row], dict[str, Any]]:
    """``(row) -> application features of client 1``."""

    def make(row: Row) -> dict[str, Any]:
        rows = nw.from_native(tables_of([{"SK_ID_CURR": 1} | dict(row)]).application())
        computed: pl.LazyFrame = application.features(rows).to_native()
        return computed.collect().row(0, named=True)

    return make


@pytest.fixture(scope="session")
def has() -> Callable[..., None]:
    """``(features, room, **expected)``: each feature of a room has the value computed by hand, to 1e-12."""

    def check(features: Mapping[str, Any], source: str, **expected: float | str | None) -> None:
        got = {name: features[f"{source}_{name}"] for name in expected}
        assert got == {n: pytest.approx(v, rel=1e-12) if isinstance(v, float) else v for n, v in expected.items()}

    return check
