"""Texts as what they mean, in an expression that a table of any length can be streamed through."""

from __future__ import annotations

from collections.abc import Mapping

import polars as pl


def as_meant(value: pl.Expr, meanings: Mapping[str, str | None]) -> pl.Expr:
    """Texts as what they mean, None where they mean nothing; others, and what is empty, stay.

    By comparisons: ``replace`` and ``is_in`` make Polars' streaming engine (2.1) hold the whole table in memory.

    Examples
    --------
    >>> rows = pl.DataFrame({"text": ["xna", "f", "M", None]})
    >>> rows.select(as_meant(pl.col("text"), {"xna": None, "f": "F"}).alias("text"))["text"].to_list()
    [None, 'F', 'M', None]
    """
    meant = value
    for level in dict.fromkeys(meanings.values()):
        means_it = pl.any_horizontal(value == text for text, other in meanings.items() if other == level)
        meant = pl.when(means_it).then(pl.lit(level, pl.String)).otherwise(meant)
    return meant
