"""A JupyterLab of this environment over copies of the notebooks, which it saves as they are run."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parent.parent
TOKEN = "tried"
START_SECONDS = 90
PATIENCE = 120_000  # milliseconds


@contextmanager
def serving_lab(home: Path, folder: Path) -> Iterator[str]:
    """The address of a JupyterLab whose notebooks work on a home; its process ends with the block.

    Parameters
    ----------
    home : Path
        That the notebooks read and write.
    folder : Path
        Where the copies go: ``dashboard.ipynb`` and ``notebooks/``.
    """
    shutil.copy(ROOT / "dashboard.ipynb", folder)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    port, log = _free_port(), folder / "lab.log"
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
        "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={TOKEN}",
        "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    with log.open("w") as output:
        process = subprocess.Popen(command, env=_environment(home, folder), stdout=output, stderr=output, cwd=folder)
        try:
            _wait_for(f"http://127.0.0.1:{port}/api?token={TOKEN}", process, log)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait(30)


def open_notebook(page: Page, address: str, path: str) -> None:
    """Show a notebook alone, its kernel idle."""
    page.goto(f"{address}/lab/tree/{path}?token={TOKEN}&reset", timeout=PATIENCE)
    page.locator(".jp-NotebookPanel:visible .jp-CodeCell").first.wait_for(timeout=PATIENCE)
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=PATIENCE)


def run_all(page: Page) -> None:
    """Choose Run, Run All Cells."""
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()


def _environment(home: Path, folder: Path) -> dict[str, str]:
    names = ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    own = {name: str(folder / ".own" / name.lower()) for name in names}
    return {**os.environ, **own, "SCORING_HOME": str(home), "PYTHONPATH": str(ROOT)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_for(address: str, process: subprocess.Popen[bytes], log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    while time.monotonic() < until and process.poll() is None:
        try:
            urlopen(address, timeout=5).close()
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
        else:
            return
    raise SystemExit(f"JupyterLab did not start: {log.read_text()[-2000:]}")
