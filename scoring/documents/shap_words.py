"""The words that SHAP's plots write themselves, in the language of a notebook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scoring.documents.charts import marked
from scoring.documents.figures import with_marks
from scoring.documents.notebook_text import NotebookText
from scoring.texts.words import mark

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

# A client's value before the feature's name, as the waterfall has it: "-1.5 = Age".
VALUE = re.compile(r"([-\u2212]?[\d.]+|nan) = (.+)", re.DOTALL)
NUMBER = re.compile(r"[-+\u2212]?[\d,.]+")
OTHERS = re.compile(r"(?:Sum of )?(\d+) other features")


def translate_shap(drawn: Figure, text: NotebookText) -> None:
    """Put what SHAP's library wrote on a figure into the language: words, and the marks of every number.

    Parameters
    ----------
    drawn : Figure
        With a plot of SHAP's library on it, made with ``show=False``.
    text : NotebookText
        Text of the notebook that shows it.
    """
    for axes in drawn.axes:
        axes.set_xlabel(text.word(axes.get_xlabel()))
        labels = [label.get_text() for label in axes.get_yticklabels()]
        axes.set_yticks(axes.get_yticks(), [_label(label, text) for label in labels])
        _mark_numbers(axes, text)


def _mark_numbers(axes: Axes, text: NotebookText) -> None:
    """Numbers along the axis, inside the arrows, and in the formulas under and over the waterfall."""
    from matplotlib.ticker import ScalarFormatter

    if isinstance(axes.xaxis.get_major_formatter(), ScalarFormatter):
        axes.xaxis.set_major_formatter(marked(axes.xaxis, text.language))
    else:
        formulas = [_formula(label.get_text(), text) for label in axes.get_xticklabels()]
        axes.set_xticks(axes.get_xticks(), formulas)
    for arrow in axes.texts:
        if NUMBER.fullmatch(arrow.get_text()):
            arrow.set_text(with_marks(arrow.get_text(), text.language))


def _label(label: str, text: NotebookText) -> str:
    others, valued = OTHERS.fullmatch(label), VALUE.fullmatch(label)
    if valued:
        thousands = re.sub(r"\d+", lambda whole: f"{int(whole[0]):,}", valued[1], count=1)
        value = text.word("missing") if valued[1] == "nan" else with_marks(thousands, text.language)
        return f"{value} = {valued[2]}"
    return text.shared("word.other_features", n=int(others[1])) if others else text.word(label)


def _formula(label: str, text: NotebookText) -> str:
    """A formula's number with the language's mark, which in a formula stands in braces: no space follows it."""
    return re.sub(r"(?<=\d)\.(?=\d)", lambda _: f"{{{mark('decimal', text.language)}}}", label)
