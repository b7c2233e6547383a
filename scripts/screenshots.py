"""Take a picture of every view, in both languages and at three widths: ``make screenshots``.

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
from scoring.settings import find_home

FOLDER = Path(__file__).resolve().parent.parent / "screenshots"
WIDTHS = (1440, 1024, 390)
LANGUAGES = ("fr", "en")
LOADED = 90_000


@dataclass(frozen=True)
class Album:
    """Where pictures go, and whom they show; the first client where nobody is named."""

    folder: Path
    client: int | None

    def take(self, page: Page, name: str) -> None:
        """A picture of the whole page, as high as it is."""
        settle(page)
        page.screenshot(path=str(self.folder / f"{name}.png"), full_page=True)


def picture(browser: Browser, address: str, width: int, album: Album) -> None:
    """Every view at one width, in both languages."""
    with visitor(browser, width) as page:
        page.on("console", lambda message: print(message.type, message.text) if message.type == "error" else None)
        page.goto(f"{address}?client={album.client}" if album.client else address)
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
    with running(find_home(asked.home)) as server, chromium() as browser:
        for width in asked.widths:
            picture(browser, server.address, width, Album(asked.folder, asked.client))
            print(f"{width} px: {len(LANGUAGES) * (len(TABS) + 1)} pictures in {asked.folder.name}/", flush=True)


def _arguments(given: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Take a picture of every view of the page.")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--client", type=int)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--widths", type=int, nargs="+", default=WIDTHS)
    return parser.parse_args(given)


if __name__ == "__main__":
    main()
