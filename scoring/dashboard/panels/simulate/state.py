"""Simulating: what the client might ask for instead, and the model's answer to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from traitlets import Any as AnyTrait
from traitlets import Bool, Enum, Int, Tuple, observe

from scoring.dashboard.panels.base_state import BaseState, PanelState
from scoring.what_if.change import Field, Held, change
from scoring.what_if.simulate import Simulator

if TYPE_CHECKING:
    from scoring.portfolio import Portfolio
    from scoring.what_if.routes import Routes


class SimulateState(PanelState):
    """The request as it is changed (``request``); ``simulation`` and ``impossible`` follow.

    ``routes`` is the way to a better answer once it was asked for, ``searching`` holds while it is sought.

    ``start`` is where the client's simulation begins, None while the section is closed or where the portfolio
    could not be read. ``loading`` holds while the model is brought in, once a visitor; ``answered`` counts up when
    all of this agrees again, so that one change is drawn once.
    """

    held: Enum[Held] = Enum(("duration", "annuity"), default_value="duration")

    start = AnyTrait(None, allow_none=True)
    request = AnyTrait(None, allow_none=True)
    simulation = AnyTrait(None, allow_none=True)
    impossible = Tuple()
    loading = Bool(False)
    answered = Int(0)
    routes = AnyTrait(None, allow_none=True)
    searching = Bool(False)
    search_failed = Bool(False)

    def __init__(self, page: BaseState) -> None:
        super().__init__(page)
        self.simulator = Simulator(cast("Portfolio", page.portfolio))
        page.observe(self._begin, ["client", "section"])

    @property
    def is_changed(self) -> bool:
        """Whether the request differs from the application."""
        return self.start is not None and self.request != self.start.request

    def set_field(self, field: Field, value: float) -> bool:
        """Change one thing that is asked for, and what follows from it; False where nothing changes."""
        before = self.request
        if before is not None and value > 0:
            self.request = change(before, field, value, self.held)
        return bool(self.request != before)

    def reset(self) -> None:
        """Back to what the application says."""
        if self.start is not None:
            self.request = self.start.request

    def search(self) -> None:
        """Look for what the client could change to get a better answer."""
        client = self.page.client
        if client is not None and self.start is not None:
            self.page.look_for_newer()
            self.search_failed, self.searching = False, True
            self.routes = self.page.or_none(lambda: self.find_routes(self.simulator, client))
            self.search_failed = self.routes is None
            self.searching = False

    def try_route(self, place: int) -> None:
        """Ask for what a route asks for, to see the whole answer; nothing where there is no such route any more."""
        if self.routes is not None and place < len(self.routes.routes):
            self.request = self.routes.routes[place].request

    @staticmethod
    def find_routes(simulator: Simulator, client: int) -> Routes:
        """As :func:`scoring.what_if.routes.find_routes`, which is imported only when someone asks."""
        from scoring.what_if.routes import find_routes

        return find_routes(simulator, client)

    def _begin(self, change: Any) -> None:
        client = self.page.client
        if change["name"] == "client":
            self.request = self.start = self.routes = None
            self.search_failed = False
        if self.page.section == "simulate" and client is not None and self.start is None:
            self.start = self.page.or_none(lambda: self.simulator.start(client))
            self.reset()
            self.answered += 1

    @observe("request")
    def _answer(self, _: Any) -> None:
        start, request = self.start, self.request
        self.impossible, self.simulation = (), None
        if start is not None and request is not None and request != start.request:
            self.impossible = self.simulator.problems(start, request)
            if not self.impossible:
                self.loading = not self.simulator.is_ready
                if self.loading:
                    self.page.redraws.draw()  # said before the wait, not after it
                self.simulation = self.page.or_none(lambda: self.simulator.answer(start, request))
                self.loading = False
        self.answered += 1
