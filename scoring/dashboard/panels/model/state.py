"""Whether the panel on the model is open, and what is read for it, once."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from traitlets import Bool

from scoring.dashboard.panels.base_state import BaseState, PanelState
from scoring.dashboard.panels.find.state import FindState
from scoring.portfolio.evaluation import Evaluation
from scoring.portfolio.model_history import ModelHistory


class ModelState(PanelState):
    """``opened`` while the panel stands in the place of client and first page; a client who is opened closes it."""

    opened = Bool(False)

    def __init__(self, page: BaseState, find: FindState) -> None:
        super().__init__(page)
        page.observe(self._close, "client")
        find.observe(self._close, "unanswered")

    @cached_property
    def evaluation(self) -> Evaluation | None:
        """Of the model on the page's clients; None where nothing was evaluated."""
        return self.portfolio.evaluation()

    @cached_property
    def history(self) -> ModelHistory:
        """Of the models of the home."""
        return self.portfolio.model_history()

    def _close(self, _: Any) -> None:
        self.opened = False
