"""How a group's values spread."""

from __future__ import annotations

import bqplot as bq
import numpy as np

from scoring.dashboard.charts.figure import (
    ACCENT,
    INK,
    INK_2,
    LINE,
    REST,
    figure,
    key,
)
from scoring.dashboard.spread import Bins


class Distribution:
    """How a group's values spread, with the client's place and the group's middle."""

    def __init__(self) -> None:
        self.scales = scales = {"x": bq.LinearScale(), "y": bq.LinearScale(min=0)}
        self.bars = bq.Bars(x=[0.0, 1.0], y=[0.0, 0.0], scales=scales, colors=[REST], padding=0.08, opacities=[0.75])
        self.median = bq.Lines(x=[0, 0], y=[0, 1], scales=scales, stroke_width=2, colors=[INK], line_style="dashed")
        self.client = bq.Lines(x=[0, 0], y=[0, 1], scales=scales, stroke_width=4, colors=[ACCENT])
        self.x = bq.Axis(scale=scales["x"], grid_lines="none", color=INK_2)
        self.y = bq.Axis(scale=scales["y"], side="left", num_ticks=4, grid_color=LINE, color=INK_2, tick_format="d")
        self.figure = figure(280, [self.bars, self.median, self.client], [self.x, self.y], (12, 24, 44, 52))

    def show(self, spread: Bins, client: float | None, median: float | None, ticks: dict[float, str]) -> None:
        """Move the bars and the two lines.

        Parameters
        ----------
        spread : Bins
            How many clients where.
        client, median : float, optional
            Where the client and the group's middle stand; no line where that is not known.
        ticks : dict
            Places on the horizontal axis and what is written there.
        """
        edges = np.asarray(spread.edges, dtype=float)
        tall = max(spread.counts) * 1.06
        with self.scales["x"].hold_sync():
            self.scales["x"].min, self.scales["x"].max = float(edges[0]), float(edges[-1])
        self.scales["y"].max = tall
        with self.bars.hold_sync():
            self.bars.x, self.bars.y = (edges[:-1] + edges[1:]) / 2, np.asarray(spread.counts, dtype=float)
        with self.x.hold_sync():
            self.x.tick_values = np.array(list(ticks))
            self.x.tick_labels = {key(at): text for at, text in ticks.items()}
        for line, at in ((self.median, median), (self.client, client)):
            line.visible = at is not None
            with line.hold_sync():
                line.x, line.y = np.clip([at or 0.0] * 2, edges[0], edges[-1]), np.array([0.0, tall])
