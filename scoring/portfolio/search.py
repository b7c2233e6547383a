"""Clients by a part of their number."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl


def clients_with(clients: npt.NDArray[np.int64], text: str, limit: int) -> list[int]:
    """Clients whose number contains the text, those that begin with it first, ascending.

    Parameters
    ----------
    clients : array of int
        Whom to look among.
    text : str
        Digits; anything else finds nobody.
    limit : int
        How many at most.

    Examples
    --------
    >>> clients_with(np.array([112, 200, 911]), "11", 5)
    [112, 911]
    """
    wanted = text.strip()
    if not wanted.isdigit():
        return []
    numbers = pl.Series("number", clients)
    written = numbers.cast(pl.String)
    matches = pl.DataFrame([numbers, written.str.starts_with(wanted).alias("begins")]).filter(
        written.str.contains(wanted, literal=True)
    )
    return matches.sort("begins", "number", descending=[True, False])["number"].head(limit).to_list()
