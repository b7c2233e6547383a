"""Comparing: with whom, in which variable; made only while its section is open."""

from __future__ import annotations

from typing import Any, Literal

from traitlets import Any as AnyTrait
from traitlets import Enum, Unicode, observe

from scoring.dashboard.state.base import BaseState

Kind = Literal["all", "similar"]


class Comparing(BaseState):
    """The variable and the kind of group chosen; ``group`` and ``comparison`` follow."""

    variable = Unicode("")
    kind: Enum[Kind] = Enum(("all", "similar"), default_value="similar")

    group = AnyTrait(None, allow_none=True)
    comparison = AnyTrait(None, allow_none=True)

    @observe("client", "kind", "section")
    def _regroup(self, change: Any) -> None:
        client, kind = self.client, self.kind
        if self.section == "compare" and client is not None:
            self.group = self.or_none(lambda: self.portfolio.group(kind, client))
            self._compare(change)
        elif change["name"] != "section":
            self.group = self.comparison = None

    @observe("variable")
    def _compare(self, _: Any) -> None:
        client, group, variable = self.client, self.group, self.variable
        if client is None or group is None or not variable:
            self.comparison = None
        else:
            self.comparison = self.or_none(lambda: self.portfolio.compare(client, variable, group))
