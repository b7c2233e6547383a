"""Whether the panel on the model is open, what is read for it once, and the costs that somebody tries in it."""

from __future__ import annotations

import dataclasses
from functools import cached_property
from typing import Any, Literal, get_args

from traitlets import Any as AnyTrait
from traitlets import Bool, Dict, Int, observe

from scoring.dashboard.panels.base_state import BaseState, OpenedState
from scoring.dashboard.panels.find.state import FindState
from scoring.errors import UserError
from scoring.portfolio.evaluation import Evaluation, KnownAnswers
from scoring.portfolio.model_history import ModelHistory
from scoring.settings import Costs
from scoring.texts import Language, TypedNumberError, Words, format_number, read_number
from scoring.texts.sentences import page as page_words

CostName = Literal["missed_difficulty", "wrong_refusal"]
COSTS: tuple[CostName, ...] = get_args(CostName)
MOST = 1_000_000.0  # beyond it a cost is a slip of the hand


class ModelState(OpenedState):
    """``opened`` while the panel stands in the place of client and first page; a client who is opened closes it.

    ``costs`` are those that are tried, the served ones at first; ``mistakes`` says of a field why what was typed into
    it is not taken. Nothing here changes what is served. ``may_try`` is whether the visitor may try other costs,
    ``visits`` counts openings.
    """

    visits = Int(0)
    may_try = Bool(True)
    costs = AnyTrait(None, allow_none=True)
    mistakes = Dict()

    def __init__(self, page: BaseState, find: FindState) -> None:
        super().__init__(page)
        page.observe(self._close, "client")
        find.observe(self._close, "unanswered")

    @observe("opened")
    def _visit(self, change: dict[str, bool]) -> None:
        self.visits += change["new"]

    @cached_property
    def evaluation(self) -> Evaluation | None:
        """Of the model on the page's clients; None where nothing was evaluated."""
        return self.portfolio.evaluation()

    @cached_property
    def known_answers(self) -> KnownAnswers | None:
        """Outcomes and groups of the clients whose outcome is known; None where nothing was evaluated."""
        return self.portfolio.known_answers()

    @cached_property
    def history(self) -> ModelHistory:
        """Of the models of the home."""
        return self.portfolio.model_history()

    @cached_property
    def served_costs(self) -> Costs:
        """What the two mistakes cost, as the served model was told."""
        return Costs(**self.portfolio.manifest.settings["costs"])

    @property
    def tried_costs(self) -> Costs:
        """The costs that are tried, or the served ones."""
        return self.costs or self.served_costs

    def try_cost(self, name: CostName, text: str, language: Language) -> bool:
        """Take what was typed as one of the two costs; where it is none, say why and keep the cost before."""
        if not self.may_try:
            return False
        costs, mistake = _costs_with(self.tried_costs, name, text, language)
        others = {field: words for field, words in self.mistakes.items() if field != name}
        self.mistakes = others if mistake is None else {**others, name: mistake}
        if costs is not None:
            self.costs = costs
        return costs is not None

    def reset(self) -> None:
        """Back to the costs that are served."""
        self.mistakes, self.costs = {}, None

    def _close(self, _: Any) -> None:
        self.opened = False


def _costs_with(before: Costs, name: CostName, text: str, language: Language) -> tuple[Costs | None, Words | None]:
    """The costs with what was typed as one of them; None and why in words, where that is no cost."""
    try:
        value = read_number(text, language)
    except TypedNumberError as mistake:
        return None, mistake.words
    try:
        if value is not None and 0 < value <= MOST:
            return dataclasses.replace(before, **{name: value}), None
    except UserError:  # beside the other cost it leaves no threshold
        pass
    return None, Words.each(lambda each: page_words("model.costs.bounds", each, most=format_number(MOST, each)))
