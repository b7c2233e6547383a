"""The real page: ``scoring dashboard`` as people start it, on a simulated world, and a Chromium that visits it."""

import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from contextlib import contextmanager

import pytest
from playwright.sync_api import expect, sync_playwright

from benchmarks.visit import ARGUMENTS
from scoring.portfolio import Portfolio

START_SECONDS = 90
PULSE = "**/voila/api/pulse/**"
BROWSERS = ("chromium", "chromium-browser", "google-chrome")


@pytest.fixture(scope="session")
def start_dashboard():
    """``(home, *options) -> (process, address)``; every process is stopped at the end."""
    started = []

    def start(home, *options):
        environment = {**os.environ, "PYTHONUNBUFFERED": "1"}
        command = [sys.executable, "-m", "scoring.cli", "--home", str(home), "dashboard", *options]
        process = subprocess.Popen(
            command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        started.append(process)
        guard = threading.Timer(START_SECONDS, process.kill)
        guard.start()
        said = []
        for line in process.stdout:
            said.append(line)
            if found := re.search(r"https?://127\.0\.0\.1:\d+/", line):
                guard.cancel()
                return process, found[0]
        guard.cancel()
        pytest.fail(f"scoring dashboard printed no address: {''.join(said)}")

    yield start
    for process in started:
        if process.poll() is None:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()


@pytest.fixture(scope="session")
def address(world, start_dashboard):
    return start_dashboard(world.root)[1]


@pytest.fixture(scope="session")
def browser():
    with sync_playwright() as playwright:
        path = next(filter(None, map(shutil.which, BROWSERS)), None)
        chromium = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def portfolio(world):
    return Portfolio.open(world)


@pytest.fixture
def page(browser):
    """A tab of a usual screen, in French, that has not been anywhere."""
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    page.set_default_timeout(30_000)
    yield page
    page.close()


@pytest.fixture
def waits(page):
    """``with waits():`` the page is told that its kernel is silent, and waits; afterwards it goes on."""

    @contextmanager
    def silent():
        page.route(PULSE, lambda route: route.fulfill(json={"kernel": "silent"}))
        expect(page.locator("#pad-lost")).to_be_visible()
        yield
        page.unroute(PULSE)
        expect(page.locator("#pad-lost")).to_be_hidden()

    return silent
