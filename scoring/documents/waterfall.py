"""The picture of one answer: from the starting point, reason by reason, to the log-odds of the client."""

from __future__ import annotations

from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from scoring.documents.charts import INK_2, LOWER, OVER_GRID, RAISE, even_decimals, plain
from scoring.documents.curves import canvas, most_lines
from scoring.texts.numbers import format_number, format_signed
from scoring.texts.words import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LONGEST = 60
ROOM = 0.28  # of the width, for the numbers beside the bars


def steps(values: pd.Series[float]) -> pd.DataFrame:
    """Where each bar of a waterfall starts and how long it is.

    Parameters
    ----------
    values : Series
        The start, what is added one after the other, and the end.

    Returns
    -------
    DataFrame
        start, length; the first and the last bar start at 0.

    Examples
    --------
    >>> steps(pd.Series([-2.0, 0.5, -0.25, -1.75]))["start"].tolist()
    [0.0, -2.0, -1.5, 0.0]
    """
    added = values.iloc[:-1]
    start = added.cumsum().shift(1, fill_value=0.0)
    return pd.DataFrame({"start": [*start, 0.0], "length": list(values)})


def waterfall(frame: pd.DataFrame, label: str, value: str, axis: str, language: Language) -> Figure:
    """Floating bars, orange where they raise and blue where they lower, the two totals in grey; first row on top.

    Parameters
    ----------
    frame : DataFrame
        One row a bar: the start, the reasons, the others, the answer.
    label, value : str
        Columns: what a row is called, and its number in log-odds.
    axis : str
        What the numbers are.
    language : str
        Language of the marks in numbers.
    """
    names, bars = [fill(str(name), LONGEST) for name in frame[label]], steps(frame[value])
    drawn, axes = canvas(0.6 + max(0.215, 0.17 * most_lines(names)) * len(frame))
    places, last = np.arange(len(frame), dtype=np.float64), len(frame) - 1
    colours = [RAISE if length > 0 else LOWER for length in bars["length"]]
    colours[0] = colours[last] = INK_2
    axes.barh(places, bars["length"], left=bars["start"], height=0.62, color=colours)
    ends = bars["start"] + bars["length"]
    for row, (end, length) in enumerate(zip(ends, bars["length"], strict=True)):
        text, side = _written(row in (0, last), length, language), "left" if length > 0 else "right"
        away = (4 if length > 0 else -4, 0)
        written = axes.annotate(text, (end, row), away, textcoords="offset points", ha=side, va="center", fontsize=9.5)
        written.set(color=colours[row], bbox=OVER_GRID)
    low, high = min(0.0, ends.min(), bars["start"].min()), max(0.0, ends.max(), bars["start"].max())
    axes.set_xlim(low - ROOM * (high - low), high + ROOM * (high - low))
    axes.set_yticks(places, names, multialignment="right")
    axes.invert_yaxis()
    axes.axvline(0, color=INK_2, linewidth=1)
    even_decimals(axes.xaxis, language)
    plain(axes, axis)
    return drawn


def _written(is_total: bool, length: float, language: Language) -> str:
    if is_total:
        return format_number(length, language, 2, trim=False)
    return f"{'▲' if length > 0 else '▼'} {format_signed(length, language, 2)}"
