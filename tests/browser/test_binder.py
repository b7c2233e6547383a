"""Binder's own steps, executed: build, launch, open; in a clean folder, as another user, in the memory Binder gives.

The packages are this environment's: conda and a fresh installation of the lock are not tried here.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import sysconfig
import tempfile
import threading
import time
from pathlib import Path

import psutil
import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]

ROOT = Path(__file__).resolve().parents[2]
GIGABYTES = 2.0
NOBODY = 65534
TOKEN = "tried"
LIVE = "body:not(:has(.pad-still)) .pad-verdict"
LOCKED = sysconfig.get_path("purelib")


class Memory:
    """The most memory that a process and its children held together, shared pages counted once."""

    def __init__(self, pid):
        self.peak, self._over = 0, threading.Event()
        self._thread = threading.Thread(target=self._watch, args=(pid,), daemon=True)

    def __enter__(self):
        self._thread.start()
        return self

    def __exit__(self, *_):
        self._over.set()
        self._thread.join()

    def _watch(self, pid):
        while not self._over.wait(0.25):
            held = 0
            try:
                family = [psutil.Process(pid), *psutil.Process(pid).children(recursive=True)]
            except psutil.NoSuchProcess:
                continue
            for process in family:
                try:
                    held += process.memory_full_info().pss
                except (psutil.NoSuchProcess, psutil.AccessDenied):
                    continue
            self.peak = max(self.peak, held)

    @property
    def gigabytes(self):
        return self.peak / 1024**3


def another_user() -> tuple[str, dict]:
    """A Python of this version and the user to run it as: nobody, where this is root and nobody can run one.

    Root's own Python often lies where nobody else may look.
    """
    if os.getuid() == 0:
        as_nobody = {"user": NOBODY, "group": NOBODY, "extra_groups": []}
        finds = f"import sys; sys.path.append({LOCKED!r}); import polars, venv"
        version = f"python{sys.version_info[0]}.{sys.version_info[1]}"
        for python in filter(None, (sys.executable, shutil.which(version, path="/usr/local/bin:/usr/bin"))):
            try:
                subprocess.run([python, "-c", finds], cwd="/", check=True, **as_nobody)
            except (OSError, subprocess.CalledProcessError):
                continue
            return python, as_nobody
    return sys.executable, {}


@pytest.fixture(scope="module")
def image():
    """The repository's files alone, in a folder and an environment of their own, built as Binder builds them."""
    folder = Path(tempfile.mkdtemp(prefix="binder-"))
    folder.chmod(0o755)
    python, as_user = another_user()
    try:
        built = Image(folder, python, as_user)
        built.copy_repository()
        built.make_environment()
        if as_user:
            subprocess.run(["chown", "-R", f"{NOBODY}:{NOBODY}", folder], check=True)
        built.post_build()
        yield built
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Image:
    def __init__(self, folder, python, as_user):
        self.repository, self.environment = folder / "home", folder / "environment"
        self.python, self.as_user = python, as_user
        here = Path(sys.prefix)
        self.variables = {
            "PATH": f"{self.environment / 'bin'}:/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.repository),
            "LANG": "C.UTF-8",
            "CLIENTS": "1500",
            "JUPYTER_PATH": str(here / "share" / "jupyter"),
            "JUPYTER_CONFIG_PATH": str(here / "etc" / "jupyter"),
        }

    def copy_repository(self):
        listed = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, text=True, check=True).stdout
        for name in filter(None, names.split("\0")):
            if (ROOT / name).is_file():
                target = self.repository / name
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copy(ROOT / name, target)

    def make_environment(self):
        """An environment of its own that finds the installed packages, but not the package of this checkout."""
        subprocess.run([self.python, "-m", "venv", "--without-pip", self.environment], check=True)
        own = next(self.environment.glob("lib/python*/site-packages"))
        (own / "locked.pth").write_text(LOCKED)

    def start(self, *command, **options):
        return subprocess.Popen(
            list(map(str, command)), cwd=self.repository, env=self.variables, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, **self.as_user, **options,
        )  # fmt: skip

    def post_build(self):
        started = time.monotonic()
        process = self.start("./binder/postBuild")
        with Memory(process.pid) as self.memory:
            said, _ = process.communicate(timeout=900)
        self.seconds = time.monotonic() - started
        assert process.returncode == 0, said


@pytest.fixture(scope="module")
def launched(image):
    """Jupyter's server (``jupyter server``) entered by binder/start: its address, its memory, what it said."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    as_root = [] if image.as_user or os.getuid() else ["--allow-root"]
    process = image.start(
        "./binder/start", "python", "-m", "jupyter_server", "--no-browser", f"--port={port}",
        "--ServerApp.port_retries=0", f"--IdentityProvider.token={TOKEN}", "--ServerApp.base_url=/user/someone/",
        *as_root,
    )  # fmt: skip
    said = []
    ready = threading.Event()

    def listen():
        for line in process.stdout:
            said.append(line)
            if f":{port}/user/someone/" in line:
                ready.set()

    threading.Thread(target=listen, daemon=True).start()
    with Memory(process.pid) as memory:
        try:
            assert ready.wait(120), "".join(said)  # two minutes: the machine may be busy
            yield f"http://127.0.0.1:{port}/user/someone/", memory, said
        finally:
            process.terminate()
            process.wait(30)


@pytest.fixture
def opened(browser, launched):
    """A page of its own, and every address that it asked for."""
    page = browser.new_page()
    asked = []
    page.on("request", lambda request: asked.append(request.url))
    yield page, asked
    page.close()


def hosts(asked):
    """The machines that were asked for something."""
    return {url.split("/")[2] for url in asked if not url.startswith(("data:", "blob:"))}


def tracebacks(said):
    """The last line of every traceback in a log, but of a message to a visitor who had just closed the page.

    Tornado prints that one itself, some of the times that a tab of a kernel that still talks is closed: nobody waits
    for the message that could not be sent.
    """
    blocks = said.split("Traceback (most recent call last):\n")[1:]
    ends = [next((line for line in block.splitlines() if line[:1].strip()), "") for block in blocks]
    closed = ("tornado.iostream.StreamClosedError", "tornado.websocket.WebSocketClosedError")
    return [end for end in ends if not end.startswith(closed)]


def test_only_the_closed_tabs_traceback_is_no_fault():
    head, caused = (
        "Traceback (most recent call last):\n",
        "\nDuring handling of the above:\n\n",
    )
    frame = '  File "websocket.py", line 1140, in wrapper\n    await fut\n'
    closed = f"{head}{frame}tornado.iostream.StreamClosedError: Stream is closed\n{caused}{head}{frame}"
    assert tracebacks(f"started\n{closed}tornado.websocket.WebSocketClosedError\n[I] idle\n") == []
    assert tracebacks(f"{closed}KeyError: 'client'\n") == ["KeyError: 'client'"]
    assert tracebacks(f"{head}{frame}") == [""]


def test_the_image_is_built_in_the_memory_that_binder_gives(image):
    print(f"postBuild: {image.seconds:.0f} s, {image.memory.gigabytes:.2f} GB, user {image.as_user.get('user', 'own')}")
    assert image.memory.gigabytes < GIGABYTES
    assert image.seconds < 900
    assert (image.repository / "data" / "portfolio" / "current").exists()


def test_a_launch_shows_a_decision_under_our_template(launched, opened):
    address, memory, said = launched
    page, asked = opened
    page.goto(f"{address}voila/render/dashboard.ipynb?client=900007&token={TOKEN}", timeout=120_000)
    page.wait_for_selector(LIVE, timeout=120_000)
    assert page.title().startswith("Prêt à dépenser")
    assert page.locator("html").get_attribute("lang") == "fr"
    assert any("/voila/templates/pret_a_depenser/static/" in url for url in asked)
    assert hosts(asked) == {address.split("/")[2]}
    print(f"launched: {memory.gigabytes:.2f} GB")
    assert memory.gigabytes < GIGABYTES
    assert tracebacks("".join(said)) == []


def test_a_link_to_a_client_works_there_too(launched, opened):
    address, _, _ = launched
    page, _ = opened
    page.goto(f"{address}voila/render/dashboard.ipynb?client=900017&token={TOKEN}", timeout=120_000)
    page.wait_for_selector(LIVE, timeout=120_000)
    assert "900017" in page.locator("body").inner_text().replace("\u202f", "").replace("\u00a0", "")


def test_the_apis_pages_open_behind_the_proxy_and_answer(launched, opened):
    address, memory, _ = launched
    page, asked = opened
    page.goto(f"{address}scoring-api/docs?token={TOKEN}", timeout=120_000)
    page.wait_for_selector(".opblock", timeout=60_000)
    page.locator(".opblock", has_text="/ready").click()
    page.get_by_role("button", name="Try it out").click()
    page.get_by_role("button", name="Execute").click()
    answer = page.locator(".live-responses-table .highlight-code").first
    answer.wait_for(timeout=60_000)
    assert json.loads(answer.inner_text().removeprefix("Download"))["clients"] == 1500
    assert hosts(asked) == {address.split("/")[2]}
    assert memory.gigabytes < GIGABYTES


def test_the_notebooks_open_in_jupyterlab_there(launched, opened):
    address, memory, said = launched
    page, asked = opened
    page.goto(f"{address}lab/tree/notebooks?token={TOKEN}", timeout=120_000)
    page.locator(".jp-DirListing-item", has_text="01_exploration.ipynb").wait_for(timeout=120_000)
    page.locator(".jp-DirListing-item", has_text="01_exploration.ipynb").dblclick()
    page.get_by_text("Python 3 (ipykernel) | Idle").wait_for(timeout=120_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    page.locator(".jp-OutputArea-output .finding", has_text="feature alone has an AUC of").wait_for(timeout=180_000)
    assert hosts(asked) == {address.split("/")[2]}
    print(f"with a notebook run in JupyterLab: {memory.gigabytes:.2f} GB")
    assert memory.gigabytes < GIGABYTES
    expect(page.locator(".jp-OutputArea-output", has_text="Traceback")).to_have_count(0)
    assert tracebacks("".join(said)) == []
