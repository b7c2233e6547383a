"""How a group's values spread, all together or those who repaid apart from those in difficulty."""

from __future__ import annotations

import bqplot as bq
import numpy as np

from scoring.dashboard.charts.figure import (
    ACCENT,
    INK,
    LOWER,
    RAISE,
    REST,
    Ticks,
    figure,
)
from scoring.dashboard.panels.compare.distribution import Bins


class Distribution:
    """Bars of shares, with the client's place and the group's middle.

    Apart, bars are those who repaid and a stepped line those in difficulty: two shapes, not only two colours.
    """

    def __init__(self) -> None:
        self.scales = scales = {"x": bq.LinearScale(), "y": bq.LinearScale(min=0)}
        self.bars = bq.Bars(x=[0.0, 1.0], y=[0.0, 0.0], scales=scales, colors=[REST], padding=0.08, opacities=[0.75])
        self.steps = bq.Lines(x=[0, 0], y=[0, 1], scales=scales, stroke_width=3, colors=[RAISE], visible=False)
        self.median = bq.Lines(x=[0, 0], y=[0, 1], scales=scales, stroke_width=2, colors=[INK], line_style="dashed")
        self.client = bq.Lines(x=[0, 0], y=[0, 1], scales=scales, stroke_width=4, colors=[ACCENT])
        self.x, self.y = Ticks(scales, "x", lines=False), Ticks(scales, "y", lines=True)
        marks = [self.bars, self.steps, self.median, self.client, self.x.texts, self.y.texts]
        self.figure = figure(280, marks, [self.x.axis, self.y.axis], (12, 28, 44, 56))

    def show(
        self,
        spread: Bins,
        client: float | None,
        median: float | None,
        ticks: tuple[dict[float, str], dict[float, str]],
        *,
        apart: bool = False,
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
        apart : bool
            Whether those who repaid stand apart from those in difficulty.
        """
        edges = np.asarray(spread.edges, dtype=float)
        tall = tallest(spread, apart=apart)
        with self.scales["x"].hold_sync():
            self.scales["x"].min, self.scales["x"].max = float(edges[0]), float(edges[-1])
        self.scales["y"].max = tall
        shares = spread.apart.repaid if apart else spread.shares
        with self.bars.hold_sync():
            self.bars.x, self.bars.y = (edges[:-1] + edges[1:]) / 2, np.asarray(shares, dtype=float)
            self.bars.colors = [LOWER if apart else REST]
        self.steps.visible = apart
        with self.steps.hold_sync():
            self.steps.x = np.repeat(edges, 2)
            self.steps.y = np.concatenate([[0.0], np.repeat(spread.apart.difficulty, 2), [0.0]])
        self.x.put(ticks[0], 0.0)
        self.y.put(ticks[1], float(edges[0]))
        for line, at in ((self.median, median), (self.client, client)):
            line.visible = at is not None
            with line.hold_sync():
                line.x, line.y = np.clip([at or 0.0] * 2, edges[0], edges[-1]), np.array([0.0, tall])


def tallest(spread: Bins, *, apart: bool) -> float:
    """Upper end of the vertical axis: a little above the tallest bar."""
    shares = (*spread.apart.repaid, *spread.apart.difficulty) if apart else spread.shares
    return (max(shares) or 1.0) * 1.06
