"""A table sorted range by range of clients, so that sorting it needs the memory of one range.

The rows come out as sorting them all at once would leave them, and so do the files written from them, to the byte.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from pathlib import Path

import polars as pl
from polars.io.plugins import register_io_source

CLIENT = "SK_ID_CURR"
CELLS_A_RANGE = 15_000_000
"""Rows times columns that are sorted at once: about 500 MB at the peak (measured on seven numbers a row)."""


def sorted_in_ranges(
    frame: pl.LazyFrame,
    order: Sequence[str],
    workspace: Path,
    rows: int,
    cells: int = CELLS_A_RANGE,
    *,
    is_held: bool = False,
) -> pl.LazyFrame:
    """The rows of a table in order, sorted in one piece where it is small and in ranges of clients where it is not.

    Parameters
    ----------
    frame : LazyFrame
        With the columns of ``order``, of which the first is the client.
    order : sequence of str
        What to sort by; empty values come last, equal rows stay as they lie.
    workspace : Path
        A folder where the rows may be kept until they have been read.
    rows : int
        About how many there are.
    cells : int
        How many values may be sorted at once.
    is_held : bool
        Whether the rows lie in a file already that is cheap to read once a range.
    """
    columns = frame.collect_schema()
    count = -(-rows * len(columns) // cells)
    if count < 2 or order[0] != CLIENT:
        return _in_order(frame, order).lazy()
    unsorted_rows = frame if is_held else _unsorted(frame, workspace)
    conditions = _conditions(client_bounds(unsorted_rows, count))

    def read(
        names: list[str] | None, predicate: pl.Expr | None, n_rows: int | None, _: int | None
    ) -> Iterator[pl.DataFrame]:
        for condition in conditions:
            rows = _in_order(unsorted_rows.filter(condition), order)
            rows = rows if predicate is None else rows.filter(predicate)
            rows = rows if names is None else rows.select(names)
            yield rows if n_rows is None else rows.head(n_rows)
            n_rows = None if n_rows is None else max(n_rows - rows.height, 0)

    return register_io_source(read, schema=columns)


def _in_order(frame: pl.LazyFrame, order: Sequence[str]) -> pl.DataFrame:
    """The rows sorted; as they are where they lie in order already, which is a tenth of the work to see."""
    rows = frame.collect(engine="streaming")
    return rows if is_in_order(rows, order) else rows.sort(order, nulls_last=True, maintain_order=True)


def is_in_order(rows: pl.DataFrame, order: Sequence[str]) -> bool:
    """Whether sorting by these columns, empty values last, would leave every row where it is.

    Examples
    --------
    >>> rows = pl.DataFrame({"SK_ID_CURR": [1, 1, 2, None], "day": [-3, None, -9, -5]})
    >>> is_in_order(rows, ["SK_ID_CURR", "day"]), is_in_order(rows.reverse(), ["SK_ID_CURR"])
    (True, False)
    """
    follows = pl.lit(True)
    for name in reversed(order):
        value, before = pl.col(name), pl.col(name).shift()
        rises = (before < value).fill_null(value.is_null() & before.is_not_null())
        follows = rises | (before.eq_missing(value) & follows)
    return bool(rows.select(follows.slice(1).all()).item())


def _unsorted(frame: pl.LazyFrame, workspace: Path) -> pl.LazyFrame:
    """The rows in a file of their own: what they come from is read once, not once a range."""
    path = workspace / "unsorted.parquet"
    frame.sink_parquet(path, compression="lz4", row_group_size=65_536)
    return pl.scan_parquet(path, glob=False)


def client_bounds(frame: pl.LazyFrame, count: int) -> list[int]:
    """Clients at whom a range ends and the next begins, so that each has about as many rows; ``count`` - 1 at most.

    Examples
    --------
    >>> client_bounds(pl.LazyFrame({"SK_ID_CURR": [1, 1, 1, 2, 3, None]}), 2)
    [2]
    """
    sizes = frame.group_by(CLIENT).len().drop_nulls(CLIENT).sort(CLIENT).collect(engine="streaming")
    total, before = sizes["len"].sum(), sizes["len"].cum_sum() - sizes["len"]
    places = (before.search_sorted(total * number // count) for number in range(1, count))
    return sorted({int(sizes[CLIENT][place]) for place in places if 0 < place < sizes.height})


def _conditions(bounds: Sequence[int]) -> list[pl.Expr]:
    """Which rows each range holds; those of nobody are in the last."""
    client = pl.col(CLIENT)
    if not bounds:
        return [pl.lit(True)]
    inner = [client.is_between(low, high, closed="left") for low, high in itertools.pairwise(bounds)]
    return [client < bounds[0], *inner, (client >= bounds[-1]) | client.is_null()]
