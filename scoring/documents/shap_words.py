"""The words that SHAP's plots write themselves, in the language of a notebook."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from scoring.documents.notebook_text import NotebookText

if TYPE_CHECKING:
    from matplotlib.figure import Figure

OTHERS = re.compile(r"(?:Sum of )?(\d+) other features")


def translate_shap(drawn: Figure, text: NotebookText) -> None:
    """Put what SHAP's library wrote on a figure into the language: its axis, its scale, the features it sums up.

    Parameters
    ----------
    drawn : Figure
        With a plot of SHAP's library on it, made with ``show=False``.
    text : NotebookText
        Of the notebook that shows it.
    """
    for axes in drawn.axes:
        axes.set_xlabel(text.word(axes.get_xlabel()))
        labels = [label.get_text() for label in axes.get_yticklabels()]
        axes.set_yticks(axes.get_yticks(), [_label(label, text) for label in labels])


def _label(label: str, text: NotebookText) -> str:
    others = OTHERS.fullmatch(label)
    return text.shared("word.other_features", n=int(others[1])) if others else text.word(label)
