"""Looking for clients by criteria: the list found, its order and page; previous and next walk through it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
import numpy.typing as npt
from traitlets import Any as AnyTrait
from traitlets import Bool, Enum, Int

from scoring.arrays import Bools
from scoring.cohorts.criteria import Criterion, CriterionError, check
from scoring.dashboard.panels.base_state import PanelState
from scoring.texts import Words
from scoring.texts.sentences import page

Order = Literal["score_up", "score_down", "amount_down", "amount_up"]
ORDERS: tuple[Order, ...] = ("score_up", "score_down", "amount_down", "amount_up")
COLUMN_OF = {"score": "score", "amount": "application_amt_credit"}
A_PAGE = 20


@dataclass(frozen=True, eq=False)
class ClientList:
    """What was looked for, who was found in the order chosen, and how many each criterion alone keeps out.

    ``ways`` is filled where nobody was found: each criterion whose removal would find someone, and how many.
    ``bar`` says whose list it is where it was opened by a bar of a chart and not by criteria.
    """

    criteria: tuple[Criterion, ...]
    clients: npt.NDArray[np.int64]
    ways: tuple[tuple[Criterion, int], ...] = ()
    bar: Words | None = None


class CriteriaState(PanelState):
    """The list that criteria found (``result``), how it is ordered and which page of it is looked at.

    ``refusal`` says in both languages why criteria were not understood; the list found before stays.
    ``asked`` counts how often a bar of a chart asked for a list, and ``wanted`` are the criteria it asked by: the
    panel's fields follow them, and the page goes to the list.
    """

    opened = Bool(default_value=False)
    order: Enum[Order] = Enum(ORDERS, default_value="score_up")
    page_index = Int(0)

    asked = Int(0)
    wanted: tuple[Criterion, ...] = ()

    result = AnyTrait(None, allow_none=True)
    refusal = AnyTrait(None, allow_none=True)

    @property
    def listing(self) -> bool:
        """Whether previous and next walk through a list that was found."""
        return self.result is not None and len(self.result.clients) > 0

    @property
    def pages(self) -> int:
        """How many pages the list has; one at least."""
        count = 0 if self.result is None else len(self.result.clients)
        return max(1, -(-count // A_PAGE))

    @property
    def page_clients(self) -> npt.NDArray[np.int64]:
        """The clients on the page that is looked at."""
        if self.result is None:
            return np.array([], dtype=np.int64)
        clients: npt.NDArray[np.int64] = self.result.clients
        return clients[self.page_index * A_PAGE : (self.page_index + 1) * A_PAGE]

    def search(self, wanted: Sequence[Criterion]) -> bool:
        """Find who meets every criterion; False, and a sentence in ``refusal``, where one cannot be met."""
        criteria = tuple(criterion for criterion in wanted if not criterion.open)
        try:
            for criterion in criteria:
                check(criterion)
        except CriterionError as mistake:
            self.refusal = mistake.words
            return False
        result = self.page.or_none(lambda: self._list(criteria))
        self.refusal = page.all()["seek.trouble"] if result is None else None
        self.page_index, self.result = 0, result or self.result
        return result is not None

    def open_matching(self, criteria: tuple[Criterion, ...]) -> None:
        """Open the list of those who meet criteria that a bar of a chart stands for."""
        self.search(criteria)
        self._open(criteria)

    def open_bar(self, mask: Bools, words: Words) -> None:
        """Open the list of the clients of one bar of a chart; the words say who they are."""
        self.page_index, self.refusal = 0, None
        self.result = ClientList((), self._ordered(mask), bar=words)
        self._open(())

    def refuse(self, words: Words) -> None:
        """Say why what was typed is no criterion."""
        self.refusal = words

    def reorder(self, order: Order) -> None:
        """Another order of the same list, from its first page."""
        self.order = order
        result: ClientList | None = self.result
        if result is not None and result.bar is not None:
            mask = np.isin(self.portfolio.clients, result.clients)
            self.page_index, self.result = 0, replace(result, clients=self._ordered(mask))
        elif result is not None:
            self.search(result.criteria)

    def turn_page(self, by: int) -> None:
        """Another page of the list; stay at its ends."""
        self.page_index = min(max(self.page_index + by, 0), self.pages - 1)

    def clear(self) -> None:
        """Look for nobody: previous and next walk through everyone again."""
        self.page_index, self.result, self.refusal = 0, None, None

    def _list(self, criteria: tuple[Criterion, ...]) -> ClientList:
        mask = self.portfolio.find(criteria)
        if not mask.any():
            return ClientList(criteria, np.array([], dtype=np.int64), self._ways(criteria))
        return ClientList(criteria, self._ordered(mask))

    def _open(self, criteria: tuple[Criterion, ...]) -> None:
        self.wanted, self.opened = criteria, True
        self.asked += 1

    def _ordered(self, mask: Bools) -> npt.NDArray[np.int64]:
        """The clients of a mask in the order chosen."""
        name, _, direction = self.order.partition("_")
        values = self.portfolio.column(COLUMN_OF[name]).values[mask]
        order = np.argsort(values if direction == "up" else -values, kind="stable")  # not known: at the end
        clients: npt.NDArray[np.int64] = self.portfolio.clients[mask][order]
        return clients

    def _ways(self, criteria: tuple[Criterion, ...]) -> tuple[tuple[Criterion, int], ...]:
        """Each criterion without which someone would be found, the one that opens most first."""
        others = [(criterion, [other for other in criteria if other is not criterion]) for criterion in criteria]
        counts = [(criterion, int(np.count_nonzero(self.portfolio.find(rest)))) for criterion, rest in others]
        return tuple(sorted((way for way in counts if way[1]), key=lambda way: -way[1]))
