"""Understanding: which family of information is open."""

from __future__ import annotations

from traitlets import Enum

from scoring.dashboard.panels.base_state import PanelState
from scoring.dashboard.panels.why.themes import THEMES


class WhyState(PanelState):
    """``theme`` is the open family; empty for all of them together. It stays open from client to client."""

    theme = Enum(("", *THEMES), default_value="")

    def turn(self, theme: str) -> None:
        """Open a family, or close it where it is open."""
        self.theme = "" if theme == self.theme else theme
