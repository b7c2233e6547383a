"""The page's bqplot figures. Each is built once; afterwards only its marks' data change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import bqplot as bq
import numpy as np
from ipywidgets import Layout

from scoring.dashboard.spread import Bins

# The design tokens of page.css, for what CSS cannot reach.
INK, INK_2, LINE, ACCENT = "#1b2430", "#4a5564", "#dfe4ea", "#0b4f6c"
RAISE, LOWER, REST = "#b4500c", "#1d5fa8", "#8fa3b5"
RAISE_SOFT, REVIEW_SOFT, LOWER_SOFT = "#fbe9dc", "#fbf3cd", "#e2edf9"
HIGHEST = 1000
CHARACTERS = 45


def _figure(
    height: int, marks: Sequence[bq.Mark], axes: Sequence[bq.Axis], margin: tuple[int, int, int, int]
) -> bq.Figure:
    """A figure as wide as its place, redrawn when that changes; margin is top, right, bottom, left."""
    names = ("top", "right", "bottom", "left")
    return bq.Figure(
        marks=list(marks),
        axes=list(axes),
        fig_margin=dict(zip(names, margin, strict=True)),
        layout=Layout(width="100%", height=f"{height}px", min_width="0"),
        min_aspect_ratio=0.01,
        max_aspect_ratio=100,
        background_style={"fill": "none"},
        padding_y=0,
        display_toolbar=False,
    )


def _label(scales: dict[str, bq.Scale], *, align: str = "middle", size: int = 13, weight: str = "normal") -> bq.Label:
    return bq.Label(
        x=[], y=[], text=[], scales=scales, align=align, default_size=size, font_weight=weight,
        colors=[INK if weight == "bold" else INK_2], apply_clip=False,
    )  # fmt: skip


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
        self.names = _label(self.scales)
        self.marks = _label(self.scales)
        self.score = _label(self.scales, size=16, weight="bold")
        marks = [self.bands, self.threshold, self.client, self.names, self.marks, self.score]
        self.figure = _figure(136, marks, [], (8, 22, 4, 22))

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
    """

    height = 46

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.scales = {"x": bq.LinearScale(min=0, max=1), "y": bq.LinearScale(min=0, max=rows)}
        self.bars = bq.Lines(x=np.zeros((rows, 2)), y=np.zeros((rows, 2)), scales=self.scales, stroke_width=15)
        self.line = bq.Lines(
            x=np.zeros((rows, 2)), y=np.zeros((rows, 2)), scales=self.scales, stroke_width=1.5, colors=[INK]
        )
        self.texts = _label(self.scales, align="start")
        self.notes = _label(self.scales, align="start", weight="bold")
        self.figure = _figure(rows * self.height + 8, [self.line, self.bars, self.texts, self.notes], [], (4, 64, 4, 2))

    def show(self, rows: Sequence[Row], span: tuple[float, float], line: float | None = None) -> None:
        """Draw the rows from the top.

        Parameters
        ----------
        rows : sequence of Row
            At most as many as the figure was built for.
        span : tuple of float
            Lowest and highest value of the horizontal scale.
        line : float, optional
            Where the upright line stands; it is drawn beside the bars only, so that no text is crossed.
        """
        shown = list(rows)[: self.rows]
        top = self.rows - np.arange(len(shown), dtype=float)
        with self.scales["x"].hold_sync():
            self.scales["x"].min, self.scales["x"].max = float(span[0]), float(span[1])
        with self.bars.hold_sync():
            self.bars.colors = [row.color for row in shown]
            self.bars.x = np.array([[row.start, row.end] for row in shown]).reshape(-1, 2)
            self.bars.y = np.repeat(top - 0.72, 2).reshape(-1, 2)
        self.line.visible = line is not None
        with self.line.hold_sync():
            self.line.x = np.full((len(shown), 2), span[0] if line is None else line)
            self.line.y = np.column_stack([top - 0.92, top - 0.52])
        _write(self.texts, np.full(len(shown), span[0]), top - 0.28, [short(row.text) for row in shown])
        ends = np.array([max(row.start, row.end) for row in shown])
        _write(self.notes, ends + (span[1] - span[0]) * 0.012, top - 0.72, [row.note for row in shown])


class Distribution:
    """How a group's values spread, with the client's place and the group's middle."""

    def __init__(self) -> None:
        self.scales = scales = {"x": bq.LinearScale(), "y": bq.LinearScale(min=0)}
        self.bars = bq.Bars(x=[0.0, 1.0], y=[0.0, 0.0], scales=scales, colors=[REST], padding=0.08, opacities=[0.75])
        self.median = bq.Lines(x=[0, 0], y=[0, 1], scales=scales, stroke_width=2, colors=[INK], line_style="dashed")
        self.client = bq.Lines(x=[0, 0], y=[0, 1], scales=scales, stroke_width=4, colors=[ACCENT])
        self.x = bq.Axis(scale=scales["x"], grid_lines="none", color=INK_2)
        self.y = bq.Axis(scale=scales["y"], side="left", num_ticks=4, grid_color=LINE, color=INK_2, tick_format="d")
        self.figure = _figure(280, [self.bars, self.median, self.client], [self.x, self.y], (12, 24, 44, 52))

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
            self.x.tick_labels = {_key(at): text for at, text in ticks.items()}
        for line, at in ((self.median, median), (self.client, client)):
            line.visible = at is not None
            with line.hold_sync():
                line.x, line.y = np.clip([at or 0.0] * 2, edges[0], edges[-1]), np.array([0.0, tall])


def short(text: str, most: int = CHARACTERS) -> str:
    """A text that fits above a bar on a telephone; the table under the chart has the whole of it.

    Examples
    --------
    >>> short("Ancienneté dans l’emploi", 12)
    'Ancienneté…'
    """
    return text if len(text) <= most else text[: most - 1].rsplit(" ", 1)[0].rstrip(" ,") + "…"


def _key(number: float) -> str:
    """A number as JavaScript writes it: tick labels are looked up by that.

    Examples
    --------
    >>> _key(1843.0), _key(0.5)
    ('1843', '0.5')
    """
    return repr(float(number)).removesuffix(".0")


def _write(label: bq.Label, x: np.ndarray, y: np.ndarray, text: list[str]) -> None:
    with label.hold_sync():
        label.x, label.y, label.text = x, y, text
