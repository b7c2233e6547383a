"""The first page: whom the visitor opened, zones and scores at a glance, what changed since the run before."""

import re
from datetime import date

import pytest

from scoring.dashboard.page import Page
from scoring.portfolio.changes import Changes


@pytest.fixture
def page(portfolio):
    return Page(portfolio, unasked=True)


def words(page):
    return re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", page.start.content.value.replace("\u00a0", " ")))


def test_nobody_was_opened_yet_and_nothing_can_be_compared(page):
    assert "Aucun dossier ouvert pendant cette visite." in words(page)
    assert "Ces scores servent depuis le 25 novembre 2026. Le calcul précédent n’est plus là" in words(page)
    page.state.switch_language()
    assert "These scores have served since 25 November 2026. The run before is no longer here" in words(page)


def test_whom_the_visitor_opened_is_a_button_that_opens_them_again(page):
    page.state.find.open(100003)
    page.state.find.open(910002)
    page.state.client = None
    assert re.findall(r'data-pad-open="(\d+)"', page.start.content.value) == ["910002", "100003"]
    page.start.open_client.value = "100003 1"  # as the template's script writes it
    assert page.state.client == 100003
    assert page.start.content.value.count("data-pad-open") == 0


def test_a_run_that_changed_nothing_is_one_sentence(portfolio):
    portfolio.since_last = Changes(date(2026, 1, 2), new=0, gone=0, stricter=0, milder=0)
    page = Page(portfolio, unasked=True)
    assert "Rien n’a changé : les mêmes clients, chacun dans la même zone." in words(page)
    assert "nouveau" not in words(page)


def test_what_changed_is_counted_in_the_singular_and_the_plural(portfolio):
    portfolio.since_last = Changes(date(2026, 1, 2), new=1, gone=0, stricter=2, milder=1)
    page = Page(portfolio, unasked=True)
    assert "1 nouveau client 0 client qui n’y est plus 2 clients dans une zone plus sévère 1 client dans" in words(page)


def test_the_zones_shares_sum_to_a_hundred_with_the_decimal_of_the_documents(page):
    table = page.start.content.value.partition("<tbody>")[2].partition("</tbody>")[0]
    shares = re.findall(r"<td>([\d,]+)\u00a0%</td>", table)
    assert len(shares) == 3
    assert sum(round(10 * float(share.replace(",", "."))) for share in shares) == 1000


def test_zones_are_in_their_colours_and_beside_the_scores(page):
    content = page.start.content.value
    zones, scores = content.index('class="accept"'), content.index('class="drawn"')
    assert content.index('class="glance"') < zones < scores
    for zone in ("accept", "review", "refuse"):
        rows = re.findall(rf'<tr(?: data-pad-bar="zone {zone}")? class="{zone}">', content)
        assert len(rows) == 1
