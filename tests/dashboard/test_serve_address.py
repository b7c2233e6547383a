"""The address and the first page: nobody's file unasked, a place that can be found again."""

import numpy as np
import pytest

from scoring.cohorts.column import Column, texts
from scoring.dashboard.page import Page
from scoring.dashboard.panels.address import follow, query_of
from scoring.dashboard.panels.start.glance import Bar, Glance, glance


@pytest.fixture
def page(portfolio):
    return Page(portfolio, unasked=True)


def visible(widget):
    return widget.layout.display != "none"


def test_without_a_client_the_portfolio_is_shown_and_nobodys_file(page, portfolio):
    assert page.state.client is None
    assert portfolio.asked == []
    assert (visible(page.start.root), visible(page.main)) == (True, False)
    assert "Quel dossier ouvrir" in page.start.content.value
    assert "● Accord" in page.start.content.value
    assert page.state.find.recent == ()


def test_a_client_takes_the_first_pages_place(page):
    follow(page.state, "client=910002")
    assert page.state.client == 910002
    assert (visible(page.start.root), visible(page.main)) == (False, True)
    assert "Quel dossier" not in page.start.content.value


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("client=999999", "header.unknown"), ("client=abc", "header.link"), ("client=-5", "header.link"),
        ("client=%3Cscript%3E", "header.link"), ("client=1.5", "header.link"), ("client=" + "9" * 40, "header.unknown"),
        ("client=", "start.nobody"), ("client=%20", "start.nobody"), ("client=&client=", "start.nobody"),
        ("client=100002&client=910002", "start.several"),
    ],
)  # fmt: skip
def test_an_address_that_names_no_one_client_is_a_sentence_and_nobodys_file(page, query, sentence):
    follow(page.state, "client=100002")
    follow(page.state, query)
    assert page.state.client is None
    assert page.state.message.key == sentence
    assert 'role="alert"' in page.header.message.value
    assert "<script>" not in page.header.message.value


def test_the_same_client_named_twice_is_that_client(page):
    follow(page.state, "client=910002&client=910002")
    assert page.state.client == 910002


def test_an_address_leads_back_to_the_same_place(page, portfolio):
    follow(page.state, "client=910002&section=compare&language=en")
    address = query_of(page.state)
    assert address == "client=910002&section=compare&language=en"
    other = Page(portfolio, unasked=True)
    follow(other.state, address)
    assert (other.state.client, other.state.section, other.state.language) == (910002, "compare", "en")


def test_a_page_just_opened_has_an_empty_address(page):
    assert query_of(page.state) == ""


def test_a_number_that_is_nobodys_stays_in_the_search_and_opens_nobody_when_the_page_is_loaded_again(page, portfolio):
    follow(page.state, "client=910002&section=why")
    page.state.find.query = "999 999"
    sentence = page.state.message
    assert 'data-pad-address="search=999999&amp;section=why"' in page.address.content.value
    other = Page(portfolio, unasked=True)
    follow(other.state, query_of(page.state))
    assert (other.state.client, other.state.find.query, other.state.find.unanswered) == (None, "999999", True)
    assert other.state.message.key == sentence.key == "header.nobody"
    assert visible(other.start.root)
    page.state.find.query = ""
    assert query_of(page.state) == "client=910002&section=why"


def test_going_back_to_a_client_empties_the_search(page):
    follow(page.state, "client=910002")
    page.state.find.query = "999999"
    follow(page.state, "client=910002")
    assert (page.state.find.query, page.state.message, visible(page.main)) == ("", None, True)


@pytest.mark.parametrize("typed", ["Anne Martin", "abc", ""])
def test_words_that_may_be_a_name_stand_in_no_address(page, typed):
    follow(page.state, "client=910002")
    page.state.find.query = typed
    assert query_of(page.state) == ("" if typed else "client=910002")


@pytest.mark.parametrize("query", ["search=100", "search=", "search=%3Cscript%3E", "search=" + "9" * 500])
def test_an_address_that_searches_opens_nobody(page, query):
    follow(page.state, query)
    assert page.state.client is None
    assert "<script>" not in page.header.message.value


def test_sections_and_languages_that_do_not_exist_are_the_first_ones(page):
    follow(page.state, "client=910002&section=%00&language=de")
    assert (page.state.section, page.state.language) == ("decision", "fr")


def test_what_is_opened_is_remembered_and_said_to_the_browser(page):
    page.state.find.open(910002)
    page.state.find.open(100002)
    page.state.section = "file"
    assert page.state.find.recent == (910002,)
    assert 'data-pad-address="client=100002&amp;section=file"' in page.address.content.value


def test_going_back_opens_the_older_address(page):
    follow(page.state, "client=100002&section=why")
    page.address.asked.value = "1 client=910002"
    assert (page.state.client, page.state.section) == (910002, "decision")


def test_a_portfolio_is_counted_by_zone_and_by_score():
    zone = texts("zone", ["accept", "refuse", "accept", "accept"])
    score = Column("score", np.array([500.0, 549.0, 550.0, 650.0], dtype=np.float32))
    bars = (Bar(500, 549, 2), Bar(550, 599, 1), Bar(600, 649, 0), Bar(650, 699, 1))
    assert glance(zone, score) == Glance(4, (3, 0, 1), bars)


def test_the_last_point_of_the_scale_belongs_to_the_last_bar():
    score = Column("score", np.array([1000.0, 999.0, 949.0, np.nan], dtype=np.float32))
    assert glance(texts("zone", ["accept"] * 4), score).bars == (Bar(900, 949, 1), Bar(950, 1000, 2))


def test_an_empty_portfolio_is_counted_too():
    assert glance(texts("zone", []), Column("score", np.array([], dtype=np.float32))) == Glance(0, (0, 0, 0), ())
