"""What stands in the search and whose file stands under it: the client with this number, or nobody."""

import pytest

from scoring.dashboard.page import Page
from scoring.dashboard.panels.state import PageState


@pytest.fixture
def page(portfolio):
    return Page(portfolio, "100002")


def shows_a_file(page):
    assert (page.main.layout.display is None) == (page.start.root.layout.display == "none")
    return page.main.layout.display is None


@pytest.mark.parametrize("typed", ["999999", "999 999", "Dupont", "10000299", "9" * 30, "²"])
def test_no_file_stands_under_what_is_nobodys_number(page, typed):
    page.state.find.query = typed
    for _ in range(2):  # as it is typed, and after Enter
        assert not shows_a_file(page)
        assert "100002" in page.start.content.value
        assert "100002" not in page.header.brand.value
        assert page.header.message.value.count('role="alert"') == 1
        assert not page.state.find.submit()
    page.state.find.query = ""
    assert shows_a_file(page)
    assert page.start.content.value == '<div lang="fr"></div>'
    assert "100002" in page.header.brand.value


def test_enter_on_part_of_several_numbers_leaves_no_file_under_it(page):
    page.state.find.query = "002"
    assert shows_a_file(page)
    assert not page.state.find.submit()
    assert not shows_a_file(page)
    page.state.find.open(910002)
    assert shows_a_file(page)
    assert page.state.client == 910002


def test_enter_in_an_empty_field_leaves_the_file_where_it_is(page):
    assert not page.state.find.submit()
    assert shows_a_file(page)


@pytest.mark.parametrize("way", ["step", "recent"])
def test_another_client_is_opened_from_there_as_from_anywhere(page, way):
    page.state.find.open(100010)
    page.state.find.query = "999999"
    if way == "step":
        page.state.find.step(-1)
    else:
        page.header.back.value = "100002 1"
    assert shows_a_file(page)
    assert (page.state.find.query, page.state.message) == ("", None)
    assert page.state.client == (100003 if way == "step" else 100002)


@pytest.mark.parametrize("typed", ["910 002", "910\u202f002", "9100 02", " 910\u00a0002 "])
def test_a_number_in_groups_is_a_number_typed_or_in_a_link(portfolio, typed):
    by_search, by_link = PageState(portfolio, 100002), PageState(portfolio, 100002)
    by_search.find.query = typed
    assert by_search.find.submit()
    assert by_link.find.open_link(typed)
    assert by_search.client == by_link.client == 910002


def test_a_number_that_enter_overtook_leaves_the_search_empty_once_its_client_is_open(portfolio):
    page = Page(portfolio, unasked=True)
    page.state.find.submit()
    page.header.search.value = "910002"  # follows at once, as where somebody types fast
    assert page.state.client == 910002
    assert (page.header.search.value, page.state.find.query) == ("", "")


def test_enter_holds_for_one_client_only_and_what_is_typed_next_opens_nobody_by_itself(portfolio):
    """Digits typed right after a client was opened found a single client half way, and opened their file."""
    page = Page(portfolio)
    page.state.find.query = str(portfolio.clients[4])
    assert page.state.find.submit()
    for typed in range(1, 7):
        page.state.find.query = str(portfolio.clients[1])[:typed]
    assert page.state.client == portfolio.clients[4]
    assert page.state.find.query == str(portfolio.clients[1])


def test_an_enter_that_finds_nobody_holds_for_one_text_only(portfolio):
    """Digits typed within a second and a half after it opened the first client they left alone, half way through."""
    page, wanted = Page(portfolio, "100002"), "910002"
    page.header.search.value = "999999"
    assert not page.state.find.submit()
    page.header.search.value = ""
    for typed in range(1, len(wanted)):
        page.header.search.value = wanted[:typed]
        assert page.state.client == 100002, wanted[:typed]


def test_enter_opens_the_text_it_says_and_the_same_text_that_comes_after_it_is_no_search(portfolio):
    page = Page(portfolio, unasked=True)
    page.header.search.value = "9100"  # the rest is on its way
    page.header.entered.value = "910002 1"
    assert page.state.client == 910002
    page.header.search.value = "910002"
    assert (page.header.search.value, page.state.find.query, page.state.find.results) == ("", "", ())
    page.header.search.value = "910002"  # typed once more
    assert page.state.find.results == (910002,)


def test_enter_does_not_open_the_number_that_a_longer_one_begins_with(portfolio):
    page = Page(portfolio, "100002")
    page.header.search.value = "910002"
    page.header.entered.value = "9100027 1"
    assert page.state.find.unanswered
    page.header.search.value = "9100027"
    assert page.state.find.unanswered
    assert page.state.client == 100002
