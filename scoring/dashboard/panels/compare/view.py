"""The Comparer section: with whom, one variable, a table of twelve, two variables together."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.dashboard.panels.compare.effect import VariableEffect
from scoring.dashboard.panels.compare.groups import Groups
from scoring.dashboard.panels.compare.one_variable import Variable
from scoring.dashboard.panels.compare.table import Table
from scoring.dashboard.panels.compare.two_variables import Two
from scoring.dashboard.panels.view import View, hide, pressed_field


class Compare(View):
    """The frame of five parts, each of which fails in its own place only."""

    section = "compare"
    reads = ("language",)

    def build(self) -> Sequence[widgets.Widget]:
        """The parts, from the group down."""
        self.groups, self.variable = Groups(self.state), Variable(self.state)
        self.effect, self.table, self.two = VariableEffect(self.state), Table(self.state), Two(self.state)
        self.parts = (self.groups, self.variable, self.effect, self.table, self.two)
        beside = widgets.HBox([self.variable.root, self.effect.root])
        beside.add_class("pad-beside-each-other")
        # A button in the table cannot reach the kernel: the template's script writes its variable here.
        self.wanted = widgets.Text(continuous_update=False)
        self.wanted.add_class("pad-compared")
        hide(self.wanted, hidden=True)
        self.wanted.observe(self.echo.heard(self._show_variable), "value")
        self.pressed = pressed_field(self._open_bar)
        return self.groups.root, beside, self.table.root, self.two.root, self.wanted, self.pressed

    def _open_bar(self, bar: str) -> None:
        """Open the clients of a bar: "spread 3" is the fourth of the distribution, "effect 0" the effect's first."""
        chart, _, index = bar.partition(" ")
        views: dict[str, Variable | VariableEffect] = {"spread": self.variable, "effect": self.effect}
        if chart in views and index.isdecimal():
            views[chart].open_bar(int(index))

    def _show_variable(self, wanted: str) -> None:
        """Compare by the variable of a row; behind it stands a number that makes each click new."""
        feature = wanted.partition(" ")[0]
        if feature in {row.feature for row in self.state.compare.comparison_rows}:
            self.state.compare.variable = feature

    def draw(self) -> None:
        """The parts draw themselves."""
