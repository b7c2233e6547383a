"""Bars that lie under one another, each under its own text."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import bqplot as bq
import numpy as np

from scoring.dashboard.charts.figure import (
    INK,
    figure,
    in_lines,
    label,
    write,
)


@dataclass(frozen=True)
class Row:
    """One bar that lies: its text, where it begins and ends, its colour, what stands behind it."""

    text: str
    start: float
    end: float
    color: str
    note: str = ""


class Rows:
    """Bars that lie under one another, each under its own text: the waterfall, and shares of levels.

    Thick segments of lines: bqplot's Bars cannot begin where the one before ended.

    Parameters
    ----------
    rows : int
        At most so many.
    press : callable, optional
        Receives the index of a row whose bar is clicked, from the top.
    """

    height, second = 46, 16  # pixels of a row, and what a second line of text adds

    def __init__(self, rows: int, press: Callable[[int], object] = lambda _: None) -> None:
        self.rows, self.press = rows, press
        self.scales = {"x": bq.LinearScale(min=0, max=1), "y": bq.LinearScale(min=0, max=rows * self.height)}
        self.bars = bq.Lines(x=np.zeros((rows, 2)), y=np.zeros((rows, 2)), scales=self.scales, stroke_width=15)
        self.bars.on_element_click(lambda _, content: self._pressed(content))
        self.line = bq.Lines(
            x=np.zeros((rows, 2)), y=np.zeros((rows, 2)), scales=self.scales, stroke_width=1.5, colors=[INK]
        )
        self.texts = label(self.scales, align="start")
        self.notes = label(self.scales, align="start", weight="bold")
        self.figure = figure(rows * self.height + 8, [self.line, self.bars, self.texts, self.notes], [], (4, 64, 4, 2))

    def show(self, rows: Sequence[Row], span: tuple[float, float], line: float | None = None, places: int = 0) -> None:
        """Draw the rows from the top.

        Parameters
        ----------
        rows : sequence of Row
            At most as many as the figure was built for.
        span : tuple of float
            Lowest and highest value of the horizontal scale.
        line : float, optional
            Where the upright line stands; it is drawn beside the bars only, so that no text is crossed.
        places : int
            Room for so many rows is kept, whether there are fewer or not: a figure whose height changes is laid out
            twice by bqplot, the second time a third of a second later, and what stands under it moves.
        """
        drawn_rows = list(rows)[: self.rows]
        lines = [in_lines(row.text) for row in drawn_rows]
        heights = np.array([self.height + self.second * (len(two) - 1) for two in lines], dtype=float)
        pixels = max(float(heights.sum()), float(min(places, self.rows) * self.height))
        bottom = pixels - np.cumsum(heights)
        self._be_high(pixels)
        with self.scales["x"].hold_sync():
            self.scales["x"].min, self.scales["x"].max = float(span[0]), float(span[1])
        with self.bars.hold_sync():
            self.bars.colors = [row.color for row in drawn_rows]
            self.bars.x = np.array([[row.start, row.end] for row in drawn_rows]).reshape(-1, 2)
            self.bars.y = np.repeat(bottom + 13, 2).reshape(-1, 2)
        with self.line.hold_sync():
            self.line.visible = line is not None
            self.line.x = np.full((len(drawn_rows), 2), span[0] if line is None else line)
            self.line.y = np.column_stack([bottom + 4, bottom + 22])
        above = [
            low + 33 + self.second * place for two, low in zip(lines, bottom, strict=True) for place in range(len(two))
        ]
        texts = [text for two in lines for text in reversed(two)]
        write(self.texts, np.full(len(texts), span[0]), np.array(above), texts)
        ends = np.array([max(row.start, row.end) for row in drawn_rows])
        write(self.notes, ends + (span[1] - span[0]) * 0.012, bottom + 13, [row.note for row in drawn_rows])

    def _pressed(self, content: dict[str, Any]) -> None:
        index = content.get("data", {}).get("index")
        if isinstance(index, int):
            self.press(index)

    def _be_high(self, pixels: float) -> None:
        """One unit of the vertical scale is one pixel."""
        self.scales["y"].max = pixels
        self.figure.layout.height = f"{pixels + 8:.0f}px"
