"""What all figures share: the design tokens that CSS cannot reach, empty figures, labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import pairwise
from textwrap import wrap

import bqplot as bq
import numpy as np
from ipywidgets import Layout

# The design tokens of tokens.css by name, so that both colour schemes reach the figures.
INK, INK_2, LINE, ACCENT, PAPER = "var(--ink)", "var(--ink-2)", "var(--line)", "var(--accent)", "var(--paper)"
RAISE, LOWER, REST = "var(--raise-mark)", "var(--lower-mark)", "var(--bar)"
CHARACTERS = 45
# Pixels between the ends of an axis on a narrow telephone, by the class that takes every second text away there.
NARROW = {"pad-thin-320": 180.0, "pad-thin-390": 250.0}
CHARACTER_PX, APART_PX = 7.0, 12.0


def figure(
    height: int, marks: Sequence[bq.Mark], axes: Sequence[bq.Axis], margin: tuple[int, int, int, int]
) -> bq.Figure:
    """A figure as wide as its place, redrawn when that changes; margin is top, right, bottom, left.

    Parameters
    ----------
    height : int
        In pixels; the width is that of the place.
    marks : sequence of Mark
        What is drawn, the first one undermost.
    axes : sequence of Axis
        Axes whose scales the marks have.
    margin : tuple of int
        Top, right, bottom and left, in pixels.
    """
    names = ("top", "right", "bottom", "left")
    return bq.Figure(
        marks=list(marks),
        axes=list(axes),
        fig_margin=dict(zip(names, margin, strict=True)),
        layout=Layout(width="100%", height=f"{height}px", min_width="0"),
        min_aspect_ratio=0.01,
        max_aspect_ratio=100,
        background_style={"fill": "none"},
        padding_x=0,  # what is written beside an axis is placed from the scale's own end
        padding_y=0,
        display_toolbar=False,
    )


def label(scales: dict[str, bq.Scale], *, align: str = "middle", size: int = 15, weight: str = "normal") -> bq.Label:
    """Texts that are put on a figure later.

    Parameters
    ----------
    scales : dict
        Scales of the figure, both.
    align : {"start", "middle", "end"}, default "middle"
        Where a text stands to its place.
    size : int, default 15
        Size of the letters, in pixels.
    weight : {"normal", "bold"}, default "normal"
        Bold texts are darker too.
    """
    return bq.Label(
        x=[], y=[], text=[], scales=scales, align=align, default_size=size, font_weight=weight,
        colors=[INK if weight == "bold" else INK_2], apply_clip=False,
    )  # fmt: skip


def in_lines(text: str, most: int = CHARACTERS) -> list[str]:
    """A text in one line or two that fit above a bar on a telephone; the table under the chart has the whole of it.

    Examples
    --------
    >>> in_lines("Ancienneté dans l’emploi", 14), in_lines("Ancienneté dans l’emploi actuel du client", 14)
    (['Ancienneté', 'dans l’emploi'], ['Ancienneté', 'dans l’emploi…'])
    """
    return wrap(text, most, max_lines=2, placeholder="…", break_long_words=False)


def length_needed(ticks: Mapping[float, str], low: float, high: float) -> float:
    """How many pixels an axis from low to high must have so that its texts stand apart.

    Examples
    --------
    >>> length_needed({0.0: "0 %", 0.5: "50 %", 1.0: "100 %"}, 0.0, 1.0), length_needed({3.0: "3"}, 0.0, 9.0)
    (94.0, 0.0)
    """
    places = sorted(ticks)
    if len(places) < 2 or not high > low:
        return 0.0
    step = min(right - left for left, right in pairwise(places)) / (high - low)
    return (max(map(len, ticks.values())) * CHARACTER_PX + APART_PX) / step


def thin(figure: bq.Figure, ticks: Mapping[float, str], low: float, high: float) -> None:
    """Let the style take every second text of a horizontal axis away where the screen is too narrow for all.

    Parameters
    ----------
    figure : Figure
        Whose horizontal axis it is.
    ticks : mapping
        What stands at each place of the axis.
    low, high : float
        The ends of the axis.
    """
    needed = length_needed(ticks, low, high)
    for name, length in NARROW.items():
        (figure.add_class if needed > length else figure.remove_class)(name)


def write(mark: bq.Label, x: np.ndarray, y: np.ndarray, text: list[str], offset: tuple[int, int] | None = None) -> None:
    """Move a label's texts, and how many pixels they stand right of and under their places, in one message.

    Parameters
    ----------
    mark : Label
        As :func:`label` makes it.
    x, y : array of float
        The texts' places on the scales.
    text : list of str
        One a place.
    offset : tuple of int, optional
        Pixels to the right of the places, and down; as it was where left out.
    """
    with mark.hold_sync():
        mark.x, mark.y, mark.text = x, y, text
        if offset is not None:
            mark.x_offset, mark.y_offset = offset


class Ticks:
    """An axis whose places and texts always belong together.

    bqplot looks the texts of its ticks up by number, in a message of its own: when a group changes, places without
    their texts are shown as "1e+6". So the axis draws lines only, and the texts are a mark that moves in one message.
    Of its scales it has the axis's own: across, it stands at the edge of the figure, whatever room bars keep beside it.

    Parameters
    ----------
    scales : dict
        Scales of the figure, both.
    side : {"x", "y"}
        Under the figure, or at its left.
    """

    def __init__(self, scales: dict[str, bq.Scale], side: str, *, lines: bool) -> None:
        upright = side == "y"
        self.side = side
        self.axis = bq.Axis(
            scale=scales[side],
            side="left" if upright else "bottom",
            grid_lines="solid" if lines else "none",
            grid_color=LINE,
            color=INK_2,
            tick_style={"display": "none"},
        )
        self.texts = label({side: scales[side]}, align="end" if upright else "middle")
        self.texts.x_offset, self.texts.y_offset = (-12, 5) if upright else (0, 20)

    def put(self, ticks: Mapping[float, str]) -> None:
        """Write these texts at these places."""
        places = np.array(list(ticks), dtype=float)
        self.axis.tick_values = places
        bases = np.zeros(len(places))
        x, y = (bases, places) if self.side == "y" else (places, bases)
        write(self.texts, x, y, list(ticks.values()))
