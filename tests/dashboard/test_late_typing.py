"""What is typed or pressed in *Simuler* while the next client is on the way was meant for the client before."""

import pytest

from scoring.dashboard.page import Page

NB = "\u00a0"
ASKED = f"240{NB}000"


@pytest.fixture
def page(portfolio, fakes):
    made = Page(portfolio)
    made.state.simulate.simulator = fakes.FakeSimulator()
    made.state.find.open(100002)
    made.state.section = "simulate"
    return made


@pytest.fixture
def view(page):
    return page.views["simulate"]


class Browser:
    """What the template's script says of what is on the screen, which a test may have say it late."""

    def __init__(self, view):
        self.view, self.count = view, 0

    def says(self):
        marker = self.view.follows.value.partition('data-pad-shown="')[2].partition('"')[0]
        self.count += 1
        self.view.shown.value = f"{marker} {self.count}"


@pytest.fixture
def browser(view):
    script = Browser(view)
    script.says()
    return script


def test_a_number_typed_while_the_next_client_is_on_the_way_is_nobodys(page, view, browser):
    page.state.find.open(100003)
    view.fields["credit"].value = "111 000"
    assert not page.state.simulate.is_changed
    assert view.fields["credit"].value == ASKED
    browser.says()
    view.fields["credit"].value = "111 000"
    assert page.state.simulate.request.credit == 111_000


def test_a_step_pressed_while_the_next_client_is_on_the_way_is_nobodys(page, view, browser):
    page.state.find.open(100003)
    view.steps["credit", -1].click()
    assert not page.state.simulate.is_changed
    browser.says()
    view.steps["credit", -1].click()
    assert page.state.simulate.request.credit == pytest.approx(228_000)


def test_the_same_client_opened_again_is_another_opening(page, view, browser):
    page.state.find.open(100003)
    page.state.find.open(100002)
    view.fields["credit"].value = "111 000"
    assert not page.state.simulate.is_changed


def test_routes_sought_or_tried_late_are_neither(page, view, browser, monkeypatch):
    sought = []
    monkeypatch.setattr(page.state.simulate, "search", lambda: sought.append(page.state.client))
    page.state.find.open(100003)
    view.routes.seek.click()
    view.routes.tries[0].click()
    assert sought == []
    browser.says()
    view.routes.tries[0].click()  # of the client before: there are none of this one yet
    view.routes.seek.click()
    assert sought == [100003]
    assert not page.state.simulate.is_changed


@pytest.mark.parametrize(
    ("typed_in", "to", "typed", "read"), [("fr", "en", "150,5", 150.5), ("en", "fr", "150.5", 150.5)]
)
def test_a_number_is_read_by_the_marks_of_the_language_that_it_was_typed_in(
    page, view, browser, typed_in, to, typed, read
):
    page.state.language = typed_in
    browser.says()
    page.state.language = to
    view.fields["credit"].value = typed
    assert page.state.simulate.request.credit == read


@pytest.mark.parametrize("said", ["", "x", "1", "fr", "1 xx 3", "-1 fr 3", "9" * 30 + " fr 1"])
def test_what_no_script_says_changes_nothing(page, view, browser, said):
    view.shown.value = said
    view.fields["credit"].value = "111 000"
    assert page.state.simulate.request.credit == 111_000


def test_without_the_script_fields_are_taken_as_they_are(page, view):
    page.state.find.open(100003)
    view.fields["credit"].value = "111 000"
    assert page.state.simulate.request.credit == 111_000
