"""One application and its histories as a set of tables, typed, cleaned and sorted as the import does it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from scoring.tables.clean import clean_table
from scoring.tables.flags import gather, no_flags
from scoring.tables.ingest import arranged
from scoring.tables.record_frames import as_frame, typed_columns
from scoring.tables.records import APPLICATION, CONTRACT_OF_APPLICATION, HISTORIES, contract_of
from scoring.tables.rules.glance import Columns, glance
from scoring.tables.schema import TableContract
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
        owners = frames.get("bureau")
        frame, unusable = clean_columns(typed_columns(objects, table, client), table, owners)
        frames[file] = arranged(frame, table, owners)
        flags.append(unusable)
    return TableSet(frames, flags=gather(flags) if any(part.height for part in flags) else no_flags())


def clean_columns(
    columns: Columns, table: TableContract, owners: pl.LazyFrame | None
) -> tuple[pl.LazyFrame, pl.DataFrame]:
    """A few rows cleaned by the rule book, and the flags of what could not be used (tested against the whole look).

    Parameters
    ----------
    columns : mapping of str to sequence
        As :func:`scoring.tables.record_frames.typed_columns` gives them.
    table : TableContract
        Which table.
    owners : LazyFrame or None
        As :func:`scoring.tables.clean.clean_table` takes it.
    """
    seen = glance(columns, table)
    if not seen.suspects:
        return as_frame({**columns, **seen.emptied}, table).lazy(), no_flags()
    cleaned = clean_table(as_frame(columns, table).lazy(), table, owners, only=seen.touched)
    return cleaned.frame, cleaned.flags
