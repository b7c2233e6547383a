"""The one object that views read: all parts of the state together."""

from __future__ import annotations

from scoring.dashboard.panels.compare.state import CompareState
from scoring.dashboard.panels.find.criteria_state import CriteriaState
from scoring.dashboard.panels.simulate.state import SimulateState
from scoring.dashboard.panels.why.state import Understanding
from scoring.portfolio import Portfolio


class State(CriteriaState, CompareState, SimulateState, Understanding):
    """The choices of one visitor, and what follows from them.

    Parameters
    ----------
    portfolio : Portfolio
        The clients to choose from; never changed.
    client : int, optional
        Whom to show first; by default the first client.
    """

    def __init__(self, portfolio: Portfolio, client: int | None = None) -> None:
        super().__init__(portfolio)
        self.variable = next(iter(portfolio.variables()), "")
        if client is None or not self.open(client):
            self.client = int(portfolio.clients[0]) if len(portfolio.clients) else None
