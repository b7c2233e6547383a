"""Folders of servers that run batches: each holds a lock for as long as its process lives."""

from __future__ import annotations

import fcntl
import os
from pathlib import Path

LOCK = "lock"


def is_abandoned(folder: Path) -> bool:
    """Whether the process whose folder it is has ended: nobody holds its lock."""
    try:
        lock = os.open(folder / LOCK, os.O_RDWR)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    finally:
        os.close(lock)
    return True
