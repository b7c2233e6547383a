"""Jobs of ``/v1/batch``: one at a time, each in a process and a private folder of its own, gone after its time."""

from __future__ import annotations

import fcntl
import logging
import os
import secrets
import shutil
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from threading import Lock

from scoring.api.batch_folders import LOCK, is_abandoned
from scoring.api.batch_process import BROKEN, Job, follow, kill, later, start
from scoring.api.batch_upload import no_room
from scoring.api.problem import ProblemError
from scoring.inference.batch import ARCHIVE
from scoring.journal.once import Once, OtherContentError
from scoring.settings import Home

FOLDER = "batch"
MOST_UNFINISHED, MOST_KEPT = 4, 20
KEEP_SECONDS = 3600.0
NO_JOB = "No job has this name, or its time is over."
LOG = logging.getLogger(__name__)


@dataclass
class BatchJobs:
    """All jobs of a server.

    Parameters
    ----------
    home : Home
        Whose model scores, and in which the files lie as long as they are needed.
    keep_seconds : float
        How long a finished job is kept.
    most_bytes : int, optional
        How large an archive may be.
    """

    home: Home
    keep_seconds: float = KEEP_SECONDS
    most_bytes: int | None = None
    _jobs: dict[str, Job] = field(default_factory=dict, init=False)
    _lock: Lock = field(default_factory=Lock, init=False)

    def open(self, owner: str) -> Job:
        """A job whose archive is about to come.

        Raises
        ------
        ProblemError
            429 when too many are not finished or kept, 503 when there is no place to write to.
        """
        with self._lock:
            unfinished = sum(job.state not in ("done", "failed") for job in self._jobs.values())
            if unfinished >= MOST_UNFINISHED or len(self._jobs) >= MOST_KEPT:
                detail = f"Expected at most {MOST_UNFINISHED} jobs at once, got one more. Delete what is done, or wait."
                raise ProblemError(429, detail, headers={"Retry-After": "30"})
            ident = secrets.token_urlsafe(16)
            try:
                folder = Path(tempfile.mkdtemp(dir=self._folder))
            except OSError as error:
                raise no_room(error) from error
            self._jobs[ident] = Job(ident, owner, folder)
            return self._jobs[ident]

    def start(self, job: Job, once: Once | None = None) -> Job:
        """Have the archive, which is there now, scored when its turn comes.

        Parameters
        ----------
        job : Job
            Opened for it.
        once : Once, optional
            The request that sent it: where it came before, the job of then is given and this one is gone.

        Raises
        ------
        OtherContentError
            When the request's key was given to another archive; this job is gone.
        """
        with self._lock:
            before = None if once is None else self._before(job.owner, once)
            if before is None:
                job.once, job.state = once, "waiting"
        if before is None:
            self._pool.submit(self._work, job)
            return job
        self.remove(job)
        if before.once != once:
            raise OtherContentError
        return before

    def _before(self, owner: str, once: Once) -> Job | None:
        jobs = (job for job in self._jobs.values() if job.owner == owner)
        return next((job for job in jobs if job.once is not None and job.once.key == once.key), None)

    def of(self, owner: str, ident: str) -> Job:
        """A job of a key's own.

        Raises
        ------
        ProblemError
            404 where there is none; another's is none.
        """
        job = self._jobs.get(ident)
        if job is None or job.owner != owner or job.state == "receiving":
            raise ProblemError(404, NO_JOB)
        return job

    def remove(self, job: Job) -> None:
        """End a job, whatever it is at, and its files with it."""
        with self._lock:
            job.removed = True
            self._jobs.pop(job.ident, None)
            process = job.process
        if process is not None:
            kill(process)
        shutil.rmtree(job.folder, ignore_errors=True)

    def close(self) -> None:
        """End all of them."""
        for job in list(self._jobs.values()):
            self.remove(job)

    def clear_away(self) -> None:
        """Have nothing stay of what a killed server left: applicants' archives, results nobody can fetch."""
        base = self.home.root / FOLDER
        try:
            left = [folder for folder in base.iterdir() if is_abandoned(folder)]
        except OSError:  # no batch was ever sent, or there is no place for any
            return
        for folder in left:
            shutil.rmtree(folder, ignore_errors=True)

    @cached_property
    def _pool(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(1, thread_name_prefix="batch")

    @cached_property
    def _folder(self) -> Path:
        """The folder of this process; those of processes that are no more are cleared away."""
        base = self.home.root / FOLDER
        base.mkdir(mode=0o700, exist_ok=True)
        self.clear_away()
        folder = Path(tempfile.mkdtemp(dir=base))
        fcntl.flock(os.open(folder / LOCK, os.O_CREAT | os.O_RDWR, 0o600), fcntl.LOCK_EX)  # until this process ends
        return folder

    def _work(self, job: Job) -> None:
        try:
            with self._lock:
                if job.removed:
                    return
                job.state, job.process = "running", start(self.home, job)
            follow(job, job.process)
        except Exception:
            LOG.exception("a batch could not be scored")
            job.state, job.error = "failed", BROKEN
        finally:
            (job.folder / ARCHIVE).unlink(missing_ok=True)
            if job.removed:
                shutil.rmtree(job.folder, ignore_errors=True)
            else:
                later(self.keep_seconds, self.remove, job)
