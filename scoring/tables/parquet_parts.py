"""One Parquet file from frames that come one after the other, without holding more than one of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl


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
    """Write frames of one schema, one at least, as one file; each is let go before the next is asked for."""
    with TemporaryDirectory(prefix=".parts-", dir=target.parent) as folder:
        parts = PartFiles(Path(folder), target.stem)
        for frame in frames:
            parts.add(frame)
            del frame
        parts.join(target, rows_a_group)
