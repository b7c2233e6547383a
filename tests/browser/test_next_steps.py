"""What the client can do, pressed in a real browser; the line of observed rates under the bars that it belongs to."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)
LOADED = 120_000
MARKS = """() => {
  const left = (one) => { const box = one.getBoundingClientRect(); return box.left + box.width / 2; };
  const lines = [...document.querySelectorAll('.pad-variable .bqplot path.line')].map(left).filter((at) => at > 0);
  return [left(document.querySelector('.pad-rates b')), ...lines];
}"""


@pytest.fixture(scope="module")
def refused(portfolio):
    return next(int(one) for one in portfolio.clients if portfolio.assess(int(one)).zone == "refuse")


@pytest.fixture
def page(browser, address, refused):
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    page.goto(f"{address}?client={refused}", timeout=LOADED)
    page.wait_for_selector("body:not(:has(.pad-still)) .pad-next", timeout=LOADED)
    yield page
    page.close()


@pytest.mark.parametrize(
    ("step", "tab"), [("Simuler une autre demande", "Simuler"), ("Vérifier le dossier", "Dossier")]
)
def test_a_step_opens_its_section_and_the_focus_goes_along(page, step, tab):
    page.get_by_role("button", name=step).click()
    expect(page.get_by_role("tab", name=tab)).to_have_attribute("aria-selected", "true")
    expect(page.get_by_role("tab", name=tab)).to_be_focused()


def test_another_look_begins_with_the_letter_in_sight(page, refused):
    page.get_by_role("button", name="Préparer le courrier").click()
    expect(page.locator(".pad-sheet")).to_be_in_viewport(timeout=LOADED)
    expect(page.locator(".pad-paper-panel h2")).to_be_focused()
    expect(page.locator(".pad-paper-panel")).to_contain_text(re.compile(str(refused)))


def test_the_client_stands_at_one_place_on_the_bars_and_on_the_rates(page):
    page.get_by_role("tab", name="Comparer").click()
    expect(page.locator(".pad-rates polyline")).to_be_visible()
    page.wait_for_timeout(1500)  # bqplot draws once more when its size is known
    mark, *lines = page.evaluate(MARKS)
    assert min(abs(mark - line) for line in lines) < 1.5


def uses_a_card(months):
    return any((month.balance or 0.0) > 0 and month.limit for month in (months or ())[-24:])


def test_the_shares_of_a_cards_limit_stand_beside_the_bars(page, address, portfolio):
    holder = next(int(one) for one in portfolio.clients if uses_a_card(portfolio.records(int(one)).card))
    page.goto(f"{address}?client={holder}&section=file", timeout=LOADED)
    page.wait_for_selector("body:not(:has(.pad-still)) .pad-months i", timeout=LOADED)
    ends = page.locator(".pad-months b span").evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    bars = page.locator(".pad-months i").first.evaluate("one => one.getBoundingClientRect().left")
    assert max(ends) <= bars
