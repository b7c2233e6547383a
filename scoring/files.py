"""Results on disk that are either whole or not there.

A stage writes into a new folder beside the old one and only then moves the name ``current`` to it, in
one atomic step. A full disk or a kill in the middle leaves the old result as it was.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import shutil
import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from scoring.errors import UserError

POINTER = "current"


def current(stage: Path) -> Path | None:
    """The folder of the stage's last whole result, or None."""
    try:
        version = (stage / POINTER).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    folder = stage / version
    return folder if version and folder.is_dir() else None


def require_current(stage: Path, what: str, remedy: str) -> Path:
    """The folder of the stage's last whole result.

    Parameters
    ----------
    stage : Path
        The stage's folder.
    what : str
        What is kept there, as one says it.
    remedy : str
        What makes it.

    Raises
    ------
    UserError
        When there is none.
    """
    folder = current(stage)
    if folder is None:
        raise UserError(f"Expected {what} in {stage}, got none.", remedy)
    return folder


@contextmanager
def publish(stage: Path, version: str | None = None, *, keep: int = 1) -> Iterator[Path]:
    """Give a new folder to write into; on a clean exit it becomes the stage's ``current``.

    Parameters
    ----------
    stage : Path
        The stage's folder, for instance ``data/tables``.
    version : str, optional
        Name of the new folder; a random one by default. An older result of this name is replaced.
    keep : int
        How many whole results stay on disk, the new one included; 0 keeps all.

    Raises
    ------
    UserError
        When the disk is full. Whatever is raised, the old result stays current and the new folder goes.
    """
    version = version or uuid.uuid4().hex[:12]
    stage.mkdir(parents=True, exist_ok=True)
    _remove_leftovers(stage)
    fresh = stage / f".writing-{os.getpid()}-{version}"
    fresh.mkdir()
    try:
        with told_when_disk_is_full(stage.name):
            yield fresh
            _make_current(fresh, stage, version)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    _forget_old(stage, keep)


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Give a temporary path to write; on a clean exit it takes the file's place, else the old file stays.

    Raises
    ------
    UserError
        When the disk is full.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}{path.suffix}")
    try:
        with told_when_disk_is_full(path.name):
            yield temporary
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_text(path: Path, text: str) -> None:
    """Write a file whole or not at all."""
    with whole_file(path) as temporary:
        temporary.write_text(text, encoding="utf-8")


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write a JSON file whole or not at all."""
    write_text(path, json.dumps(content, indent=2, ensure_ascii=False) + "\n")


def read_json(path: Path) -> dict[str, Any]:
    """Read a JSON object written by :func:`write_json`.

    Raises
    ------
    UserError
        When the file is no JSON object, as after a cut.
    """
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (json.JSONDecodeError, UnicodeDecodeError) as error:
        content = error
    if not isinstance(content, dict):
        raise UserError(
            f"{path.name}: expected a JSON object, got a damaged file.", "Make it again with 'scoring run'."
        )
    return content


def fingerprint(*parts: object) -> str:
    """A short name for anything that has a stable text, such as parameters and other fingerprints.

    Examples
    --------
    >>> fingerprint("a", 1) == fingerprint("a", 1) != fingerprint("a", 2)
    True
    """
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def fingerprint_files(paths: list[Path]) -> str:
    """A short name for the content of files, whatever their folder."""
    digest = hashlib.sha256()
    for path in sorted(paths, key=lambda p: p.name):
        digest.update(path.name.encode())
        with path.open("rb") as stream:
            digest.update(hashlib.file_digest(stream, "sha256").digest())
    return digest.hexdigest()[:16]


def _make_current(fresh: Path, stage: Path, version: str) -> None:
    """Give a whole result its name and point to it; an older one of that name stays until this is done."""
    final, replaced = stage / version, stage / f".writing-{os.getpid()}-replaced-{version}"
    if final.exists():
        final.rename(replaced)
    try:
        fresh.rename(final)
        write_text(stage / POINTER, version)
    except BaseException:
        shutil.rmtree(final, ignore_errors=True)
        if replaced.exists():
            replaced.rename(final)
        raise
    shutil.rmtree(replaced, ignore_errors=True)


def _remove_leftovers(stage: Path) -> None:
    """Drop what a killed process left; what a living process writes stays."""
    for folder in stage.glob(".writing-*"):
        if _is_over(folder.name.split("-")[1]):
            shutil.rmtree(folder, ignore_errors=True)
    for file in stage.glob(f".{POINTER}.*"):
        if _is_over(file.name.split(".")[-1]):
            file.unlink(missing_ok=True)


def _is_over(pid: str) -> bool:
    """Whether a process is this one, which writes nothing yet, or runs no more."""
    return pid.isdigit() and (int(pid) == os.getpid() or not _alive(int(pid)))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _forget_old(stage: Path, keep: int) -> None:
    if keep <= 0:
        return
    by_age: Callable[[Path], float] = lambda folder: folder.stat().st_mtime  # noqa: E731
    live = current(stage)
    others = sorted((f for f in stage.iterdir() if f.is_dir() and f != live and not f.name.startswith(".")), key=by_age)
    for folder in others[: max(0, len(others) - (keep - 1))]:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def told_when_disk_is_full(what: str) -> Iterator[None]:
    """Say in a sentence that ``what`` could not be written, where the disk is full.

    Raises
    ------
    UserError
        In place of the system's or a library's own error; every other error passes.
    """
    try:
        yield
    except Exception as error:
        full = isinstance(error, OSError) and error.errno in (errno.ENOSPC, errno.EDQUOT)
        if full or "no space left" in str(error).lower():
            raise UserError(
                f"The disk is full: {what} could not be written; what was there before is unchanged.",
                "Free some space and run the command again.",
            ) from error
        raise
