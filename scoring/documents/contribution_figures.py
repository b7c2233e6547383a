"""Pictures of contributions: one dot a client and variable, and how a contribution follows a value."""

from __future__ import annotations

from collections.abc import Mapping
from textwrap import fill
from typing import TYPE_CHECKING

import numpy as np

from scoring.arrays import Floats
from scoring.documents.charts import ACCENT, INK, INK_2, REST, even_decimals, plain
from scoring.documents.curves import canvas
from scoring.documents.swarm import Swarm
from scoring.texts.words import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LONGEST = 60
ROW = 0.245
CROWD = 40  # parts of the axis within which dots are spread over the row's height
LEVELS = 5  # shades from the lowest values to the highest
PICTURED = 600  # clients of a swarm that are drawn: more hide each other, and weigh in a page of text


def beeswarm(
    swarm: Swarm, labels: Mapping[str, str], axis: str, lowest: str, highest: str, language: Language
) -> Figure:
    """A row a feature, a dot a client: to the right it raises the risk; darker dots are higher values.

    Parameters
    ----------
    swarm : Swarm
        Contributions and values of some clients.
    labels : mapping
        What each feature is called.
    axis : str
        What stands under the horizontal axis.
    lowest, highest : str
        What the lightest and the darkest dots are called.
    language : str
        Language of the numbers.
    """
    from matplotlib.colors import LinearSegmentedColormap

    drawn, axes = canvas(0.75 + ROW * len(swarm.features))
    shades = LinearSegmentedColormap.from_list("values", [REST, ACCENT, INK])(np.linspace(0, 1, LEVELS))
    for row, name in enumerate(swarm.features):
        contributions = swarm.contributions[name][:PICTURED]
        heights, levels = row + _spread(contributions), _levels(swarm.values[name][:PICTURED])
        for level in range(-1, LEVELS):
            here = levels == level
            colour, shape = (shades[level], "o") if level >= 0 else ("#8a94a1", "x")
            axes.plot(contributions[here], heights[here], shape, color=colour, markersize=2.1, rasterized=True)
    axes.axvline(0, color=INK_2, linewidth=1)
    axes.set_yticks(range(len(swarm.features)), [fill(labels[name], LONGEST) for name in swarm.features])
    axes.set_ylim(len(swarm.features) - 0.4, -0.6)
    axes.plot([], [], "o", color=shades[0], label=lowest)
    axes.plot([], [], "o", color=shades[-1], label=highest)
    axes.legend(frameon=False, fontsize=9.5, loc="lower right", bbox_to_anchor=(1.0, 1.0), ncols=2, handletextpad=0.2)
    even_decimals(axes.xaxis, language)
    plain(axes, axis)
    return drawn


def dependence(swarm: Swarm, name: str, label: str, axis: str, language: Language) -> Figure:
    """Each client's contribution at their value, and the median along the values.

    Parameters
    ----------
    swarm : Swarm
        Contributions and values of some clients.
    name : str
        The feature.
    label : str
        What it is called, under the horizontal axis.
    axis : str
        What is said of the vertical axis.
    language : str
        Language of the numbers.
    """
    drawn, axes = canvas(2.6)
    along = swarm.along(name)
    axes.plot(swarm.values[name], swarm.contributions[name], "o", color=REST, markersize=2.4, rasterized=True)
    axes.plot(along["value"], along["contribution"], color=ACCENT, linewidth=2.2)
    axes.axhline(0, color=INK_2, linewidth=1)
    for side in (axes.xaxis, axes.yaxis):
        even_decimals(side, language)
    axes.set_ylabel(fill(axis, 22), color=INK_2, fontsize=9.5)
    plain(axes, label)
    return drawn


def _spread(values: Floats, height: float = 0.36) -> Floats:
    """How far each dot is moved up or down, so that neighbours can be seen beside each other."""
    if not len(values) or np.ptp(values) == 0:
        return np.zeros(len(values))
    parts = np.floor(CROWD * (values - values.min()) / np.ptp(values)).astype(int)
    offsets = np.zeros(len(values))
    largest = max(np.bincount(parts))
    for part in np.unique(parts):
        members = np.flatnonzero(parts == part)
        places = np.arange(len(members)) - (len(members) - 1) / 2
        offsets[members] = 2 * height * places / largest
    return offsets


def _levels(values: Floats) -> Floats:
    """The shade of each value by its rank: 0 lowest, -1 where it is not known or no number."""
    levels, known = np.full(len(values), -1), ~np.isnan(values)
    if known.any():
        ordered = np.sort(values[known])
        ranks = (np.searchsorted(ordered, values[known], "left") + np.searchsorted(ordered, values[known], "right")) / 2
        levels[known] = np.minimum(LEVELS * ranks / len(ordered), LEVELS - 1).astype(int)
    return levels
