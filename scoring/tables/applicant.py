"""One application and its histories as a set of tables, typed, cleaned and sorted as the import does it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from scoring.tables.clean import clean
from scoring.tables.ingest import arranged
from scoring.tables.records import APPLICATION, CONTRACT_OF_APPLICATION, HISTORIES, contract_of
from scoring.tables.schema import TableContract
from scoring.tables.store import TableSet


def applicant_tables(given: Mapping[str, Any], client: int) -> TableSet:
    """The tables of one client, from objects that keep the contract.

    Parameters
    ----------
    given : mapping
        In which :func:`scoring.tables.records.mistakes` found none.
    client : int
        The number that all rows get.

    Returns
    -------
    TableSet
        A history that was not given is absent, which is not the same as an empty one.
    """
    rows = {APPLICATION: [given[APPLICATION]], **{name: given[name] for name in HISTORIES if name in given}}
    typed = {name: _typed(some, contract_of(name), client) for name, some in rows.items()}
    frames: dict[str, pl.LazyFrame] = {}
    for name, frame in typed.items():
        cleaned, _ = clean(frame.lazy(), contract_of(name))
        file = CONTRACT_OF_APPLICATION if name == APPLICATION else name
        frames[file] = arranged(cleaned, contract_of(name), frames.get("bureau"))
    return TableSet(frames)


def _typed(rows: Sequence[Mapping[str, Any]], table: TableContract, client: int) -> pl.DataFrame:
    """Every column of the contract; what a row does not tell is empty."""
    columns = {
        name: pl.Series(name, [_as(column.dtype, row.get(name)) for row in rows], dtype=column.dtype)
        for name, column in table.columns.items()
    }
    if "SK_ID_CURR" in columns:
        columns["SK_ID_CURR"] = pl.Series("SK_ID_CURR", [client] * len(rows), dtype=pl.Int64)
    frame = pl.DataFrame(columns)
    if "TARGET" in table.schema.column_names():
        return frame.with_columns(pl.lit(None, pl.Int64).alias("TARGET"))
    return frame


def _as(kind: pl.DataType, value: Any) -> int | float | str | None:
    if value is None or value == "":
        return None
    if not kind.is_numeric():
        return str(value)
    return int(value) if kind.is_integer() else float(value)
