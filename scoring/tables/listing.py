"""What lies in an archive: the files of a folder or the members of a zip, none of them followed outside."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import IO

from scoring.errors import UserError
from scoring.tables.content import HEAD_BYTES
from scoring.tables.names import is_litter, may_hold_rows, table_of
from scoring.tables.unpack import GET_KAGGLE, Opener, damage_in_words

MAX_FILES = 100_000
COPY_IT = "Put the file itself in the link's place."


@dataclass(frozen=True)
class Entry:
    """One file of an archive.

    Parameters
    ----------
    name : str
        Its path within the archive, with slashes.
    open : callable
        Gives its content as a stream.
    size : int
        Bytes that it takes as it lies there, packed where it is.
    path : Path or None
        Where it can be read in place; None inside a zip.
    archive : str
        The zip it is in; empty for a folder.
    """

    name: str
    open: Opener
    size: int
    path: Path | None = None
    archive: str = ""

    @property
    def base(self) -> str:
        """The last part of its name."""
        return PurePosixPath(self.name).name

    def head(self) -> bytes:
        """Its first bytes.

        Raises
        ------
        UserError
            When it is damaged or may not be read.
        """
        with damage_in_words(self.name, self.archive), self.open() as stream:
            return stream.read(HEAD_BYTES)


def folder_entries(folder: Path) -> Iterator[Entry]:
    """The files of a folder and of the folders in it, in the order of their names.

    Raises
    ------
    UserError
        When there are too many, one may not be read, or a link leads out of the folder.
    """
    root, count = folder.resolve(), 0
    for place, folders, files in os.walk(root, onerror=_raise):
        here = Path(place)
        folders[:] = sorted(name for name in folders if not is_litter(name))
        files = [name for name in files if not is_litter(name)]
        outside = [name for name in (*folders, *files) if _leads_out(here / name, root)]
        _refuse_links(outside)
        for name in sorted(set(files) - set(outside)):
            count += 1
            if count > MAX_FILES:
                raise UserError(f"{folder.name}: expected a few files, got over {MAX_FILES:,}.", GET_KAGGLE)
            path = here / name
            if path.is_file():
                yield Entry(path.relative_to(root).as_posix(), _opener(path), path.stat().st_size, path)


def zip_entries(path: Path, name: str, stack: ExitStack) -> Iterator[Entry]:
    """The members of a zip.

    Parameters
    ----------
    path : Path
        The zip.
    name : str
        What it is called in sentences.
    stack : ExitStack
        Closes it.

    Raises
    ------
    UserError
        When it is damaged, encrypted, has too many members or one that points outside.
    """
    with damage_in_words(name, name):
        archive = stack.enter_context(zipfile.ZipFile(path))
        members = archive.infolist()
    if len(members) > MAX_FILES:
        raise UserError(f"{name}: expected a few files, got over {MAX_FILES:,}.", GET_KAGGLE)
    for member in members:
        _refuse_outside(member.filename, name)
    for member in members:
        place = re.sub(r"^(\.?/)+", "", member.filename.replace("\\", "/"))
        if place and not member.is_dir() and not is_litter(place):
            _refuse_unreadable(member, name)
            yield Entry(place, _member_opener(archive, member), member.compress_size, archive=name)


def _raise(error: OSError) -> None:
    raise UserError(
        f"{Path(error.filename or '').name}: this folder may not be read ({error.strerror}).", "Change its permissions."
    ) from error


def _leads_out(path: Path, root: Path) -> bool:
    return path.is_symlink() and not path.resolve().is_relative_to(root)


def _refuse_links(names: list[str]) -> None:
    for name in names:
        if table_of(name) or may_hold_rows(name):
            raise UserError(f"{name}: is a symbolic link that leads out of the folder; it is not followed.", COPY_IT)


def _refuse_outside(member: str, name: str) -> None:
    """Refuse names that would leave the folder: absolute, with a drive, or climbing by ``..``."""
    inside = PurePosixPath(member.replace("\\", "/"))
    if inside.is_absolute() or ".." in inside.parts or ":" in "".join(inside.parts[:1]):
        raise UserError(f"{name}: the member {member[:200]} points outside the archive.", "Do not trust this archive.")


def _refuse_unreadable(member: zipfile.ZipInfo, name: str) -> None:
    if member.flag_bits & 1:
        raise UserError(
            f"{name}: the member {member.filename[:200]} is encrypted.",
            "Unpack it with its password and name the folder.",
        )
    if stat.S_ISLNK(member.external_attr >> 16):
        raise UserError(f"{name}: the member {member.filename[:200]} is a symbolic link; it is not followed.", COPY_IT)


def _opener(path: Path) -> Opener:
    def open_file() -> IO[bytes]:
        return path.open("rb")

    return open_file


def _member_opener(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> Opener:
    def open_member() -> IO[bytes]:
        return archive.open(member)

    return open_member
