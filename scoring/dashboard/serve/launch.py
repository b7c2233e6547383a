"""Serve the page: Voilà as a process of its own, on this machine only, stopped cleanly."""

from __future__ import annotations

import ctypes
import os
import signal
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
import webbrowser
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from scoring.errors import UserError
from scoring.journal.place import open_journal
from scoring.journal.shown import VARIABLE, can_record
from scoring.ports import HOST, bind
from scoring.settings import Home
from scoring.texts.pages import page

DASHBOARD = Path(__file__).resolve().parents[1]
START_SECONDS = 60.0
STOP_SECONDS = 8.0
PR_SET_PDEATHSIG = 1


def serve(
    home: Home,
    port: int | None = None,
    open_browser: bool = False,
    visitors: int | None = None,
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
    with bind(port) as probe:
        chosen: int = probe.getsockname()[1]
    address = f"http://{HOST}:{chosen}/"
    recording = record_shown and can_record(home)
    if recording:
        open_journal(home)  # made before a kernel adds to it; what fails is told here
    with tempfile.TemporaryFile() as log, _running(home, command(chosen, visitors), log, recording) as server:
        try:
            _wait_until_ready(server, address, log)
            print(page("launch.started", "fr", address=address), flush=True)
            if open_browser:
                webbrowser.open(address)
            return server.wait()
        except KeyboardInterrupt:
            return 0


def command(port: int, visitors: int | None = None) -> list[str]:
    """The command line of the page's server: this notebook and no other."""
    most = [] if visitors is None else [f"--PageServer.visitors={visitors}"]
    return [sys.executable, "-m", "scoring.dashboard.serve.app", str(_notebook()), f"--port={port}", *most]


def environment(home: Home, record_shown: bool = False) -> dict[str, str]:
    """What Voilà and its kernels find in their environment: the home, our template's place, what goes on record."""
    template = str(DASHBOARD / "template")
    paths = [template, *filter(None, [os.environ.get("JUPYTER_PATH")])]
    variables = {
        "SCORING_HOME": str(home.root),
        "JUPYTER_PATH": os.pathsep.join(paths),
        VARIABLE: str(int(record_shown)),
    }
    return {**os.environ, **variables}


@contextmanager
def _running(home: Home, command: list[str], log: IO[bytes], record_shown: bool) -> Iterator[subprocess.Popen[bytes]]:
    """The server, as long as the block lasts; Ctrl-C and SIGTERM interrupt the block, and the server ends with it."""

    def stop(*_: object) -> None:
        raise KeyboardInterrupt

    # Ctrl-C too: once Polars is imported, the interrupt that Python would raise waits until the server has ended.
    before = {sent: signal.signal(sent, stop) for sent in (signal.SIGINT, signal.SIGTERM)}
    server = subprocess.Popen(
        command, env=environment(home, record_shown), stdout=log, stderr=log, stdin=subprocess.DEVNULL,
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


def _wait_until_ready(server: subprocess.Popen[bytes], address: str, log: IO[bytes]) -> None:
    """Until the server answers at all; a page is only made when someone asks for it."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise UserError(f"Voilà stopped while starting: {_last_line(log)}", "Run 'make install' and try again.")
        try:
            urllib.request.urlopen(f"{address}voila/static/voila.js", timeout=2).close()
        except urllib.error.HTTPError:
            return
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
