"""Finding a client and reading their file, in a real browser: what widgets alone cannot show."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)
LOADED = 120_000
LIVE = "body:not(:has(.pad-still)) .pad-verdict"  # the page itself, not the picture of it that comes first
FIRST_PAGE = "body:not(:has(.pad-still)) .pad-start section"


@pytest.fixture(scope="module")
def page(browser, address, portfolio):
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    page.set_default_timeout(30_000)
    page.goto(f"{address}?client={portfolio.clients[4]}", timeout=LOADED)
    page.wait_for_selector(LIVE, timeout=LOADED)
    yield page
    page.close()


def test_the_windows_title_and_language_follow_the_client_and_the_switch(page, portfolio):
    expect(page).to_have_title(f"Prêt à dépenser – client {portfolio.clients[4]}")
    page.get_by_role("button", name="Suivant").click()
    expect(page).to_have_title(f"Prêt à dépenser – client {portfolio.clients[5]}")
    page.get_by_role("button", name="English").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.get_by_role("button", name="Français").click()
    expect(page.locator("html")).to_have_attribute("lang", "fr")


def test_criteria_by_keyboard_find_a_list_whose_buttons_open_clients(page, portfolio):
    toggle = page.locator(".pad-toggle")
    expect(toggle).to_have_attribute("aria-expanded", "false")
    toggle.focus()
    page.keyboard.press("Enter")
    expect(toggle).to_have_attribute("aria-expanded", "true")
    lowest = int(min(portfolio.column("score").values))
    score = page.get_by_label("Score (en points), maximum")
    score.fill(str(lowest + 60))
    score.press("Enter")
    buttons = page.locator("[data-pad-open]")
    expect(buttons.first).to_be_visible()
    found = buttons.all_inner_texts()
    buttons.first.focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=f"Client {found[0]}")).to_be_visible()
    expect(page.locator("#pad-content")).to_be_focused()  # the page went there, and screen readers say who it is
    expect(page.locator("#pad-content")).to_be_in_viewport()
    expect(page.locator("tr.here [data-pad-open]")).to_have_text(found[0])
    expect(page.locator(".pad-move")).to_contain_text("le premier" if len(found) > 1 else "le seul trouvé")
    # The same button once more, after leaving: the kernel hears it again.
    page.locator(".pad-search input").fill(str(portfolio.clients[4]))
    page.locator(".pad-search input").press("Enter")
    expect(page.get_by_role("heading", name=f"Client {portfolio.clients[4]}")).to_be_visible()
    buttons.first.click()
    expect(page.get_by_role("heading", name=f"Client {found[0]}")).to_be_visible()


def test_a_search_that_finds_nobody_says_which_criterion_to_drop(page):
    page.locator(".pad-levels").get_by_label("À étudier", exact=True).check()
    page.get_by_label("Âge du client (en années), minimum").fill("119")
    page.get_by_role("button", name="Chercher", exact=True).click()
    expect(page.locator(".pad-seek").get_by_role("alert")).to_contain_text("Aucun client ne réunit ces critères.")
    page.get_by_role("button", name="Effacer les critères").click()
    expect(page.get_by_label("Âge du client (en années), minimum")).to_have_value("")
    page.locator(".pad-toggle").click()
    expect(page.locator(".pad-fields")).to_be_hidden()


def test_the_clients_data_are_downloaded_without_asking_the_server(page, portfolio):
    page.get_by_role("tab", name="Dossier").click()
    page.get_by_role("button", name="Préparer le téléchargement").click()
    client = page.title().rsplit(" ", 1)[1]
    with page.expect_download() as waited:
        page.get_by_role("link", name="Données (JSON)").click()
    assert waited.value.suggested_filename == f"client-{client}-donnees.json"
    content = json.loads(Path(waited.value.path()).read_text("utf-8"))
    assert content["client"] == int(client)
    assert len(content["data"]) == len(portfolio.data_of(int(client), "fr"))
    page.get_by_role("tab", name="Décision").click()


@pytest.mark.parametrize("asked", ["abc", "-5", "9" * 30, "%3Cscript%3Ealert(1)%3C/script%3E", ""])
def test_a_link_with_rubbish_is_a_page_with_a_sentence_and_nobodys_file(browser, address, portfolio, asked):
    page = browser.new_page(viewport={"width": 1440, "height": 900}, locale="fr-FR")
    page.on("dialog", lambda dialog: pytest.fail(f"the link ran a script: {dialog.message}"))
    page.goto(f"{address}?client={asked}", timeout=LOADED)
    page.wait_for_selector(FIRST_PAGE, timeout=LOADED)
    expect(page.get_by_role("heading", name="Quel dossier ouvrir ?")).to_be_visible()
    expect(page.locator(".pad-main")).to_be_hidden()
    expect(page.get_by_role("alert")).to_have_count(1)
    expect(page.locator(".pad-header").get_by_role("alert")).to_contain_text(
        "Le lien suivi" if not asked.isdecimal() else asked
    )
    page.locator(".pad-search input").fill(str(portfolio.clients[0]))
    page.locator(".pad-search input").press("Enter")
    expect(page.get_by_role("heading", name=f"Client {portfolio.clients[0]}")).to_be_visible()
    expect(page).to_have_title(f"Prêt à dépenser – client {portfolio.clients[0]}")
    expect(page.get_by_role("alert")).to_have_count(0)
    page.close()


def test_a_telephone_needs_no_sideways_scrolling_to_search_by_criteria(browser, address):
    page = browser.new_page(viewport={"width": 390, "height": 844})
    page.goto(f"{address}?client=900007", timeout=LOADED)
    page.wait_for_selector(LIVE, timeout=LOADED)
    page.locator(".pad-toggle").click()
    page.locator(".pad-go").click()
    expect(page.locator("[data-pad-open]").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()
