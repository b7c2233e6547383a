"""One application and its histories as a set of tables, typed, cleaned and sorted as the import does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from scoring.tables.clean import clean_table
from scoring.tables.flags import gather
from scoring.tables.ingest import arranged
from scoring.tables.record_frames import typed_rows
from scoring.tables.records import APPLICATION, CONTRACT_OF_APPLICATION, HISTORIES, contract_of
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
        A history that was not given is absent, which is not the same as an empty one. What could not be used is
        in its flags.
    """
    rows = {APPLICATION: [given[APPLICATION]], **{name: given[name] for name in HISTORIES if name in given}}
    frames: dict[str, pl.LazyFrame] = {}
    flags: list[pl.DataFrame] = []
    for name, objects in rows.items():
        table, file = contract_of(name), CONTRACT_OF_APPLICATION if name == APPLICATION else name
        cleaned = clean_table(typed_rows(objects, table, client).lazy(), table, frames.get("bureau"))
        frames[file] = arranged(cleaned.frame, table, frames.get("bureau"))
        flags.append(cleaned.flags)
    return TableSet(frames, flags=gather(flags))
