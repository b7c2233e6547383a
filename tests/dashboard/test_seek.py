"""Looking for clients by criteria: the list, its order, its pages, and the way out where nobody is found."""

import re

import pytest

from scoring.cohorts.column import Column, texts
from scoring.cohorts.criteria import ZONES, Criterion, matching
from scoring.dashboard.page import Page
from scoring.dashboard.panels.find.criteria_state import A_PAGE
from scoring.dashboard.panels.state import PageState
from scoring.errors import UserError

AMOUNT, AGE, INCOME = "application_amt_credit", "application_days_birth", "application_name_income_type"
ZONE = Criterion("zone", levels=("review",))


def plain(html):
    return re.sub("<[^>]+>", "", html)


@pytest.fixture
def portfolio(fakes):
    """Five clients: three to be reviewed, amounts and ages all different, one income not known."""
    np = fakes.np
    values = {
        "zone": Column("zone", np.array([0, 1, 1, 2, 1], dtype=np.int8), ZONES),
        "score": Column("score", np.array([600, 500, 480, 300, 520], dtype=np.float32)),
        AMOUNT: Column(AMOUNT, np.array([10, 20, np.nan, 40, 50], dtype=np.float32) * 1000),
        AGE: Column(AGE, np.array([20, 30, 40, 50, 60], dtype=np.float32) * 365.25),
        INCOME: texts(INCOME, ["Working", "Working", None, "Pensioner", "Pensioner"]),
    }

    class Searched(fakes.FakePortfolio):
        column = staticmethod(values.__getitem__)

        def find(self, criteria):
            return matching(criteria, self.column, len(self.clients))

        def place(self, client):
            return int(self.clients.searchsorted(client))

    return Searched()


@pytest.fixture
def state(portfolio):
    return PageState(portfolio)


@pytest.fixture
def page(portfolio):
    made = Page(portfolio)
    made.header.criteria.click()
    return made


def shown(page):
    return re.sub(r"<[^>]*>", " ", page.criteria.list.value)


def field(page, feature):
    return next(one for one in page.criteria.fields if one.about.feature == feature)


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("score_up", [100010, 100003, 910002]),
        ("score_down", [910002, 100003, 100010]),
        ("amount_down", [910002, 100003, 100010]),  # an amount that is not known stands at the end
        ("amount_up", [100003, 910002, 100010]),
    ],
)
def test_those_found_stand_in_the_order_chosen(state, order, expected):
    state.criteria.reorder(order)
    assert state.criteria.result is None
    assert state.criteria.search([ZONE])
    assert state.criteria.result.clients.tolist() == expected
    state.criteria.reorder("score_up")
    assert state.criteria.result.clients.tolist() == [100010, 100003, 910002]


def test_previous_and_next_walk_through_those_found_until_they_are_forgotten(state):
    state.criteria.search([ZONE])
    assert (state.client, state.find.position, state.find.neighbour(-1), state.find.neighbour(1)) == (
        100002,
        None,
        None,
        100010,
    )
    state.find.step(1)
    state.find.step(1)
    assert (state.client, state.find.position) == (100003, 1)
    state.criteria.clear()
    assert (state.criteria.result, state.find.position, state.find.neighbour(1)) == (None, 1, 100010)


def test_nobody_found_says_which_criterion_to_drop_and_walks_through_everyone(state):
    old, rich = Criterion(AGE, low=55), Criterion(AMOUNT, high=30_000)
    assert state.criteria.search([ZONE, old, rich])
    assert len(state.criteria.result.clients) == 0
    # Without the age: 100003. Without the amount: 910002. Without the zone: nobody is 55 and asks for so little.
    assert state.criteria.result.ways == ((old, 1), (rich, 1))
    assert not state.criteria.listing
    assert state.find.neighbour(1) == 100003


def test_where_no_single_criterion_helps_it_is_said(page):
    for feature, low in (("score", "2000"), (AGE, "99")):
        field(page, feature).low.value = low
    page.criteria.go.click()
    assert "Retirer un seul critère ne suffit pas" in shown(page)


@pytest.mark.parametrize(
    ("criterion", "words"),
    [
        (Criterion(AGE, low=60, high=30), "60"),
        (Criterion("application_code_gender", levels=("F",)), "application_code_gender"),
        (Criterion("zone", levels=("maybe",)), "maybe"),
    ],
)
def test_a_criterion_that_cannot_be_met_is_a_sentence_and_the_list_stays(state, criterion, words):
    state.criteria.search([ZONE])
    before = state.criteria.result
    assert not state.criteria.search([criterion])
    assert words in state.criteria.refusal.fr
    assert state.criteria.result is before
    assert state.criteria.search([ZONE])
    assert state.criteria.refusal is None


def test_a_portfolio_that_cannot_be_read_is_a_sentence_and_the_list_stays(state, portfolio, monkeypatch, caplog):
    def broken(criteria):
        raise UserError("gone.", "Mend it.")

    state.criteria.search([ZONE])
    monkeypatch.setattr(portfolio, "find", broken)
    assert not state.criteria.search([])
    assert "La recherche n’a pas abouti." in state.criteria.refusal.fr
    assert len(state.criteria.result.clients) == 3


def test_pages_hold_twenty_and_stay_within_the_list(state, portfolio, fakes):
    np = fakes.np
    portfolio.clients = np.arange(1, 46)
    portfolio.find = lambda criteria: np.ones(45, dtype=bool)
    portfolio.column = lambda name: Column(name, np.arange(45, dtype=np.float32))
    state.criteria.search([])
    assert (state.criteria.pages, len(state.criteria.page_clients), A_PAGE) == (3, 20, 20)
    for expected in (1, 2, 2):
        state.criteria.turn_page(1)
        assert state.criteria.page_index == expected
    assert state.criteria.page_clients.tolist() == [41, 42, 43, 44, 45]
    state.criteria.reorder("score_down")
    assert (state.criteria.page_index, state.criteria.page_clients[0]) == (0, 45)


def test_the_panel_is_built_when_it_is_opened_and_once_only(portfolio):
    page = Page(portfolio)
    assert page.criteria.root.layout.display == "none"
    assert page.criteria.fields == []
    page.header.criteria.click()
    assert page.header.criteria.description == "Fermer les critères"
    assert "pad-expanded" in page.header.criteria._dom_classes
    fields = page.criteria.fields
    page.header.criteria.click()
    assert page.criteria.root.layout.display == "none"
    page.header.criteria.click()
    assert page.criteria.fields is fields


def test_where_nobody_is_open_nobody_is_told_to_be_outside_the_list(portfolio):
    page = Page(portfolio, unasked=True)
    page.state.criteria.opened = True
    page.criteria.go.click()
    assert "clients trouvés" in shown(page)
    assert plain(page.header.place.value) == ""


def test_fields_find_a_list_with_words_a_button_each_and_a_way_through(page):
    field(page, "zone").level.value = ("review",)
    field(page, AGE).low.value = " 40 ans"
    page.criteria.go.click()
    assert "2 clients trouvés" in shown(page)
    assert (
        "Critères\u00a0: Zone de décision\u00a0: à étudier\u00a0; Âge du client\u00a0: au moins 40\u00a0ans."
        in shown(page)
    )
    assert "◆ À étudier" in shown(page)
    assert "non renseigné" in shown(page)
    assert re.findall(r'data-pad-open="(\d+)"', page.criteria.list.value) == ["100010", "910002"]
    assert "hors des 2 trouvés" in page.header.place.value
    page.criteria.open_client.value = "910002 1"  # as the template's script writes it
    assert page.state.client == 910002
    assert "2 sur 2 trouvés, le dernier" in plain(page.header.place.value)
    page.header.leave.click()
    assert "5 sur 5, le dernier" in plain(page.header.place.value)
    assert page.header.leave.layout.display == "none"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_levels_stand_in_the_alphabet_of_the_reader_and_zones_from_grant_to_refusal(page, language):
    page.state.language = language
    boxes = field(page, INCOME).level
    names = [box.description for box in boxes.root.children[1:]]
    assert len(names) == len(boxes.boxes) == 8
    assert names == sorted(names, key=lambda name: name.replace("É", "E").lower())
    zones = field(page, "zone").level
    assert zones.root.children[1:] == tuple(zones.boxes.values())


def test_several_levels_are_ticked_and_each_lets_clients_through(page):
    boxes = field(page, "zone").level
    assert [box.description for box in boxes.boxes.values()] == ["Accord", "À étudier", "Refus"]
    boxes.boxes["accept"].value = boxes.boxes["refuse"].value = True
    page.criteria.go.click()
    assert "2 clients trouvés" in shown(page)
    assert [criterion.levels for criterion in page.state.criteria.result.criteria] == [("accept", "refuse")]
    page.state.switch_language()
    assert boxes.value == ("accept", "refuse")
    assert boxes.boxes["refuse"].tooltip == "Decision zone – Refusal"


def test_a_language_changes_the_words_and_keeps_what_was_chosen(page):
    field(page, "zone").level.value = ("review",)
    page.criteria.go.click()
    burden = field(page, "application_annuity_income_ratio")
    burden.low.value, burden.high.value = "12,5", "beaucoup"
    page.state.switch_language()
    assert (burden.low.value, burden.high.value) == ("12.5", "beaucoup")
    assert field(page, "zone").level.value == ("review",)
    assert "3 clients found" in shown(page)
    assert page.criteria.order.options[0][0] == "Score, ascending (riskiest first)"
    assert page.criteria.order.value == page.state.criteria.order == "score_up"


def test_clearing_empties_every_field_and_forgets_the_list(page):
    field(page, "zone").level.value = ("review",)
    field(page, "score").high.value = "10"
    page.criteria.go.click()
    assert "Aucun client ne réunit ces critères." in shown(page)
    assert "Sans «\u00a0Score\u00a0: au plus 10" in shown(page)
    assert ": 3 clients." in shown(page)
    page.criteria.clear.click()
    assert (field(page, "zone").level.value, field(page, "score").high.value) == ((), "")
    assert shown(page).strip() == ""


@pytest.mark.parametrize("typed", ["abc", "1e3", "--4", "<b>", "9" * 400])
def test_what_is_no_number_is_a_sentence(page, typed):
    field(page, "score").low.value = typed
    page.criteria.go.click()
    assert "Score" in shown(page)
    assert 'role="alert"' in page.criteria.list.value
    assert "<b>" not in page.criteria.list.value
    assert page.state.client == 100002


@pytest.mark.parametrize("pressed", ["", "abc 1", "999 2", "<script> 3"])
def test_a_forged_choice_opens_nobody(page, pressed):
    page.criteria.open_client.value = pressed
    assert page.state.client == 100002


def test_widgets_do_not_grow_with_searches(page):
    import ipywidgets as widgets

    page.criteria.go.click()
    before = len(widgets.widget._instances)
    for _ in range(3):
        field(page, "zone").level.value = ("review",)
        page.criteria.go.click()
        page.state.switch_language()
        page.header.criteria.click()
        page.header.criteria.click()
        page.criteria.clear.click()
    assert len(widgets.widget._instances) == before


@pytest.mark.parametrize(
    ("typed", "words"), [("22,5", "do you mean 22.5?"), ("1e3", "do you mean 1,000?"), ("20%", "a number of points")]
)
def test_a_number_by_other_marks_finds_nobody_silently(page, typed, words):
    page.state.language = "en"
    field(page, "score").low.value = typed
    page.criteria.go.click()
    assert words in shown(page).lower()
    assert page.state.criteria.result is None
