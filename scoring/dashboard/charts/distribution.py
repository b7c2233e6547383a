"""How a group's values spread, all together or those who repaid apart from those in difficulty."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from html import escape
from typing import Any

import bqplot as bq
import numpy as np
from ipywidgets import HTML

from scoring.dashboard.charts.figure import ACCENT, INK, LOWER, RAISE, REST, Ticks, figure, label, thin, write
from scoring.dashboard.charts.spread import Bins

# Where the name above a line is anchored, by the line's place: on a telephone neither side alone may have room for it.
ANCHORS = ((0.25, "start", 6), (0.65, "middle", 0), (1.0, "end", -6))
CLIENT_UP, MEDIAN_UP = 32, 12  # pixels above the lines, which do not meet them: they may stand over each other


class Distribution:
    """Bars of shares, with the client's place and the group's middle.

    Apart, bars are those who repaid and a stepped line those in difficulty: two shapes, not only two colours.

    Parameters
    ----------
    press : callable, optional
        Receives the index of a bar that is clicked.
    """

    def __init__(self, press: Callable[[int], object] = lambda _: None) -> None:
        self.press = press
        # Places are told as parts of the figure: where a scale moves, the browser draws all that stands on it anew.
        scales = {"x": bq.LinearScale(min=0, max=1), "y": bq.LinearScale(min=0, max=1)}
        self.bars = bq.Bars(x=[0.0, 1.0], y=[0.0, 0.0], scales=scales, colors=[REST], padding=0.08, opacities=[0.75])
        self.steps = bq.Lines(x=[0, 0], y=[0, 1], scales=scales, stroke_width=3, colors=[RAISE], visible=False)
        self.median = bq.Lines(x=[0, 0], y=[0, 1], scales=scales, stroke_width=2, colors=[INK], line_style="dashed")
        self.client = bq.Lines(x=[0, 0], y=[0, 1], scales=scales, stroke_width=4, colors=[ACCENT])
        self.x, self.y = Ticks(scales, "x", lines=False), Ticks(scales, "y", lines=True)
        self.names = [label(scales, weight="bold"), label(scales)]  # the client's, the middle's
        marks = [self.bars, self.steps, self.median, self.client, *self.names, self.x.texts, self.y.texts]
        self.figure = figure(304, marks, [self.x.axis, self.y.axis], (44, 28, 44, 56))
        self.tip, self.told = HTML(), HTML()
        self.sentences: tuple[str, ...] = ()
        self.bars.tooltip = self.tip
        self.bars.on_hover(lambda _, content: self._say(self.tip, content))
        self.bars.on_element_click(lambda _, content: self._pressed(content))

    def _say(self, place: HTML, content: dict[str, Any]) -> int | None:
        """Put the sentence of the bar that is pointed at or pressed into its place; which bar it is."""
        index = content.get("data", {}).get("index")
        if not isinstance(index, int) or not 0 <= index < len(self.sentences):
            return None
        place.value = f'<p role="status">{escape(self.sentences[index])}</p>'
        return index

    def _pressed(self, content: dict[str, Any]) -> None:
        index = self._say(self.told, content)
        if index is not None:
            self.press(index)

    def set_texts(self, sentences: Sequence[str], names: tuple[str, str]) -> None:
        """What a bar says when it is pointed at, and the names beside the client's line and the middle's."""
        self.sentences, self.told.value = tuple(sentences), ""
        lines = ((self.client, CLIENT_UP), (self.median, MEDIAN_UP))
        for mark, name, (line, height) in zip(self.names, names, lines, strict=True):
            if line.visible:
                align, right = next((align, right) for end, align, right in ANCHORS if line.x[0] <= end)
                with mark.hold_sync():
                    mark.align = align
                    write(mark, line.x[:1], line.y[1:], [name], (right, -height))
            else:
                write(mark, np.array([]), np.array([]), [])

    def show(
        self,
        spread: Bins,
        client: float | None,
        median: float | None,
        ticks: tuple[dict[float, str], dict[float, str]],
        *,
        by_outcome: bool = False,
    ) -> None:
        """Move the bars and the lines.

        Parameters
        ----------
        spread : Bins
            Which share of the group where.
        client, median : float, optional
            Where the client and the group's middle stand; no line where that is not known.
        ticks : tuple of dict
            Places on the horizontal and on the vertical axis and what is written there.
        by_outcome : bool
            Whether those who repaid stand apart from those in difficulty.
        """
        edges, tall = np.asarray(spread.edges, dtype=float), tallest(spread, by_outcome=by_outcome)
        low, high = float(edges[0]), float(edges[-1])
        places = (edges - low) / (high - low)
        with self.bars.hold_sync():
            self.bars.x = (places[:-1] + places[1:]) / 2
            self.bars.y = np.asarray(spread.by_outcome.repaid if by_outcome else spread.shares, dtype=float) / tall
            self.bars.colors = [LOWER if by_outcome else REST]
        with self.steps.hold_sync():
            self.steps.visible = by_outcome
            if by_outcome:
                self.steps.x = np.repeat(places, 2)
                self.steps.y = np.concatenate([[0.0], np.repeat(spread.by_outcome.difficulty, 2), [0.0]]) / tall
        thin(self.figure, ticks[0], low, high)
        self.x.put({(tick - low) / (high - low): text for tick, text in ticks[0].items()})
        self.y.put({tick / tall: text for tick, text in ticks[1].items()})
        for line, position in ((self.median, median), (self.client, client)):
            with line.hold_sync():
                line.visible = position is not None
                line.x = np.clip([((position or 0.0) - low) / (high - low)] * 2, 0.0, 1.0)


def tallest(spread: Bins, *, by_outcome: bool) -> float:
    """Upper end of the vertical axis: a little above the tallest bar."""
    shares = (*spread.by_outcome.repaid, *spread.by_outcome.difficulty) if by_outcome else spread.shares
    return (max(shares) or 1.0) * 1.06
