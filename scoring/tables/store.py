"""The set of tables on disk and in memory: one Parquet file a table, read lazily."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

import polars as pl

from scoring.errors import UserError, refuse_other_kind
from scoring.settings import HOME_REMEDY, Home
from scoring.tables.current_tables import tables_fingerprint, tables_folder
from scoring.tables.flags import no_flags, read_flags
from scoring.tables.schema import CONTRACT, TABLES

CLIENTS_AT_ONCE = 20_000
"""Clients whose features are computed, and who are scored, at once: memory then does not grow with the tables."""


@dataclass(frozen=True)
class TableSet:
    """Cleaned tables by Kaggle's file name; a table that is missing is missing here too.

    A missing table is not the same as a client without history: :attr:`absent` names the former.

    Parameters
    ----------
    frames : mapping
        The tables by Kaggle's file name, read when they are collected.
    fingerprint : str
        Names their content.
    flags : DataFrame
        Whose values cleaning could not use (:mod:`scoring.tables.flags`).
    """

    frames: Mapping[str, pl.LazyFrame]
    fingerprint: str = ""
    flags: pl.DataFrame = field(default_factory=no_flags)

    @property
    def absent(self) -> tuple[str, ...]:
        """Tables that the archive did not hold; application_test is no history and not counted."""
        return tuple(name for name in TABLES if name not in self.frames and CONTRACT[name].source != "application")

    def application(self) -> pl.LazyFrame:
        """Every application, TARGET empty where the outcome is not known, sorted by client."""
        parts = [frame for name, frame in self.frames.items() if CONTRACT[name].source == "application"]
        return pl.concat(parts, how="diagonal").sort("SK_ID_CURR")

    @property
    def clients(self) -> int:
        """How many applications there are."""
        parts = [frame for name, frame in self.frames.items() if CONTRACT[name].source == "application"]
        return sum(int(part.select(pl.len()).collect().item()) for part in parts)

    def frame(self, name: str) -> pl.LazyFrame:
        """One table; an empty one with the contract's columns where it is absent.

        Parameters
        ----------
        name : str
            Kaggle's file name without its ending, such as "bureau".

        Raises
        ------
        UserError
            When the contract knows no such table.
        """
        if name not in CONTRACT:
            raise UserError(f"name: expected one of {', '.join(TABLES)}, got {name!r}.", "Name one of the tables.")
        if name in self.frames:
            return self.frames[name]
        columns = CONTRACT[name].schema.columns()
        return pl.LazyFrame(schema={column: kind.dtype for column, kind in columns.items()})

    def between(self, first: int | None, end: int | None) -> TableSet:
        """The same tables with the rows of a range of clients only.

        Parameters
        ----------
        first : int or None
            SK_ID_CURR from which on; None is no bound.
        end : int or None
            SK_ID_CURR before which, itself not included; None is no bound.
        """
        client = pl.col("SK_ID_CURR")
        bounds = [client >= first] if first is not None else []
        bounds += [client < end] if end is not None else []
        frames = {name: frame.filter(*bounds) for name, frame in self.frames.items()} if bounds else self.frames
        return TableSet(frames, self.fingerprint, self.flags.filter(*bounds) if bounds else self.flags)

    def in_ranges(self, clients: int = CLIENTS_AT_ONCE) -> list[TableSet]:
        """The same tables in parts of so many applications each, in the order of their numbers.

        A client's rows are in one part, also where the client has no application.

        Parameters
        ----------
        clients : int, default 20000
            Applications in each part, at least 1; the last part may have fewer.

        Raises
        ------
        UserError
            When there is less than one in a part.
        """
        if clients < 1:
            raise UserError(f"clients: expected a whole number at least 1, got {clients}.", "Take for instance 20000.")
        numbers = self.application().select("SK_ID_CURR").collect()["SK_ID_CURR"]
        bounds = [int(number) for number in numbers[clients::clients]]
        return [self.between(*pair) for pair in pairwise([None, *bounds, None])]

    def of(self, clients: Sequence[int]) -> TableSet:
        """The same tables with these clients' rows only.

        Parameters
        ----------
        clients : sequence of int
            SK_ID_CURR of each; a number that nobody has is passed over.
        """
        wanted = pl.col("SK_ID_CURR").is_in(list(clients))
        frames = {name: frame.filter(wanted) for name, frame in self.frames.items()}
        return TableSet(frames, self.fingerprint, self.flags.filter(wanted))


def open_tables(home: Home) -> TableSet:
    """The home's tables, read from disk when asked for.

    Parameters
    ----------
    home : Home
        With tables in it: ``scoring import`` or ``scoring simulate`` puts them there.

    Raises
    ------
    UserError
        When there are none yet, or ``home`` is no Home.
    """
    refuse_other_kind("home", home, Home, HOME_REMEDY)
    return open_folder(tables_folder(home))


def open_folder(folder: Path) -> TableSet:
    """Tables written by the import into one folder.

    Parameters
    ----------
    folder : Path
        With a Parquet file for each table that is not absent.
    """
    frames = {
        name: pl.scan_parquet(path, glob=False) for name in TABLES if (path := folder / f"{name}.parquet").exists()
    }
    return TableSet(frames, tables_fingerprint(folder), read_flags(folder))
