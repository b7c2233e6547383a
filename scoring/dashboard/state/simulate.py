"""Simulating: what the client might ask for instead, and the model's answer to it."""

from __future__ import annotations

from typing import Any

from traitlets import Any as AnyTrait
from traitlets import Enum, Tuple, observe

from scoring.dashboard.state.base import BaseState
from scoring.explain.simulate import Field, Held, change
from scoring.portfolio import Portfolio
from scoring.portfolio.simulate import Simulator


class Simulating(BaseState):
    """The request as it is changed (``request``); ``simulation`` and ``impossible`` follow.

    ``start`` is where the client's simulation begins, None while the section is closed or where the portfolio
    could not be read.
    """

    held: Enum[Held] = Enum(("duration", "annuity"), default_value="duration")

    start = AnyTrait(None, allow_none=True)
    request = AnyTrait(None, allow_none=True)
    simulation = AnyTrait(None, allow_none=True)
    impossible = Tuple()

    def __init__(self, portfolio: Portfolio) -> None:
        self.simulator = Simulator(portfolio)
        super().__init__(portfolio)

    @property
    def is_changed(self) -> bool:
        """Whether the request differs from the application."""
        return self.start is not None and self.request != self.start.request

    def wish(self, field: Field, value: float) -> None:
        """Change one thing that is asked for; what follows from it is changed too."""
        if self.request is not None and value > 0:
            self.request = change(self.request, field, value, self.held)

    def reset(self) -> None:
        """Back to what the application says."""
        if self.start is not None:
            self.request = self.start.request

    @observe("client", "section")
    def _begin(self, change: Any) -> None:
        client = self.client
        if change["name"] == "client":
            self.request = self.start = None
        if self.section == "simulate" and client is not None and self.start is None:
            self.start = self.or_none(lambda: self.simulator.start(client))
            self.reset()

    @observe("request")
    def _answer(self, _: Any) -> None:
        start, request = self.start, self.request
        if start is None or request is None or request == start.request:
            self.impossible, self.simulation = (), None
            return
        self.impossible = self.simulator.problems(start, request)
        possible = not self.impossible
        self.simulation = self.or_none(lambda: self.simulator.answer(start, request)) if possible else None
