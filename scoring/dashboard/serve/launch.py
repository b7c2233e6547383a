"""Serve the page: Voilà as a process of its own, on this machine only, stopped cleanly."""

from __future__ import annotations

import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
import webbrowser
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from scoring.access.door import ANY
from scoring.access.keys import has_key_for
from scoring.access.page_door import PageDoor, page_door
from scoring.access.place import has_keys
from scoring.access.roles import Scope
from scoring.errors import UserError
from scoring.journal.decide import four_eyes_of
from scoring.journal.desk import Desk
from scoring.journal.place import open_journal
from scoring.journal.shown import NAMED_VARIABLE, VARIABLE, can_record
from scoring.ports import HOST, allow_many_files, bind
from scoring.settings import Home
from scoring.texts.sentences import page

DASHBOARD = Path(__file__).resolve().parents[1]
START_SECONDS = 60.0
STOP_SECONDS = 8.0
PR_SET_PDEATHSIG = 1
# glibc learns to keep large arrays that were given back; told a size, it returns them: 6 MB of a visitor's kernel.
RETURNED = {"MALLOC_MMAP_THRESHOLD_": "131072"}


def serve(
    home: Home,
    port: int | None = None,
    open_browser: bool = False,
    visitors: int | None = None,
    door: PageDoor | None = None,
    *,
    record_shown: bool = True,
) -> int:
    """Serve the page until Ctrl-C.

    Parameters
    ----------
    home : Home
        The world to show.
    port : int, optional
        On this machine; a free one by default.
    open_browser : bool
        Whether to open the page there.
    visitors : int, optional
        How many may have the page open at once; by default as many as the machine's memory holds.
    door : PageDoor, optional
        Where it listens, and how it knows who comes; on this machine, without login, by default.
    record_shown : bool
        Whether the journal is told which client's file was opened; it is where the home can be written.

    Returns
    -------
    int
        0 when stopped by the user, otherwise what Voilà returned.

    Raises
    ------
    UserError
        When the port is taken, the notebook is missing, or Voilà does not start.
    """
    door = page_door(door or PageDoor())
    if door.login and not has_key_for(home, Scope.PAGE):
        remedy = "Create one first: 'scoring keys create NAME --role manager'."
        raise UserError("Expected a key that opens the page, got none in this home.", remedy)
    allow_many_files()
    with bind(port, door.host) as probe:
        chosen: int = probe.getsockname()[1]
    address = address_of(door, chosen)
    recording = record_shown and can_record(home)
    if recording:
        open_journal(home)  # made before a kernel adds to it; what fails is told here
    variables = environment(home, recording, door.asks_who)
    with tempfile.TemporaryFile() as log, _running(command(chosen, visitors, door), variables, log) as server:
        try:
            _wait_until_ready(server, door, chosen, log)
            if not door.asks_who:
                print(page("launch.open", "fr"))
                if four_eyes_of(Desk(home)) and not has_keys(home):
                    print(page("launch.typed", "fr"))
            print(page("launch.started", "fr", address=address), flush=True)
            if open_browser:
                webbrowser.open(address)
            return server.wait()
        except KeyboardInterrupt:
            return 0


def address_of(door: PageDoor, port: int) -> str:
    """The page's address as a browser on this machine writes it.

    Examples
    --------
    >>> address_of(PageDoor(), 8866)
    'http://127.0.0.1:8866/'
    """
    host = HOST if door.host in ANY else door.host
    return f"http{'s' if door.has_tls else ''}://{f'[{host}]' if ':' in host else host}:{port}/"


def command(port: int, visitors: int | None = None, door: PageDoor | None = None) -> list[str]:
    """The command line of the page's server: this notebook and no other."""
    door = door or PageDoor()
    options: dict[str, Sequence[object]] = {
        "visitors": [] if visitors is None else [visitors],
        "ip": [door.host],
        "names": door.names,
        "certificate": [door.certificate] if door.certificate else [],
        "private_key": [door.private_key] if door.private_key else [],
        "login": [door.login],
        "user_header": [door.user_header] if door.user_header else [],
        "trusted_proxies": door.trusted_proxies,
    }
    given = [f"--PageServer.{name}={value}" for name, values in options.items() for value in values]
    return [sys.executable, "-m", "scoring.dashboard.serve", str(_notebook()), f"--port={port}", *given]


def environment(home: Home, record_shown: bool = False, asks_who: bool = False) -> dict[str, str]:
    """What Voilà and its kernels find in their environment: the home, our template's place, what goes on record."""
    template = str(DASHBOARD / "template")
    paths = [template, *filter(None, [os.environ.get("JUPYTER_PATH")])]
    variables = {
        "SCORING_HOME": str(home.root),
        "JUPYTER_PATH": os.pathsep.join(paths),
        VARIABLE: str(int(record_shown)),
        NAMED_VARIABLE: str(int(asks_who)),
    }
    return {**RETURNED, **os.environ, **variables}


@contextmanager
def _running(command: list[str], variables: dict[str, str], log: IO[bytes]) -> Iterator[subprocess.Popen[bytes]]:
    """The server, as long as the block lasts; Ctrl-C and SIGTERM interrupt the block, and the server ends with it."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    # Ctrl-C too: once Polars is imported, the interrupt that Python would raise waits until the server has ended.
    before = {sent: signal.signal(sent, stop) for sent in (signal.SIGINT, signal.SIGTERM)}
    server = subprocess.Popen(
        command, env=variables, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
        start_new_session=True, preexec_fn=_end_with_parent if sys.platform == "linux" else None,
    )  # fmt: skip
    try:
        yield server
    finally:
        for sent, handler in before.items():
            signal.signal(sent, handler)
        _stop(server)


def _end_with_parent() -> None:
    """Have Linux end this process when its parent is killed without a chance to stop it."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Ask, wait, insist."""
    server.terminate()
    try:
        server.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _wait_until_ready(server: subprocess.Popen[bytes], door: PageDoor, port: int, log: IO[bytes]) -> None:
    """Until the server takes connections; a page is only made when someone asks for it."""
    host = HOST if door.host in ANY else door.host
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise UserError(f"Voilà stopped while starting: {_last_line(log)}", "Run 'make install' and try again.")
        try:
            socket.create_connection((host, port), timeout=2).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise UserError(f"Voilà did not answer within {START_SECONDS:.0f} seconds.", "Stop other programs and try again.")


def _notebook() -> Path:
    """The notebook beside the package in a checkout, or inside the package of an installed wheel."""
    for folder in (DASHBOARD.parents[1], DASHBOARD):
        if (folder / "dashboard.ipynb").exists():
            return folder / "dashboard.ipynb"
    raise UserError(
        "dashboard.ipynb was not found beside the scoring package.", "Run from a checkout of the repository."
    )


def _last_line(log: IO[bytes]) -> str:
    log.seek(0)
    lines = log.read().decode("utf-8", "replace").strip().splitlines()
    return lines[-1] if lines else "it said nothing."
