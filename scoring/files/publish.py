"""Results that replace each other in one atomic step.

A stage writes into a new folder beside the old one and only then moves the name ``current`` to it. A full disk
or a kill at any step leaves a whole result current: the old one or the new one.
"""

from __future__ import annotations

import os
import re
import shutil
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from scoring.errors import UserError
from scoring.files.atomic import write_errors_as_user_errors, write_text
from scoring.files.checksums import seal, written_at

POINTER = "current"
WRITING = ".writing-"
_NAME = re.compile(r"[A-Za-z0-9][\w.~-]{0,99}")
_TEMPORARY = re.compile(r"\..+\.(\d+)(\.[A-Za-z]+)?")  # as atomic_write names them


def current(stage: Path) -> Path | None:
    """The folder of the stage's last whole result, or None; also where ``current`` is damaged."""
    try:
        version = (stage / POINTER).read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        return None
    folder = stage / version
    return folder if _NAME.fullmatch(version) and folder.is_dir() else None


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
        When there is none, or ``current`` does not name it.
    """
    folder = current(stage)
    if folder is not None:
        return folder
    if not (stage / POINTER).exists():
        raise UserError(f"Expected {what} in {stage}, got none.", remedy)
    results = ", ".join(sorted(folder.name for folder in _results(stage)))
    raise UserError(
        f"{stage / POINTER}: expected the name of {what} beside it, got something else.",
        f"Write the name of the right one into it ({results}). Or: {remedy}" if results else remedy,
    )


@contextmanager
def publish(
    stage: Path,
    version: str | None = None,
    *,
    keep: int = 1,
    made_from: Mapping[str, str] | None = None,
    aside: bool = False,
) -> Iterator[Path]:
    """Give a new folder to write into; on a clean exit it is sealed and becomes the stage's ``current``.

    Parameters
    ----------
    stage : Path
        The stage's folder, for instance ``data/tables``.
    version : str, optional
        Name of the new folder; a random one by default. An older result of this name is replaced.
    keep : int
        How many whole results stay on disk, the new one included, and the one that was current before the last to go;
        0 keeps all.
    made_from : mapping, optional
        What the result depends on, for its seal.
    aside : bool
        Only put it beside the current result, which stays.

    Raises
    ------
    UserError
        When the disk is full or may not be written. Whatever is raised, the old result stays current and the new
        folder goes.
    """
    version = version or uuid.uuid4().hex[:12]
    with write_errors_as_user_errors(stage.name):
        stage.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(stage)
        before = current(stage)
        fresh = stage / f"{WRITING}{os.getpid()}-{version}"
        fresh.mkdir()
        try:
            yield fresh
            seal(fresh, made_from)
            if aside and current(stage) not in (None, stage / version):
                shutil.rmtree(stage / version, ignore_errors=True)
                fresh.rename(stage / version)
            else:
                _make_current(fresh, stage, version)
        except BaseException:
            shutil.rmtree(fresh, ignore_errors=True)
            raise
    _forget_old(stage, keep, before)


def clean_up(stage: Path, keep: int) -> None:
    """Drop what killed processes left in a stage; results stay, as many as asked, the current one always.

    Parameters
    ----------
    stage : Path
        The stage's folder; it need not exist.
    keep : int
        As :func:`publish` has it.
    """
    if stage.is_dir():
        _remove_leftovers(stage)
        _forget_old(stage, keep)


def _make_current(fresh: Path, stage: Path, version: str) -> None:
    """Give a whole result its name and point to it; while a name is taken away, ``current`` names a stand-in."""
    final, replaced = stage / version, stage / f"{WRITING}{os.getpid()}-replaced-{version}"
    is_replaced = final.exists()
    stand_in = _stand_in(stage, final) if current(stage) == final else None
    try:
        if is_replaced:
            final.rename(replaced)
        fresh.rename(final)
        write_text(stage / POINTER, version)
    except BaseException:
        if replaced.exists() or not is_replaced:
            _restore(final, replaced)
        if stand_in is not None:
            _point_back(stage, final, stand_in)
        raise
    for folder in (replaced, stand_in):
        if folder is not None:
            shutil.rmtree(folder, ignore_errors=True)


def _stand_in(stage: Path, final: Path) -> Path:
    """The current result under a second name, made of links to the same files, and pointed to."""
    stand_in = stage / f"{final.name}.previous"
    shutil.rmtree(stand_in, ignore_errors=True)
    try:
        shutil.copytree(final, stand_in, copy_function=_link)
        write_text(stage / POINTER, stand_in.name)
    except BaseException:
        shutil.rmtree(stand_in, ignore_errors=True)
        raise
    return stand_in


def _restore(final: Path, replaced: Path) -> None:
    """Take a new result away again; an older one gets its name back."""
    shutil.rmtree(final, ignore_errors=True)
    if replaced.exists():
        replaced.rename(final)


def _point_back(stage: Path, final: Path, stand_in: Path) -> None:
    """Point to an older result by its own name again; its stand-in goes only after that."""
    with suppress(UserError):
        write_text(stage / POINTER, final.name)
        shutil.rmtree(stand_in, ignore_errors=True)


def _link(source: str, target: str) -> None:
    """The same file under a second name; a copy where the disk knows no links."""
    try:
        os.link(source, target)
    except OSError:
        shutil.copy2(source, target)


def _remove_leftovers(stage: Path) -> None:
    """Drop what a killed process left; what a living process writes stays."""
    for path in stage.glob(".*"):
        pid = path.name.removeprefix(WRITING).split("-")[0] if path.name.startswith(WRITING) else ""
        temporary = _TEMPORARY.fullmatch(path.name)
        if pid and _is_over(pid) and path.is_dir():
            shutil.rmtree(path, ignore_errors=True)
        elif temporary and _is_over(temporary[1]) and path.is_file():
            path.unlink(missing_ok=True)


def _is_over(pid: str) -> bool:
    """Whether a process is this one, which writes nothing yet, or runs no more."""
    return pid.isdigit() and (int(pid) == os.getpid() or not _alive(int(pid)))


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        return True
    return True


def _results(stage: Path) -> list[Path]:
    """Whole results, the current one among them, the oldest first."""
    folders = (folder for folder in stage.iterdir() if folder.is_dir() and _NAME.fullmatch(folder.name))
    return sorted((folder for folder in folders if folder.name != POINTER), key=written_at)


def _forget_old(stage: Path, keep: int, before: Path | None = None) -> None:
    """Drop the oldest results; none where it cannot be told which is current.

    What was current until now goes last, whatever its seal says of its time: an open page still reads it, and a clock
    may have been set back since it was written.
    """
    live = current(stage)
    if keep <= 0 or live is None:
        return
    others = sorted((folder for folder in _results(stage) if folder != live), key=lambda folder: folder == before)
    for folder in others[: max(0, len(others) - (keep - 1))]:
        shutil.rmtree(folder, ignore_errors=True)
