"""The Comparer section: with whom, one variable, a table of twelve, two variables together."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.dashboard.panels.compare.groups import Groups
from scoring.dashboard.panels.compare.one_variable import Variable
from scoring.dashboard.panels.compare.table import Table
from scoring.dashboard.panels.compare.two_variables import Two
from scoring.dashboard.panels.view import View


class Compare(View):
    """The frame of four parts, each of which fails in its own place only."""

    section = "compare"
    reads = ("language",)

    def build(self) -> Sequence[widgets.Widget]:
        """The parts, from the group down."""
        self.groups, self.variable = Groups(self.state), Variable(self.state)
        self.table, self.two = Table(self.state), Two(self.state)
        self.parts = (self.groups, self.variable, self.table, self.two)
        return tuple(part.root for part in self.parts)

    def draw(self) -> None:
        """The parts draw themselves."""
