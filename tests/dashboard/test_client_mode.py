"""The client's own page: this client and nobody else, said to them, with no field and no way to another."""

import dataclasses
import re
from html import unescape

import ipywidgets as widgets
import pytest
from traitlets import TraitError

import scoring.dashboard.page as page_module
from scoring.dashboard.client_mode.client_page import PARTS, ClientPage
from scoring.dashboard.client_mode.state import ClientState
from scoring.dashboard.page import open_page, prebuild
from scoring.journal.desk import Desk
from scoring.journal.place import journal_file, open_journal
from scoring.journal.shown import VARIABLE
from scoring.portfolio import Portfolio

pytestmark = pytest.mark.slow  # a trained world
WORD, PLAIN = "tres-secret-avis", {widgets.HTML, widgets.Button, widgets.HBox, widgets.VBox}


@pytest.fixture(scope="module")
def portfolio(world):
    return Portfolio.open(world)


def zone_client(portfolio, zone):
    index = portfolio.index
    return int(index.filter(index["zone"] == zone)["SK_ID_CURR"][0])


def tree(widget):
    """A widget and all that it holds."""
    return [widget, *(inner for child in getattr(widget, "children", ()) for inner in tree(child))]


def html_of(widget):
    return "\n".join(part.value for part in tree(widget) if isinstance(part, widgets.HTML))


def text_of(widget):
    return unescape(re.sub(r"<style.*?</style>|<[^>]+>", " ", html_of(widget), flags=re.S))


def open_client(home, portfolio, client, language="fr"):
    state = ClientState(portfolio, home, str(client), language)
    state.open()
    return ClientPage(state)


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize("zone", ["accept", "review", "refuse"])
def test_it_shows_one_client_and_no_number_of_another(world, portfolio, zone, language):
    client = zone_client(portfolio, zone)
    page = open_client(world, portfolio, client, language)
    assert [name for name in PARTS if not page.parts[name].value] == []
    numbers = set(re.findall(r"\b\d{6}\b", text_of(page.root)))
    assert numbers & {str(number) for number in portfolio.clients} == {str(client)}
    assert "pad-alert" not in html_of(page.root)


def test_no_widget_of_it_takes_a_text_a_number_or_a_choice(world, portfolio):
    page = open_client(world, portfolio, portfolio.clients[0])
    assert {type(widget) for widget in tree(page.root)} <= PLAIN
    buttons = [widget for widget in tree(page.root) if isinstance(widget, widgets.Button)]
    assert buttons == [page.other, page.seek, page.take]
    with pytest.raises(TraitError, match="read-only"):
        page.state.client = int(portfolio.clients[1])


def test_what_was_made_ahead_for_an_adviser_can_no_longer_be_reached(world, portfolio, monkeypatch):
    monkeypatch.setattr(page_module, "in_voila", lambda: True)
    client = int(portfolio.clients[3])
    prebuilt = prebuild(world.root)
    root = open_page(prebuilt, "client=5&language=en", world.root, client=str(client))
    assert prebuilt.header.search.comm is None
    alive = {type(widget) for widget in widgets.Widget.widgets.values()}
    assert {kind for kind in alive if issubclass(kind, widgets.DOMWidget)} <= PLAIN
    assert f"Client {client}" in text_of(root)
    assert "Your application for a loan" in text_of(root)


def test_the_address_alone_opens_it_where_no_server_of_ours_stands(world, portfolio):
    client = int(portfolio.clients[3])
    assert f"Client {client}" in text_of(open_page(None, f"client={client}&mode=client", world.root))
    assert (
        "pad-own" in open_page(None, f"client={client}&mode=client", world.root).children[-1].children[1]._dom_classes
    )


@pytest.mark.parametrize("wanted", ["nobody", "1", "-1", "", "9" * 40, "900001;900002", "٩"])
def test_nobody_is_a_sentence_and_nothing_else(world, portfolio, wanted):
    page = open_client(world, portfolio, wanted)
    assert "Cette page n’ouvre aucun dossier" in text_of(page.root)
    assert not any(page.parts[name].value for name in PARTS)
    assert page.take.layout.display == "none"


def test_the_advisers_words_stay_with_the_adviser_and_their_decision_is_the_answer(own_world):
    portfolio = Portfolio.open(own_world)
    client = zone_client(portfolio, "refuse")
    model = portfolio.assess(client).model
    open_journal(own_world)
    desk = Desk(own_world)
    contested = {"feature": "application_amt_credit", "value": WORD, "corrected": WORD, "said_by": WORD, "answer": None}
    desk.write("contest", client, model, contested, why=WORD)
    desk.write("decision", client, model, {"motive": "income", "adviser": WORD}, "granted", WORD)
    page = open_client(own_world, portfolio, client)
    page.take.click()
    assert "nous pouvons vous accorder ce crédit" in text_of(page.root)
    assert WORD not in html_of(page.root)
    assert WORD not in "".join(page.state.files().values())
    assert "vient d’un calcul" not in text_of(page.root)


def test_where_nobody_can_tell_what_was_decided_no_answer_is_shown(own_world):
    portfolio = Portfolio.open(own_world)
    open_journal(own_world)
    for file in journal_file(own_world).parent.iterdir():
        file.write_bytes(b"no database " * 1000)
    page = open_client(own_world, portfolio, portfolio.clients[0])
    assert "Votre dossier n’a pas pu être lu" in text_of(page.root)
    assert "accorder" not in text_of(page.root)


def test_a_part_that_fails_leaves_the_others(world, portfolio, monkeypatch):
    page = open_client(world, portfolio, portfolio.clients[0])
    monkeypatch.setattr(ClientState, "spreads", lambda _self: 1 / 0)
    page.state.switch_language()
    assert "Your file could not be read" in page.parts["data"].value
    assert "What weighed" in page.parts["weighed"].value


def test_routes_are_sought_when_asked_for_and_said_to_the_client(world, portfolio):
    client = zone_client(portfolio, "refuse")
    page = open_client(world, portfolio, client)
    assert page.seek.layout.display is None
    page.seek.click()
    assert page.seek.layout.display == "none"
    assert page.state.routes.client == client
    assert "Demandez à votre conseiller quels changements" not in page.parts["do"].value
    assert open_client(world, portfolio, zone_client(portfolio, "accept")).seek.layout.display == "none"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_no_change_is_promised_above_a_search_that_found_none(world, portfolio, language):
    """ "As it was asked for" stood above "no realistic way", when the letter already said the plain answer."""
    as_asked = {"fr": "tel qu’il est demandé", "en": "as it was asked for"}[language]
    page = open_client(world, portfolio, zone_client(portfolio, "refuse"), language)
    assert as_asked in page.parts["answer"].value
    page.seek.click()
    page.state.routes = dataclasses.replace(page.state.routes, routes=(), nearest_miss=None)
    assert as_asked not in page.parts["answer"].value


def test_a_search_that_fails_is_a_sentence(world, portfolio, monkeypatch):
    import scoring.what_if.routes as routes

    monkeypatch.setattr(routes, "find_routes", lambda *_: 1 / 0)
    page = open_client(world, portfolio, zone_client(portfolio, "refuse"))
    page.seek.click()
    assert "Demandez à votre conseiller" in page.sought.value
    assert not page.seek.disabled


def test_the_client_takes_three_files_home(world, portfolio):
    page = open_client(world, portfolio, portfolio.clients[0])
    page.take.click()
    assert re.findall(r'download="(.*?)"', page.links.value) == [
        f"mes-donnees-{portfolio.clients[0]}{form}" for form in (".html", ".csv", ".json")
    ]


def test_that_a_client_was_shown_their_page_is_on_record(own_world, monkeypatch):
    monkeypatch.setenv(VARIABLE, "1")
    client = int(Portfolio.open(own_world).clients[0])
    open_journal(own_world)
    open_page(None, f"client={client}&mode=client", own_world.root, user="a.durand")
    (entry,) = (entry for entry in open_journal(own_world).entries() if entry.kind == "shown")
    assert (entry.who, entry.client, entry.shown["door"]) == ("a.durand", client, "client mode")


@pytest.mark.parametrize("language", ["fr", "en"])
def test_it_speaks_to_the_client_and_never_of_them(world, portfolio, language):
    of_the_client = {
        "fr": r"\b(du|le|ce|au) client\b|\b(son|sa|ses)\b",
        "en": r"\b(the|this) client\b|client’s|\btheir\b",
    }
    for zone in ("accept", "review", "refuse"):
        text = text_of(open_client(world, portfolio, zone_client(portfolio, zone), language).root)
        assert re.findall(of_the_client[language], text) == []
