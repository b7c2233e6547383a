"""A piece of a document: one table, or one figure with its numbers, ready for a page or a slide."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import pandas as pd

from scoring.documents.figures import figure, table
from scoring.texts.words import Language

if TYPE_CHECKING:
    from matplotlib.figure import Figure

HALF_WIDTH, HALF_HEIGHT = 3.32, 2.3  # inches
Kind = Literal["figure", "table"]
SLIDE_WIDTH, SLIDE_HEIGHT = 8.4, 2.65  # inches, shown twice as large: letters of 9.5 points are 19 pixels there


@dataclass(frozen=True)
class Piece:
    """One table or figure.

    Parameters
    ----------
    title : str
        The finding, in a sentence.
    rows : DataFrame
        The table itself, or the numbers in the picture; the names of its columns are its heads.
    drawn : Figure, optional
        The picture; without one the piece is a table.
    right : tuple of str
        Columns of numbers that are written already, aligned as numbers are.
    percent : tuple of str
        Columns that are shares.
    """

    title: str
    rows: pd.DataFrame
    drawn: Figure | None = None
    right: tuple[str, ...] = ()
    percent: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """Whether it is numbered among the figures or among the tables."""
        return "table" if self.drawn is None else "figure"

    def html(self, number: int | None, language: Language) -> str:
        """The piece as a report shows it, under its number."""
        if self.drawn is None:
            return str(
                table(
                    self.rows, self.title, number=number, percent=self.percent, language=language, right=self.right
                ).data
            )
        return str(
            figure(self.drawn, self.title, self.rows, number=number, percent=self.percent, language=language).data
        )

    def beside(self, number: int | None, language: Language) -> str:
        """The piece as it stands beside another one: a picture is drawn anew, half as wide."""
        if self.drawn is not None:
            self.drawn.set_size_inches(HALF_WIDTH, HALF_HEIGHT)
            _fewer_ticks(self.drawn)
        return self.html(number, language)

    def on_slide(self, language: Language, width: float = SLIDE_WIDTH, height: float = SLIDE_HEIGHT) -> str:
        """The piece as a slide shows it: a picture is drawn anew in the slide's shape."""
        if self.drawn is not None:
            self.drawn.set_size_inches(width, height)
        return self.html(None, language)


def _fewer_ticks(drawn: Figure) -> None:
    """As many numbers along the axes of a small picture as stand beside each other."""
    from matplotlib.ticker import FixedLocator, MaxNLocator

    for axes in drawn.axes:
        for axis in (axes.xaxis, axes.yaxis):
            if not isinstance(axis.get_major_locator(), FixedLocator):
                axis.set_major_locator(MaxNLocator(nbins=4))
