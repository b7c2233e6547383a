"""Short names for anything that has a stable text, for files, and for code."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from pathlib import Path

LENGTH = 16


def fingerprint(*parts: object) -> str:
    """A short name for anything that has a stable text, such as parameters and other fingerprints.

    Examples
    --------
    >>> fingerprint("a", 1) == fingerprint("a", 1) != fingerprint("a", 2)
    True
    """
    text = json.dumps(parts, sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:LENGTH]


def fingerprint_files(paths: Sequence[Path]) -> str:
    """A short name for the content of files, whatever their folder."""
    digest = hashlib.sha256()
    for path in sorted(paths, key=lambda p: p.name):
        digest.update(path.name.encode())
        digest.update(bytes.fromhex(file_digest(path)))
    return digest.hexdigest()[:LENGTH]


def file_digest(path: Path) -> str:
    """The SHA-256 of a file's content, in hexadecimal."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
