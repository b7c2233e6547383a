"""What cleaning could not use, client by client: kept beside the tables, read when a model answers."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path

import polars as pl

FLAGS = "flags.parquet"
UNKNOWN_TEXT = "unknown_text"
IMPOSSIBLE_VALUE = "impossible_value"
UNLIKELY_AMOUNT = "unlikely_amount"
NEVER_EMPTY = "never_empty"
LONGEST = 200
"""Characters that are kept of a value: more than any sentence quotes."""
SCHEMA = pl.Schema(
    {
        "SK_ID_CURR": pl.Int64,
        "table": pl.String,
        "column": pl.String,
        "cause": pl.String,
        "value": pl.String,
        "rows": pl.UInt32,
    }
)


@cache
def no_flags() -> pl.DataFrame:
    """Nothing to say of anyone."""
    return pl.DataFrame(schema=SCHEMA)


def flag(rows: pl.LazyFrame, condition: pl.Expr, table: str, column: str, cause: str) -> pl.LazyFrame:
    """One row a client whose values of a column meet a condition.

    Parameters
    ----------
    rows : LazyFrame
        With SK_ID_CURR, before cleaning.
    condition : Expr
        Which rows.
    table, column, cause : str
        What the flags say.
    """
    met = rows.filter(condition.fill_null(False)).group_by("SK_ID_CURR")
    text = pl.col(column).cast(pl.String).first().fill_null("")
    first = text.str.head(LONGEST).str.replace_all(r"\s+", " ").alias("value")
    return met.agg(first, pl.len().cast(pl.UInt32).alias("rows")).select(
        pl.col("SK_ID_CURR").cast(pl.Int64),
        pl.lit(table).alias("table"),
        pl.lit(column).alias("column"),
        pl.lit(cause).alias("cause"),
        "value",
        "rows",
    )


def gather(parts: Iterable[pl.DataFrame]) -> pl.DataFrame:
    """Flags of several tables as one frame, in an order of its own."""
    every = pl.concat([no_flags(), *parts])
    return every.filter(pl.col("SK_ID_CURR").is_not_null()).sort("SK_ID_CURR", "table", "column", "cause")


def read_flags(folder: Path) -> pl.DataFrame:
    """The flags beside a folder's tables; none where cleaning could use everything."""
    file = folder / FLAGS
    return pl.read_parquet(file, glob=False) if file.exists() else no_flags()
