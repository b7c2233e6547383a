"""The six families as rows: a button that opens one, its bar, its points, sign and word."""

from __future__ import annotations

from collections.abc import Callable

import ipywidgets as widgets

from scoring.dashboard.panels.why.themes import THEMES, ThemeSum
from scoring.dashboard.render.html import details, esc, in_language, table
from scoring.texts import Language, format_number, theme

Say = Callable[..., str]


class ThemeRows:
    """Made once; ``show`` changes words and bars."""

    def __init__(self, turn: Callable[[str], None]) -> None:
        self.buttons = {name: widgets.Button() for name in THEMES}
        self.bars = {name: widgets.HTML() for name in THEMES}
        for name, button in self.buttons.items():
            button.on_click(lambda _, name=name: turn(name))
        rows = [widgets.HBox([self.buttons[name], self.bars[name]]) for name in THEMES]
        self.root = widgets.VBox(rows).add_class("pad-themes")

    def show(self, sums: tuple[ThemeSum, ...], opened: str, say: Say, language: Language) -> None:
        """Draw the families, longest bar full width; the open one is marked."""
        longest = max(abs(one.points) for one in sums) or 1.0
        for one in sums:
            button = self.buttons[one.theme]
            button.description = say(
                f"themes.{'close' if one.theme == opened else 'open'}", theme=title_of(one.theme, language)
            )
            (button.add_class if one.theme == opened else button.remove_class)("open")
            self.bars[one.theme].value = in_language(
                language, _bar(one.points / longest, points_text(one, say, language))
            )


def themes_table(sums: tuple[ThemeSum, ...], say: Say, language: Language) -> str:
    """The same as a table that opens at a click."""
    head = [say("themes.family"), say("waterfall.points"), say("waterfall.effect")]
    rows = [(title_of(one.theme, language), signed(one.points, language), effect(one.points, say)) for one in sums]
    return details(say("themes.table"), table(head, rows))


def points_text(one: ThemeSum, say: Say, language: Language) -> str:
    """Points with sign and word: "▲ −45 points, augmente le risque"."""
    if round(one.points) == 0:
        return say("themes.nothing")
    mark, word = ("▲", "raises") if one.points < 0 else ("▼", "lowers")
    return say("themes.row", mark=mark, points=signed(one.points, language, 0), effect=say(f"themes.{word}"))


def effect(points: float, say: Say) -> str:
    """What points do to the risk, with its sign; empty where they do nothing."""
    return "" if points == 0 else say("waterfall.raises" if points < 0 else "waterfall.lowers")


def signed(points: float, language: Language, decimals: int = 1) -> str:
    """Points with their sign, always as many decimals, so that they stand under each other.

    Examples
    --------
    >>> signed(12.34, "fr"), signed(22, "fr"), signed(0.01, "fr"), signed(-3, "en", 0)
    ('+12,3', '+22,0', '0', '−3')
    """
    text = format_number(points, language, decimals, trim=False)
    nothing = not text.strip("\u22120.,")
    return "0" if nothing else text if text.startswith("\u2212") else f"+{text}"


def title_of(name: str, language: Language) -> str:
    """A family's name as a heading."""
    words = theme(name, language)
    return words[:1].upper() + words[1:]


def _bar(share: float, text: str) -> str:
    """A bar from the middle: to the left it raises the risk (points taken away), to the right it lowers it."""
    side, width = ("raises" if share < 0 else "lowers"), 50 * abs(share)
    at = 50 - width if share < 0 else 50
    return (
        f'<div class="pad-theme"><span class="track" aria-hidden="true"><i class="{side}" '
        f'style="left:{at:.1f}%;width:{width:.1f}%"></i></span><span class="points">{esc(text)}</span></div>'
    )
