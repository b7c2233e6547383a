"""The guide and the tour: every step, the way back and out, nobody's file opened by it."""

import re
from html import unescape

import pytest

from scoring.dashboard.page import Page
from scoring.dashboard.panels.base_state import SECTIONS
from scoring.dashboard.panels.guide.state import STEPS
from scoring.dashboard.panels.guide.view import GuideView
from scoring.dashboard.panels.state import PageState
from scoring.texts.sentences import page as words
from scripts.guide import DOCS, guide_text


@pytest.fixture
def state(portfolio):
    return PageState(portfolio)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_step_says_itself_and_opens_its_section(state, language):
    state.language = language
    view, seen = GuideView(state), []
    view.start.click()
    for step, (name, section) in enumerate(STEPS.items(), 1):
        seen.append(re.search(r'data-pad-tour="(\w+)"', view.step.value)[1])
        assert words(f"guide.{name}.tour", language) in unescape(view.step.value)
        assert words("guide.place", language, at=step, n=len(STEPS)) in unescape(view.step.value)
        assert state.section == (section or SECTIONS[0])
        view.on.click()
    assert seen == list(STEPS)
    assert (state.guide.step, view.step.value, view.box.layout.display) == (
        0,
        f'<div lang="{language}"></div>',
        "none",
    )


def test_the_last_step_is_finished_and_the_first_has_none_before_it(state):
    view = GuideView(state)
    view.start.click()
    assert view.back.disabled
    state.guide.go_back()
    assert state.guide.step == 1
    for _ in range(len(STEPS) - 1):
        view.on.click()
    assert (state.guide.step, view.on.description) == (len(STEPS), "Terminer")


@pytest.mark.parametrize("steps", range(len(STEPS)))
def test_it_can_be_left_at_any_step_and_leads_back_to_where_it_began(state, steps):
    state.section = "compare"
    view = GuideView(state)
    view.start.click()
    for _ in range(steps):
        view.on.click()
    view.out.click()
    assert (state.guide.step, state.section) == (0, "compare")
    state.section = "why"
    view.out.click()  # a late Escape
    state.guide.go_on()
    assert (state.guide.step, state.section) == (0, "why")


def test_nobodys_file_is_opened_by_it(portfolio):
    state = PageState(portfolio, unasked=True)
    view = GuideView(state)
    view.start.click()
    for _ in STEPS:
        assert (state.client, state.section) == (None, SECTIONS[0])
        view.on.click()


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_guide_is_read_on_the_page_and_closes(state, language):
    state.language = language
    view = GuideView(state)
    assert "<h3>" not in view.text.value
    view.open.click()
    titles = [unescape(title) for title in re.findall(r"<h3>(.*?)</h3>", view.text.value)]
    assert titles == [words(f"guide.{name}.title", language) for name in STEPS]
    view.open.click()
    assert view.text.layout.display == "none"


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_buttons_that_it_names_are_called_so_on_the_page(language):
    quoted = "".join(words(f"guide.{name}.{part}", language) for name in STEPS for part in ("tour", "text"))
    named = {
        "seek.open", "tabs.why", "tabs.compare", "tabs.simulate", "tabs.file", "acts.opinion", "acts.letter",
        "client.open", "routes.seek", "file.download",
    }  # fmt: skip
    marks = ("«\u00a0{}\u00a0»", "“{}”")[language == "en"]
    assert [key for key in sorted(named) if marks.format(words(key, language)) not in quoted] == []


def test_the_page_holds_it(portfolio):
    page = Page(portfolio)
    assert page.guide.root in page.root.children


@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_written_guide_says_the_same_and_has_its_pictures(language):
    written = (DOCS / f"guide.{language}.md").read_text(encoding="utf-8")
    assert written == guide_text(language)
    pictures = [DOCS / path for path in re.findall(r"\]\((.*?)\)", written)]
    assert len(pictures) == len(STEPS)
    assert all(20_000 < picture.stat().st_size < 120_000 for picture in pictures)
