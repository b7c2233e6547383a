"""Measure the page on a large simulated portfolio: ``make bench-dashboard``.

The last line printed is one JSON object. What each figure means stands in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import time
from pathlib import Path
from statistics import median

from playwright.sync_api import Browser, Page

from benchmarks.floor import floor_loads, floor_session
from benchmarks.server import Server, memory, running
from benchmarks.visit import TABS, alive, chromium, first_decision, nodes, open_tab, until_drawn, visitor
from benchmarks.world import prepare, size
from scoring.settings import Home

TIMES = 5
CHANGES = 100
# Counts live widgets in a process of its own, over the same page: a visitor's kernel answers no such question.
COUNT = """
import sys
from ipywidgets.widgets import widget
from scoring.dashboard.page import Page
from scoring.portfolio import Portfolio
from scoring.settings import find_home
page = Page(Portfolio.open(find_home(sys.argv[1])))
sections = list(page.views)
def walk(changes):
    for step in range(changes):
        page.state.section = sections[step % len(sections)]
        page.state.find.step(1)
walk(2 * len(sections))
before = len(widget._instances)
walk(int(sys.argv[2]))
print(len(widget._instances) - before)
"""
START = time.monotonic()


def main() -> None:
    """Prepare, measure, print."""
    asked = _arguments()
    home = Home(asked.home) if asked.home else prepare(asked.folder, asked.clients, say)
    clients = size(home)
    say(f"a portfolio of {clients:,} clients")
    with chromium() as browser:
        seconds = loads(home, browser, asked.port, asked.times)
        with running(home, asked.port) as server:
            found = session(server, browser)
        floor = floor_session(home, browser, TIMES)
    say(f"the floor: {floor}")
    found["widgets_growth"] = max(found["widgets_growth"], widgets_growth(home))
    print(json.dumps({"clients": clients, **seconds, **found, **floor}))


def loads(home: Home, browser: Browser, port: int | None, times: int = TIMES) -> dict[str, float]:
    """Median seconds to the first decision and to a page that can be used, with a kernel ready and without.

    Page and floor take turns, so that both meet the same machine.
    """
    cold, warm, floors = [], [], []
    for _ in range(times):
        with running(home, port) as server:
            cold.append(_load(browser, server))
            server.wait_until_calm()
            warm.append(_load(browser, server))
        floors.append(floor_loads(home, browser))
        say("floor: to a page that can be used {:.2f} s cold, {:.2f} s warm".format(*floors[-1]))
        for name, (seen, used) in (("cold", cold[-1]), ("warm", warm[-1])):
            say(f"{name}: page asked to first decision {seen:.2f} s, to a page that can be used {used:.2f} s")
    names = ("warm_s", "warm_usable_s", "cold_s", "cold_usable_s", "floor_cold_usable_s", "floor_warm_usable_s")
    columns = (*zip(*warm, strict=True), *zip(*cold, strict=True), *zip(*floors, strict=True))
    return {name: round(median(one), 2) for name, one in zip(names, columns, strict=True)}


def session(server: Server, browser: Browser) -> dict[str, float]:
    """What one visitor waits for and weighs, from the first decision to the last section."""
    server.wait_until_calm()
    with visitor(browser) as page:
        kernel = server.kernels()[0]
        first_decision(page, server.address)
        alive(page)
        server.wait_until_calm(kernels=2)
        say(f"kernel after the first decision: {memory(kernel)}")
        change, shown = client_changes(page), nodes(page)
        filters, compared = {**searches(page), **comparisons(page)}, another_client_compared(page)
        say(f"another client while comparing: {median(compared):.0f} ms (slowest {max(compared):.0f})")
        for name, times in filters.items():
            say(f"{name}: {median(times):.0f} ms (slowest {max(times):.0f})")
        opened = sections(page)
        before = memory(kernel)
        say(f"kernel before Simuler and the force plot: {before}")
        for _ in range(CHANGES):
            page.locator(".pad-move button").nth(1).click()
            page.wait_for_timeout(50)
        until_drawn(page, lambda: page.locator(".pad-move button").nth(1).click())
        growth, walked = nodes(page) - shown, memory(kernel)
        say(f"kernel after {CHANGES} more clients: {walked}; {growth} more widgets on the page")
        open_force(page)
        begun, after = simulation_begun(page), simulations(page)
        heavy = memory(kernel)
        say(f"a simulated change: {median(after):.0f} ms; kernel afterwards: {heavy}")
    return {
        "change_ms": round(median(change)),
        "compare_ms": round(median(compared)),
        **{f"{name}_ms": round(median(times)) for name, times in filters.items()},
        "section_ms": round(max(opened)),
        "simulate_open_ms": round(begun),
        "simulate_ms": round(median(after)),
        "kernel_mb": round(max(before.rss, walked.rss)),
        "kernel_after_simulate_mb": round(heavy.rss),
        "kernel_pss_mb": round(max(before.pss, walked.pss)),
        "widgets_growth": growth,
    }


def client_changes(page: Page) -> list[float]:
    """Next client, with *Décision* open: header, card, decision, scale and reasons."""
    forward = page.locator(".pad-move button").nth(1)
    times = [until_drawn(page, forward.click) for _ in range(TIMES + 1)][1:]
    say(f"another client: {median(times):.0f} ms (slowest {max(times):.0f})")
    return times


def searches(page: Page) -> dict[str, list[float]]:
    """A digit typed into the search field."""
    field = page.locator(".pad-search input")
    field.click()
    times = [until_drawn(page, lambda: page.keyboard.press("9")) for _ in range(TIMES)]
    field.fill("")
    return {"search": times}


def comparisons(page: Page) -> dict[str, list[float]]:
    """Another group, another variable, with *Comparer* open."""
    open_tab(page, "compare")
    groups = page.locator(".pad-compare .widget-toggle-buttons button")
    chosen = page.locator(".pad-variable select").first
    chosen.locator("option").nth(1).wait_for(state="attached", timeout=30_000)  # a busy machine fills the list late
    last = chosen.locator("option").count() - 1
    places = [round(last * share) for share in (0.1, 0.3, 0.5, 0.7, 0.9)]
    until_drawn(page, groups.nth(1).click)

    def choose(place: int) -> float:
        return until_drawn(page, lambda: chosen.select_option(index=place))

    return {
        "variable": [choose(place) for place in places],
        "group": [until_drawn(page, groups.nth(at % 2).click) for at in range(TIMES + 1)][1:],
    }


def another_client_compared(page: Page) -> list[float]:
    """Next client, with *Comparer* open at a variable of numbers, among similar clients."""
    page.locator(".pad-variable select").first.select_option(index=0)
    page.locator(".pad-compare .widget-toggle-buttons button").first.click()
    forward = page.locator(".pad-move button").nth(1)
    return [until_drawn(page, forward.click) for _ in range(TIMES + 1)][1:]


def sections(page: Page) -> list[float]:
    """*Pourquoi*, *Comparer*, *Dossier* and *Décision* opened, of a client of whom none was."""
    tabs, names = page.locator(".pad-tabs .lm-TabBar-tab"), ("why", "compare", "file", "decision")
    open_tab(page, "decision")
    until_drawn(page, page.locator(".pad-move button").nth(1).click)
    times = {name: until_drawn(page, tabs.nth(TABS.index(name)).click) for name in names}
    say("a section opened: {}".format(", ".join(f"{name} {took:.0f} ms" for name, took in times.items())))
    return list(times.values())


def open_force(page: Page) -> None:
    """SHAP's force plot, in *Pourquoi*."""
    open_tab(page, "why")
    page.get_by_role("button", name="Afficher le graphique de forces SHAP").click()
    page.frame_locator(".pad-force").locator("svg").first.wait_for(timeout=30_000)


def simulation_begun(page: Page) -> float:
    """*Simuler* opened, of a client whose simulation was not: their application is read."""
    open_tab(page, "simulate")
    open_tab(page, "decision")
    until_drawn(page, page.locator(".pad-move button").nth(1).click)
    took = until_drawn(page, page.locator(".pad-tabs .lm-TabBar-tab").nth(TABS.index("simulate")).click)
    say(f"Simuler opened: {took:.0f} ms")
    return took


def simulations(page: Page) -> list[float]:
    """A step of the amount, in *Simuler*, after the first one has loaded the model."""
    open_tab(page, "simulate")
    more, less = (page.locator(".pad-wish").first.get_by_role("button").nth(at) for at in (1, 0))
    until_drawn(page, less.click)
    page.wait_for_timeout(3000)
    return [until_drawn(page, (more, less)[at % 2].click) for at in range(TIMES)]


def widgets_growth(home: Home) -> int:
    """How many widgets more a kernel holds after another hundred clients in every section."""
    command = [sys.executable, "-c", COUNT, str(home.root), str(CHANGES)]
    return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout.split()[-1])


def say(what: str) -> None:
    """A line of progress on the error stream."""
    print(f"{time.monotonic() - START:7.1f} s  {what}", file=sys.stderr, flush=True)


def _load(browser: Browser, server: Server) -> tuple[float, float]:
    with visitor(browser) as page:
        return first_decision(page, server.address), alive(page)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Measure the page on a large simulated portfolio.")
    parser.add_argument("--clients", type=int, default=356_255)
    parser.add_argument("--folder", type=Path, default=Path(".make/bench"), help="where the world is built and kept")
    parser.add_argument("--home", type=Path, help="measure this home as it is; nothing is built")
    parser.add_argument("--port", type=int)
    parser.add_argument("--times", type=int, default=TIMES, help="how many loads of page and floor, in turns")
    return parser.parse_args()


if __name__ == "__main__":
    main()
