"""Write the adviser's guide from the sentences of the page's own tour, and take its pictures: ``make guide``.

    .venv/bin/python -m scripts.guide [--home HOME] [--client NUMBER] [--no-pictures]

Pictures show simulated clients only.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

from playwright.sync_api import Page

from benchmarks.server import running
from benchmarks.visit import FIRST, alive, chromium, settle, visitor
from scoring.dashboard.panels.guide.state import STEPS
from scoring.errors import UserError
from scoring.portfolio import Portfolio
from scoring.settings import find_home
from scoring.texts import languages
from scoring.texts.sentences import page as words

DOCS = Path(__file__).resolve().parent.parent / "docs"
PICTURES = "images/guide"
WIDTH, QUALITY, LOADED = 1180, 35, 90_000


def guide_text(language: str) -> str:
    """The guide as Markdown, a part and a picture a step."""

    def say(key: str) -> str:
        return words(f"guide.{key}", language)

    parts = (
        f"## {number}. {say(f'{name}.title')}\n\n{say(f'{name}.tour')}\n\n{say(f'{name}.text')}\n\n"
        f"![{say(f'{name}.title')}]({PICTURES}/{name}.jpg)\n"
        for number, name in enumerate(STEPS, 1)
    )
    return "\n".join((f"# {say('title')}\n", f"{say('intro')}\n", *parts))


def take_pictures(page: Page, address: str, client: int, folder: Path) -> None:
    """A picture of every step of the tour, the last one of the client's own page."""
    page.goto(f"{address}?client={client}")
    alive(page)
    page.locator(".pad-tour-begin").click()
    for name in STEPS:
        page.locator(f'[data-pad-tour="{name}"]').wait_for(timeout=LOADED)
        settle(page)
        if name == "client":
            page.locator(".pad-to-client a").click()
            page.locator("body:not(:has(.pad-still)) .pad-own .answer").wait_for(timeout=LOADED)
            settle(page)
        page.evaluate("window.scrollTo(0, 0)")
        page.screenshot(path=str(folder / f"{name}.jpg"), type="jpeg", quality=QUALITY)
        if name != "client":
            page.locator(".pad-tour .pad-primary").click()


def main(given: Sequence[str] | None = None) -> None:
    """Write both languages, then take the pictures."""
    parser = argparse.ArgumentParser(description="Write the adviser's guide and take its pictures.")
    parser.add_argument("--home", type=Path)
    parser.add_argument("--client", type=int, default=FIRST + 1)
    parser.add_argument("--no-pictures", action="store_true")
    asked = parser.parse_args(given)
    for language in languages():
        (DOCS / f"guide.{language}.md").write_text(guide_text(language), encoding="utf-8")
    if asked.no_pictures:
        return
    home = find_home(asked.home)
    if not Portfolio.open(home).demonstration:
        raise UserError("Expected simulated clients, got a portfolio of real ones.", "Name another home.")
    folder = DOCS / PICTURES
    folder.mkdir(parents=True, exist_ok=True)
    with running(home) as server, chromium() as browser, visitor(browser, WIDTH) as page:
        take_pictures(page, server.address, asked.client, folder)


if __name__ == "__main__":
    main()
