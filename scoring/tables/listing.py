"""What lies in an archive: the files of a folder or the members of a zip, none of them followed outside."""

from __future__ import annotations

import os
import re
import stat
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import IO

from scoring.errors import UserError
from scoring.tables.content import HEAD_BYTES
from scoring.tables.names import is_litter, may_hold_rows, shown_name, table_of
from scoring.tables.unpack import GET_KAGGLE, Opener, damage_in_words

MAX_FILES = 100_000
COPY_IT = "Put the file itself in the link's place."
PUT_A_FILE = "Put the table's file in its place."


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
    is_empty : bool
        Whether it is no file but a folder, or a zip, called like a table in which nothing lies.
    """

    name: str
    open: Opener
    size: int
    path: Path | None = None
    archive: str = ""
    is_empty: bool = False

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
        When there are too many, one may not be read, a link leads out of the folder, or what is called like a table
        is neither a file nor a folder.
    """
    root, names, walked = folder.resolve(), list[str](), list[str]()
    for place, folders, files in os.walk(root, onerror=_raise):
        here = Path(place)
        folders[:] = sorted(name for name in folders if not is_litter(name))
        files = [name for name in files if not is_litter(name)]
        unread = {name for name in (*folders, *files) if _is_unread(here / name, root)}
        walked += [shown_name((here / name).relative_to(root).as_posix()) for name in folders]
        for path in sorted(here / name for name in files if name not in unread):
            names.append(shown_name(path.relative_to(root).as_posix()))
            if len(names) > MAX_FILES:
                raise UserError(f"{folder.name}: expected a few files, got over {MAX_FILES:,}.", GET_KAGGLE)
            yield file_entry(names[-1], path)
    yield from empty_entries(walked, names)


def file_entry(name: str, path: Path) -> Entry:
    """A file on the disk; read in place where its path is one that every library takes, a UTF-8 one.

    Parameters
    ----------
    name : str
        As the archive calls it.
    path : Path
        Where it lies.
    """
    in_place = path if "\ufffd" not in shown_name(str(path)) else None
    return Entry(name, _opener(path), path.stat().st_size, in_place)


def empty_entries(folders: Sequence[str], files: Sequence[str]) -> Iterator[Entry]:
    """Those folders that are called like a table, none in another, in which no file lies."""
    filled = {parent.as_posix() for name in files for parent in PurePosixPath(name).parents}
    for name in sorted(set(folders) - filled):
        parents = (parent.name for parent in PurePosixPath(name).parents)
        if table_of(PurePosixPath(name).name) and not any(table_of(parent) for parent in parents):
            yield Entry(name, BytesIO, 0, is_empty=True)


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
    places = {member: re.sub(r"^(\.?/)+", "", member.filename.replace("\\", "/")) for member in members}
    places = {member: place for member, place in places.items() if place and not is_litter(place)}
    for member, place in places.items():
        if not member.is_dir():
            _refuse_unreadable(member, name)
            yield Entry(place, _member_opener(archive, member), member.compress_size, archive=name)
    folders = [place.rstrip("/") for member, place in places.items() if member.is_dir()]
    yield from empty_entries(folders, [place for member, place in places.items() if not member.is_dir()])


def _raise(error: OSError) -> None:
    raise UserError(
        f"{shown_name(Path(error.filename or '').name)}: this folder may not be read ({error.strerror}).",
        "Change its permissions.",
    ) from error


def _is_unread(path: Path, root: Path) -> bool:
    """Whether it is what no table is read from: a link that is not followed, a pipe, a device.

    Raises
    ------
    UserError
        When it is called like what may be a table.
    """
    what = _no_file(path, root)
    if what and (table_of(path.name) or may_hold_rows(path.name)):
        raise UserError(f"{shown_name(path.name)}: {what}", COPY_IT if path.is_symlink() else PUT_A_FILE)
    return bool(what)


def _no_file(path: Path, root: Path) -> str:
    """What is said of it; nothing of a file or a folder that lies in the root."""
    if path.is_symlink():
        target = Path(os.path.realpath(path))  # unlike Path.resolve, of a link to itself too
        if not target.is_relative_to(root):
            return "is a symbolic link that leads out of the folder; it is not followed."
        if not path.exists():
            return "is a symbolic link that leads nowhere."
        if path.is_dir():
            return "is a symbolic link to a folder; it is not followed."
    return "" if path.is_file() or path.is_dir() else "expected a file or a folder, got neither."


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
