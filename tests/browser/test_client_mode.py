"""In a browser: the screen given to a client, and the tour; axe finds nothing, the keyboard alone gets in and out."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from scoring.access.keys import create_key
from scoring.access.roles import Role
from scoring.dashboard.panels.guide.state import STEPS

pytestmark = [pytest.mark.browser, pytest.mark.slow]
LOADED = 120_000  # two cores may be busy with other tests
LIVE = "body:not(:has(.pad-still)) .pad-verdict"
OWN = "body:not(:has(.pad-still)) .pad-own .answer"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
CLIENT, OTHER = 900002, 900003


@pytest.fixture
def visit(browser):
    """``(width) -> page`` in a browser that was never here."""
    contexts = []

    def opened(width=1440):
        contexts.append(browser.new_context(viewport={"width": width, "height": 900}, locale="fr-FR"))
        page = contexts[-1].new_page()
        page.set_default_timeout(30_000)
        return page

    yield opened
    for context in contexts:
        context.close()


def violations(page):
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found.response["violations"]]


def sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > innerWidth")


def broken_words(page):
    """Words and numbers in the client's tables of which a part stands on another line."""
    return page.evaluate("""() => [...document.querySelectorAll('.pad-held :is(th, td)')].flatMap(cell => {
      const walk = document.createTreeWalker(cell, NodeFilter.SHOW_TEXT), found = [];
      for (let text = walk.nextNode(); text; text = walk.nextNode())
        for (const word of text.data.matchAll(/[^ \\n/-]+/g)) {
          if (!text.parentElement.checkVisibility()) continue;
          const range = document.createRange();
          range.setStart(text, word.index); range.setEnd(text, word.index + word[0].length);
          if (new Set([...range.getClientRects()].map(box => Math.round(box.top))).size > 1) found.push(word[0]);
        }
      return found; })""")


@pytest.mark.parametrize("width", [1440, 390])
def test_one_click_gives_the_screen_to_the_client_and_no_address_to_another(visit, address, width):
    page = visit(width)
    page.goto(f"{address}?client={CLIENT}", timeout=LOADED)
    page.wait_for_selector(LIVE, timeout=LOADED)
    page.get_by_role("link", name="Mode client").click()
    page.wait_for_selector(OWN, timeout=LOADED)
    expect(page).to_have_title("Prêt à dépenser – votre demande")
    expect(page.locator("input, select, textarea")).to_have_count(0)
    expect(page.locator(".pad-header a:not(.pad-skip)")).to_have_count(0)
    found = {}
    for language in ("fr", "en"):
        if language == "en":
            page.get_by_role("button", name="English").click()
            expect(page.get_by_role("heading", level=1)).to_have_text("Your application for a loan")
        page.locator(".pad-own summary").first.click()
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found[language, scheme] = [
                *violations(page),
                *(["sideways"] if sideways(page) else []),
                *broken_words(page),
            ]
    assert {key: faults for key, faults in found.items() if faults} == {}
    size = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.pad-own .pair p')).fontSize)")
    assert 19 <= size <= 24
    page.goto(f"{address}?client={OTHER}", timeout=LOADED)
    page.wait_for_selector(OWN, timeout=LOADED)
    expect(page.locator(".pad-own")).to_contain_text(f"Client {CLIENT}")
    expect(page.locator("body")).not_to_contain_text(str(OTHER))


def test_a_page_left_open_beside_it_shows_nobody_else(visit, address):
    left = visit()
    left.goto(f"{address}?client={OTHER}", timeout=LOADED)
    left.wait_for_selector(LIVE, timeout=LOADED)
    page = left.context.new_page()
    page.goto(f"{address}?client={CLIENT}&mode=client", timeout=LOADED)
    page.wait_for_selector(OWN, timeout=LOADED)
    left.bring_to_front()
    left.wait_for_selector(OWN, timeout=LOADED)
    expect(left.locator(".pad-own")).to_contain_text(f"Client {CLIENT}")
    expect(left.locator("body")).not_to_contain_text(str(OTHER))
    assert str(OTHER) not in left.title() + left.url


SEEN = """(state) => {
    Object.defineProperty(document, 'visibilityState', { value: state, configurable: true });
    document.dispatchEvent(new Event('visibilitychange'));
}"""


def test_a_page_that_is_seen_again_shows_nothing_until_it_is_known_whose_it_is(visit, address):
    """Another client's file stood in a tab for a second when a client, who had been given the browser, turned to it."""
    left, held = visit(), []
    content = left.locator("#rendered_cells")
    left.goto(f"{address}?client={OTHER}", timeout=LOADED)
    left.wait_for_selector(LIVE, timeout=LOADED)
    left.evaluate(SEEN, "hidden")
    expect(content).to_have_css("opacity", "0")
    left.evaluate(SEEN, "visible")
    expect(content).to_have_css("opacity", "1")  # still the adviser's
    left.evaluate(SEEN, "hidden")
    left.route("**/voila/api/pulse/**", lambda route: held.append(route))
    page = left.context.new_page()
    page.goto(f"{address}?client={CLIENT}&mode=client", timeout=LOADED)
    page.wait_for_selector(OWN, timeout=LOADED)
    left.evaluate(SEEN, "visible")
    left.wait_for_timeout(300)
    assert held
    expect(content).to_have_css("opacity", "0")
    left.unroute("**/voila/api/pulse/**")
    left.wait_for_selector(OWN, timeout=LOADED)
    expect(left.locator("body")).not_to_contain_text(str(OTHER))


def test_the_client_takes_the_files_and_the_adviser_takes_the_screen_back(visit, address):
    page = visit()
    page.goto(f"{address}?client={CLIENT}&mode=client", timeout=LOADED)
    page.wait_for_selector(OWN, timeout=LOADED)
    page.get_by_role("button", name="Emporter mes données").click()
    with page.expect_download(timeout=LOADED) as taken:
        page.get_by_role("link", name="à lire (HTML)").click()
    assert taken.value.suggested_filename == f"mes-donnees-{CLIENT}.html"
    page.get_by_role("link", name="Espace conseiller").click()
    page.get_by_role("button", name="Je suis conseiller").click()
    page.wait_for_selector("body:not(:has(.pad-still)) .pad-start section", timeout=LOADED)


def test_with_keys_only_a_key_leads_back(visit, own_world, start_dashboard):
    key = create_key(own_world, "a.durand", Role.MANAGER)
    _, address = start_dashboard(own_world.root, "--login")
    page = visit()
    page.goto(f"{address}?client={CLIENT}&mode=client", timeout=LOADED)
    page.get_by_label("Votre clé").fill(key)
    page.get_by_role("button").click()
    page.wait_for_selector(OWN, timeout=LOADED)
    page.goto(f"{address}?client={OTHER}", timeout=LOADED)
    page.wait_for_selector(OWN, timeout=LOADED)
    page.get_by_role("link", name="Espace conseiller").click()
    expect(page.get_by_label("Votre clé")).to_be_visible(timeout=LOADED)
    page.get_by_label("Votre clé").fill(key)
    page.get_by_role("button").click()
    page.wait_for_selector("body:not(:has(.pad-still)) .pad-start section", timeout=LOADED)


# What a step points at has a ring and begins on the screen, and the tour's own box does not lie over its beginning.
POINTED_AT_IN_SIGHT = """() => {
  const box = document.querySelector('.pad-tour').getBoundingClientRect();
  const ringed = [...document.querySelectorAll('.pad-page :not(.pad-tour *)')].filter((part) => {
    const style = getComputedStyle(part);
    return style.outlineStyle === 'solid' && style.outlineWidth === '3px' && part.getClientRects().length;
  });
  if (!ringed.length) return false;
  const seen = ringed[0].getBoundingClientRect();
  const [x, y] = [(seen.left + seen.right) / 2, seen.top + Math.min(seen.height / 2, 40)];
  const inside = x > 0 && x < innerWidth && y > 0 && y < innerHeight;
  const under = x > box.left && x < box.right && y > box.top && y < box.bottom;
  return inside && !under;
}"""


@pytest.mark.parametrize("width", [1440, 390])
def test_the_tour_is_walked_and_left_by_the_keyboard(visit, address, width):
    page, found = visit(width), {}
    undrawn = []  # bqplot's complaint about a figure that is drawn where nobody sees it
    page.on("console", lambda message: undrawn.append(message.text) if "negative value" in message.text else None)
    page.goto(f"{address}?client={CLIENT}", timeout=LOADED)
    page.wait_for_selector(LIVE, timeout=LOADED)
    begin = page.get_by_role("button", name="Visite de deux minutes")
    begin.press("Enter")  # focus and key at once: a late redraw takes neither
    for number, name in enumerate(STEPS, 1):
        expect(page.locator(f'[data-pad-tour="{name}"]')).to_be_focused()
        expect(page.get_by_role("group", name=f"Étape {number} sur {len(STEPS)}")).to_be_visible()
        page.wait_for_function(POINTED_AT_IN_SIGHT, timeout=LOADED)
        found[name] = violations(page) if number in (1, 2, len(STEPS)) else []
        if number < len(STEPS):
            page.locator(".pad-tour .pad-primary").press("Enter")  # focus and key at once: a late redraw takes neither
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert undrawn == []
    page.keyboard.press("Escape")
    expect(page.locator("[data-pad-tour]")).to_have_count(0)
    expect(begin).to_be_focused()
    page.get_by_role("button", name=re.compile("^Guide$")).click()
    expect(page.get_by_role("heading", name="Guide du conseiller")).to_be_visible()
    assert violations(page) == []
    assert not sideways(page)
