"""Why a batch's process ended badly, for the log of the API: the caller only reads that it did."""

from __future__ import annotations

import logging
import signal
from pathlib import Path

STDERR = "stderr.txt"
MOST_BYTES = 8_000  # of what the process said last: the end of a traceback is there

LOG = logging.getLogger(__name__)


def log_failure(status: int, folder: Path) -> None:
    """Put on the log how a process ended, and what it said last.

    Parameters
    ----------
    status : int
        As :mod:`subprocess` has it: below zero the signal that ended it, which says nothing.
    folder : Path
        The job's, in which its standard error lies as :data:`STDERR`.
    """
    LOG.error("a batch could not be finished: it ended %s\n%s", _ending(status), _last_words(folder / STDERR))


def _ending(status: int) -> str:
    if status >= 0:
        return f"with status {status}"
    try:
        return f"by {signal.Signals(-status).name}"
    except ValueError:
        return f"by signal {-status}"


def _last_words(file: Path) -> str:
    try:
        return file.read_bytes()[-MOST_BYTES:].decode("utf-8", "replace").strip()
    except OSError as error:
        return str(error)
