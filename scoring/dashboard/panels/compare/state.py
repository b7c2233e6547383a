"""Comparing: with whom, in which variables; made only while its section is open."""

from __future__ import annotations

from typing import Any

from traitlets import Any as AnyTrait
from traitlets import Bool, Enum, Tuple, Unicode, observe

from scoring.cohorts.criteria import Criterion, CriterionError, check
from scoring.cohorts.group_cache import Kind
from scoring.dashboard.panels.base_state import BaseState
from scoring.texts import Words

KINDS: tuple[Kind, ...] = ("similar", "nearest", "zone", "own", "all")


class CompareState(BaseState):
    """The kind of group, its filters and the variables chosen; what follows is derived.

    ``filters`` are those that count: a filter that cannot be met is said in ``filter_trouble`` (words in both
    languages) and changes nothing. ``group``, ``observed``, ``comparison_rows``, ``comparison`` and ``pair`` follow.
    """

    kind: Enum[Kind] = Enum(KINDS, default_value="similar")
    filters = Tuple()
    filter_trouble = AnyTrait(None, allow_none=True)
    variable = Unicode("")
    second = Unicode("")
    apart = Bool(default_value=False)

    group = AnyTrait(None, allow_none=True)
    observed = AnyTrait(None, allow_none=True)
    comparison_rows = Tuple()
    comparison = AnyTrait(None, allow_none=True)
    pair = AnyTrait(None, allow_none=True)

    def filter_by(self, wanted: tuple[Criterion, ...]) -> bool:
        """Take these filters; False, and a sentence in ``filter_trouble``, where one cannot be met."""
        try:
            for criterion in wanted:
                check(criterion)
        except CriterionError as mistake:
            self.filter_trouble = mistake.words
            return False
        self.filter_trouble = None
        self.filters = tuple(criterion for criterion in wanted if not criterion.open)
        return True

    def refuse_filter(self, words: Words) -> None:
        """Say why what was typed is no filter; those that count stay."""
        self.filter_trouble = words

    @observe("client", "kind", "filters", "section")
    def _regroup(self, change: Any) -> None:
        client, kind = self.client, self.kind
        if self.section == "compare" and client is not None:
            group = self.or_none(lambda: self.portfolio.group(kind, client, self.filters))
            self.observed = self.or_none(lambda: self.portfolio.observed(group)) if group is not None else None
            self.group = group
            self._beside(client)
            self._compare(change)
            self._pair(change)
        elif change["name"] != "section":
            self.group = self.observed = self.comparison = self.pair = None
            self.comparison_rows = ()

    def _beside(self, client: int) -> None:
        group, one = self.group, self.assessment
        reasons = [reason.feature for reason in (*one.raises, *one.lowers)] if one is not None else []
        found = (
            self.or_none(lambda: self.portfolio.comparison_rows(client, group, reasons)) if group is not None else None
        )
        self.comparison_rows = found or ()

    @observe("variable")
    def _compare(self, _: Any) -> None:
        client, group, variable = self.client, self.group, self.variable
        if client is None or group is None or not variable:
            self.comparison = None
        else:
            self.comparison = self.or_none(lambda: self.portfolio.compare(client, variable, group))

    @observe("variable", "second")
    def _pair(self, _: Any) -> None:
        client, group, first, second = self.client, self.group, self.variable, self.second
        if client is None or group is None or not first or not second:
            self.pair = None
        else:
            self.pair = self.or_none(lambda: self.portfolio.pair(client, first, second, group))
