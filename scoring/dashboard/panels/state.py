"""The page's state: client, section and language, and one state a panel beside them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from scoring.dashboard.panels.base_state import BaseState
from scoring.dashboard.panels.compare.state import CompareState
from scoring.dashboard.panels.contest.state import ContestState
from scoring.dashboard.panels.find.criteria_state import CriteriaState
from scoring.dashboard.panels.find.state import FindState
from scoring.dashboard.panels.guide.state import GuideState
from scoring.dashboard.panels.model.state import ModelState
from scoring.dashboard.panels.opinion.state import OpinionState
from scoring.dashboard.panels.paper.state import PaperState
from scoring.dashboard.panels.screen import ScreenState
from scoring.dashboard.panels.simulate.state import SimulateState

if TYPE_CHECKING:
    from scoring.dashboard.panels.portfolio_protocol import PagePortfolio


class PageState(BaseState):
    """The choices of one visitor, and what follows from them.

    ``screen`` is what the browser shows of it. Each panel has a state of its own that observes this one: ``find``,
    ``criteria``, ``compare``, ``simulate``, ``opinion``, ``paper``, ``contest``, ``model``, ``guide``.

    Parameters
    ----------
    portfolio : PagePortfolio
        The clients to choose from; never changed.
    client : int, optional
        Whom to show first; by default the first client.
    unasked : bool
        Whether nobody is shown until somebody asks for a client.
    """

    def __init__(self, portfolio: PagePortfolio, client: int | None = None, *, unasked: bool = False) -> None:
        super().__init__(portfolio)
        self.screen = ScreenState(self)
        self.criteria = CriteriaState(self)
        self.find = FindState(self, self.criteria)
        self.compare = CompareState(self)
        self.simulate = SimulateState(self)
        self.opinion = OpinionState(self)
        self.paper = PaperState(self, self.opinion, self.simulate)
        self.contest = ContestState(self, self.opinion, self.simulate)
        self.guide = GuideState(self)
        self.model = ModelState(self, self.find)
        if not unasked and (client is None or not self.find.open(client)):
            self.client = int(portfolio.clients[0]) if len(portfolio.clients) else None
