"""One order of rows for sums: floating-point numbers added up in another order give another last digit."""

from __future__ import annotations

from typing import Any, Final

import narwhals as nw
import polars as pl

from scoring.tables.schema import CONTRACT

Frame = nw.LazyFrame[Any]

ENGINE: Final = "in-memory"  # the streaming one adds up whatever rows its threads have at hand, others in each run
AS_ORDERED: Final = pl.QueryOptFlags(check_order_observe=False)  # else a sort before a group-by is taken out


def row_key(table: str) -> tuple[str, ...]:
    """The client, then what tells one client's rows of a table with a key apart.

    Examples
    --------
    >>> row_key("POS_CASH_balance")
    ('SK_ID_CURR', 'SK_ID_PREV', 'MONTHS_BALANCE')
    """
    return ("SK_ID_CURR", *CONTRACT[table].primary_key)


def in_order(frame: Frame, *columns: str) -> Frame:
    """The same rows, sorted by these columns; rows alike in all of them stay as they came.

    Spark's rows stay as they are: its partitions are added up as they answer, whatever order they were in.

    Parameters
    ----------
    frame : narwhals LazyFrame
        Rows of one table.
    columns : str
        The client first, then what tells one client's rows apart.
    """
    if not frame.implementation.is_polars():
        return frame
    native: pl.LazyFrame = frame.to_native()
    return nw.from_native(native.sort(*columns, nulls_last=True, maintain_order=True))


def collected(frame: pl.LazyFrame) -> pl.DataFrame:
    """The rows of a plan, with every sum in the order that :func:`in_order` gave: the same digits in every run."""
    return frame.collect(engine=ENGINE, optimizations=AS_ORDERED)
