"""Two numbers of many clients, and this client among them."""

from __future__ import annotations

import bqplot as bq
import numpy as np
import numpy.typing as npt

from scoring.arrays import Floats
from scoring.cohorts.compare import DIFFICULTY, OPEN, REPAID
from scoring.dashboard.charts.figure import INK, LOWER, PAPER, RAISE, REST, Ticks, figure, thin

Range = tuple[float, float]


class Cloud:
    """A point a client: a blue circle who repaid, an orange triangle in difficulty, a grey cross not known yet."""

    def __init__(self) -> None:
        self.scales = scales = {"x": bq.LinearScale(), "y": bq.LinearScale()}
        looks = {OPEN: ("cross", REST, 18), REPAID: ("circle", LOWER, 14), DIFFICULTY: ("triangle-up", RAISE, 30)}
        self.points = {
            outcome: bq.Scatter(
                x=[], y=[], scales=scales, marker=marker, colors=[color], default_size=size, opacities=[0.6]
            )
            for outcome, (marker, color, size) in looks.items()
        }
        self.client = bq.Scatter(
            x=[], y=[], scales=scales, marker="diamond", default_size=260, colors=[PAPER], stroke=INK,
            stroke_width=4,
        )  # fmt: skip
        self.x, self.y = Ticks(scales, "x", lines=True), Ticks(scales, "y", lines=True)
        marks = [*self.points.values(), self.client, self.x.texts, self.y.texts]
        self.figure = figure(380, marks, [self.x.axis, self.y.axis], (14, 28, 44, 84))

    def show(
        self,
        points: tuple[Floats, Floats, npt.NDArray[np.int8]],
        client: tuple[float, float] | None,
        ranges: tuple[Range, Range],
        ticks: tuple[dict[float, str], dict[float, str]],
    ) -> None:
        """Move the points.

        Parameters
        ----------
        points : tuple of arrays
            Both numbers and the outcome (1, 0, -1) of every client drawn.
        client : tuple of float, optional
            This client's two numbers; not drawn where one is not known.
        ranges : tuple
            Lowest and highest value of both axes; points outside are drawn on the edge.
        ticks : tuple of dict
            Places on both axes and what is written there.
        """
        x, y = (np.clip(values, *ends) for values, ends in zip(points[:2], ranges, strict=True))
        for name, ends in zip(("x", "y"), ranges, strict=True):
            with self.scales[name].hold_sync():
                self.scales[name].min, self.scales[name].max = ends
        for outcome, mark in self.points.items():
            chosen = points[2] == outcome
            with mark.hold_sync():
                mark.x, mark.y = x[chosen], y[chosen]
        with self.client.hold_sync():
            self.client.x = np.array([] if client is None else [client[0]])
            self.client.y = np.array([] if client is None else [client[1]])
        thin(self.figure, ticks[0], *ranges[0])
        self.x.put(ticks[0])
        self.y.put(ticks[1])
