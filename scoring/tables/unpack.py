"""Packed files made plain, within bounds: of size, of ratio, of the disk that is free."""

from __future__ import annotations

import bz2
import errno
import gzip
import lzma
import shutil
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

import zstandard

from scoring.errors import UserError
from scoring.tables.content import Content

CHUNK = 1 << 20
GIGABYTE = 1 << 30
# Kaggle's eight tables take 2.7 GB; its zip packs 4 to 8 to 1, the best packers of such tables 40 to 1.
MAX_BYTES = 64 * GIGABYTE
MAX_RATIO = 200
# Below this size no ratio is looked at: a small table of one repeated line may pack a thousand to one.
RATIO_FROM = 64 << 20
DISK_RESERVE = GIGABYTE // 2
GET_KAGGLE = "Download home-credit-default-risk.zip from Kaggle again, or name a folder with its files."
# What the libraries raise on damaged input, beside OSError; each is met by the tests with mutated archives.
DAMAGE = (
    EOFError,
    zlib.error,
    lzma.LZMAError,
    zstandard.ZstdError,
    zipfile.BadZipFile,
    RuntimeError,
    ValueError,
    OverflowError,
)


class Budget:
    """How many bytes may still be written while one archive is unpacked.

    Parameters
    ----------
    folder : Path
        Where they are written; its disk keeps half a gigabyte free.
    max_bytes : int
        Over all files of the archive.
    """

    def __init__(self, folder: Path, max_bytes: int = MAX_BYTES) -> None:
        self.left = max_bytes
        self.max_bytes = max_bytes
        self.folder = folder

    def require(self, file: str, size: int) -> None:
        """Refuse a file of this size, in bytes, that does not fit any more.

        Raises
        ------
        UserError
            When it is over the bound, or over the disk's free space.
        """
        if size > self.left:
            raise UserError(
                f"{file}: expected tables of {self.max_bytes / GIGABYTE:.0f} GB at most in all, got more.",
                "Name a folder with the unpacked files.",
            )
        free = shutil.disk_usage(self.folder).free - DISK_RESERVE
        if size > free:
            raise UserError(
                f"{file}: expected {size / GIGABYTE:.1f} GB of free disk, got {max(free, 0) / GIGABYTE:.1f}.",
                "Free some space and run the command again.",
            )

    def spend(self, size: int) -> None:
        """Count bytes that were written."""
        self.left -= size


@contextmanager
def damage_in_words(file: str, archive: str = "") -> Iterator[None]:
    """Say in a sentence that a file, or the zip it is in, is damaged; a full disk and what was already said pass.

    Raises
    ------
    UserError
        In place of what the unpacking libraries and the operating system raise.
    """
    try:
        yield
    except PermissionError as error:
        raise UserError(f"{file}: may not be read by this user.", "Change its permissions.") from error
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise UserError(_damage(file, archive, error), GET_KAGGLE) from error
    except NotImplementedError as error:
        raise UserError(_unread(file, archive), "Unpack it and name the folder.") from error
    except DAMAGE as error:
        raise UserError(_damage(file, archive, error), GET_KAGGLE) from error


class Readable(Protocol):
    """What gives bytes."""

    def read(self, size: int = -1, /) -> bytes:
        """So many bytes, fewer at the end."""


def unpack_stream(stream: IO[bytes], content: Content) -> Readable:
    """A packed stream as a plain one; what a plain one holds may be packed again."""
    if content is Content.GZIP:
        return gzip.open(stream)
    if content is Content.BZIP2:
        return bz2.open(stream)
    if content is Content.XZ:
        return lzma.open(stream)
    return ZstandardStream(stream)


def _unread(file: str, archive: str) -> str:
    where = "" if archive in ("", file) else f"{archive}: "
    return f"{where}{file} is packed by a method that is not read here (deflate, bzip2 and lzma are)."


def _damage(file: str, archive: str, error: BaseException) -> str:
    if archive == file:
        return f"{file}: expected a whole zip archive, got a cut-off or damaged one ({short(error)})."
    if archive:
        return f"{archive}: expected a whole zip archive, got a cut-off or damaged one ({file}: {short(error)})."
    return f"{file}: cannot be read as a table: it is cut off or damaged ({short(error)})."


class ZstandardStream:
    """A Zstandard file of one or more frames; unlike the library's own reader it notices that an end is missing."""

    def __init__(self, packed: IO[bytes]) -> None:
        self.packed = packed
        self.frame = zstandard.ZstdDecompressor().decompressobj()
        self.plain = b""
        self.begun = False

    def read(self, size: int = -1, /) -> bytes:
        """So many bytes, fewer at the end.

        Raises
        ------
        EOFError
            When the file ends inside a frame.
        """
        while (size < 0 or len(self.plain) < size) and (chunk := self.packed.read(4096)):
            self._feed(chunk)
        if self.begun and not self.frame.eof and len(self.plain) < max(size, 1):
            raise EOFError("Compressed file ended before the end-of-stream marker was reached")
        size = len(self.plain) if size < 0 else size
        given, self.plain = self.plain[:size], self.plain[size:]
        return given

    def _feed(self, packed: bytes) -> None:
        while packed:
            if self.frame.eof:
                self.frame = zstandard.ZstdDecompressor().decompressobj()
            self.begun = True
            self.plain += self.frame.decompress(packed)
            packed = self.frame.unused_data if self.frame.eof else b""


def copy_bounded(file: str, stream: Readable, target: Path, packed_size: int, budget: Budget) -> None:
    """Write a plain stream into a file, within the bounds.

    Parameters
    ----------
    file : str
        As the archive calls it.
    stream : binary file
        What comes out of the packing.
    target : Path
        A file that does not exist.
    packed_size : int
        Bytes that it takes packed.
    budget : Budget
        Budget of the archive.

    Raises
    ------
    UserError
        When it would be too large, or grows more than tables do.
    """
    written = 0
    with target.open("xb") as plain:
        while chunk := stream.read(CHUNK):
            written += len(chunk)
            budget.require(file, len(chunk))
            if written > RATIO_FROM and written > MAX_RATIO * max(packed_size, 1):
                raise UserError(
                    f"{file}: expected a table that packs {MAX_RATIO} to 1 at most, got more: {packed_size:,} bytes "
                    f"give over {written:,}.",
                    "Do not trust this archive.",
                )
            plain.write(chunk)
            budget.spend(len(chunk))


def short(error: BaseException) -> str:
    """The first line of what a library says, cut.

    Examples
    --------
    >>> short(ValueError("one" + chr(10) + "two"))
    'one'
    """
    lines = str(error).strip().splitlines() or [type(error).__name__]
    return lines[0][:160]


Opener = Callable[[], IO[bytes]]
