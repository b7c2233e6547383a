"""What follows from a visitor's choices, without a browser and without a widget."""

import pytest

from scoring.dashboard.panels.state import PageState


@pytest.fixture
def state(portfolio):
    return PageState(portfolio)


def test_it_begins_with_the_first_client_in_french(state):
    assert (state.client, state.language, state.section) == (100002, "fr", "decision")
    assert state.assessment.client == 100002


def test_a_client_is_asked_for_once_only(portfolio):
    state = PageState(portfolio, client=100010)
    assert state.client == 100010
    state.find.step(1)
    state.switch_language()
    assert portfolio.asked == [100010, 210000]


@pytest.mark.parametrize(("by", "expected"), [(1, 100003), (-1, 100002), (9, 910002)])
def test_steps_stay_within_the_portfolio(state, by, expected):
    state.find.step(by)
    assert state.client == expected


def test_part_of_a_number_offers_clients_that_begin_with_it_first(state):
    state.find.query = "10001"
    assert state.find.results == (100010,)
    state.find.query = "002"
    assert state.find.results == (100002, 910002)
    state.find.query = "10"
    assert state.find.results[:3] == (100002, 100003, 100010)


@pytest.mark.parametrize("typed", ["910002", " 910002 ", "91"])
def test_enter_opens_the_client_that_is_meant(state, typed):
    state.find.query = typed
    assert state.find.submit()
    assert (state.client, state.find.query, state.find.results, state.message) == (910002, "", (), None)


def test_enter_that_overtakes_the_text_holds_for_the_text_that_follows(state):
    state.find.query = "0"
    assert not state.find.submit()
    state.find.query = "910002"
    assert (state.client, state.find.query, state.message) == (910002, "", None)


def test_enter_holds_for_one_text_and_no_later_one(state):
    state.find.query = "0"
    assert not state.find.submit()
    state.find.query = "002"  # several clients
    state.find.query = "910002"
    assert (state.client, state.find.query, state.message) == (100002, "910002", None)


def test_an_enter_of_long_ago_opens_nobody(state, monkeypatch):
    monkeypatch.setattr("scoring.dashboard.panels.find.state.monotonic", lambda: 0.0)
    state.find.query = "0"
    assert not state.find.submit()
    monkeypatch.setattr("scoring.dashboard.panels.find.state.monotonic", lambda: 10.0)
    state.find.query = "910002"
    assert state.client == 100002


def test_newer_scores_are_noticed_at_the_next_step(state, portfolio):
    assert not state.outdated
    portfolio.replaced = True
    state.find.step(1)
    assert state.outdated


def test_enter_waits_where_several_clients_are_meant(state):
    state.find.query = "002"
    assert not state.find.submit()
    assert state.client == 100002
    assert state.message is None


@pytest.mark.parametrize(
    ("typed", "key"), [("999999", "header.nobody"), ("Dupont", "header.digits"), ("٩٩٩", "header.nobody")]
)
def test_what_cannot_be_found_is_said_and_the_client_stays(state, typed, key):
    state.find.query = typed
    assert not state.find.submit()
    assert state.client == 100002
    assert state.message.key == key
    for language in ("fr", "en"):
        state.language = language
        assert typed in state.say(state.message.key, **state.message.values)
    state.find.query = ""
    assert state.message is None


def test_an_unknown_client_is_said(state):
    assert not state.find.open(123)
    assert "123" in state.say(state.message.key, **state.message.values)
    assert state.client == 100002


def test_a_file_that_cannot_be_read_is_said_and_the_next_client_works(state):
    state.find.open(210000)
    assert state.assessment is None
    assert state.message.key == "trouble.assess"
    state.find.step(1)
    assert state.assessment.client == 910002
    assert state.message is None


def test_a_comparison_is_made_only_while_it_is_looked_at(state):
    assert state.compare.comparison is None
    state.section = "compare"
    assert state.compare.comparison.feature == state.compare.variable
    assert state.compare.group.n == 5
    state.section = "why"
    state.find.step(1)
    assert state.compare.comparison is None
    state.section = "compare"
    assert state.compare.comparison is not None


def test_another_variable_or_group_compares_anew(state, fakes):
    state.section = "compare"
    state.compare.variable = fakes.INCOME
    assert state.compare.comparison.client_value == "Working"
    state.compare.kind = "all"
    assert state.compare.group.rule.fr == "Règle all."


def test_a_comparison_that_fails_leaves_the_page_alive(state, portfolio):
    portfolio.compare = None
    state.section = "compare"
    assert state.compare.comparison is None
    state.section = "decision"
    state.find.step(1)
    assert state.assessment.client == 100003


def test_recent_clients_are_the_last_eight_newest_first_without_the_current_one(portfolio, fakes):
    portfolio.clients = fakes.np.arange(1, 13)
    state = PageState(portfolio, client=1)
    assert state.find.recent == ()
    for client in range(2, 12):
        state.find.open(client)
    assert state.find.recent == (10, 9, 8, 7, 6, 5, 4, 3)
    state.find.open(9)  # back to one of them: nobody stands there twice
    assert state.find.recent == (11, 10, 8, 7, 6, 5, 4, 3)
    state.find.open(9)
    state.switch_language()
    assert state.find.recent == (11, 10, 8, 7, 6, 5, 4, 3)


def test_nobody_stands_beyond_the_ends(state):
    assert (state.find.position, state.find.neighbour(-1), state.find.neighbour(1)) == (0, None, 100003)
    state.find.open(910002)
    assert (state.find.position, state.find.neighbour(-1), state.find.neighbour(1)) == (4, 210000, None)
    state.find.step(1)
    assert state.client == 910002


def test_an_empty_portfolio_has_no_neighbours(portfolio, fakes):
    portfolio.clients = fakes.np.array([], dtype=int)
    state = PageState(portfolio)
    assert (state.client, state.find.position, state.find.neighbour(1)) == (None, None, None)
    state.find.step(1)
    assert not state.find.open_link("100002")
    assert "100002" in state.say(state.message.key, **state.message.values)


@pytest.mark.parametrize(
    ("wanted", "key"),
    [
        ("abc", "header.link"),
        ("-100002", "header.link"),
        ("100002.0", "header.link"),
        ("1e5", "header.link"),
        ("²", "header.link"),
        ("<script>alert(1)</script>", "header.link"),
        ("1000", "header.unknown"),  # part of several numbers: a link means one client
        ("0", "header.unknown"),
        ("9" * 30, "header.unknown"),
        ("9" * 5000, "header.unknown"),
    ],
)
def test_a_link_with_rubbish_is_a_sentence_and_the_client_stays(state, wanted, key):
    assert not state.find.open_link(wanted)
    assert (state.client, state.message.key) == (100002, key)
    for language in ("fr", "en"):
        state.language = language
        said = state.say(state.message.key, **state.message.values)
        assert wanted[:40] in said
        assert len(said) < 300
    assert state.find.open_link(" 910002 ")
    assert (state.client, state.message) == (910002, None)


def test_an_empty_link_asks_for_nobody(state):
    assert not state.find.open_link("  ")
    assert state.message is None


@pytest.mark.parametrize("typed", ["9" * 30, "9" * 5000])
def test_a_number_too_long_to_be_one_is_said(state, typed):
    state.find.query = typed
    assert not state.find.submit()
    assert len(state.say(state.message.key, **state.message.values)) < 300
