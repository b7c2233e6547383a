"""Letters that tell two or three routes stay on one sheet: nothing is said twice, and the type keeps its size."""

import dataclasses
from datetime import date

import pytest

from scoring.documents.letters.case import case_of
from scoring.documents.letters.lender import read_lender
from scoring.documents.letters.parts import style
from scoring.documents.letters.write import letter_page
from scoring.portfolio import Portfolio
from scoring.what_if.routes import find_routes
from scoring.what_if.simulate import Simulator

TODAY = date(2026, 11, 26)
LANGUAGES = ("fr", "en")
SHEET = (297 - 10 - 14) * 96 / 25.4  # pixels between the margins that @page states
WIDTH = (210 - 2 * 16) * 96 / 25.4
BUREAU = {
    "address": ("12 avenue de la République", "Immeuble B, 3e étage", "35000 Rennes"),
    "contact": {
        "fr": "notre service de la relation client, à l’adresse ci-dessus",
        "en": "our customer service at the address above",
    },
}


@pytest.fixture(scope="module")
def portfolio(world):
    return Portfolio.open(world)


@pytest.fixture(scope="module")
def with_routes(portfolio):
    """Clients who must be refused or looked at and have two or three routes."""
    simulator, found = Simulator(portfolio), []
    for zone in ("refuse", "review"):
        clients = portfolio.index.filter(portfolio.index["zone"] == zone)["SK_ID_CURR"].to_list()
        ways = (find_routes(simulator, client) for client in clients)
        several = (routes for routes in ways if len(routes.routes) > 1)
        found.append(next(several))
    return found


@pytest.fixture(scope="module")
def letters(world, portfolio, with_routes):
    """``(case, html)`` of each as the program and as a person answered, by a lender with a long address."""
    lender = dataclasses.replace(read_lender(world), **BUREAU)
    cases = [
        case_of(portfolio, routes.client, language, TODAY, routes=routes, decided=decided)
        for routes in with_routes
        for decided in ("", "refused", "postponed")
        for language in LANGUAGES
    ]
    return [(case, letter_page("letter", case, lender)) for case in cases]


@pytest.mark.browser
def test_a_letter_with_several_routes_stands_on_one_sheet(letters, browser):
    sheet = browser.new_page(viewport={"width": round(WIDTH), "height": 1200})
    sheet.emulate_media(media="print")
    heights = {}
    for case, html in letters:
        sheet.set_content(html)
        sheet.add_style_tag(content=f".paper {{ min-height: 0 !important; width: {WIDTH}px }}")
        height = sheet.evaluate("document.querySelector('.paper').getBoundingClientRect().height")
        heights[case.assessment.client, case.language, case.decided] = height
    sheet.close()
    assert {key: height for key, height in heights.items() if height > SHEET} == {}
    assert "body { font-size: 9.6pt" in style()


def test_what_all_routes_share_is_said_once(letters):
    expected = {
        "fr": ("Chacune de ces pistes suffirait", "la demande serait acceptée", "coûte en général plus cher"),
        "en": ("Each of these ways would be enough", "the application would be accepted", "usually costs more"),
    }
    seen = set()
    for case, html in letters:
        if case.routes is None or case.is_against_score:
            continue
        shared, each, dearer = expected[case.language]
        zones = {route.outcome.zone for route in case.routes.routes}
        rise = all(route.outcome.score > case.routes.now.score for route in case.routes.routes)
        assert (shared in html) is (len(zones) == 1 and rise)
        assert html.count(dearer) <= 1
        if shared in html:
            assert each not in html
            seen.add(case.language)
        for route in case.routes.routes:
            assert f"{route.outcome.score}\u00a0points" in html
    assert seen == set(LANGUAGES)
