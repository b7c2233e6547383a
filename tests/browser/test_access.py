"""The page for everyone: axe finds nothing, the keyboard alone walks the main path, damage stays in its place."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from scoring.dashboard.panels.base_state import SECTIONS
from scoring.portfolio import Portfolio
from scoring.portfolio.current_portfolio import APPLICATIONS
from scoring.texts.pages import page as words

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LOADED = 120_000  # two cores may be busy with other tests
LIVE = "body:not(:has(.pad-still)) .pad-verdict"  # the page itself, not the picture of it that comes first
expect.set_options(timeout=30_000)
TAB = ".pad-tabs > .lm-TabBar .lm-TabBar-tab"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


def opened(browser, address, width=1440):
    page = browser.new_page(viewport={"width": width, "height": 900}, locale="fr-FR")
    page.set_default_timeout(30_000)
    page.goto(address if "?" in address else f"{address}?client=900007", timeout=LOADED)
    page.wait_for_selector(LIVE, timeout=LOADED)
    return page


def open_section(page, section, language):
    page.get_by_role("tab", name=words(f"tabs.{section}", language), exact=True).click()
    expect(page.locator(f".pad-tabs .pad-{section}")).to_be_visible(timeout=30_000)
    page.wait_for_timeout(600)  # figures are drawn after their widget


def violations(page):
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found.response["violations"]]


@pytest.mark.parametrize("width", [1440, 1024, 390])
def test_axe_finds_nothing_on_any_view_in_either_language(browser, address, width):
    page = opened(browser, address, width)
    found = {}
    for language in ("fr", "en"):
        if language == "en":
            page.locator(".pad-other").click()
            expect(page.get_by_role("tab", name=words("tabs.why", "en"), exact=True)).to_be_visible(timeout=30_000)
        for section in SECTIONS:
            open_section(page, section, language)
            found[language, section] = violations(page)
            fits = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            assert fits, (width, language, section)
    assert {where: what for where, what in found.items() if what} == {}
    page.close()


def test_the_keyboard_alone_walks_the_main_path(browser, address, world):
    portfolio = Portfolio.open(world)
    page = opened(browser, address)
    wanted = int(portfolio.clients[9])
    _tab_to(page, ".pad-search input")
    page.keyboard.type(str(wanted))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Client {wanted}")).to_be_visible()
    _tab_to(page, TAB)
    for section in SECTIONS[1:]:
        page.keyboard.press("ArrowRight")
        page.keyboard.press("Enter")
        expect(page.locator(f".pad-tabs .pad-{section}")).to_be_visible()
        if section == "simulate":
            _tab_to(page, ".pad-wish button")
            page.keyboard.press("Enter")
            expect(page.locator(".pad-answer h2, .pad-answer .pad-alert").first).to_be_visible(timeout=60_000)
            _tab_to(page, TAB, "Shift+Tab")
    page.close()


def test_what_a_term_says_goes_with_escape_and_comes_back(browser, address):
    page = opened(browser, address)
    open_section(page, "why", "fr")
    term = page.locator(".pad-why .pad-term").first
    tip = term.locator('[role="tooltip"]')
    term.hover()
    expect(tip).to_be_visible()
    tip.hover()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.mouse.move(0, 0)
    term.hover()
    expect(tip).to_be_visible()
    page.mouse.move(0, 0)
    page.keyboard.press("Tab")
    term.locator("dfn").focus()
    expect(tip).to_be_visible()
    page.keyboard.press("Escape")
    expect(tip).to_be_hidden()
    page.close()


def test_a_family_tells_whether_it_is_open(browser, address):
    page = opened(browser, address)
    open_section(page, "why", "fr")
    family = page.locator(".pad-fall > details").first
    expect(family.locator(".part").first).to_be_hidden()
    family.locator("summary").focus()
    page.keyboard.press("Enter")
    expect(family).to_have_attribute("open", "")
    expect(family.locator(".part").first).to_be_visible()
    page.close()


def test_a_table_that_goes_while_the_page_is_open_is_a_sentence_in_its_place(browser, start_dashboard, own_world):
    _, address = start_dashboard(own_world.root)
    page = opened(browser, address)
    (Portfolio.open(own_world).folder / APPLICATIONS).unlink()
    open_section(page, "simulate", "fr")
    expect(page.locator(".pad-simulate [role=alert]")).to_contain_text("n’a pas pu être relue")
    open_section(page, "decision", "fr")
    expect(page.locator(".pad-verdict")).to_be_visible()
    page.close()


def test_the_simulated_answer_stands_beside_the_present_one(browser, address):
    page = opened(browser, address)
    open_section(page, "simulate", "fr")
    page.get_by_label(words("simulate.duration", "fr")).fill("900")
    page.keyboard.press("Enter")
    expect(page.locator(".pad-answer [role=alert]").first).to_contain_text(
        "Le modèle ne connaît que des demandes entre"
    )
    page.get_by_role("button", name=words("simulate.reset", "fr")).click()
    page.locator(".pad-wish button").nth(9).click()  # five hundredths more income
    expect(page.locator(".pad-answer h2")).to_contain_text("Le score", timeout=60_000)
    expect(page.locator(".pad-simulate .pad-scale")).to_have_count(2)
    page.get_by_label(words("simulate.credit", "fr")).fill("beaucoup")
    page.keyboard.press("Enter")
    expect(page.locator(".pad-answer [role=alert]")).to_contain_text("n’est pas un nombre")
    page.close()


def _tab_to(page, selector, key="Tab", most=150):
    """Press Tab, or Shift and Tab, until something that matches has the focus."""
    for _ in range(most):
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
        page.keyboard.press(key)
    pytest.fail(f"{key} never reached {selector}")


def test_on_paper_stands_the_client_and_the_answer_but_nothing_to_press(browser, address):
    page = opened(browser, address)
    page.emulate_media(media="print")
    expect(page.locator(".pad-header")).to_be_hidden()
    expect(page.locator(".pad-tabs > .lm-TabBar")).to_be_hidden()
    expect(page.locator(".pad-card .wide").first).to_be_visible()
    expect(page.locator(LIVE)).to_be_visible()
    assert page.pdf(format="A4").count(b"/Type /Page\n") <= 2
    page.emulate_media(media="screen")
    open_section(page, "why", "fr")
    page.emulate_media(media="print")
    expect(page.locator(".pad-fall .row").nth(1)).to_be_visible()
    assert page.locator(".pad-tabs button:visible").count() == 0
    page.close()
