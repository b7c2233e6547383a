"""The seal of a result: the checksum of each of its files, what it was made from, and when.

A file whose size and times of change are those of the seal is taken as it is, so that looking costs one ``stat``
a file; any other file is read and compared. The time of change cannot be set back by hand, and a copied folder has
another one.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scoring.errors import UserError
from scoring.files.atomic import read_json, write_json
from scoring.files.fingerprints import file_digest, fingerprint

SEAL = "checksums.json"


def seal(folder: Path, made_from: Mapping[str, str] | None = None) -> None:
    """Write the seal of a folder that is whole; nothing in it may change afterwards.

    Parameters
    ----------
    folder : Path
        Every file in it and below it is vouched for.
    made_from : mapping of str to str, optional
        What it depends on: a fingerprint or a short text each.
    """
    files = {name: _entry(folder / name) for name in _names(folder)}
    written = datetime.now(UTC).isoformat()
    content = {"made_from": dict(made_from or {}), "written": written, "files": files}
    write_json(folder / SEAL, {**content, "digest": fingerprint(content)})


def damage(folder: Path) -> str:
    """The first thing in a result that is not as it was written, in words; empty where all is.

    Returns
    -------
    str
        ``file: expected ..., got ...``; also for a result without a seal, or a file that nobody vouches for.
    """
    try:
        files = _content(folder)["files"]
    except UserError as mistake:
        return mistake.got.removesuffix(".")
    for name, entry in files.items():
        difference = _difference(folder / name, entry)
        if difference:
            return f"{name}: {difference}"
    surplus = sorted(set(_names(folder)) - set(files))
    return f"{surplus[0]}: expected no such file, got one" if surplus else ""


def verify(folder: Path, remedy: str) -> None:
    """Refuse a result that is not as it was written.

    Raises
    ------
    UserError
        With the file, what was expected and got, and the remedy.
    """
    mistake = damage(folder)
    if mistake:
        raise UserError(f"{folder.name}: {mistake}.", remedy)


def made_from(folder: Path) -> dict[str, str]:
    """What a result was made from, as its seal says; empty where the seal is missing or damaged."""
    try:
        content = _content(folder)
    except UserError:
        return {}
    return {str(name): str(value) for name, value in content["made_from"].items()}


def written_at(folder: Path) -> datetime:
    """When a result was written (UTC), as its seal says: a copy of the home, made whenever, says the same.

    Returns
    -------
    datetime
        Of a seal that says no time, as those of earlier versions, the file's time; without a seal, the folder's.
    """
    try:
        return datetime.fromisoformat(_content(folder)["written"])
    except (UserError, KeyError):
        path = folder / SEAL
        return datetime.fromtimestamp((path if path.is_file() else folder).stat().st_mtime, UTC)


def content_fingerprint(folder: Path) -> str:
    """A short name for what a result's files hold, as its seal says; empty where the seal is missing or damaged."""
    try:
        files = _content(folder)["files"]
    except UserError:
        return ""
    return fingerprint({name: entry["sha256"] for name, entry in files.items() if Path(name).name != SEAL})


def _content(folder: Path) -> dict[str, Any]:
    """The seal, whose own digest must be right."""
    path = folder / SEAL
    if not path.is_file():
        raise UserError(f"{SEAL}: expected the checksums of the files, got none.", "")
    content = read_json(path)
    if content.pop("digest", None) != fingerprint(content):
        raise UserError(f"{SEAL}: expected the file as it was written, got a changed one.", "")
    return content


def _names(folder: Path) -> list[str]:
    """Every file of a result but its seal and hidden ones, by its path within it."""
    files = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return sorted(name.as_posix() for name in files if name.as_posix() != SEAL and not name.name.startswith("."))


def _entry(path: Path) -> dict[str, Any]:
    state = path.stat()
    return {"bytes": state.st_size, "changed": [state.st_mtime_ns, state.st_ctime_ns], "sha256": file_digest(path)}


def _difference(path: Path, entry: Mapping[str, Any]) -> str:
    try:
        state = path.stat()
    except OSError:
        return "expected this file, got none"
    if state.st_size != entry["bytes"]:
        return f"expected {entry['bytes']:,} bytes, got {state.st_size:,}"
    if [state.st_mtime_ns, state.st_ctime_ns] == entry["changed"] or file_digest(path) == entry["sha256"]:
        return ""
    return "expected the file as it was written, got a changed one"
