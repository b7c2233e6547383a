"""A home's tables as Spark reads them, and frames that Spark computed as one whole Parquet file."""

from __future__ import annotations

import re
import shutil
from dataclasses import dataclass
from functools import reduce
from pathlib import Path
from typing import Any

import polars as pl

from scoring.errors import UserError
from scoring.spark.failures import SAME_DISK
from scoring.tables.schema import CONTRACT, TABLES

COPY_AGAIN = "Copy the files of the home's current tables there, and nothing else."
SPARK_TYPES = {pl.Int64: "bigint", pl.Float64: "double", pl.String: "string"}


@dataclass(frozen=True)
class SparkTables:
    """What :class:`scoring.features.build.Tables` asks for, as Spark DataFrames of one folder's Parquet files.

    Parameters
    ----------
    session : SparkSession
        Open.
    folder : Path
        Of the home's tables: which there are.
    address : str, optional
        Of a copy of these files that Spark reads in their place, as ``s3a://bucket/tables``.
    """

    session: Any
    folder: Path
    address: str | None = None

    def application(self) -> Any:
        """Every application, in no order, TARGET empty where the outcome is not known."""
        names = [name for name in TABLES if CONTRACT[name].source == "application" and self._file(name).exists()]
        parts = [self.frame(name) for name in names]
        return reduce(lambda above, below: above.unionByName(below, allowMissingColumns=True), parts)

    def frame(self, name: str) -> Any:
        """One table; an empty one with the contract's columns where it is absent."""
        if self._file(name).exists():
            return self._read(name)
        columns = CONTRACT[name].schema.columns()
        kinds = ", ".join(f"`{column}` {SPARK_TYPES[type(kind.dtype)]}" for column, kind in columns.items())
        return self.session.createDataFrame([], kinds)

    def refuse_other_tables(self) -> None:
        """Hold a copy elsewhere to the home's files, by columns and numbers of rows.

        Raises
        ------
        UserError
            When a table there is not the home's.
        """
        for name in TABLES if self.address else ():
            if not self._file(name).exists():
                continue
            here, there = pl.scan_parquet(self._file(name), glob=False), self._read(name)
            columns, rows = here.collect_schema().names(), here.select(pl.len()).collect().item()
            if there.columns != columns:
                raise UserError(f"Expected the home's columns of {name} in {self.address}, got others.", COPY_AGAIN)
            if (got := there.count()) != rows:
                raise UserError(f"Expected {rows:,} rows of {name} in {self.address}, got {got:,}.", COPY_AGAIN)

    def _read(self, name: str) -> Any:
        if self.address is None:
            return read_parquet(self.session, self._file(name))
        return self.session.read.parquet(f"{self.address}/{name}.parquet")

    def _file(self, name: str) -> Path:
        return self.folder / f"{name}.parquet"


def address_of(text: str) -> str:
    """The address of a folder, without a slash at its end.

    Raises
    ------
    UserError
        When it does not say how it is read.

    Examples
    --------
    >>> address_of("s3a://lender/tables/")
    's3a://lender/tables'
    """
    if not re.match(r"[a-z][a-z0-9+.-]*://", text):
        raise UserError(
            f"Expected an address as Spark reads it after --tables (s3a://BUCKET/FOLDER, hdfs://HOST/FOLDER, "
            f"file:///FOLDER), got {text!r}.",
            "Write how it is read in front; leave it out for the home's own disk.",
        )
    return text.rstrip("/")


def read_parquet(session: Any, path: Path) -> Any:
    """A Parquet file of this disk as a Spark DataFrame; what Spark would take for a pattern is taken literally.

    Raises
    ------
    UserError
        When the name cannot be said to Spark.
    """
    if ":" in str(path):
        raise UserError(f"Expected a path without a colon for Spark, got {path}.", "Rename the folder.")
    return session.read.parquet("file://" + re.sub(r"([\[\]{}*?\\])", r"\\\1", str(path)))


def write_whole(frame: Any, file: Path, *, rows: int) -> None:
    """Write a Spark DataFrame, sorted by client, into one file; the driver holds a piece of it at a time.

    Parameters
    ----------
    frame : Spark DataFrame
        Sorted: its pieces follow each other.
    file : Path
        On a disk that workers and driver share.
    rows : int
        How many there must be.

    Raises
    ------
    UserError
        When rows lack: a worker wrote them to a disk of its own.
    """
    pieces = file.with_name(f"{file.stem}.pieces")
    try:
        frame.write.parquet(f"file://{pieces}")
        read_pieces(pieces, rows).sink_parquet(file, compression="zstd")
    finally:
        shutil.rmtree(pieces, ignore_errors=True)


def read_pieces(pieces: Path, rows: int) -> pl.LazyFrame:
    """What Spark wrote into a folder.

    Raises
    ------
    UserError
        When there are more or fewer rows than there must be.
    """
    files = sorted(pieces.glob("part-*.parquet"))
    written = pl.scan_parquet(files, glob=False).select(pl.len()).collect().item() if files else 0
    if written != rows:
        raise UserError(f"Expected {rows:,} rows from the workers in {pieces.parent}, got {written:,}.", SAME_DISK)
    return pl.scan_parquet(files, glob=False)
