"""A visitor's browser, with clocks inside the page: nothing of Playwright's own is in the times."""

from __future__ import annotations

import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page, sync_playwright

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
TABS = ("decision", "why", "compare", "simulate", "file")
QUIET_MS = 600
FIRST = 900001  # of every simulated world
# A tab takes the press for itself, and no mousedown follows its pointerdown: time counted from an earlier press.
# Times count from the navigation's start; a decision is visible when the browser has given it a place.
CLOCKS = """
window.padSeen = 0; window.padLast = 0; window.padStart = 0;
const look = () => {
  const verdict = document.querySelector('.pad-verdict');
  if (verdict && verdict.getBoundingClientRect().height > 0) { window.padSeen = performance.now(); return; }
  requestAnimationFrame(look);
};
requestAnimationFrame(look);
const begin = () => { window.padStart = window.padLast = performance.now(); };
for (const kind of ['pointerdown', 'input', 'change']) window.addEventListener(kind, begin, true);
new MutationObserver(() => requestAnimationFrame(() => { window.padLast = performance.now(); }))
  .observe(document, { childList: true, subtree: true, characterData: true, attributes: true });
"""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The machine's own Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        yield browser
        browser.close()


@contextmanager
def visitor(browser: Browser, width: int = 1440) -> Iterator[Page]:
    """A page of a visitor who was never here: nothing is in the browser's cache."""
    context = browser.new_context(viewport={"width": width, "height": 900}, locale="fr-FR")
    page = context.new_page()
    page.add_init_script(CLOCKS)
    yield page
    context.close()


def until(page: Page, expression: str, seconds: float = 90.0) -> None:
    """Wait for an expression to hold; the page's policy forbids ``wait_for_function``, which evaluates text inside it.

    Raises
    ------
    TimeoutError
        When it does not hold in time.
    """
    end = time.monotonic() + seconds
    while not page.evaluate(expression):
        if time.monotonic() > end:
            raise TimeoutError(f"{expression} did not hold within {seconds:g} s")
        page.wait_for_timeout(50)


def first_decision(page: Page, address: str) -> float:
    """Seconds from asking for the page to the first decision on it."""
    page.goto(f"{address}?client={FIRST}", wait_until="commit")
    until(page, "window.padSeen > 0")
    return float(page.evaluate("window.padSeen")) / 1000


def alive(page: Page) -> float:
    """Seconds from asking for the page until it can be used: the picture of it has gone."""
    page.wait_for_selector(".pad-tabs .lm-TabBar-tab[role=tab]", timeout=90_000)
    until(page, "!document.querySelector('.pad-still')")
    return float(page.evaluate("performance.now()")) / 1000


def until_drawn(page: Page, act: Callable[[], object]) -> float:
    """Milliseconds from an action's event to the frame after the last change of the page that it caused."""
    settle(page)
    act()
    settle(page)
    return float(page.evaluate("window.padLast - window.padStart"))


def settle(page: Page) -> None:
    """Until nothing on the page has changed for a while."""
    until(page, f"performance.now() - Math.max(window.padLast, window.padStart) > {QUIET_MS}")


def open_tab(page: Page, name: str) -> None:
    """Open a section and wait until it stands still."""
    page.locator(".pad-tabs .lm-TabBar-tab").nth(TABS.index(name)).click()
    settle(page)


def nodes(page: Page) -> int:
    """How many widgets have a place on the page."""
    return int(page.evaluate("document.querySelectorAll('.jupyter-widgets').length"))
