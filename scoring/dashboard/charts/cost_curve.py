"""What decisions cost along the threshold: a curve, the threshold in place as a line, the cheapest one as a point."""

from __future__ import annotations

from collections.abc import Mapping

import bqplot as bq
import numpy as np

from scoring.arrays import Floats
from scoring.dashboard.charts.figure import ACCENT, INK, PAPER, RAISE, Ticks, figure, label, write
from scoring.model.points import log_odds_of

SIDES = (0.35, 0.65)  # shares of the width: left of the first, right of the second there is room on one side only
ABOVE = 1.12  # of the dearest threshold: room for a name
LOW = 0.15  # share of the height under which a name would lie on the axis's texts
UNDER, OVER = 26, -14  # pixels from a point down to its name


class CostCurve:
    """Thresholds stand by their log-odds, so that the low ones, where lenders are, have room."""

    def __init__(self) -> None:
        self.scales = scales = {"x": bq.LinearScale(), "y": bq.LinearScale(min=0)}
        self.curve = bq.Lines(x=[0, 1], y=[0, 0], scales=scales, stroke_width=3, colors=[ACCENT])
        self.line = bq.Lines(x=[0, 0], y=[0, 1], scales=scales, stroke_width=2, colors=[INK], line_style="dashed")
        self.point = bq.Scatter(
            x=[0], y=[0], scales=scales, marker="circle", default_size=130, colors=[RAISE], stroke=PAPER
        )
        self.x, self.y = Ticks(scales, "x", lines=False), Ticks(scales, "y", lines=True)
        self.names = {align: label(scales, align=align, weight="bold") for align in ("start", "end")}
        self.under = {align: label(scales, align=align, weight="bold") for align in ("start", "middle", "end")}
        named = (*self.names.values(), *self.under.values())
        marks = [self.line, self.curve, self.point, *named, self.x.texts, self.y.texts]
        self.figure = figure(300, marks, [self.x.axis, self.y.axis], (14, 28, 44, 56))

    def show(
        self,
        curve: tuple[Floats, Floats],
        served: float,
        names: tuple[str, str],
        ticks: tuple[Mapping[float, str], Mapping[float, str]],
    ) -> None:
        """Move everything.

        Parameters
        ----------
        curve : tuple of arrays
            Thresholds, and what decisions cost at each.
        served : float
            The threshold in place.
        names : tuple of str
            What stands beside its line, and under the cheapest point.
        ticks : tuple of mapping
            Thresholds and costs on the axes, and what is written there.
        """
        x, y = log_odds_of(curve[0]), curve[1]
        top = float(y.max()) * ABOVE or 1.0
        with self.scales["x"].hold_sync():
            self.scales["x"].min, self.scales["x"].max = float(x[0]), float(x[-1])
        self.scales["y"].max = top
        with self.curve.hold_sync():
            self.curve.x, self.curve.y = x, y
        place = float(np.clip(log_odds_of(np.array([served]))[0], x[0], x[-1]))
        with self.line.hold_sync():
            # From the curve up: below it stands the cheapest point's name, which no line may cross.
            self.line.x, self.line.y = np.array([place, place]), np.array([float(np.interp(place, x, y)), top])
        lowest = int(np.argmin(y))
        with self.point.hold_sync():
            self.point.x, self.point.y = x[[lowest]], y[[lowest]]
        self._name(place, top, names, (float(x[lowest]), float(y[lowest])))
        self.x.put({float(log_odds_of(np.array([threshold]))[0]): text for threshold, text in ticks[0].items()})
        self.y.put(ticks[1])

    def _name(self, place: float, top: float, names: tuple[str, str], lowest: tuple[float, float]) -> None:
        """The line's name at its top, on the side with room; the point's under it, over it where the axis is near."""
        middle = (self.scales["x"].min + self.scales["x"].max) / 2
        side = "end" if place > middle else "start"
        for align, mark in self.names.items():
            written = align == side
            offset = (-8 if align == "end" else 8, 14)
            write(mark, np.array([place] * written), np.array([top] * written), [names[0]] * written, offset)
        width = self.scales["x"].max - self.scales["x"].min
        share = (lowest[0] - self.scales["x"].min) / width
        side = "start" if share < SIDES[0] else "end" if share > SIDES[1] else "middle"
        down = OVER if lowest[1] < LOW * top else UNDER
        for align, mark in self.under.items():
            written = align == side
            x, y = (np.array([axis] * written) for axis in lowest)
            write(mark, x, y, [names[1]] * written, ({"start": 6, "middle": 0, "end": -6}[align], down))
