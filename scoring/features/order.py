"""One order of rows for sums: floating-point numbers added up in another order give another last digit."""

from __future__ import annotations

from typing import Any, Final

import narwhals as nw
import polars as pl

from scoring.tables.schema import CONTRACT

Frame = nw.LazyFrame[Any]

ENGINE: Final = "in-memory"  # the streaming one adds up whatever rows its threads have at hand, others in each run
_RUN: Final = "rows alike in all columns of the order"
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


def one_row_each(frame: Frame, by: tuple[str, ...], **values: nw.Expr) -> Frame:
    """One row for each combination of columns, with these values of its rows, added up in the order of the columns.

    A hash table would leave Polars' rows in an order of its own, and to sort half a million of them anew costs three
    times as much as grouping them; in order, the rows of a combination stand together.

    Parameters
    ----------
    frame : narwhals LazyFrame
        Rows of one table.
    by : tuple of str
        The columns whose combinations are told apart; an empty value is one more.
    values : narwhals Expr
        What is computed of each combination's rows, by the name of its column.

    Returns
    -------
    narwhals LazyFrame
        The columns ``by`` and the values.
    """
    if not frame.implementation.is_polars():
        return frame.group_by(*by).agg(**values)
    rows: pl.LazyFrame = in_order(frame, *by).to_native()
    begins = pl.any_horizontal(pl.col(column).ne_missing(pl.col(column).shift()) for column in by)
    numbered = rows.with_columns(begins.cum_sum().set_sorted().alias(_RUN))
    grouped = nw.from_native(numbered).group_by(_RUN).agg(*(nw.col(column).max() for column in by), **values)
    return grouped.drop(_RUN)


def collected(frame: pl.LazyFrame) -> pl.DataFrame:
    """The rows of a plan, with every sum in the order that :func:`in_order` gave: the same digits in every run."""
    return frame.collect(engine=ENGINE, optimizations=AS_ORDERED)
