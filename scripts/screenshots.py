"""Take a picture of every section, in both languages and at three widths, of a page that is running.

    .venv/bin/python scripts/screenshots.py http://127.0.0.1:8866/ [client]

Pictures go to ``screenshots/``, which git ignores.
"""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "screenshots"
WIDTHS = (1440, 1024, 390)
ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
SECTIONS = ("decision", "why", "compare", "simulate", "file")


def picture_sections(page: Page, name: str) -> None:
    """One picture a section, the whole page high."""
    for place, section in enumerate(SECTIONS):
        page.locator(".pad-tabs .lm-TabBar-tab").nth(place).click()
        page.wait_for_timeout(900)
        page.screenshot(path=str(FOLDER / f"{section}-{name}.png"), full_page=True)


def main(address: str, client: str | None) -> None:
    """Open the page at every width, in both languages."""
    FOLDER.mkdir(exist_ok=True)
    link = f"{address.rstrip('/')}/?client={client}" if client else address
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=ARGUMENTS)
        for width in WIDTHS:
            page = browser.new_page(viewport={"width": width, "height": 900}, locale="fr-FR")
            page.on("console", lambda message: print(message.type, message.text) if message.type == "error" else None)
            page.goto(link)
            page.wait_for_selector(".pad-verdict", timeout=60_000)
            for language in ("fr", "en"):
                picture_sections(page, f"{width}-{language}")
                page.locator(".pad-other").click()
                page.wait_for_timeout(500)
            page.close()
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://127.0.0.1:8866/", sys.argv[2] if len(sys.argv) > 2 else None)
