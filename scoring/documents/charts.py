"""Small charts, each drawn from a frame: dots with intervals, bars, a line along a number, predicted beside observed.

They are drawn on a figure of their own, never through pyplot: nothing is kept between two of them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scoring.arrays import Floats
from scoring.documents.figures import with_marks
from scoring.texts.numbers import format_number
from scoring.texts.words import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.axis import Axis
    from matplotlib.figure import Figure

INK, INK_2, LINE, REST = "#1b2430", "#4a5564", "#dfe4ea", "#b9c6d3"
OVER_GRID = {"facecolor": "white", "edgecolor": "none", "pad": 1.5}  # behind words: no line of the grid through them
ACCENT, RAISE, LOWER = "#0b4f6c", "#b4500c", "#1d5fa8"
WIDTH, ROW = 6.85, 0.2  # inches: the width of a page between its margins, so that letters print as large as drawn
LONGEST_LABEL = 54
LINE_OF_LABEL = 0.17  # inches
MOST_DECIMALS = 4  # of the numbers on an axis


def dots(
    frame: pd.DataFrame,
    label: str,
    value: str,
    *,
    axis: str = "",
    reference: float | None = None,
    beside: str | None = None,
    percent: bool = True,
) -> Figure:
    """A dot a row, first row on top, with the interval from ``low`` to ``high`` where the frame has them.

    Parameters
    ----------
    frame : DataFrame
        One row a dot.
    label, value : str
        Columns: what the row is called, and where its dot stands.
    axis : str
        What the values are.
    reference : float, optional
        Where a line is drawn for comparison.
    beside : str, optional
        A second value, shown as an open dot, as the prediction beside what was observed.
    percent : bool
        Whether values are shares.
    """
    drawn, axes, places = _rows(frame, label)
    if {"low", "high"} <= set(frame.columns):
        axes.hlines(places, frame["low"], frame["high"], color=ACCENT, linewidth=2.2, alpha=0.45)
    if reference is not None:
        axes.axvline(reference, color=INK_2, linewidth=1, linestyle=(0, (4, 3)))
    axes.plot(frame[value], places, "o", color=ACCENT, markersize=6.5, label=value)
    if beside is not None:
        axes.plot(frame[beside], places, "o", color=RAISE, markerfacecolor="white", markersize=6.5, label=beside)
        axes.legend(frameon=False, fontsize=9.5, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2)
    return _finish(drawn, axes, axis, percent)


def bars(
    frame: pd.DataFrame,
    label: str,
    value: str,
    *,
    axis: str = "",
    mark: str | None = None,
    limits: Sequence[float] = (),
    percent: bool = True,
) -> Figure:
    """A bar a row, first row on top.

    Parameters
    ----------
    frame : DataFrame
        One row a bar.
    label, value : str
        Columns: what the row is called, and how long its bar is.
    axis : str
        What the values are.
    mark : str, optional
        A column whose value is marked on each bar, as what chance alone would show.
    limits : sequence of float
        Where a line stands from which the reader should act.
    percent : bool
        Whether values are shares.
    """
    drawn, axes, places = _rows(frame, label)
    for limit in limits:
        axes.axvline(limit, color=INK_2, linewidth=1, linestyle=(0, (4, 3)))
    axes.barh(places, frame[value], height=0.62, color=ACCENT)
    if mark is not None:
        axes.plot(
            frame[mark], places, "|", color=RAISE, markersize=13, markeredgewidth=2.2, label=mark.replace("_", " ")
        )
        axes.legend(frameon=False, fontsize=9.5, loc="lower right", bbox_to_anchor=(1.0, 1.0))
    axes.set_xlim(0, max(axes.get_xlim()[1], *(1.04 * limit for limit in limits), 0.0))
    return _finish(drawn, axes, axis, percent)


def along(
    frame: pd.DataFrame,
    x: str,
    y: str,
    *,
    axis: str = "",
    value_axis: str = "",
    reference: float | None = None,
    percent: bool = True,
) -> Figure:
    """A share along ordered parts, with its interval from ``low`` to ``high``.

    Parameters
    ----------
    frame : DataFrame
        One row a part, in order.
    x, y : str
        Columns: the part, and the share.
    axis, value_axis : str
        What the parts are, and what the line shows of them.
    reference : float, optional
        A share to compare with, as the mean of all.
    percent : bool
        Whether values are shares, drawn from 0; others are drawn where they lie.
    """
    from matplotlib.figure import Figure
    from matplotlib.ticker import StrMethodFormatter

    drawn = Figure(figsize=(WIDTH, 3.2), layout="constrained")
    axes = drawn.add_subplot()
    if reference is not None:
        axes.axhline(reference, color=INK_2, linewidth=1, linestyle=(0, (4, 3)))
    axes.fill_between(frame[x], frame["low"], frame["high"], color=ACCENT, alpha=0.18, linewidth=0)
    axes.plot(frame[x], frame[y], "-o", color=ACCENT, markersize=5)
    if percent:
        axes.set_ylim(bottom=0)
        _in_percent(axes.yaxis, axes.get_ylim())
    axes.set_xticks(frame[x])
    axes.xaxis.set_major_formatter(StrMethodFormatter("{x:,.10g}"))
    axes.set_ylabel(value_axis, color=INK_2, fontsize=9.5)
    axes.grid(axis="y", color=LINE, linewidth=0.8)
    plain(axes, axis)
    return drawn


def in_language(drawn: Figure, language: Language) -> Figure:
    """The same figure with the decimal and percent marks of a language on its axes.

    Parameters
    ----------
    drawn : Figure
        From this module.
    language : str
        Language of the marks.
    """
    from matplotlib.ticker import PercentFormatter, ScalarFormatter, StrMethodFormatter

    axes, numbers = drawn.axes[0], PercentFormatter | ScalarFormatter | StrMethodFormatter
    for axis in (axes.xaxis, axes.yaxis):
        if isinstance(axis.get_major_formatter(), numbers):  # labels are no numbers
            axis.set_major_formatter(marked(axis, language))
    return drawn


def marked(axis: Axis, language: Language) -> Callable[[float, float], str]:
    """What writes an axis' numbers now, with the marks of a language."""
    formatter = axis.get_major_formatter()

    def write(value: float, position: float) -> str:
        formatter.set_locs(list(axis.get_majorticklocs()))
        return with_marks(formatter(value, int(position)), language)

    return write


def even_decimals(axis: Axis, language: Language) -> None:
    """Write an axis' numbers as the language does, all with the decimals that its ticks need: 0.79, 0.80, 0.81."""

    def write(value: float, _: float) -> str:
        ticks = np.asarray(axis.get_majorticklocs(), dtype=np.float64)
        fits = (n for n in range(MOST_DECIMALS) if np.allclose(ticks, ticks.round(n), rtol=0, atol=1e-9))
        return format_number(value, language, next(fits, MOST_DECIMALS), trim=False)

    axis.set_major_formatter(write)


def _rows(frame: pd.DataFrame, label: str) -> tuple[Figure, Axes, Floats]:
    from matplotlib.figure import Figure

    names = [fill(str(name), LONGEST_LABEL) for name in frame[label]]
    tallest = max((name.count("\n") + 1 for name in names), default=1)  # rows stand evenly: each has room for it
    row = max(ROW, LINE_OF_LABEL * tallest)
    drawn = Figure(figsize=(WIDTH, 0.7 + row * max(len(names), 2)), layout="constrained")
    axes = drawn.add_subplot()
    places = np.arange(len(frame), dtype=np.float64)
    axes.set_yticks(places, names, multialignment="right")
    axes.set_ylim(len(frame) - 0.4, -0.6)
    return drawn, axes, places


def _finish(drawn: Figure, axes: Axes, axis: str, percent: bool) -> Figure:
    if percent:
        _in_percent(axes.xaxis, axes.get_xlim())
    axes.grid(axis="x", color=LINE, linewidth=0.8)
    plain(axes, axis)
    return drawn


def plain(axes: Axes, axis: str) -> None:
    """No frame, quiet ink."""
    axes.set_axisbelow(True)
    axes.set_xlabel(axis, color=INK_2, fontsize=9.5, loc="right")
    axes.tick_params(length=0, labelcolor=INK, labelsize=9.5, pad=5)
    for side in axes.spines.values():
        side.set_visible(False)


def _in_percent(axis: Axis, limits: tuple[float, float]) -> None:
    """Ticks at whole percents, at tenths of one where the axis is short."""
    from matplotlib.ticker import MaxNLocator, PercentFormatter

    axis.set_major_locator(MaxNLocator(nbins=7, steps=[1, 2, 4, 5, 10]))
    axis.set_major_formatter(PercentFormatter(1.0, decimals=0 if limits[1] - limits[0] > 0.05 else 1))
