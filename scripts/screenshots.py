"""Take a picture of every view, of a client in each zone, in both languages and at three widths: ``make screenshots``.

    .venv/bin/python -m scripts.screenshots [--home HOME] [--client NUMBER] [--folder FOLDER] [--widths 1440 390]

Pictures go to ``screenshots/``, which git ignores. Errors of the page's console are printed.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, Page

from benchmarks.server import running
from benchmarks.visit import TABS, alive, chromium, open_tab, settle, visitor
from scoring.portfolio import Portfolio
from scoring.settings import find_home

FOLDER = Path(__file__).resolve().parent.parent / "screenshots"
WIDTHS = (1440, 1024, 390)
LANGUAGES = ("fr", "en")
LOADED = 90_000
LOOKED_AT = 200


@dataclass(frozen=True)
class Album:
    """Where pictures go, whom they show, and what they are called after."""

    folder: Path
    client: int
    zone: str

    def take(self, page: Page, name: str) -> None:
        """A picture of the whole page, as high as it is; figures are drawn once they have been scrolled to."""
        page.evaluate("window.scrollTo(0, document.documentElement.scrollHeight)")
        settle(page)
        page.evaluate("window.scrollTo(0, 0)")
        settle(page)
        page.screenshot(path=str(self.folder / f"{self.zone}-{name}.png"), full_page=True)


def one_of_each_zone(portfolio: Portfolio) -> dict[str, int]:
    """The first client of every zone, by the zone's name; fewer where nobody is in one."""
    first: dict[str, int] = {}
    for client in portfolio.clients[:LOOKED_AT]:
        first.setdefault(portfolio.assess(int(client)).zone, int(client))
    return first


def picture(browser: Browser, address: str, width: int, album: Album) -> None:
    """Every view at one width, in both languages."""
    with visitor(browser, width) as page:
        page.on("console", lambda message: print(message.type, message.text) if message.type == "error" else None)
        page.goto(f"{address}?client={album.client}")
        alive(page)
        for language in LANGUAGES:
            for name in TABS:
                open_tab(page, name)
                DO_BEFORE.get(name, settle)(page)
                album.take(page, f"{name}-{width}-{language}")
            _picture_search(page, f"find-{width}-{language}", album)
            page.locator(".pad-other").click()
            settle(page)


def _picture_search(page: Page, name: str, album: Album) -> None:
    open_tab(page, TABS[0])
    page.locator(".pad-toggle").click()
    album.take(page, name)
    page.locator(".pad-toggle").click()


def _simulate(page: Page) -> None:
    """A lower amount, so that there is an answer to look at."""
    if not page.locator(".pad-answer h2").count():
        page.locator(".pad-wish button").first.click()
        page.locator(".pad-answer h2").wait_for(timeout=LOADED)


DO_BEFORE: dict[str, Callable[[Page], None]] = {"simulate": _simulate}


def main(given: Sequence[str] | None = None) -> None:
    """Start the page, take the pictures, end the page."""
    asked = _arguments(given)
    asked.folder.mkdir(parents=True, exist_ok=True)
    home = find_home(asked.home)
    zones = {"client": asked.client} if asked.client else one_of_each_zone(Portfolio.open(home))
    with running(home) as server, chromium() as browser:
        for width in asked.widths:
            for zone, client in zones.items():
                picture(browser, server.address, width, Album(asked.folder, client, zone))
            count = len(zones) * len(LANGUAGES) * (len(TABS) + 1)
            print(f"{width} px: {count} pictures in {asked.folder.name}/", flush=True)


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Take a picture of every view of the page.")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--client", type=int)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS)
    return parser.parse_args(given)


if __name__ == "__main__":
    main()
