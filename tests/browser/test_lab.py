"""JupyterLab from this environment, as a data scientist uses it: open a notebook, run all, see what it shows."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import nbformat
import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
TOKEN = "tried"
PATIENCE = 120_000


@pytest.fixture(scope="module")
def lab(world, tmp_path_factory):
    """A JupyterLab over copies of the notebooks, as it saves what it runs: its address, and the copies' folder."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copy(ROOT / "dashboard.ipynb", folder)
    shutil.copytree(ROOT / "notebooks", folder / "notebooks")
    own = {
        name: str(folder / ".own" / name.lower()) for name in ("JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
    }
    environment = {**os.environ, **own, "SCORING_HOME": str(world.root), "PYTHONPATH": str(ROOT)}
    port = free_port()
    command = [
        sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root", f"--port={port}",
        "--ServerApp.port_retries=0", f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={TOKEN}",
        "--LabApp.news_url=None", "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    ]  # fmt: skip
    log = (folder / "lab.log").open("w")
    process = subprocess.Popen(command, env=environment, stdout=log, stderr=subprocess.STDOUT, cwd=folder)
    try:
        wait_for(f"http://127.0.0.1:{port}/api?token={TOKEN}", process, folder / "lab.log")
        yield f"http://127.0.0.1:{port}", folder
    finally:
        process.terminate()
        process.wait(30)
        log.close()


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_for(address: str, process: subprocess.Popen, log: Path, seconds: float = 90) -> None:
    until = time.monotonic() + seconds
    while time.monotonic() < until and process.poll() is None:
        try:
            urlopen(address, timeout=5).close()
        except (URLError, ConnectionError, TimeoutError):
            time.sleep(0.5)
        else:
            return
    pytest.fail(f"JupyterLab did not start: {log.read_text()[-2000:]}")


@pytest.fixture
def notebook(lab, browser):
    """``(path) -> page`` with the notebook opened in Lab and all its cells run."""
    pages = []

    def run_all(path):
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        pages.append(page)
        page.goto(f"{lab[0]}/lab/tree/{path}?token={TOKEN}&reset", timeout=PATIENCE)
        page.locator(".jp-NotebookPanel:visible .jp-CodeCell").first.wait_for(timeout=PATIENCE)
        page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=PATIENCE)
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        return page

    yield run_all
    for page in pages:
        page.close()


def saved(path: Path, seconds: float = 30) -> list:
    """The code cells of a notebook once Lab has written all of them as run."""
    until = time.monotonic() + seconds
    while True:
        cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        if all(cell.execution_count for cell in cells) or time.monotonic() > until:
            return cells
        time.sleep(0.5)


def test_the_dashboards_widgets_appear_in_lab_and_answer(notebook):
    page = notebook("dashboard.ipynb")
    shown = page.locator(".jp-OutputArea-output .pad-page")
    shown.locator(".pad-start section").wait_for(timeout=PATIENCE)  # nobody's file unasked
    search = shown.locator(".pad-search input")
    search.fill("900007")
    search.press("Enter")
    shown.locator(".pad-verdict").first.wait_for(timeout=PATIENCE)
    assert shown.locator(".jupyter-widgets").count() > 10
    client = shown.get_by_role("heading", name=re.compile(r"^Client\s")).first
    before = client.inner_text()
    shown.get_by_role("button", name="Suivant").first.click()
    expect(client).not_to_have_text(before, timeout=PATIENCE)


def test_an_exploration_runs_to_its_end_in_lab(notebook, lab):
    page = notebook("notebooks/01_exploration.ipynb")
    page.locator(".jp-OutputArea-output .finding", has_text="feature alone has an AUC of").wait_for(timeout=PATIENCE)
    page.keyboard.press("Control+s")
    cells = saved(lab[1] / "notebooks" / "01_exploration.ipynb")
    assert [cell.id for cell in cells if not cell.execution_count] == []
    assert [cell.id for cell in cells for output in cell.outputs if output.output_type == "error"] == []
    assert sum("<svg role=" in str(cell.outputs) for cell in cells) >= 5
