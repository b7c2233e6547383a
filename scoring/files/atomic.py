"""Single files that are written whole or not at all, and what to say when a disk refuses them."""

from __future__ import annotations

import errno
import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scoring.errors import UserError

FULL = (errno.ENOSPC, errno.EDQUOT)
FORBIDDEN = (errno.EACCES, errno.EPERM, errno.EROFS)
IN_THE_WAY = (errno.EISDIR, errno.ENOTDIR, errno.EEXIST)


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """Give a temporary path to write; on a clean exit it takes the file's place, else the old file stays.

    Raises
    ------
    UserError
        When the disk is full or may not be written.
    """
    temporary = temporary_beside(path)
    with write_errors_as_user_errors(path.name):
        try:
            yield temporary
            temporary.replace(path)
        except BaseException:
            temporary.unlink(missing_ok=True)
            raise


def temporary_beside(path: Path) -> Path:
    """Where a file is written before it takes its place."""
    return path.with_name(f".{path.name}.{os.getpid()}{path.suffix}")


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    with atomic_write(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a JSON file whole or not at all."""
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object written by :func:`write_json`.

    Raises
    ------
    UserError
        When there is no such file, or it is no JSON object, as after a cut.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as error:
        raise UserError(f"{path}: expected this file, got none.", "Make it again with 'scoring run'.") from error
    except (ValueError, RecursionError, OSError) as error:
        content = error
    if not isinstance(content, dict):
        raise UserError(
            f"{path.name}: expected a JSON object, got a damaged file.", "Make it again with 'scoring run'."
        )
    return content


@contextmanager
def write_errors_as_user_errors(what: str) -> Iterator[None]:
    """Say in a sentence that ``what`` could not be written: the disk is full, or may not be written there.

    Raises
    ------
    UserError
        In place of the system's or a library's own error; every other error passes.
    """
    try:
        yield
    except Exception as error:
        number = error.errno if isinstance(error, OSError) else None
        if number in FULL or "no space left" in str(error).lower():
            raise UserError(
                f"The disk is full: {what} could not be written; what was there before is unchanged.",
                "Free some space and run the command again.",
            ) from error
        if number in FORBIDDEN:
            raise UserError(
                f"Expected a folder that may be written, got one that may not ({_place(error, what)}).",
                "Change its permissions, or name another folder with --home.",
            ) from error
        if number in IN_THE_WAY:
            raise UserError(
                f"{_place(error, what)}: expected room for a file or folder of ours, got something of another kind.",
                "Move it away and run the command again.",
            ) from error
        raise


def _place(error: Exception, what: str) -> str:
    """The path that a system's error speaks of; of a renaming, where it should have gone."""
    return str(getattr(error, "filename2", None) or getattr(error, "filename", None) or what)
