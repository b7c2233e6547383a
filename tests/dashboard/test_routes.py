"""The way to a better answer on the page, over routes made by hand."""

import dataclasses

import pytest

from scoring.dashboard.page import Page
from scoring.what_if.routes import Outcome, Route, Routes

NOW = Outcome("refuse", 465, 0.2, ())
NEAR = Outcome("review", 490, 0.1, ("near_threshold",))


def routes_to(asked, *found, miss=None, now=NOW):
    return Routes(100002, "v", asked, now, found, miss)


@pytest.fixture
def opened(portfolio, fakes):
    """``(routes of a request) -> page`` with *Simuler* open; the routes are what a search gives."""

    def open_page(make):
        page = Page(portfolio)
        page.state.simulate.simulator = fakes.FakeSimulator()
        page.state.simulate.find_routes = lambda simulator, client: make(simulator.asked)
        page.state.find.open(100002)
        page.state.section = "simulate"
        return page

    return open_page


def shown(widget):
    return widget.layout.display != "none"


def longer(asked):
    request = dataclasses.replace(asked, annuity=10_000.0)
    return routes_to(
        asked, Route("longer", request, (), 0.0, 0.2, NEAR), Route("repaid", asked, (7,), 900.0, 0.3, NEAR)
    )


def test_nothing_is_sought_before_someone_asks(opened):
    view = opened(longer).views["simulate"].routes
    assert (view.seek.description, shown(view.seek), view.note.value) == ("Chercher des pistes", True, "")
    assert not any(shown(box) for box in view.boxes)


def test_nothing_better_is_offered_to_whom_is_accepted_already(opened):
    """The title promised a better answer, and only a press on the button said that nothing needs to change."""
    page = opened(longer)
    view = page.views["simulate"].routes
    page.state.assessment = dataclasses.replace(page.state.assessment, zone="accept")
    assert not shown(view.seek)
    assert "La demande peut être acceptée telle quelle" in view.note.value
    assert "meilleure réponse" not in view.title.value
    page.state.assessment = dataclasses.replace(page.state.assessment, zone="refuse")
    assert (shown(view.seek), view.note.value) == (True, "")
    assert "meilleure réponse" in view.title.value


def test_newer_scores_are_noticed_when_routes_of_the_old_answer_are_sought(opened, portfolio):
    page = opened(longer)
    portfolio.replaced = True
    page.views["simulate"].routes.seek.click()
    assert page.state.outdated


def test_a_route_is_a_sentence_and_one_click_away_from_its_whole_answer(opened):
    page = opened(longer)
    view = page.views["simulate"].routes
    view.seek.click()
    assert [shown(box) for box in view.boxes] == [True, True, False]
    assert "Rembourser en 24\u00a0mois au lieu d’environ 12\u00a0mois" in view.sentences[0].value
    assert "465 à 490\u00a0points" in view.sentences[0].value
    assert "Rembourser d’abord 1 crédit chez un autre prêteur (900)" in view.sentences[1].value
    assert [shown(button) for button in view.tries[:2]] == [True, False]
    view.tries[0].click()
    assert page.views["simulate"].fields["annuity"].value == "10\u00a0000"
    assert page.state.simulate.simulation is not None


def test_without_a_route_the_nearest_miss_is_named(opened):
    def none(asked):
        more, better = dataclasses.replace(asked, income=120_000.0), dataclasses.replace(NOW, score=NOW.score + 10)
        return routes_to(asked, miss=Route("income", more, (), 0.0, 1.0, better))

    view = opened(none).views["simulate"].routes
    view.seek.click()
    assert "Aucune piste réaliste" in view.note.value
    assert "prouver un revenu de 120\u00a0000 au lieu de 100\u00a0000" in view.note.value
    assert not any(shown(box) for box in view.boxes)


def test_another_client_or_language_does_not_see_the_routes_of_before(opened):
    page = opened(longer)
    view = page.views["simulate"].routes
    view.seek.click()
    page.state.switch_language()
    assert "Repay in 24\u00a0months instead of about 12\u00a0months" in view.sentences[0].value
    page.state.find.open(100003)
    assert not any(shown(box) for box in view.boxes)
    assert shown(view.seek)


def test_a_search_that_fails_is_a_sentence_and_leaves_the_page_whole(opened):
    def broken(asked):
        raise OSError("gone")

    page = opened(broken)
    view = page.views["simulate"].routes
    view.seek.click()
    assert "n’ont pas pu être cherchées" in view.note.value
    assert shown(view.seek)
    assert not page.state.simulate.searching
