"""The floor: what this machine, Voilà and a browser need for a page that says nothing.

``floor.ipynb`` is one HTML widget, one bqplot figure of 24 bars and a button that changes both, behind the page's own
server, template and browser. What the page itself needs is told beside it, measured in the same run.
"""

from __future__ import annotations

from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from benchmarks.server import Server, memory, running
from benchmarks.visit import until_drawn, visitor
from scoring.settings import Home

NOTEBOOK = Path(__file__).with_name("floor.ipynb")
PATIENCE_MS = 90_000


def floor_load(browser: Browser, server: Server) -> float:
    """Seconds from asking for the page until its figure is drawn and its button is there."""
    with visitor(browser) as page:
        return _open(page, server.address)


def floor_loads(home: Home, browser: Browser) -> tuple[float, float]:
    """Seconds until the floor can be used without and with a kernel ready, on a server of its own."""
    with running(home, notebook=NOTEBOOK) as server:
        cold = floor_load(browser, server)
        server.wait_until_calm()
        return cold, floor_load(browser, server)


def floor_session(home: Home, browser: Browser, times: int) -> dict[str, float]:
    """What a change costs there, and what its kernel weighs afterwards.

    Returns
    -------
    dict
        ``floor_change_ms``, the median; ``floor_kernel_mb`` and ``floor_kernel_pss_mb``, as of the page's own kernel.
    """
    with running(home, notebook=NOTEBOOK) as server, visitor(browser) as page:
        server.wait_until_calm()
        kernel = server.kernels()[0]
        _open(page, server.address)
        server.wait_until_calm(kernels=2)
        change = page.locator(".widget-button, .jupyter-button").first
        waits = [until_drawn(page, change.click) for _ in range(times + 1)][1:]
        held = memory(kernel)
    return {
        "floor_change_ms": round(median(waits)),
        "floor_kernel_mb": round(held.rss),
        "floor_kernel_pss_mb": round(held.pss),
    }


def _open(page: Page, address: str) -> float:
    page.goto(address, wait_until="commit")
    page.wait_for_selector(".jupyter-button", timeout=PATIENCE_MS)
    page.wait_for_function("document.querySelectorAll('.bqplot rect.bar').length >= 24", timeout=PATIENCE_MS)
    return float(page.evaluate("performance.now()")) / 1000
