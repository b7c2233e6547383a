"""Bars that are clicked, and bars that must line up, in a real browser: what widgets alone cannot show."""

import re
import time

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)
LOADED = 120_000
LIVE = "body:not(:has(.pad-still)) .pad-verdict"
FIRST_PAGE = "body:not(:has(.pad-still)) .pad-start section"
LIST = ".pad-seek [data-pad-look]"


def box_of(part):
    """Where a part stands; nowhere where it is folded away."""
    return part.bounding_box() or {"x": 0, "width": 0}


def count_of(page):
    """How many clients the list says that it has; it is gone to."""
    expect(page.locator(LIST)).to_be_focused()
    expect(page.locator(LIST)).to_be_in_viewport()
    return int(re.sub(r"\D", "", page.locator(LIST).inner_text()))


def at_rest(part):
    """Where a part stands once it no longer moves; a figure is laid out twice, a third of a second apart."""
    before, since = None, time.monotonic()
    while (box := part.bounding_box()) is None or box != before or time.monotonic() - since < 0.6:
        if box != before:
            before, since = box, time.monotonic()
        part.page.wait_for_timeout(100)
    return box


def press_line(page, line):
    """Press a line in its middle: its box has no height, so that Playwright itself would not wait for it to rest."""
    line.scroll_into_view_if_needed()
    box = at_rest(line)
    page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)


def test_a_row_of_the_first_page_opens_its_clients_by_mouse_and_by_keyboard(page, address, portfolio):
    page.goto(address, timeout=LOADED)
    page.wait_for_selector(FIRST_PAGE, timeout=LOADED)
    row = page.locator('tr[data-pad-bar^="score"]', has=page.locator(".bar")).nth(2)
    low, high = (int(part) for part in row.get_attribute("data-pad-bar").split()[1:])
    row.locator(".bar").click()
    scores = portfolio.column("score").values
    assert count_of(page) == int(((scores >= low) & (scores <= high)).sum())
    expect(page.get_by_label("Score (en points), minimum")).to_have_value(str(low))
    page.locator('button[data-pad-bar="zone refuse"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator(LIST)).to_have_attribute("data-pad-look", "2")
    refused = portfolio.column("zone")
    assert count_of(page) == int((refused.values == refused.encode("refuse")).sum())


def test_a_bar_of_a_distribution_opens_its_clients_by_mouse_and_by_keyboard(page, address, portfolio):
    page.goto(f"{address}?client={portfolio.clients[4]}&section=compare", timeout=LOADED)
    bars = page.locator("body:not(:has(.pad-still)) .pad-compare .bqplot rect.bar")
    expect(bars.first).to_be_visible(timeout=LOADED)
    page.locator(".pad-variable select").select_option(label="Ce crédit – Montant du crédit demandé")
    expect(page.locator(".pad-variable h2")).to_contain_text("Montant du crédit demandé")
    tallest = max(range(bars.count()), key=lambda at: (bars.nth(at).bounding_box() or {"height": 0})["height"])
    bars.nth(tallest).click()
    by_mouse = count_of(page)
    page.locator(".pad-variable summary").click()
    button = page.locator(f'.pad-variable button[data-pad-bar="spread {tallest}"]')
    assert int(re.sub(r"\D", "", button.locator("xpath=../../td[1]").inner_text())) == by_mouse
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator(LIST)).to_have_attribute("data-pad-look", "2")
    assert count_of(page) == by_mouse
    expect(page.locator(".pad-seek")).to_contain_text("Barre du graphique – Montant du crédit demandé")


def test_what_a_bar_says_never_takes_the_press_of_who_points_at_it(page, address, portfolio):
    page.goto(f"{address}?client={portfolio.clients[4]}&section=compare", timeout=LOADED)
    bars = page.locator("body:not(:has(.pad-still)) .pad-compare .bqplot rect.bar")
    expect(bars.first).to_be_visible(timeout=LOADED)
    tip = page.locator(".bqplot_tooltip_div", has=page.get_by_role("status"))
    bars.first.hover(force=True)
    expect(tip).to_be_visible()
    under = """tip => { const box = tip.getBoundingClientRect();
        return tip.contains(document.elementFromPoint(box.x + box.width / 2, box.y + box.height / 2)); }"""
    assert tip.bounding_box()["height"] > 0
    assert tip.evaluate(under) is False


def test_a_bar_of_levels_and_of_the_effect_open_their_clients(page, address, portfolio):
    page.goto(f"{address}?client={portfolio.clients[4]}&section=compare", timeout=LOADED)
    expect(page.locator("body:not(:has(.pad-still)) .pad-effect table")).to_be_visible(timeout=LOADED)
    page.locator('.pad-effect tr[data-pad-bar="effect 0"] .plot').click()
    assert count_of(page) >= 20
    income = page.locator(".pad-variable option", has_text="Source de revenu").first.inner_text()
    page.locator(".pad-variable select").select_option(label=income)
    expect(page.locator(".pad-variable h2")).to_contain_text("Source de revenu")
    thick = '.pad-variable .bqplot path.line[style*="stroke-width: 15;"]'  # the thin line stands at the bars' very edge
    press_line(page, page.locator(thick).first)
    expect(page.locator(LIST)).to_have_attribute("data-pad-look", "2")
    assert count_of(page) > 0


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_rows_of_the_waterfall_stand_on_one_scale_on_a_telephone(browser, address, portfolio, language):
    page = browser.new_page(viewport={"width": 390, "height": 844}, locale="fr-FR")
    page.goto(f"{address}?client={portfolio.clients[4]}&section=why&language={language}", timeout=LOADED)
    plots = page.locator(
        "body:not(:has(.pad-still)) .pad-fall > * > .row .plot, body:not(:has(.pad-still)) .pad-fall > .row .plot"
    )
    expect(plots.first).to_be_visible(timeout=LOADED)
    places = [(round(box["x"]), round(box["width"])) for box in map(box_of, plots.all()) if box["width"]]
    assert len(places) >= 10
    assert len(set(places)) == 1
    page.close()
