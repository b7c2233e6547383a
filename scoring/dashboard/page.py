"""The page: views put together, and the one function that the notebook calls."""

from __future__ import annotations

import logging
import os
from collections.abc import Sequence
from importlib.resources import files
from pathlib import Path
from typing import Any

import ipywidgets as widgets

from scoring.access.place import has_keys
from scoring.dashboard.client_mode.client_page import ClientPage
from scoring.dashboard.client_mode.state import ClientState
from scoring.dashboard.panels.acts import Acts
from scoring.dashboard.panels.address import Address, follow, language_of
from scoring.dashboard.panels.base_state import SECTIONS
from scoring.dashboard.panels.client_file.view import File
from scoring.dashboard.panels.compare.view import Compare
from scoring.dashboard.panels.contest.view import ContestView
from scoring.dashboard.panels.decision.view import Decision
from scoring.dashboard.panels.find.client_card import Card
from scoring.dashboard.panels.find.criteria_view import CriteriaPanel
from scoring.dashboard.panels.find.header import Header
from scoring.dashboard.panels.guide.view import GuideView
from scoring.dashboard.panels.model.view import ModelButton, ModelView
from scoring.dashboard.panels.opinion.view import OpinionView
from scoring.dashboard.panels.paper.view import PaperView
from scoring.dashboard.panels.simulate.view import Simulate
from scoring.dashboard.panels.start.view import Start
from scoring.dashboard.panels.state import PageState
from scoring.dashboard.panels.view import View, hide
from scoring.dashboard.panels.why.view import Why
from scoring.dashboard.record import name_for_the_journal, record_what_is_shown
from scoring.dashboard.render.html import esc, fine, in_language
from scoring.dashboard.rights import may_try_costs
from scoring.errors import UserError
from scoring.journal.desk import Desk
from scoring.journal.entry import NO_LOGIN
from scoring.journal.shown import NAMED_VARIABLE
from scoring.light_kernel.voila_request import client_mode_of, in_voila, visitor
from scoring.portfolio import Portfolio
from scoring.settings import Home, find_home
from scoring.texts import languages
from scoring.texts.sentences import page as page_text

TABS: dict[str, type[View]] = {"decision": Decision, "why": Why, "compare": Compare, "simulate": Simulate, "file": File}
STYLE_FOLDER = "template/voila/templates/pret_a_depenser/static"
# In the order of the template's head (tested): later ones win.
STYLES = (
    "tokens",
    "frame",
    "header",
    "seek",
    "sections",
    "decision",
    "why",
    "charts",
    "compare",
    "simulate",
    "file",
    "acts",
    "client",
    "guide",
    "narrow",
    "start",
    "model",
    "lost",
)

__all__ = ["Page", "dashboard", "open_page", "page_style", "prebuild", "visitor"]

log = logging.getLogger(__name__)


def dashboard(query: str = "", home: Path | str | None = None) -> widgets.Widget:
    """The whole page, or a sentence where there is no portfolio to show.

    Parameters
    ----------
    query : str
        What stands behind the ``?`` of the address.
    home : path, optional
        The world to show; by default as ``find_home`` says.
    """
    return open_page(prebuild(home), query, home)


def prebuild(home: Path | str | None = None) -> Page | None:
    """A page for whoever comes, made before there is a visitor; None where there is no portfolio to show."""
    try:
        return Page(Portfolio.open(find_home(home)), unasked=True)
    except (UserError, OSError) as missing:
        log.warning("%s", missing)
        return None


def open_page(
    prebuilt_page: Page | None,
    query: str,
    home: Path | str | None = None,
    *,
    user: str = "",
    client: str = "",
    scopes: Sequence[str] = (),
) -> widgets.Widget:
    """The prebuilt page, with what the visitor's address asks for on it.

    A page whose portfolio was replaced while it waited for a visitor is made anew.

    Parameters
    ----------
    prebuilt_page : Page, optional
        As :func:`prebuild` gives it.
    query : str
        What stands behind the ``?`` of the address.
    home : path, optional
        The world to show; by default as ``find_home`` says.
    user : str
        The visitor's name, for the journal; empty where the server does not ask for it.
    client : str
        The one client whom the visitor may see, in client mode; empty where they may see all.
    scopes : sequence of str
        What the visitor may do by their key, as the server says it.
    """
    try:
        who = name_for_the_journal(user)
        newest = Portfolio.open(find_home(home))
    except (UserError, OSError) as missing:
        log.warning("%s", missing)
        return _framed([_apology(str(missing))])
    only = client or client_mode_of(query)
    if only:
        return _client_page(newest, find_home(home), only, query, who)
    current = prebuilt_page is not None and prebuilt_page.state.portfolio.folder == newest.folder
    page = prebuilt_page if current and prebuilt_page is not None else Page(newest, unasked=True)
    record_what_is_shown(page.state, find_home(home), who)
    page.attach(find_home(home), who)  # before the address, which may open what asks for it
    follow(page.state, query)
    page.state.model.may_try = may_try_costs(scopes)
    return page.root


class Page:
    """Header, card and sections over one state; a first page where nobody has asked for a client.

    Only the open section has its widgets on the page: a figure that nobody sees has no size to draw in.
    """

    def __init__(self, portfolio: Portfolio, client: str | None = None, *, unasked: bool = False) -> None:
        self.state = PageState(portfolio, unasked=unasked)
        if client is not None:
            self.state.find.open_link(client)
        self.start, self.address = Start(self.state), Address(self.state)
        self.header, self.criteria, self.card = Header(self.state), CriteriaPanel(self.state), Card(self.state)
        self.file = File(self.state)
        self.views = {name: self.file if view is File else view(self.state) for name, view in TABS.items()}
        self.acts, self.asked = Acts(self.state), (PaperView(self.state), OpinionView(self.state))
        self.contest = ContestView(self.state)
        self.contest.doors.children = (self.contest.toggle, self.file.home)
        self.model, self.model_button = ModelView(self.state), ModelButton(self.state)
        self.guide = GuideView(self.state)
        self.panes = {name: widgets.VBox() for name in SECTIONS}
        self.awaited = widgets.HTML()  # what a section shows that has been turned to and is not drawn yet
        self.awaited.add_class("pad-awaited")
        self.tab = widgets.Tab([self.panes[name] for name in SECTIONS])
        self.tab.add_class("pad-tabs")
        self.tab.observe(self._turn, "selected_index")
        redraws = self.state.redraws
        self.state.observe(lambda _: redraws.add(self._mount), "section")
        self.state.observe(self._name_tabs, "language")
        self._name_tabs()
        self._mount()
        desk = widgets.VBox([self.acts.root, self.tab])
        desk.add_class("pad-desk")
        self.main = widgets.HBox([self.card.root, desk])
        self.main.add_class("pad-main")
        for owner, name in ((self.state, "client"), (self.state.find, "unanswered"), (self.state.model, "opened")):
            owner.observe(lambda _: redraws.add(self._show_file), name)
        self._show_file()
        content = [self.model.root, self.start.root, self.main, self.model_button.root, self.guide.root]
        self.root = _framed([self.header.root, self.criteria.root, *content, self.address.root])

    def attach(self, home: Home, who: str = NO_LOGIN) -> None:
        """Where opinions are put on record and in whose name, and who writes the letters."""
        self.state.paper.home = home
        self.state.opinion.attach(Desk(home, who, knows_people=has_keys(home)))

    def _show_file(self) -> None:
        """The panel on the model, a client's file or the first page; no file under a number that is nobody's."""
        nobody, model = self.state.client is None or self.state.find.unanswered, self.state.model.opened
        hide(self.main, nobody or model)
        hide(self.start.root, not nobody or model)

    def _turn(self, change: dict[str, Any]) -> None:
        if change["new"] is not None:
            self.state.section = SECTIONS[change["new"]]

    def _mount(self) -> None:
        self.tab.selected_index = SECTIONS.index(self.state.section)  # first: what comes finds its place in sight
        for name, pane in self.panes.items():
            also = (self.contest,) if name == "file" else ()
            opened = [view.root for view in (*self.asked, *also, self.views[name])]
            pane.children = opened if name == self.state.section else (self.awaited,)

    def _name_tabs(self, _: Any = None) -> None:
        self.tab.titles = [self.state.say(f"tabs.{name}") for name in SECTIONS]
        self.awaited.value = in_language(self.state.language, fine(self.state.say("tabs.awaited"), "status"))


def _client_page(portfolio: Portfolio, home: Home, client: str, query: str, who: str) -> widgets.Widget:
    """One client's own page. Whatever a page made ahead holds is closed: no browser reaches its widgets any more."""
    if in_voila():
        widgets.Widget.close_all()
    state = ClientState(portfolio, home, client, language_of(query))
    record_what_is_shown(state, home, who, "client mode")
    state.open()
    return _framed([ClientPage(state, way_back=NAMED_VARIABLE in os.environ).root]).add_class("pad-alone")


def page_style() -> str:
    """The page's whole style, for where Voilà's template does not bring it."""
    folder = files("scoring.dashboard").joinpath(STYLE_FOLDER)
    return "\n".join(folder.joinpath(f"{name}.css").read_text("utf-8") for name in STYLES)


def _framed(children: list[widgets.Widget]) -> widgets.VBox:
    """The page's outer box; it brings its style along where Voilà's template does not."""
    brought = [] if in_voila() else [widgets.HTML(f"<style>{page_style()}</style>")]
    root = widgets.VBox([*brought, *children])
    root.add_class("pad-page")
    return root


def _apology(details: str) -> widgets.HTML:
    """Why there is nothing to show, in both languages."""
    sentences = "".join(
        in_language(language, f"<p>{esc(page_text('trouble.no_portfolio', language))}</p>") for language in languages()
    )
    small = f"<p><small>{esc(details)}</small></p>"
    return widgets.HTML(f'<div class="pad-alert pad-empty" role="alert">{sentences}{small}</div>')
