"""A PostgreSQL server of the tests' own."""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import tempfile
import threading
from pathlib import Path

import pytest

from scoring.journal.closing import ContestClosedError

LOOSE = ("-c", "synchronous_commit=off")
BINARIES = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: int(path.parent.name))


@pytest.fixture(scope="session")
def server():
    """The URL of a PostgreSQL that listens on a socket of its own and nowhere else."""
    if not BINARIES or importlib.util.find_spec("psycopg") is None:
        pytest.skip("no PostgreSQL or no driver for it: 'apt-get install postgresql' and 'make install'")
    folder = Path(tempfile.mkdtemp(prefix="journal-"))
    who = {}
    if os.geteuid() == 0:  # the server refuses to be root's
        try:
            account = pwd.getpwnam("postgres")
        except KeyError:
            account = pwd.getpwnam("nobody")
        os.chown(folder, account.pw_uid, account.pw_gid)
        who = {"user": account.pw_uid, "group": account.pw_gid}
    data = ["-D", folder / "data", "-U", "scoring"]
    subprocess.run(
        [BINARIES[-1] / "initdb", *data, "-A", "trust", "-E", "UTF8", "--no-sync"],
        check=True, capture_output=True, cwd=folder, **who,
    )  # fmt: skip
    running = subprocess.Popen(
        [BINARIES[-1] / "postgres", "-D", folder / "data", "-k", folder, *("-c", "listen_addresses="), *LOOSE],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=folder, **who,
    )  # fmt: skip
    url = f"postgresql+psycopg://scoring@/postgres?host={folder}"
    ready = [BINARIES[-1] / "pg_isready", "-h", folder, "-t", "1", "-q"]
    for _ in range(60):
        if subprocess.run(ready, check=False).returncode == 0:
            break
    yield url
    running.send_signal(signal.SIGINT)  # without waiting for connections that a test left
    running.wait(30)
    shutil.rmtree(folder)


@pytest.fixture
def told_closed():
    """``(count, close) -> numbers``: so many call ``close(number)`` at one moment; who is told that it is closed."""

    def at_once(count, close):
        together, told = threading.Barrier(count), []

        def person(number):
            together.wait(30)
            try:
                close(number)
            except ContestClosedError:
                told.append(number)

        threads = [threading.Thread(target=person, args=(number,)) for number in range(count)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
        return told

    return at_once
