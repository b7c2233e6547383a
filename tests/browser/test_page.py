"""The running page in a real browser: what a relationship manager sees and does."""

import os
import re
import shutil
import signal
import time

import polars as pl
import pytest
from playwright.sync_api import expect

from scoring.dashboard.panels.compare.one_variable import option
from scoring.explain.hundred import round_percent
from scoring.features.catalogue import catalogue
from scoring.what_if.route_words import route_words
from scoring.what_if.routes import find_routes
from scoring.what_if.simulate import Simulator

pytestmark = [pytest.mark.browser, pytest.mark.slow]
expect.set_options(timeout=15_000)
LOADED = 120_000  # two cores may be busy with other tests
LIVE = "body:not(:has(.pad-still)) .pad-verdict"  # the page itself, not the picture of it that comes first
# Console errors that are known and harmless, each with its reason. None so far.
KNOWN_ERRORS: tuple[str, ...] = ()


class Visit:
    """One visitor: the page, what its console said, and which hosts it asked."""

    def __init__(self, browser, address, width=1440):
        self.errors, self.hosts = [], set()
        self.page = browser.new_page(viewport={"width": width, "height": 900}, locale="fr-FR")
        self.page.set_default_timeout(30_000)
        self.page.on("console", lambda said: self.errors.append(said.text) if said.type == "error" else None)
        self.page.on("pageerror", lambda error: self.errors.append(str(error)))
        self.page.on("request", lambda request: self.hosts.add(re.sub(r"^(\w+:(?://[^:/]*)?).*", r"\1", request.url)))
        self.page.goto(address, timeout=LOADED)
        self.page.wait_for_selector(LIVE, timeout=LOADED)

    def tab(self, name):
        self.page.get_by_role("tab", name=name).click()

    def fits(self):
        return self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


@pytest.fixture(scope="module")
def shared(browser, address, portfolio):
    """One visit that several tests go on with; each says itself which client it looks at."""
    visit = Visit(browser, f"{address}?client={portfolio.clients[4]}")
    yield visit
    visit.page.close()


@pytest.fixture
def visit(shared, portfolio):
    """The shared visit, back on the Decision tab in French, at the fifth client."""
    other = shared.page.locator(".pad-other")
    if other.inner_text() != "English":
        other.click()
    search(shared, str(portfolio.clients[4]))
    shared.page.get_by_role("tab").first.click()
    expect(shared.page.locator(".pad-verdict")).to_be_visible()
    return shared


def search(visit, text):
    field = visit.page.locator(".pad-search input")
    field.fill(text)
    field.press("Enter")


def test_the_link_opens_its_client_and_the_decision_is_seen(visit, portfolio):
    page, one = visit.page, portfolio.assess(int(portfolio.clients[4]))
    expect(page.get_by_role("heading", name=f"Client {one.client}")).to_be_visible()
    expect(page.locator(".pad-zone")).to_be_visible()
    expect(page.locator(".pad-verdict")).to_contain_text(re.compile("dossiers? sur 100"))
    expect(page.locator(".pad-people rect.some")).to_have_count(round_percent(one.probability))
    expect(page.locator(".pad-decision .pad-scale")).to_be_visible()
    expect(page.locator(".pad-scale .pin")).to_contain_text(f"{one.score} points")
    expect(page.locator(".pad-reasons li")).to_have_count(len(one.raises) + len(one.lowers))
    expect(page.get_by_text("Données de démonstration")).to_be_visible()
    assert page.title().startswith("Prêt à dépenser")
    assert page.locator("html").get_attribute("lang") == "fr"


def test_the_probability_on_the_page_is_the_assessments(visit, portfolio):
    for client in portfolio.clients[[3, 50, 499]]:
        search(visit, str(client))
        expect(visit.page.get_by_role("heading", name=f"Client {client}")).to_be_visible()
        assessment = portfolio.assess(int(client))
        # The decision is drawn after the heading, and takes the table under it along.
        expect(visit.page.locator(".pad-scale .pin")).to_contain_text(f"{assessment.score} points")
        percent = f"{100 * assessment.probability:.1f}".replace(".", ",")
        visit.page.get_by_text("Voir les repères et les probabilités en tableau").click()
        row = visit.page.get_by_role("row", name="Probabilité de difficulté de paiement")
        expect(row).to_contain_text(f"{percent}\u00a0%")


def test_part_of_a_number_offers_clients_and_a_click_opens_one(visit, portfolio):
    wanted = int(portfolio.clients[12])
    visit.page.locator(".pad-search input").fill(str(wanted)[:-1])
    button = visit.page.locator(".pad-offers").get_by_role("button", name=str(wanted))
    button.click()
    expect(visit.page.get_by_role("heading", name=f"Client {wanted}")).to_be_visible()
    expect(button).to_be_hidden()


def test_previous_next_and_back_to_one_seen_before(visit, portfolio):
    visit.page.get_by_role("button", name="Suivant").click()
    expect(visit.page.get_by_role("heading", name=f"Client {portfolio.clients[5]}")).to_be_visible()
    visit.page.get_by_role("button", name="Précédent").click()
    expect(visit.page.get_by_role("heading", name=f"Client {portfolio.clients[4]}")).to_be_visible()
    visit.page.get_by_role("button", name=str(portfolio.clients[5]), exact=True).press("Enter")  # seen before
    expect(visit.page.get_by_role("heading", name=f"Client {portfolio.clients[5]}")).to_be_visible()
    expect(visit.page.locator("#pad-content").last).to_be_focused()


def test_back_and_forward_walk_through_what_was_seen_however_late_the_kernel_follows(visit, portfolio):
    """Each part that was redrawn before the address had the place that was left put into it again."""
    page, clients = visit.page, portfolio.clients
    page.get_by_role("tab", name="Dossier").click()
    for client in clients[5:7]:
        page.get_by_role("button", name="Suivant").click()
        expect(page.get_by_role("heading", name=f"Client {client}")).to_be_visible()
        expect(page).to_have_url(re.compile(f"client={client}&section=file"))
    seen = page.evaluate("history.length")
    for move, client in ((page.go_back, clients[5]), (page.go_back, clients[4]), (page.go_forward, clients[5])):
        move()
        expect(page.get_by_role("heading", name=f"Client {client}")).to_be_visible()
        expect(page).to_have_url(re.compile(f"client={client}&section=file"))
    assert page.evaluate("history.length") == seen


def test_an_unknown_number_is_a_sentence_with_nobodys_file_under_it(visit, portfolio):
    first = str(portfolio.clients[4])
    visit.page.locator(".pad-search input").fill("12345678")
    expect(visit.page.get_by_role("alert")).to_contain_text("Aucun numéro de client ne contient")
    expect(visit.page.locator(".pad-main")).to_be_hidden()
    visit.page.locator(".pad-search input").press("Enter")
    expect(visit.page.get_by_role("heading", name="Quel dossier ouvrir")).to_be_visible()
    expect(visit.page.locator(".pad-main")).to_be_hidden()
    visit.page.locator(".pad-search input").fill("")
    expect(visit.page.get_by_role("heading", name=f"Client {first}")).to_be_visible()
    wanted = str(portfolio.clients[7])
    search(visit, f"{wanted[:3]} {wanted[3:]}")
    expect(visit.page.get_by_role("heading", name=f"Client {portfolio.clients[7]}")).to_be_visible()
    expect(visit.page.get_by_role("alert")).to_have_count(0)


def test_loading_the_page_again_keeps_an_unknown_number_its_sentence_and_nobodys_file(visit, portfolio):
    page = visit.page
    expect(page).to_have_url(re.compile(f"client={portfolio.clients[4]}$"))
    expect(page.locator(".pad-search input")).to_have_value("")
    steps = page.evaluate("history.length")
    page.locator(".pad-search input").press_sequentially("12345678", delay=60)
    expect(page.get_by_role("alert")).to_contain_text("12345678")
    expect(page).to_have_url(re.compile(r"\?search=12345678$"))
    assert page.evaluate("history.length") <= steps + 1  # no step back for each digit
    page.reload()
    expect(page.locator("body:not(:has(.pad-still)) .pad-start section").first).to_be_visible(timeout=LOADED)
    expect(page.get_by_role("alert")).to_contain_text("Aucun numéro de client ne contient")
    expect(page.locator(".pad-search input")).to_have_value("12345678")
    expect(page.locator(".pad-main")).to_be_hidden()


def test_why_shows_sentences_waterfall_table_and_force_plot(visit, portfolio):
    visit.tab("Pourquoi")
    page = visit.page
    expect(page.locator(".pad-reasons.told li").first).to_contain_text("le risque")
    expect(page.locator(".pad-why .pad-fall")).to_be_visible()
    page.get_by_text("Voir les points en tableau").click()
    total = portfolio.assess(int(portfolio.clients[4])).score
    expect(page.locator(".pad-why").get_by_role("row", name=f"Score de ce client {total}")).to_be_visible()
    page.get_by_role("button", name="Afficher le graphique de forces SHAP").click()
    drawn = page.frame_locator(".pad-force").locator("svg").first
    expect(drawn).to_be_visible()
    expect(page.frame_locator(".pad-force").get_by_text("départ")).to_be_visible()
    page.get_by_role("button", name="Masquer").click()
    expect(page.locator(".pad-force")).to_have_count(0)


def test_compare_says_the_rule_and_the_clients_place(visit, portfolio):
    visit.tab("Comparer")
    page = visit.page
    expect(page.locator(".pad-compare .bqplot svg").first).to_be_visible()
    expect(page.locator(".pad-variable h2")).to_contain_text(re.compile("du groupe"))
    expect(page.locator(".pad-groups .pad-fine").first).to_contain_text(" clients. ")
    page.get_by_role("button", name="Tous les clients").click()
    expect(page.locator(".pad-groups .pad-fine").first).to_contain_text("Tous les clients du portefeuille.")
    label = catalogue()[portfolio.variables()[3]].label.fr
    page.get_by_label("Information à comparer").select_option(label=option(portfolio.variables()[3], "fr"))
    expect(page.locator(".pad-variable h2")).to_contain_text(label)
    page.get_by_text("Voir cette répartition en tableau").click()
    for table in (0, 1):  # the bars, and the observed rates of wide enough ranges
        expect(page.locator(".pad-variable table").nth(table)).to_be_visible()


def test_a_way_to_a_better_answer_is_sought_and_tried(visit, portfolio):
    simulator = Simulator(portfolio)
    refused = portfolio.index.filter(pl.col("zone") == "refuse")["SK_ID_CURR"].to_list()
    found = (find_routes(simulator, client) for client in refused)
    routes = next(routes for routes in found if routes.routes and not routes.routes[0].credits)
    search(visit, str(routes.client))
    visit.tab("Simuler")
    visit.page.get_by_role("button", name="Chercher des pistes").click()
    expect(visit.page.locator(".pad-route").first).to_contain_text(
        route_words(routes, "fr")[0].sentence, timeout=LOADED
    )
    visit.page.get_by_role("button", name="Essayer la piste 1").click()
    expect(visit.page.locator(".pad-answer")).to_contain_text(f"à {routes.routes[0].outcome.score} points")


def test_the_file_begins_with_the_clients_own_rows_and_the_rest_is_filtered_behind_a_click(visit):
    visit.tab("Dossier")
    page = visit.page
    expect(page.locator(".pad-file")).to_contain_text("Montant du crédit")
    rest = page.locator(".pad-file .pad-scroll[aria-label=Dossier] tbody tr:has(td)")
    expect(rest).to_have_count(0)
    page.get_by_role("button", name="Pour les spécialistes").click()
    expect(rest.first).to_be_visible()
    every = rest.count()
    page.get_by_label("Filtrer").fill("telephone")
    expect(rest.filter(has_text=re.compile("téléphone", re.IGNORECASE)).first).to_be_visible()
    expect(rest.filter(has_not_text=re.compile("téléphone", re.IGNORECASE))).to_have_count(0)
    assert every > rest.count()
    page.get_by_label("Filtrer").fill("licorne")
    expect(page.get_by_role("alert")).to_contain_text("Aucune information ne correspond")
    page.get_by_label("Filtrer").fill("")
    page.get_by_role("button", name="Fermer les informations").click()
    expect(rest).to_have_count(0)


def test_the_language_changes_on_the_spot(visit):
    visit.page.get_by_role("button", name="English").click()
    expect(visit.page.get_by_role("tab", name="Why")).to_be_visible()
    expect(visit.page.locator(".pad-verdict")).to_contain_text(re.compile("applications? in 100"))
    expect(visit.page.locator('.pad-decision div[lang="en"]').first).to_be_visible()
    visit.page.get_by_role("button", name="Français").click()
    expect(visit.page.get_by_role("tab", name="Pourquoi")).to_be_visible()


def test_the_decision_is_read_before_any_script_has_come(browser, address, portfolio):
    page = browser.new_page()
    page.route("**/voila.js*", lambda route: route.abort())
    page.goto(f"{address}?client={portfolio.clients[7]}", timeout=LOADED)
    expect(page.locator(".pad-still .pad-verdict")).to_be_visible(timeout=LOADED)
    expect(page.get_by_role("heading", name=f"Client {portfolio.clients[7]}")).to_be_visible()
    page.close()


def test_the_keyboard_reaches_search_and_sections(visit):
    page = visit.page
    page.locator(".pad-search input").focus()
    page.get_by_role("tab", name="Décision").focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("Enter")
    expect(page.get_by_role("tab", name="Pourquoi")).to_have_attribute("aria-selected", "true")


def test_nothing_leaves_the_machine_and_the_console_is_clean(visit):
    for name in ("Pourquoi", "Comparer", "Dossier", "Décision"):
        visit.tab(name)
        visit.page.wait_for_timeout(400)
        if name == "Comparer":
            expect(visit.page.locator(".pad-compare .bqplot").first).to_be_visible()
        # bqplot gives a figure that is hidden while it is being drawn a width below zero, and Chromium says so
        expect(visit.page.locator(".bqplot:visible:not(:has(.axis))")).to_have_count(0)
    assert {host for host in visit.hosts if not host.startswith(("data:", "about:", "blob:"))} <= {
        "http://127.0.0.1",
        "ws://127.0.0.1",
    }
    assert [error for error in visit.errors if not any(known in error for known in KNOWN_ERRORS)] == []


# Scrolled until the open section's tab is under the client's card, which stays: what is seen there is the card.
UNDER_THE_CARD = """() => {
  const card = document.querySelector('.pad-page .pad-card');
  const tab = document.querySelector('.pad-page .lm-TabBar-tab.lm-mod-current');
  scrollTo(0, scrollY + tab.getBoundingClientRect().top - 20);
  const place = tab.getBoundingClientRect();
  return card.contains(document.elementFromPoint((place.left + place.right) / 2, (place.top + place.bottom) / 2));
}"""


def test_a_telephone_needs_no_sideways_scrolling(browser, address, portfolio):
    visit = Visit(browser, f"{address}?client={portfolio.clients[1]}", width=390)
    for name in ("Décision", "Pourquoi", "Comparer", "Dossier"):
        visit.tab(name)
        visit.page.wait_for_timeout(600)
        assert visit.fits(), name
    visit.tab("Décision")
    scale = visit.page.locator(".pad-decision .pad-scale").bounding_box()
    assert 250 < scale["width"] <= 390  # redrawn, not cut
    assert visit.page.evaluate(UNDER_THE_CARD), "the open section's tab is drawn over the client's card"
    visit.page.close()


def test_scores_computed_anew_while_the_page_is_open_are_a_sentence(browser, start_dashboard, own_world, make_stale):
    _, address = start_dashboard(own_world.root)
    visit = Visit(browser, f"{address}?client=900007")
    make_stale(own_world.portfolio)
    visit.page.get_by_role("button", name="Suivant").click()
    expect(visit.page.get_by_role("status").filter(has_text="Les scores ont été recalculés")).to_be_visible()
    visit.tab("Pourquoi")
    expect(visit.page.get_by_role("tab", name="Pourquoi")).to_have_attribute("aria-selected", "true")
    visit.page.get_by_role("link", name="Recharger la page").click()
    expect(visit.page.locator(LIVE)).to_be_visible(timeout=LOADED)
    expect(visit.page.get_by_text("Les scores ont été recalculés")).to_have_count(0)
    visit.page.close()


def test_without_a_portfolio_the_page_is_a_sentence(browser, start_dashboard, own_world):
    _, address = start_dashboard(own_world.root)
    shutil.rmtree(own_world.portfolio)
    page = browser.new_page()
    page.goto(address, timeout=LOADED)
    expect(page.get_by_role("alert").first).to_contain_text("Il n’y a pas encore", timeout=LOADED)
    assert "Traceback" not in page.content()
    page.close()


@pytest.mark.parametrize(("sent", "status"), [(signal.SIGINT, 0), (signal.SIGTERM, 0), (signal.SIGKILL, -9)])
def test_it_leaves_no_process_however_it_ends(start_dashboard, world, sent, status):
    process, _ = start_dashboard(world.root)
    children = _children(process.pid)
    assert children
    process.send_signal(sent)
    assert process.wait(30) == status
    deadline = time.monotonic() + 20
    while any(map(_alive, children)) and time.monotonic() < deadline:
        time.sleep(0.2)
    assert not [child for child in children if _alive(child)]


def test_a_taken_port_is_a_sentence(run_cli, world, address):
    port = int(address.rsplit(":", 1)[1].strip("/"))
    ran = run_cli("--home", world.root, "dashboard", "--port", port)
    assert ran.status == 2
    assert f"Port {port}" in ran.err


def _children(pid):
    task = f"/proc/{pid}/task/{pid}/children"
    with open(task, encoding="ascii") as listed:  # noqa: PTH123
        return [int(child) for child in listed.read().split()]


def _alive(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True
