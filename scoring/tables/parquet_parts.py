"""One Parquet file from frames that come one after the other, without holding more than a few of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl
from polars.io.plugins import register_io_source


class PartFiles:
    """Frames of one schema, each kept in a file of its own until all have come.

    Parameters
    ----------
    folder : Path
        Where they are kept; the caller owns it.
    name : str
        What their files are called.
    """

    def __init__(self, folder: Path, name: str) -> None:
        self._folder, self._name = folder, name
        self._paths: list[Path] = []

    def add(self, frame: pl.DataFrame) -> None:
        """Keep a frame's rows after those of the frames before."""
        self._paths.append(self._folder / f"{self._name}.{len(self._paths):06}.parquet")
        frame.write_parquet(self._paths[-1], compression="lz4")

    def join(self, target: Path, rows_a_group: int) -> None:
        """Write all rows, in order, as one file, of which so many rows can be read, or passed over, at once."""
        rows = pl.scan_parquet(self._paths, glob=False)
        rows.sink_parquet(target, compression="zstd", row_group_size=rows_a_group)


def write_parts(target: Path, frames: Iterable[pl.DataFrame], rows_a_group: int) -> None:
    """Write frames of one schema, one at least, as one file, each as it comes; what making them raises is raised.

    Parameters
    ----------
    target : Path
        The file; it is there when it is whole.
    frames : iterable of DataFrame
        Asked for one after the other.
    rows_a_group : int
        How many rows can be read, or passed over, at once.
    """
    source = iter(frames)
    pending = [next(source)]
    schema = pending[0].schema
    failures: list[Exception] = []

    def read(names: list[str] | None, *_: object) -> Iterator[pl.DataFrame]:
        try:
            while pending:
                frame = pending.pop()
                yield frame if names is None else frame.select(names)
                del frame  # before the next is made
                pending.extend(islice(source, 1))
        except Exception as failure:
            failures.append(failure)
            raise

    with TemporaryDirectory(prefix=".parts-", dir=target.parent) as folder:
        part = Path(folder) / target.name
        rows = register_io_source(read, schema=schema)
        try:
            rows.sink_parquet(part, compression="zstd", row_group_size=rows_a_group)
        except pl.exceptions.PolarsError as error:  # it tells of a failure of the frames' maker in words of its own
            raise failures[0] if failures else error from None
        part.rename(target)
