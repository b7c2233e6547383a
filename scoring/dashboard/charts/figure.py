"""What all figures share: the design tokens that CSS cannot reach, empty figures, labels."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from textwrap import wrap

import bqplot as bq
import numpy as np
from ipywidgets import Layout

# The design tokens of tokens.css by name, so that both colour schemes reach the figures.
INK, INK_2, LINE, ACCENT, PAPER = "var(--ink)", "var(--ink-2)", "var(--line)", "var(--accent)", "var(--paper)"
RAISE, LOWER, REST = "var(--raise-mark)", "var(--lower-mark)", "var(--bar)"
CHARACTERS = 45


def figure(
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


def label(scales: dict[str, bq.Scale], *, align: str = "middle", size: int = 15, weight: str = "normal") -> bq.Label:
    """Texts that are put on a figure later."""
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


def key(number: float) -> str:
    """A number as JavaScript writes it: tick labels are looked up by that.

    Examples
    --------
    >>> key(1843.0), key(0.5)
    ('1843', '0.5')
    """
    return repr(float(number)).removesuffix(".0")


def write(mark: bq.Label, x: np.ndarray, y: np.ndarray, text: list[str]) -> None:
    """Move a label's texts in one message."""
    with mark.hold_sync():
        mark.x, mark.y, mark.text = x, y, text


def put_ticks(axis: bq.Axis, ticks: Mapping[float, str]) -> None:
    """Write these texts at these places of an axis, in one message."""
    with axis.hold_sync():
        axis.tick_values = np.array(list(ticks))
        axis.tick_labels = {key(at): text for at, text in ticks.items()}
