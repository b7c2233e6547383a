"""Rows given as plain objects, as a frame with the contract's types."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import polars as pl

from scoring.tables.numbers import flag_of
from scoring.tables.schema import TableContract


def typed_rows(rows: Sequence[Mapping[str, Any]], table: TableContract, client: int) -> pl.DataFrame:
    """Every column of the contract; what a row does not tell is empty.

    Parameters
    ----------
    rows : sequence of mapping
        Whose values are of the contract's kinds.
    table : TableContract
        Which table they are rows of.
    client : int
        The number that all rows get.
    """
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
    number = flag_of(value)  # yes and no, where 1 and 0 are due
    value = value if number is None else number
    return int(value) if kind.is_integer() else float(value)
