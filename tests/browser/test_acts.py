"""Letter and opinion in a real browser: one click, printed from the page, on record, kept to the client, accessible."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from scoring.journal.decide import record_opinion
from scoring.journal.desk import Desk
from scoring.journal.opinion import Opinion
from scoring.journal.place import open_journal
from scoring.portfolio import Portfolio

pytestmark = [pytest.mark.browser, pytest.mark.slow]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LOADED = 120_000
GRANT = {"fr": "Accorder le crédit", "en": "Grant the loan"}
MOTIVE = {"fr": "Documents fournis", "en": "Supporting documents"}
LIVE = "body:not(:has(.pad-still)) .pad-verdict"


@pytest.fixture(scope="module")
def refused(world):
    portfolio = Portfolio.open(world)
    return int(portfolio.index.filter(portfolio.index["zone"] == "refuse")["SK_ID_CURR"][5])


@pytest.fixture(params=[(1440, "fr"), (390, "en")], ids=["1440-fr", "390-en"])
def visit(request, browser, address, refused):
    width, language = request.param
    page = browser.new_page(viewport={"width": width, "height": 900})
    page.set_default_timeout(60_000)
    page.errors = []
    page.on("console", lambda said: page.errors.append(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    page.goto(f"{address}?client={refused}&language={language}", timeout=LOADED)
    page.wait_for_selector(LIVE, timeout=LOADED)
    page.language = language
    yield page
    assert page.errors == []
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.close()


def violations(page):
    found = Axe().run(page, options={"runOnly": RULES, "resultTypes": ["violations"]})
    return [(one["id"], [node["html"][:160] for node in one["nodes"]]) for one in found.response["violations"]]


def test_one_click_shows_the_letter_and_takes_it_home(visit, refused, tmp_path):
    visit.locator(".pad-acts button").first.click()
    letter = visit.frame_locator(".pad-sheet")
    answer = {"fr": "Nous ne pouvons pas vous accorder", "en": "We cannot grant you"}[visit.language]
    expect(letter.locator(".answer")).to_contain_text(answer, timeout=60_000)
    expect(letter.locator("header.mast")).to_contain_text(str(refused))
    expect(letter.locator("header.mast")).to_contain_text(str(date.today().year))
    assert violations(visit) == []
    with visit.expect_download() as download:
        visit.locator('a[download$=".html"]').click()
    download.value.save_as(tmp_path / "letter.html")
    saved = (tmp_path / "letter.html").read_text(encoding="utf-8")
    assert saved.startswith("<!DOCTYPE html>")
    assert str(refused) in saved
    visit.evaluate("window.printed = 0")
    visit.evaluate("() => { document.querySelector('.pad-sheet').contentWindow.print = () => { printed += 1; }; }")
    visit.locator("[data-pad-print]").click()
    assert visit.evaluate("window.printed") == 1


def test_an_opinion_without_a_motive_is_said_in_place_and_with_one_is_on_record(visit, world, refused):
    before = len(open_journal(world).entries(refused))
    visit.locator(".pad-acts button").nth(1).click()
    form = visit.locator(".pad-panel .pad-form")
    form.locator("select").first.select_option(label=GRANT[visit.language])
    visit.locator(".pad-panel .pad-primary").click()
    missing = {"fr": "Choisissez un motif", "en": "Choose a reason"}[visit.language]
    expect(form.locator('[role="alert"]').first).to_contain_text(missing)
    assert violations(visit) == []
    form.locator("select").nth(1).select_option(label=MOTIVE[visit.language])
    form.locator("textarea").fill("Bulletins de salaire vus ce matin.")
    form.locator("input").fill("Anne Martin")
    expect(form.locator('[role="alert"]')).to_have_count(0)
    visit.locator(".pad-panel .pad-primary").click()
    expect(visit.locator(".pad-done")).to_be_visible()
    expect(visit.locator(".pad-past li").last).to_contain_text("Anne Martin")
    entries = open_journal(world).entries(refused)[before:]
    written = [(entry.decided, entry.shown["motive"]) for entry in entries if entry.kind == "decision"]
    assert written == [("granted", "documents")]
    assert open_journal(world).verify() is None


def test_a_contested_value_is_answered_beside_the_old_one_and_flagged_until_closed(visit, world, refused):
    visit.get_by_role("tab").nth(4).click()
    visit.locator(".pad-contest .pad-doors > .pad-button").click()
    form = visit.locator(".pad-contest-form")
    form.locator("select").first.select_option(index=5)
    form.locator('input[type="text"]').first.fill("lots")
    form.locator("textarea").fill("The contract that was signed says so.")
    form.locator('input[type="text"]').nth(1).fill("The client")
    visit.locator(".pad-contest .pad-primary").click()
    expect(form.locator('[role="alert"]').first).to_be_visible()
    assert violations(visit) == []
    form.locator('input[type="text"]').first.fill("123456")
    visit.locator(".pad-contest .pad-primary").click()
    expect(visit.locator(".pad-contest .pad-done")).to_be_visible(timeout=60_000)
    expect(visit.locator(".pad-contest tbody tr")).to_have_count(2)
    expect(visit.locator(".pad-past .pad-alert")).to_be_visible()
    assert violations(visit) == []
    visit.locator(".pad-contest .pad-form").first.locator("input").fill("Luc Bo")
    visit.locator(".pad-contest .pad-buttons button").nth(1).click()
    expect(visit.locator(".pad-past .pad-alert")).to_have_count(0)
    kinds = [entry.kind for entry in open_journal(world).entries(refused)]
    assert kinds[-2:] == ["contest", "closed"]
    assert open_journal(world).verify() is None


@pytest.mark.parametrize("zone", ["review", "refuse"])
def test_the_decision_and_what_is_on_record_are_printed_on_one_sheet(browser, address, world, zone):
    portfolio = Portfolio.open(world)
    client = int(portfolio.index.filter(portfolio.index["zone"] == zone)["SK_ID_CURR"][7])
    why = "Deux crédits ailleurs sont soldés depuis, les attestations ont été vues ce matin. " * 2
    record_opinion(Desk(world), Opinion("granted", "documents", why, "Anne Martin"), portfolio.assess(client), "page")
    page = browser.new_page(viewport={"width": 1440, "height": 900})
    page.goto(f"{address}?client={client}", timeout=LOADED)
    page.wait_for_selector(LIVE, timeout=LOADED)
    expect(page.locator(".pad-past li")).to_have_count(1, timeout=60_000)
    page.emulate_media(media="print")
    assert page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n") == 1
    page.close()
