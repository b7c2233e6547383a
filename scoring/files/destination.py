"""Files that a caller names to be written: what could not be written is refused before the work, not after it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

from scoring.errors import UserError
from scoring.files.atomic import temporary_beside


def refuse_destination(option: str, path: Path | None, endings: Sequence[str] = ()) -> None:
    """Refuse a file that cannot be written, before anything is computed; one that is there stays as it is.

    Parameters
    ----------
    option : str
        What the caller named it with, such as ``--report``.
    path : Path or None
        The file; None where none was asked for.
    endings : sequence of str
        How its name may end, such as ``.csv``; in any way where there are none.

    Raises
    ------
    UserError
        When the name ends otherwise, it is a folder, a device or a pipe, or its folder is not there or not to be
        written in.
    """
    if path is None:
        return
    if endings and path.suffix.lower() not in endings:
        ends = " or ".join(endings) if len(endings) < 3 else f"{', '.join(endings[:-1])} or {endings[-1]}"
        raise UserError(f"{option}: expected a name that ends in {ends}, got {path.name!r}.", "Name it so.")
    if os.path.isdir(path):  # noqa: PTH112  Path.is_dir raises where a folder may not be entered
        raise UserError(f"{option}: expected a file, got the folder {path}.", "Name a file in it.")
    _refuse_folder(option, path.parent)
    _try(option, path)


def _refuse_folder(option: str, folder: Path) -> None:
    """Refuse a folder that is none."""
    if os.path.isdir(folder):  # noqa: PTH112
        return
    if os.path.lexists(folder):
        raise UserError(f"{option}: expected a folder, got {folder}, which is none.", "Name a folder that is one.")
    raise UserError(f"{option}: expected a folder that is there, got {folder}.", "Make it first.")


def _try(option: str, path: Path) -> None:
    """Make the file beside it that the writing will make, and take it away: permissions alone do not tell."""
    try:
        if path.exists() and not path.is_file():
            raise UserError(f"{option}: expected a file, got the device or pipe {path}.", "Name a file.")
        temporary = temporary_beside(path)
        temporary.open("xb").close()
        temporary.unlink()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise UserError(
            f"{option}: expected a file that can be written, got {str(path)[:500]}: {why}.",
            "Name a file in a folder that you may write in.",
        ) from error
