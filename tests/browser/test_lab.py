"""JupyterLab from this environment, as a data scientist uses it: open a notebook, run all, see what it shows."""

import re
import time
from pathlib import Path

import nbformat
import pytest
from playwright.sync_api import expect

from scripts.lab_server import PATIENCE, open_notebook, run_all, serving_lab

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@pytest.fixture(scope="module")
def lab(world, tmp_path_factory):
    """A JupyterLab over copies of the notebooks, as it saves what it runs: its address, and the copies' folder."""
    folder = tmp_path_factory.mktemp("lab")
    with serving_lab(world.root, folder) as address:
        yield address, folder


@pytest.fixture
def notebook(lab, browser):
    """``(path) -> page`` with the notebook opened in Lab and all its cells run."""
    pages = []

    def run(path):
        page = browser.new_page(viewport={"width": 1440, "height": 1000})
        pages.append(page)
        open_notebook(page, lab[0], path)
        run_all(page)
        return page

    yield run
    for page in pages:
        page.close()


def saved(path: Path, seconds: float = 30) -> list:
    """The code cells of a notebook once Lab has written all of them as run."""
    until = time.monotonic() + seconds
    while True:
        cells = [cell for cell in nbformat.read(path, as_version=4).cells if cell.cell_type == "code"]
        if all(cell.execution_count for cell in cells) or time.monotonic() > until:
            return cells
        time.sleep(0.5)


def test_the_dashboards_widgets_appear_in_lab_and_answer(notebook):
    page = notebook("dashboard.ipynb")
    shown = page.locator(".jp-OutputArea-output .pad-page")
    shown.locator(".pad-start section").wait_for(timeout=PATIENCE)  # nobody's file unasked
    search = shown.locator(".pad-search input")
    search.fill("900007")
    search.press("Enter")
    shown.locator(".pad-verdict").first.wait_for(timeout=PATIENCE)
    assert shown.locator(".jupyter-widgets").count() > 10
    client = shown.get_by_role("heading", name=re.compile(r"^Client\s")).first
    before = client.inner_text()
    shown.get_by_role("button", name="Suivant").first.click()
    expect(client).not_to_have_text(before, timeout=PATIENCE)


def try_the_knob(page):
    """Choose another feature: the table is computed again, words stand at the left of their column."""
    knob = page.locator(".widget-interact", has=page.locator("select"))
    page.locator(".jp-OutputArea-output h3", has_text="Turn the knob").scroll_into_view_if_needed()
    knob.wait_for(timeout=PATIENCE)
    title = knob.locator("figcaption")
    other = knob.locator("option").nth(1).inner_text().strip()
    expect(title).not_to_contain_text(other)
    knob.locator("select").select_option(index=1)
    expect(title).to_contain_text(other, timeout=PATIENCE)
    sides = page.locator(".jp-OutputArea-output figure.pad th").evaluate_all(
        "heads => heads.map(head => [head.className, getComputedStyle(head).textAlign])"
    )
    assert {tuple(pair) for pair in sides} == {("", "left"), ("number", "right")}


def test_an_exploration_runs_to_its_end_in_lab(notebook, lab):
    page = notebook("notebooks/01_exploration.ipynb")
    page.locator(".jp-OutputArea-output .finding", has_text="feature alone has an AUC of").wait_for(timeout=PATIENCE)
    try_the_knob(page)
    page.keyboard.press("Control+s")
    cells = saved(lab[1] / "notebooks" / "01_exploration.ipynb")
    assert [cell.id for cell in cells if not cell.execution_count] == []
    assert [cell.id for cell in cells for output in cell.outputs if output.output_type == "error"] == []
    assert sum("<svg role=" in str(cell.outputs) for cell in cells) >= 5
