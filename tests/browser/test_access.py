"""The page for everyone: axe finds nothing, the keyboard alone walks the main path, damage stays in its place."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from scoring.dashboard.panels.base_state import SECTIONS
from scoring.portfolio import Portfolio
from scoring.portfolio.current_portfolio import APPLICATIONS
from scoring.texts.sentences import page as words

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


# What stands out of the window or scrolls sideways inside it; a bqplot figure's hidden canvas is cut off by the figure.
SIDEWAYS = """() => {
  const found = document.documentElement.scrollWidth > innerWidth ? ['document'] : [];
  for (const part of document.querySelectorAll('.pad-page *')) {
    if (!part.getBoundingClientRect().width || part.closest('.pad-hush, .pad-skip, .bqplot')) continue;
    const scrolls = ['auto', 'scroll'].includes(getComputedStyle(part).overflowX);
    if (scrolls && part.scrollWidth > part.clientWidth + 1) found.push(part.className);
  }
  return found;
}"""
WIDTHS = (1440, 1024, 768, 390, 320)
HEADER_MOST = 160


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_any_view_at_any_width(browser, address, scheme):
    page = opened(browser, address)
    page.emulate_media(color_scheme=scheme)
    found, wide = {}, {}
    for language in ("fr", "en"):
        if language == "en":
            page.locator(".pad-other").click()
            expect(page.get_by_role("tab", name=words("tabs.why", "en"), exact=True)).to_be_visible(timeout=30_000)
        for section in SECTIONS:
            open_section(page, section, language)
            # Words differ, boxes hardly: the other language is looked at where it is narrowest and widest.
            for width in WIDTHS if language == "fr" else (WIDTHS[0], WIDTHS[-1]):
                page.set_viewport_size({"width": width, "height": 900})
                found[language, section, width] = violations(page)
                wide[language, section, width] = page.evaluate(SIDEWAYS)
            page.set_viewport_size({"width": WIDTHS[0], "height": 900})
    assert {where: what for where, what in found.items() if what} == {}
    assert {where: what for where, what in wide.items() if what} == {}
    page.close()


@pytest.mark.parametrize("place", ["12 717 sur 20 000", "356 255 sur 356 255"])
def test_at_the_desk_the_header_is_one_row_however_many_clients_there_are(browser, address, place):
    page = opened(browser, address, 1440)
    page.locator(".pad-move .pad-fine").first.evaluate(
        "(node, text) => { node.textContent = text }", place.replace(" ", "\u00a0")
    )
    tops = page.locator(".pad-bar > *:visible").evaluate_all(
        "parts => parts.map(part => part.getBoundingClientRect().bottom)"
    )
    assert max(tops) < 60
    assert page.locator(".pad-search input").bounding_box()["width"] > 120
    page.close()


def test_on_a_telephone_header_difference_and_effect_are_in_sight(browser, address):
    page = opened(browser, address, 390)
    assert page.locator(".pad-header").bounding_box()["height"] < HEADER_MOST
    page.locator(".pad-other").click()
    expect(page.locator(".pad-other")).to_have_text("Français")
    assert page.locator(".pad-header").bounding_box()["height"] < HEADER_MOST
    page.locator(".pad-other").click()
    open_section(page, "compare", "fr")
    for name in ("Écart", "Effet habituel"):
        box = page.locator(".pad-table thead th", has_text=name).bounding_box()
        assert box["x"] >= 0, name
        assert box["x"] + box["width"] <= 390, name
    page.close()


# How many pixels of the hint lie outside the field, written as the browser writes it there.
HINT_CUT = """field => {
  const pen = document.createElement('canvas').getContext('2d'), style = getComputedStyle(field);
  pen.font = getComputedStyle(field, '::placeholder').font;
  const room = field.clientWidth - parseFloat(style.paddingLeft) - parseFloat(style.paddingRight);
  return pen.measureText(field.placeholder).width - room;
}"""


def test_the_searchs_hint_is_whole_on_the_narrowest_telephone(browser, address):
    page = opened(browser, address, 320)
    field = page.locator(".pad-search input")
    assert field.evaluate(HINT_CUT) <= 0
    page.locator(".pad-other").click()
    expect(field).to_have_attribute("placeholder", words("header.search_hint", "en"))
    assert field.evaluate(HINT_CUT) <= 0
    assert page.evaluate(SIDEWAYS) == []
    page.close()


def test_the_skip_link_leads_to_the_content_and_every_stop_can_be_seen(browser, address):
    page = opened(browser, address)
    page.keyboard.press("Tab")
    expect(page.locator(".pad-skip")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#pad-content")).to_be_focused()
    open_section(page, "simulate", "fr")
    hidden = []
    for _ in range(60):
        page.keyboard.press("Tab")
        outline = page.evaluate("parseFloat(getComputedStyle(document.activeElement).outlineWidth) || 0")
        at_page = page.evaluate("!!document.activeElement.closest('.pad-page')")
        if at_page and outline < 2:
            hidden.append(page.evaluate("document.activeElement.outerHTML.slice(0, 160)"))
    assert hidden == []
    page.close()


def test_a_change_of_client_is_said_in_a_region_that_stays(browser, address, world):
    page = opened(browser, address)
    page.evaluate("window.region = document.getElementById('pad-live')")
    page.locator(".pad-move button").nth(1).click()
    expect(page.locator("#pad-live")).to_contain_text("Client 900008")
    assert page.evaluate("window.region === document.getElementById('pad-live')")
    page.close()


def test_forced_colours_keep_bars_and_keys(browser, address):
    page = opened(browser, address)
    page.emulate_media(forced_colors="active", reduced_motion="reduce")
    drawn = "part => getComputedStyle(part).backgroundColor"
    ground = page.locator(".pad-main").evaluate(drawn)
    for bar in (".pad-reasons .raises .meter i", ".pad-reasons .lowers .meter i", ".pad-scale .dot"):
        assert page.locator(bar).first.evaluate(drawn) != ground, bar
    assert page.locator(".pad-people .some").first.evaluate("part => getComputedStyle(part).fill") != page.locator(
        ".pad-people .rest"
    ).first.evaluate("part => getComputedStyle(part).fill")
    open_section(page, "why", "fr")
    assert page.locator(".pad-fall i.raises").first.evaluate(drawn) != ground
    moving = (
        "[...document.querySelectorAll('.pad-page *')].filter((one) => getComputedStyle(one).animationName !== 'none')"
    )
    assert page.evaluate(f"{moving}.length") == 0
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
    expect(page.locator(".pad-answer [role=alert]").first).to_contain_text("Le modèle ne connaît pas une telle demande")
    page.get_by_role("button", name=words("simulate.reset", "fr")).click()
    page.locator(".pad-wish button").nth(9).click()  # five hundredths more income
    expect(page.locator(".pad-answer h2")).to_contain_text("Le score", timeout=60_000)
    expect(page.locator(".pad-simulate .pad-scale.both .dot")).to_have_count(2)
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
    assert page.pdf(format="A4").count(b"/Type /Page\n") == 1
    page.emulate_media(media="screen")
    open_section(page, "why", "fr")
    page.emulate_media(media="print")
    expect(page.locator(".pad-fall .row").nth(1)).to_be_visible()
    assert page.locator(".pad-tabs button:visible").count() == 0
    expect(page.get_by_role("heading", name=words("force.title", "fr"))).to_be_hidden()
    expect(page.get_by_text(words("card.link", "fr")).first).to_be_hidden()
    page.close()


@pytest.fixture
def model_page(browser, address):
    page = browser.new_page(viewport={"width": WIDTHS[0], "height": 900}, locale="fr-FR")
    page.set_default_timeout(30_000)
    page.goto(f"{address}?page=model", timeout=LOADED)
    expect(page.get_by_label(words("model.costs.missed_difficulty", "fr"))).to_be_visible(timeout=LOADED)
    yield page
    page.close()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_in_the_models_panel(model_page, scheme):
    model_page.emulate_media(color_scheme=scheme)
    for language in ("fr", "en"):
        if language == "en":
            model_page.locator(".pad-other").click()
            expect(model_page.get_by_label(words("model.costs.missed_difficulty", "en"))).to_be_visible()
        for width in WIDTHS:
            model_page.set_viewport_size({"width": width, "height": 900})
            model_page.wait_for_timeout(600)
            assert violations(model_page) == [], (language, width)
            assert model_page.evaluate(SIDEWAYS) == [], (language, width)
        model_page.set_viewport_size({"width": WIDTHS[0], "height": 900})


def test_a_cost_is_tried_and_refused_by_the_keyboard(model_page):
    field = model_page.get_by_label(words("model.costs.missed_difficulty", "fr"))
    field.fill("5")
    field.press("Enter")
    expect(model_page.locator(".pad-costs")).to_contain_text("--missed-difficulty 5 ")
    field.fill("cinq")
    field.press("Enter")
    expect(model_page.locator(".pad-costs .pad-alert", has_text="cinq")).to_be_visible()
    expect(model_page.locator(".pad-costs")).to_contain_text("--missed-difficulty 5 ")
