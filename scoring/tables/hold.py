"""A table's rows of CSV read once: in memory where they are few, on disk where they are many."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from scoring.tables.in_ranges import CELLS_A_RANGE
from scoring.tables.raw import RawPart, RawTable

ROWS_A_GROUP = 65_536


@dataclass(frozen=True)
class HeldTable:
    """Rows that can be read again and again.

    Parameters
    ----------
    raw : RawTable
        The rows, numbers as numbers.
    is_on_disk : bool
        Whether they are too many to be held in memory.
    """

    raw: RawTable
    is_on_disk: bool


def hold(raw: RawTable, workspace: Path, cells: int = CELLS_A_RANGE) -> HeldTable | None:
    """The rows of CSV files, their numbers parsed in one reading.

    Parameters
    ----------
    raw : RawTable
        As it was opened.
    workspace : Path
        A folder where many rows may lie until they have been used.
    cells : int
        How many values are held in memory at most.

    Returns
    -------
    HeldTable or None
        None where a number is written in any way but the plain one: its text has to be looked at.
    """
    frames = [part.numbers for part in raw.parts if part.numbers is not None]
    if len(frames) < len(raw.parts):
        return None
    rows = pl.concat(frames)
    is_large = sum(part.lines for part in raw.parts) * len(rows.collect_schema()) > cells
    try:
        held = _on_disk(rows, workspace) if is_large else rows.collect(engine="streaming").lazy()
    except pl.exceptions.ComputeError:  # a number that is none; any other fault is met again by who reads the texts
        return None
    part = RawPart(raw.name, held, raw.parts[0].form)
    return HeldTable(RawTable(raw.name, raw.table, (part,), raw.notices), is_large)


def _on_disk(rows: pl.LazyFrame, workspace: Path) -> pl.LazyFrame:
    path = workspace / "held.parquet"
    rows.sink_parquet(path, compression="lz4", row_group_size=ROWS_A_GROUP)
    return pl.scan_parquet(path, glob=False)
