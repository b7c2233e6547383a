"""A job of ``/v1/batch`` and the process that does it: begun, heard out, ended."""

from __future__ import annotations

import json
import logging
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from threading import Timer
from typing import Literal

from scoring.api.batch_failure import STDERR, log_failure
from scoring.inference.batch import ARCHIVE, REFUSED, REPORT, RESULT
from scoring.journal.once import Once
from scoring.settings import Home

State = Literal["receiving", "waiting", "running", "done", "failed"]
LONGEST_SECONDS = 3600.0
BROKEN = "The job could not be finished; the log of the API says more. Send the archive again."
LOG = logging.getLogger(__name__)


@dataclass
class Job:
    """An archive that was sent, and what became of it.

    Parameters
    ----------
    ident : str
        Its name; nobody can guess it.
    owner : str
        Whose key sent it: to others it does not exist.
    folder : Path
        Its files.

    ``once`` is the request that asked for it, where its sender named it.
    """

    ident: str
    owner: str
    folder: Path
    state: State = "receiving"
    doing: str = ""
    error: str = ""
    clients: int | None = None
    clean: bool | None = None
    zones: dict[str, int] = field(default_factory=dict)
    process: subprocess.Popen[str] | None = None
    removed: bool = False
    once: Once | None = None


def start(home: Home, job: Job) -> subprocess.Popen[str]:
    """The process that scores a job's archive, in a group of its own."""
    command = [sys.executable, "-m", "scoring.inference.batch", home.root, job.folder / ARCHIVE, job.folder]
    # Its own temporary files go with the job's.
    environment = {**os.environ, "TMPDIR": str(job.folder)}
    with (job.folder / STDERR).open("wb") as stderr:
        return subprocess.Popen(
            [str(word) for word in command], env=environment, text=True, encoding="utf-8", start_new_session=True,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=stderr,
        )  # fmt: skip


def follow(job: Job, process: subprocess.Popen[str]) -> None:
    """Hear a process out; it ends with its time, or where what it says cannot be understood."""
    timer = later(LONGEST_SECONDS, kill, process)
    try:
        _hear(job, process)
    finally:
        timer.cancel()
        kill(process)


def _hear(job: Job, process: subprocess.Popen[str]) -> None:
    """Follow what the process says, until it ends."""
    assert process.stdout is not None
    for line in process.stdout:
        words = json.loads(line)
        job.doing, job.error = words.get("doing", job.doing), words.get("error", "")
    status = process.wait()
    if status == 0:
        report = json.loads((job.folder / REPORT).read_text(encoding="utf-8"))
        job.clients, job.zones, job.clean = report["clients"], report["zones"], report["status"] == "clean"
        job.state = "done" if (job.folder / RESULT).exists() else "failed"
    else:
        if not (status == REFUSED and job.error):
            job.error = BROKEN
            if not job.removed:
                log_failure(status, job.folder)
        job.state = "failed"
    job.doing = ""


def later(seconds: float, act: Callable[..., None], *arguments: object) -> Timer:
    """A timer that has begun, and keeps no process from ending."""
    timer = Timer(seconds, act, arguments)
    timer.daemon = True
    timer.start()
    return timer


def kill(process: subprocess.Popen[str]) -> None:
    """End a process and what it began, where it runs still."""
    if process.poll() is not None:  # its number may be another process's by now
        return
    try:
        os.killpg(process.pid, signal.SIGKILL)
    except ProcessLookupError:
        LOG.debug("a batch had ended by itself")
