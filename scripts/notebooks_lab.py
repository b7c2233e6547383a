"""Every notebook in JupyterLab as its reader uses it: open, run all, change the language, run all again.

    .venv/bin/python -m scripts.notebooks_lab --home HOME [NAME ...]

Prints a line a notebook, and ends with 1 where a cell failed, did not run, or said the same in both languages.
"""

from __future__ import annotations

import argparse
import time
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import nbformat
from playwright.sync_api import Page

from benchmarks.visit import chromium
from scripts.lab_server import ROOT, open_notebook, run_all, serving_lab

PATIENCE_SECONDS = 900
EVERY_SECONDS = 2.0
PAGE = "dashboard.ipynb"


@dataclass(frozen=True)
class Cell:
    """A code cell as Lab saved it: when it ran, what it shows, the error that ended it."""

    id: str
    run: int
    output: str
    error: str


def main(home: Path, names: list[str]) -> int:
    """Try the notebooks named, or all; 0 when every one held."""
    paths = [path for path in (PAGE, *_notebooks()) if not names or any(name in path for name in names)]
    failed = 0
    with (
        TemporaryDirectory(prefix="scoring-lab-") as room,
        serving_lab(home.resolve(), Path(room)) as address,
        chromium() as browser,
    ):
        for path in paths:
            page = browser.new_page(viewport={"width": 1440, "height": 1000})
            start = time.monotonic()
            fault = _fault(page, address, Path(room), path)
            page.close()
            failed += bool(fault)
            print(f"{path}: {fault or 'held'} after {time.monotonic() - start:.0f} s", flush=True)
    return 1 if failed else 0


def _notebooks() -> list[str]:
    return sorted(f"notebooks/{path.name}" for path in (ROOT / "notebooks").glob("[0-9]*.ipynb"))


def _fault(page: Page, address: str, folder: Path, path: str) -> str:
    """What went wrong with one notebook; empty where nothing did."""
    open_notebook(page, address, path)
    first = _run(page, folder / path, 0)
    if fault := _broken(first):
        return f"first run: {fault}"
    if path != PAGE:
        _change_language(page, folder / path)
    second = _run(page, folder / path, max(cell.run for cell in first))
    if fault := _broken(second):
        return f"second run: {fault}"
    changed = _is_french(first) != _is_french(second)
    return "" if changed or path == PAGE else "the language was changed, and what is said was not"


def _is_french(cells: list[Cell]) -> bool:
    text = " ".join(cell.output.lower() for cell in cells)
    return text.count(" les ") > text.count(" the ")


def _run(page: Page, file: Path, after: int) -> list[Cell]:
    """The cells once all have run after a number, or one has failed, or patience ends."""
    run_all(page)
    until = time.monotonic() + PATIENCE_SECONDS
    while True:
        page.keyboard.press("Control+s")
        time.sleep(EVERY_SECONDS)
        cells = _saved(file)
        running = not all(cell.run > after for cell in cells)
        if any(cell.error for cell in cells) or not running or time.monotonic() > until:
            return [cell if cell.run > after else Cell(cell.id, 0, "", cell.error) for cell in cells]


def _saved(file: Path) -> list[Cell]:
    notebook = nbformat.read(file, as_version=4)
    return [
        Cell(
            cell.id,
            cell.execution_count or 0,
            str(cell.outputs),
            " ".join(f"{output.ename}: {output.evalue}" for output in cell.outputs if output.output_type == "error"),
        )
        for cell in notebook.cells
        if cell.cell_type == "code"
    ]


def _broken(cells: list[Cell]) -> str:
    errors = [f"cell {cell.id}: {cell.error}" for cell in cells if cell.error]
    return errors[0] if errors else ", ".join(f"cell {cell.id} did not run" for cell in cells if not cell.run)


def _change_language(page: Page, file: Path) -> None:
    """Add a line to the cell of parameters, as a reader types it."""
    cells = [cell for cell in nbformat.read(file, as_version=4).cells if "parameters" in cell.metadata.get("tags", [])]
    other = "en" if 'language = "fr"' in cells[0].source else "fr"
    editor = page.locator(".jp-CodeCell", has_text="language =").first.locator(".cm-content")
    editor.click()
    page.keyboard.press("Control+End")
    page.keyboard.insert_text(f'\nlanguage = "{other}"')
    page.keyboard.press("Escape")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, required=True)
    parser.add_argument("names", nargs="*")
    given = parser.parse_args()
    raise SystemExit(main(given.home, given.names))
