"""What holds the panels together: one state each, one guard against echoes, one portfolio asked the same way."""

import inspect
import typing

import ipywidgets as widgets
import pytest

from scoring.dashboard.panels.portfolio_protocol import PagePortfolio
from scoring.dashboard.panels.state import PageState
from scoring.dashboard.panels.view import EchoGuard, trait_of
from scoring.portfolio import Portfolio

MEMBERS = sorted(name for name in vars(PagePortfolio) if not name.startswith("_"))


def parameters(function):
    return [name for name in inspect.signature(function).parameters if name != "self"]


def test_the_page_knows_client_section_and_language_and_each_panel_the_rest(portfolio):
    state = PageState(portfolio)
    assert set(state.trait_names()) == {"client", "language", "section", "assessment", "message", "outdated"}
    panels = {name: panel for name, panel in vars(state).items() if hasattr(panel, "page")}
    named = {"find", "criteria", "compare", "simulate", "opinion", "paper", "contest", "model", "guide"}
    assert set(panels) == named | {"screen"}
    assert all(panel.page is state for panel in panels.values())


def test_a_panels_trait_is_found_by_its_path(portfolio):
    state = PageState(portfolio)
    assert trait_of(state, "compare.group") == (state.compare, "group")
    assert trait_of(state, "client") == (state, "client")


def test_what_the_page_itself_puts_into_a_widget_is_no_choice():
    echo, field, chosen = EchoGuard(), widgets.Text(), []
    field.observe(echo.heard(chosen.append), "value")
    with echo.fill():
        with echo.fill():
            field.value = "filled"
        field.value = "filled again"
    field.value = "typed"
    assert chosen == ["typed"]


@pytest.mark.parametrize("stand_in", ["real", "fake"])
def test_every_portfolio_is_asked_the_same_way(fakes, portfolio, stand_in):
    shape = Portfolio if stand_in == "real" else fakes.FakePortfolio
    holder = Portfolio if stand_in == "real" else portfolio
    declared = set(typing.get_type_hints(Portfolio))
    missing = [name for name in MEMBERS if not hasattr(holder, name) and name not in declared]
    assert not missing
    methods = [name for name in MEMBERS if callable(vars(PagePortfolio)[name])]
    wrong = {
        name: parameters(getattr(shape, name))
        for name in methods
        if parameters(getattr(shape, name)) != parameters(vars(PagePortfolio)[name])
    }
    assert not wrong
