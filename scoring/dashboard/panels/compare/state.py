"""Comparing: with whom, in which variables; made only while its section is open."""

from __future__ import annotations

from typing import Any

from traitlets import Any as AnyTrait
from traitlets import Bool, Enum, Tuple, Unicode, observe

from scoring.cohorts.criteria import Criterion, CriterionError, check
from scoring.cohorts.group_cache import Kind
from scoring.dashboard.panels.base_state import BaseState, PanelState
from scoring.texts import Words

KINDS: tuple[Kind, ...] = ("similar", "nearest", "zone", "own", "all")


class CompareState(PanelState):
    """The kind of group, its filters and the variables chosen; what follows is derived.

    ``filters`` are those that count: a filter that cannot be met is said in ``filter_refusal`` (words in both
    languages) and changes nothing. ``group``, ``observed``, ``comparison_rows``, ``comparison`` and ``pair`` follow.
    """

    kind: Enum[Kind] = Enum(KINDS, default_value="similar")
    filters = Tuple()
    filter_refusal = AnyTrait(None, allow_none=True)
    variable = Unicode("")
    second = Unicode("")
    apart = Bool(default_value=False)

    group = AnyTrait(None, allow_none=True)
    observed = AnyTrait(None, allow_none=True)
    comparison_rows = Tuple()
    comparison = AnyTrait(None, allow_none=True)
    pair = AnyTrait(None, allow_none=True)

    def __init__(self, page: BaseState) -> None:
        super().__init__(page)
        self.variable = next(iter(page.portfolio.variables()), "")
        page.observe(self._regroup, ["client", "section"])

    def filter_by(self, wanted: tuple[Criterion, ...]) -> bool:
        """Take these filters; False, and a sentence in ``filter_refusal``, where one cannot be met."""
        try:
            for criterion in wanted:
                check(criterion)
        except CriterionError as mistake:
            self.filter_refusal = mistake.words
            return False
        self.filter_refusal = None
        self.filters = tuple(criterion for criterion in wanted if not criterion.open)
        return True

    def refuse_filter(self, words: Words) -> None:
        """Say why what was typed is no filter; those that count stay."""
        self.filter_refusal = words

    @observe("kind", "filters")
    def _regroup(self, change: Any) -> None:
        client, kind, page = self.page.client, self.kind, self.page
        if page.section == "compare" and client is not None:
            group = page.or_none(lambda: self.portfolio.group(kind, client, self.filters))
            self.observed = page.or_none(lambda: self.portfolio.observed(group)) if group is not None else None
            self.group = group
            self._put_rows(client)
            self._compare(change)
            self._pair(change)
        elif change["name"] != "section":
            self.group = self.observed = self.comparison = self.pair = None
            self.comparison_rows = ()

    def _put_rows(self, client: int) -> None:
        group, assessment = self.group, self.page.assessment
        reasons = [] if assessment is None else [r.feature for r in (*assessment.raises, *assessment.lowers)]
        rows = None
        if group is not None:
            rows = self.page.or_none(lambda: self.portfolio.comparison_rows(client, group, reasons))
        self.comparison_rows = rows or ()

    @observe("variable")
    def _compare(self, _: Any) -> None:
        client, group, variable = self.page.client, self.group, self.variable
        if client is None or group is None or not variable:
            self.comparison = None
        else:
            self.comparison = self.page.or_none(lambda: self.portfolio.compare(client, variable, group))

    @observe("variable", "second")
    def _pair(self, _: Any) -> None:
        client, group, first, second = self.page.client, self.group, self.variable, self.second
        if client is None or group is None or not first or not second:
            self.pair = None
        else:
            self.pair = self.page.or_none(lambda: self.portfolio.pair(client, first, second, group))
