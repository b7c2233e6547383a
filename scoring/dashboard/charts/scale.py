"""The score on its line, with the zones and the threshold."""

from __future__ import annotations

from collections.abc import Sequence

import bqplot as bq
import numpy as np

from scoring.dashboard.charts.figure import (
    INK,
    LOWER_SOFT,
    RAISE_SOFT,
    REVIEW_SOFT,
    figure,
    label,
)

HIGHEST = 1000


class Scale:
    """Points from 0 to 1000 on one line: refusal, review, grant, the threshold and the client."""

    def __init__(self) -> None:
        self.scales = {"x": bq.LinearScale(min=0, max=HIGHEST), "y": bq.LinearScale(min=0, max=1)}
        self.bands = bq.Lines(
            x=np.zeros((3, 2)), y=np.full((3, 2), 0.5), scales=self.scales, stroke_width=18,
            colors=[RAISE_SOFT, REVIEW_SOFT, LOWER_SOFT], apply_clip=False,
        )  # fmt: skip
        self.threshold = bq.Lines(x=[0, 0], y=[0.36, 0.64], scales=self.scales, stroke_width=2, colors=[INK])
        self.client = bq.Scatter(
            x=[0],
            y=[0.69],
            scales=self.scales,
            marker="triangle-down",
            default_size=130,
            colors=[INK],
            apply_clip=False,
        )
        self.names = label(self.scales)
        self.marks = label(self.scales)
        self.score = label(self.scales, size=16, weight="bold")
        marks = [self.bands, self.threshold, self.client, self.names, self.marks, self.score]
        self.figure = figure(136, marks, [], (8, 22, 4, 22))

    def show(
        self, score: int, threshold: int, review: tuple[int, int], names: Sequence[str], marks: Sequence[str]
    ) -> None:
        """Move the marks.

        Parameters
        ----------
        score, threshold : int
            In points.
        review : tuple of int
            Where the review zone begins and ends.
        names : sequence of str
            Of the three zones, from the left.
        marks : sequence of str
            What stands at the threshold and at the client.
        """
        low, high = review
        edges = np.array([[0, low], [low, high], [high, HIGHEST]], dtype=float)
        self.bands.x = edges
        self.threshold.x = [float(threshold)] * 2
        self.client.x = [float(score)]
        with self.names.hold_sync():
            self.names.x, self.names.y = edges.mean(axis=1), np.full(3, 0.25)
            self.names.text = list(names)
        with self.marks.hold_sync():
            self.marks.x, self.marks.y = np.array([12.0, threshold, HIGHEST - 20.0]), np.array([0.08, 0.03, 0.08])
            self.marks.text = ["0", marks[0], str(HIGHEST)]
        with self.score.hold_sync():
            self.score.x, self.score.y = np.array([float(np.clip(score, 60, HIGHEST - 60))]), np.array([0.9])
            self.score.text = [marks[1]]
