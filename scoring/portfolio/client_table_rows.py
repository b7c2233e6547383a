"""A client's own rows of every table, column by column as they came: what a copy of one's data has to hold."""

from __future__ import annotations

from math import isfinite
from pathlib import Path
from typing import Any

import polars as pl

from scoring.features.governance import governance
from scoring.portfolio.client_records import tables_of
from scoring.tables.schema import CONTRACT
from scoring.texts import Language, columns, source


def client_table_rows(portfolio: Path, client: int, language: Language) -> list[dict[str, Any]]:
    """The client's rows, a table each; none where the scored tables are not on this machine.

    What speaks of other people around the client stays out, as on the page.

    Parameters
    ----------
    portfolio : Path
        The portfolio's folder in its home.
    client : int
        SK_ID_CURR.
    language : {"fr", "en"}
        Language of the names of tables and columns.

    Returns
    -------
    list of dict
        ``table``, ``source``, ``columns`` (name and label) and ``rows``, whose values stand in the columns' order.
    """
    folder = tables_of(portfolio)
    if folder is None:
        return []
    files = {name: folder / f"{name}.parquet" for name in CONTRACT}
    tables = (_table(name, file, client, language) for name, file in files.items() if file.exists())
    return [table for table in tables if table["rows"]]


def _table(name: str, file: Path, client: int, language: Language) -> dict[str, Any]:
    origin = CONTRACT[name].source
    rows = pl.scan_parquet(file, glob=False).filter(pl.col("SK_ID_CURR") == client).collect()
    about_client = [column for column in rows.columns if not _speaks_of_others(origin, column)]
    labels = {column: _label(origin, column, language) for column in about_client}
    values = [[_plain(value) for value in row] for row in rows.select(about_client).iter_rows()]
    return {"table": name, "source": source(origin, language), "columns": labels, "rows": values}


def _speaks_of_others(origin: str, column: str) -> bool:
    entry = governance()[origin].get(column)
    return entry is not None and entry.protected == "social"


def _label(origin: str, column: str, language: Language) -> str:
    """What a column is called; a key that has no words keeps its name."""
    words = columns().get(origin, {}).get(column)
    return column if words is None else words.say(language)


def _plain(value: Any) -> Any:
    """A value that JSON can hold."""
    return None if isinstance(value, float) and not isfinite(value) else value
