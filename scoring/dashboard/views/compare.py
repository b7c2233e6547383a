"""The Comparer section: with whom, one variable, a table of twelve, two variables together."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.dashboard.views.base import View
from scoring.dashboard.views.beside import Table
from scoring.dashboard.views.groups import Groups
from scoring.dashboard.views.two import Two
from scoring.dashboard.views.variable import Variable


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
