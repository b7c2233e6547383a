"""One figure of four: ROC, precision beside recall, gains, and where either outcome scores."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from scoring.analysis.discrimination import ranking_curves, score_distribution
from scoring.documents.charts import ACCENT, INK_2, LINE, RAISE, WIDTH, plain
from scoring.documents.run_facts import Facts
from scoring.texts.numbers import format_number, format_value
from scoring.texts.sentences import words
from scoring.texts.words import Language

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

HEIGHT = 3.0
FIRST_SEEN = 0.01  # share refused from which a precision is more than the luck of a few clients
DASHED = (0, (4, 3))
PANELS = ("roc", "precision", "gains", "scores")
CURVES = {
    "roc": ("wrongly_refused", "caught"),
    "precision": ("caught", "precision"),
    "gains": ("refused", "caught"),
}
COLUMNS = ["refused", "caught", "wrongly_refused", "precision"]


def panels(
    facts: Facts, language: Language, numbers: Mapping[str, str], names: Sequence[str] = PANELS
) -> tuple[Figure, pd.DataFrame]:
    """The figure, two panels beside each other, and a tenth of its curves' points.

    Parameters
    ----------
    facts : Facts
        The run.
    language : str
        Language of words and marks.
    numbers : mapping of str to str
        The run's numbers, for the titles.
    names : sequence of str
        Which panels: ``roc``, ``precision``, ``gains``, ``scores``.
    """
    from matplotlib.figure import Figure

    frame = ranking_curves(facts.target, facts.probability)
    drawn = Figure(figsize=(WIDTH, HEIGHT * len(names) / len(PANELS)), layout="constrained")
    for axes, name in zip(drawn.subplots(-(-len(names) // 2), 2).ravel(), names, strict=True):
        if name == "scores":
            _scores(axes, facts, language, numbers)
            continue
        seen = frame[frame["refused"] >= FIRST_SEEN] if name == "precision" else frame
        x, y = CURVES[name]
        _curve(axes, seen[x], seen[y], language, name, numbers)
        level = float(facts.manifest.metrics["target_rate"])
        axes.plot([0, 1], [level, level] if name == "precision" else [0, 1], color=INK_2, linewidth=1, linestyle=DASHED)
        axes.set_ylim(0, min(1.05, 1.1 * float(seen[y].max())))
    return drawn, frame.iloc[:: max(1, len(frame) // 10)][COLUMNS]


def _curve(
    axes: Axes, x: pd.Series[float], y: pd.Series[float], language: Language, name: str, numbers: Mapping[str, str]
) -> None:
    axes.plot(x, y, color=ACCENT, linewidth=2)
    for axis in (axes.xaxis, axes.yaxis):
        axis.set_major_formatter(lambda value, _: format_value(round(float(value), 6), "ratio", language))
    axes.set_xlim(0, 1)
    _finish(axes, name, language, numbers)


def _scores(axes: Axes, facts: Facts, language: Language, numbers: Mapping[str, str]) -> None:
    frame = score_distribution(facts.target, facts.known["score"].to_numpy())
    for column, colour in (("repaid", ACCENT), ("difficulty", RAISE)):
        label = words(f"note.discrimination.{column}", language)
        axes.stairs(
            frame[column], [*frame["band"], frame["band"].iloc[-1] + 20], color=colour, linewidth=1.8, label=label
        )
    axes.legend(frameon=False, fontsize=9.5, loc="upper center", ncols=2, borderpad=0, columnspacing=1.2)
    axes.yaxis.set_major_formatter(lambda value, _: format_value(round(float(value), 6), "ratio", language))
    axes.xaxis.set_major_formatter(lambda value, _: format_number(value, language))
    axes.set_ylim(0, 1.6 * float(frame[["repaid", "difficulty"]].to_numpy().max()))
    _finish(axes, "scores", language, numbers)


def _finish(axes: Axes, name: str, language: Language, numbers: Mapping[str, str]) -> None:
    axes.grid(color=LINE, linewidth=0.8)
    axes.set_title(
        words(f"note.discrimination.{name}", language, **numbers), fontsize=10, loc="left", fontweight="bold"
    )
    axes.set_ylabel(words(f"note.discrimination.{name}_y", language), color=INK_2, fontsize=9.5)
    plain(axes, words(f"note.discrimination.{name}_x", language))
