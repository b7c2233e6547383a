"""A few of many clients, for what would take long on all of them."""

from __future__ import annotations

from typing import Annotated

import polars as pl
from annotated_types import Interval

from scoring.validation import check


def at_most(rows: pl.DataFrame, most: int, seed: int) -> pl.DataFrame:
    """A sample of so many rows, drawn by a seed; all of them where there are fewer.

    Raises
    ------
    UserError
        When the number asked for is no whole number above 0.

    Examples
    --------
    >>> at_most(pl.DataFrame({"a": [1, 2, 3]}), 2, seed=1).height, at_most(pl.DataFrame({"a": [1]}), 2, seed=1).height
    (2, 1)
    """
    check("sample", most, Annotated[int, Interval(ge=1)], "Take at least a few hundred clients.")
    return rows.sample(min(most, rows.height), seed=seed)
