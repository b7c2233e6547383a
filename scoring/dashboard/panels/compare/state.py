"""Comparing: with whom, in which variables; made only while its section is open."""

from __future__ import annotations

from typing import Any

from traitlets import Any as AnyTrait
from traitlets import Bool, Enum, Tuple, Unicode, observe

from scoring.cohorts.criteria import Criterion, CriterionError, check
from scoring.cohorts.group_cache import Kind
from scoring.dashboard.panels.base_state import BaseState, PanelState
from scoring.features.revolving import LACKING, is_revolving
from scoring.texts import Words

# What the group of similar clients is made by: the client lies in its middle by construction.
DEFINING = frozenset({"application_name_income_type", "application_days_birth", "application_amt_credit"})
KINDS: tuple[Kind, ...] = ("similar", "nearest", "zone", "own", "all")


class CompareState(PanelState):
    """The kind of group, its filters and the variables chosen; what follows is derived.

    ``filters`` are those that count: a filter that cannot be met is said in ``filter_refusal`` (words in both
    languages) and changes nothing. ``group``, ``observed``, ``comparison_rows``, ``comparison``, ``effects``
    (of the variable on the score; None where they were not counted) and ``pair`` follow.
    """

    kind: Enum[Kind] = Enum(KINDS, default_value="similar")
    filters = Tuple()
    filter_refusal = AnyTrait(None, allow_none=True)
    variable = Unicode("")
    second = Unicode("")
    by_outcome = Bool(default_value=False)

    group = AnyTrait(None, allow_none=True)
    observed = AnyTrait(None, allow_none=True)
    comparison_rows = Tuple()
    comparison = AnyTrait(None, allow_none=True)
    pair = AnyTrait(None, allow_none=True)
    effects = AnyTrait((), allow_none=True)

    def __init__(self, page: BaseState) -> None:
        super().__init__(page)
        self._start = ""
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
            self.group = None  # what is compared is counted once, when variable and group are both known
            self._start_with_strongest()
            group = page.or_none(lambda: self.portfolio.group(kind, client, self.filters))
            self.observed = page.or_none(lambda: self.portfolio.observed(group)) if group is not None else None
            self.group = group
            self._put_rows(client)
            self._compare(change)
            self._pair(change)
        elif change["name"] != "section":
            self.group = self.observed = self.comparison = self.pair = None
            self.comparison_rows = ()

    @property
    def _reasons(self) -> list[str]:
        """Features that speak for the client's reasons and can be compared, the strongest first."""
        assessment = self.page.assessment
        if assessment is None:
            return []
        both = [reason for reason in (*assessment.raises, *assessment.lowers) if any(reason.usual.values())]
        return [reason.feature for reason in sorted(both, key=lambda reason: -abs(reason.contribution))]

    @property
    def offered(self) -> list[str]:
        """The portfolio's variables, as far as they say something of the client's kind of loan."""
        lacking = self._lacking
        return [name for name in self.portfolio.variables() if name not in lacking]

    @property
    def _lacking(self) -> frozenset[str]:
        """The variables that say nothing of the client's kind of loan."""
        client = self.page.client
        values = None if client is None else self.page.or_none(lambda: self.portfolio.values(client))
        return LACKING if values is not None and is_revolving(values) else frozenset()

    def _start_with_strongest(self) -> None:
        """Until the visitor chooses a variable that the client has: the strongest reason that defines no group."""
        lacking = self._lacking
        if self.second in lacking:
            self.second = ""
        if self.variable != self._start and self.variable not in lacking:
            return
        defining = DEFINING if self.kind == "similar" else frozenset()
        names = [name for name in self._reasons if name not in defining]
        self._start = next(iter([*names, *self.offered]), "")
        self.variable = self._start

    def _put_rows(self, client: int) -> None:
        group, rows = self.group, None
        if group is not None:
            rows = self.page.or_none(lambda: self.portfolio.comparison_rows(client, group, self._reasons))
        self.comparison_rows = rows or ()

    @observe("variable")
    def _compare(self, _: Any) -> None:
        client, group, variable = self.page.client, self.group, self.variable
        if client is None or group is None or not variable:
            self.comparison = None
        else:
            self.effects = self.page.or_none(lambda: self.portfolio.dependence(variable))
            self.comparison = self.page.or_none(lambda: self.portfolio.compare(client, variable, group))

    @observe("variable", "second")
    def _pair(self, _: Any) -> None:
        client, group, first, second = self.page.client, self.group, self.variable, self.second
        if client is None or group is None or not first or not second:
            self.pair = None
        else:
            self.pair = self.page.or_none(lambda: self.portfolio.pair(client, first, second, group))
