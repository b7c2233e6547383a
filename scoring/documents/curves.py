"""Pictures of the methodology note that follow a number: announced beside observed, and the cost of a threshold."""

from __future__ import annotations

from collections.abc import Sequence
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scoring.arrays import Floats, Ints
from scoring.documents.charts import ACCENT, INK_2, LINE, OVER_GRID, RAISE, WIDTH, even_decimals, plain
from scoring.model.calibration_error import BINS
from scoring.model.comparable import wilson_interval
from scoring.texts.numbers import format_number, format_value
from scoring.texts.words import Language

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

PARTS_LEVEL = 0.95  # of the interval of each part


def calibration_table(target: Ints, probability: Floats, parts: int = BINS, level: float = PARTS_LEVEL) -> pd.DataFrame:
    """Mean probability beside the observed rate, in parts of equal size from the safest clients.

    Parameters
    ----------
    target : array of int
        1 difficulty, 0 none.
    probability : array of float
        Probability of difficulty, 0 to 1, of the same clients.
    parts : int, default 20
        How many, of equal size.
    level : float, default 0.95
        Confidence level of each part's interval, above 0 and below 1.

    Returns
    -------
    DataFrame
        part, n, announced, observed, low, high.
    """
    rows = []
    for part, places in enumerate(np.array_split(np.argsort(probability, kind="stable"), parts), 1):
        hits = int(target[places].sum())
        low, high = wilson_interval(hits, len(places), level)
        rows.append((part, len(places), float(probability[places].mean()), hits / len(places), float(low), float(high)))
    return pd.DataFrame(rows, columns=["part", "n", "announced", "observed", "low", "high"])


def reliability(frame: pd.DataFrame, x: str, y: str, language: Language) -> Figure:
    """The observed rate against the announced probability, with the line where both are equal.

    Parameters
    ----------
    frame : DataFrame
        As :func:`calibration_table` makes it.
    x, y : str
        What is said of the two axes.
    language : str
        Language of the numbers.
    """
    drawn, axes = canvas(1.8)
    end = 1.05 * float(max(frame["announced"].max(), frame["high"].max()))
    axes.plot([0, end], [0, end], color=INK_2, linewidth=1, linestyle=(0, (4, 3)))
    axes.vlines(frame["announced"], frame["low"], frame["high"], color=ACCENT, linewidth=2.2, alpha=0.45)
    axes.plot(frame["announced"], frame["observed"], "o", color=ACCENT, markersize=6)
    axes.set_xlim(0, end)
    axes.set_ylim(0, end)
    axes.set_ylabel(fill(y, 20), color=INK_2, fontsize=9.5)
    plain(axes, x)
    shares(drawn, language, both=True)
    return drawn


def cost_curve(frame: pd.DataFrame, threshold: float, x: str, y: str, here: str, language: Language) -> Figure:
    """The cost along thresholds, with the one in use marked and named.

    Parameters
    ----------
    frame : DataFrame
        Columns threshold and cost, as :func:`scoring.analysis.costs.cost_along` makes them.
    threshold : float
        The one in use.
    x, y : str
        What is said of the two axes.
    here : str
        What the threshold in use is called.
    language : str
        Language of the numbers.
    """
    drawn, axes = canvas(1.5)
    axes.plot(frame["threshold"], frame["cost"], color=ACCENT, linewidth=2)
    axes.axvline(threshold, color=RAISE, linewidth=1.4)
    top = float(frame["cost"].max())
    axes.annotate(here, (threshold, top), (6, -4), textcoords="offset points", color=RAISE, fontsize=9.5, va="top")
    axes.set_ylim(bottom=0)
    axes.set_ylabel(fill(y, 16), color=INK_2, fontsize=9.5)
    axes.yaxis.set_major_formatter(lambda value, _: format_number(value, language))
    plain(axes, x)
    shares(drawn, language)
    return drawn


def shares(drawn: Figure, language: Language, both: bool = False) -> Figure:
    """Write the axis of shares as the language writes them."""
    axes = drawn.axes[0]
    for axis in (axes.xaxis, axes.yaxis) if both else (axes.xaxis,):
        axis.set_major_formatter(lambda value, _: format_value(round(float(value), 6), "ratio", language))
    return drawn


def ladder(frame: pd.DataFrame, axis: str, language: Language) -> Figure:
    """The AUC after each step, first step on top, with what the step changed and its paired interval beside it.

    Parameters
    ----------
    frame : DataFrame
        label, auc, difference (from the row above; empty in the first), low, high, written (what stands beside).
    axis : str
        What the values are.
    language : str
        Language of the marks in numbers.
    """
    names = [fill(str(label), 44) for label in frame["label"]]
    drawn, axes = canvas(0.45 + max(0.27, 0.19 * most_lines(names)) * len(frame))
    lowest, highest = float(frame["auc"].min()), float(frame["auc"].max())
    start = lowest - max(0.4 * (highest - lowest), 0.01)
    for row, step in enumerate(frame.to_dict("records")):
        before = step["auc"] - step["difference"] if row else start
        colour = INK_2 if not row else ACCENT if step["difference"] >= 0 else RAISE
        axes.barh(row, step["auc"] - before, left=before, height=0.6, color=colour)
        text = format_number(step["auc"], language, 3, trim=False)
        text += f"    {step['written']}" if row else ""
        end = max(before, step["auc"])
        written = axes.annotate(text, (end, row), (6, 0), textcoords="offset points", va="center", fontsize=9.5)
        written.set(color=INK_2, bbox=OVER_GRID)
    axes.set_yticks(range(len(frame)), names, multialignment="right")
    axes.set_ylim(len(frame) - 0.4, -0.6)
    axes.set_xlim(start, highest + 2 * (highest - start))
    even_decimals(axes.xaxis, language)
    plain(axes, axis)
    return drawn


def most_lines(names: Sequence[str]) -> int:
    r"""The lines of the tallest of wrapped labels, at least one.

    Examples
    --------
    >>> most_lines(["a", "b\nc"]), most_lines([])
    (2, 1)
    """
    return max((name.count("\n") + 1 for name in names), default=1)


def canvas(height: float) -> tuple[Figure, Axes]:
    """An empty figure of the page's width, with a quiet grid."""
    from matplotlib.figure import Figure

    drawn = Figure(figsize=(WIDTH, height), layout="constrained")
    axes = drawn.add_subplot()
    axes.grid(color=LINE, linewidth=0.8)
    return drawn, axes
