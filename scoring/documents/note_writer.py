"""What every piece of the note needs: the run, the language, its words, and tables and figures numbered in order."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property
from textwrap import shorten
from typing import TYPE_CHECKING

import pandas as pd

from scoring.documents.numbers import numbers
from scoring.documents.piece import Piece
from scoring.documents.run_facts import STRONGEST, Facts
from scoring.documents.written_numbers import decimals, share
from scoring.errors import UserError
from scoring.features.catalogue import catalogue
from scoring.texts.numbers import format_number
from scoring.texts.sentences import words
from scoring.texts.words import Language, languages

if TYPE_CHECKING:
    from IPython.display import HTML
    from matplotlib.figure import Figure

SECTIONS = (
    "head", "problem", "kernel", "metric", "imbalance", "choice", "calibration", "discrimination",
    "global", "local", "fairness", "drift", "law", "limits", "glossary",
)  # fmt: skip
# A line such as ``[[table:rules]]`` or ``[[figure:cost | table:ratios]]`` of a section's text: pieces, side by side.
PIECES_LINE = re.compile(r"^\[\[(.+)\]\]$", re.MULTILINE)
NEEDS = {"candidates": "compared", "candidate_dots": "compared", "ladder": "compared", "drift": "has_new_clients"}


class NoteWriter:
    """Writes texts, tables and figures about one run, in one language.

    Parameters
    ----------
    facts : Facts
        The run.
    language : {"fr", "en"}
        Language of every word and mark.
    most : int, default 12
        Rows at most of a picture that has one a variable.
    longest : int, default 200
        Letters at most of such a row's label.

    Raises
    ------
    UserError
        When the language is another one.
    """

    def __init__(self, facts: Facts, language: Language, *, most: int = STRONGEST, longest: int = 200) -> None:
        if language not in languages():
            raise UserError(f"Expected the language fr or en, got {language}.", "Write '-p language fr'.")
        self.facts, self.language = facts, language
        self.most, self.longest = most, longest
        self.numbers = numbers(facts, language)

    def section(self, key: str) -> HTML:
        """One section: its prose, with each figure and table where the text wants it."""
        from IPython.display import HTML
        from nbconvert.filters import markdown2html

        parts = PIECES_LINE.split(self.say(f"section.{key}"))
        prose = [markdown2html(text) for text in parts[::2]]
        rows = [self._row(line) for line in parts[1::2]] + [""]
        body = "\n".join(f"{text}\n{pieces}" for text, pieces in zip(prose, rows, strict=True))
        return HTML(f'<section class="pad-section" id="{key}">\n{body}\n</section>')

    def piece(self, name: str) -> Piece | None:
        """A figure or table by its name; None where the run has nothing to show in it."""
        if not getattr(self, NEEDS.get(name, "always")):
            return None
        piece: Piece = getattr(self, name)()
        return piece

    def say(self, key: str, **more: object) -> str:
        """A text of the note with the run's numbers in it."""
        values = self.numbers | self._links() | {name: str(value) for name, value in more.items()}
        return words(f"note.{key}", self.language, **values)

    @cached_property
    def references(self) -> dict[str, str]:
        """The number of each figure and table in the order of the texts: ``table_rules`` is 3."""
        counted = {"figure": 0, "table": 0}
        places: dict[str, str] = {}
        for kind, name in self._order():
            counted[kind] += bool(getattr(self, NEEDS.get(name, "always")))
            places[f"{kind}_{name}"] = str(counted[kind])
        return places

    def _links(self) -> dict[str, str]:
        """The numbers of :attr:`references` as links to what they number."""
        return {key: f'<a href="#{anchor_of(key)}">{number}</a>' for key, number in self.references.items()}

    always = True

    @property
    def compared(self) -> bool:
        """Whether the home holds a comparison in which the served model took part."""
        return not self.facts.compared.empty

    @property
    def has_new_clients(self) -> bool:
        """Whether there are clients whose outcome is not known: drift is of them."""
        return not self.facts.moved.empty

    def _order(self) -> list[tuple[str, str]]:
        """Kind and name of every piece, as the sections' texts have them."""
        texts = (words.all()[f"note.section.{key}"].say(self.language) for key in SECTIONS)
        lines = (line for text in texts for line in PIECES_LINE.findall(text))
        return [(kind, name) for line in lines for kind, name in _named(line)]

    def _row(self, line: str) -> str:
        keys = [(f"{kind}_{name}", self.piece(name)) for kind, name in _named(line)]
        there = [(key, int(self.references[key]), piece) for key, piece in keys if piece is not None]
        pieces = (
            (key, piece.beside(number, self.language) if len(there) > 1 else piece.html(number, self.language))
            for key, number, piece in there
        )
        blocks = "".join(f'<div id="{anchor_of(key)}">{html}</div>' for key, html in pieces)
        return f'<div class="side">{blocks}</div>' if len(there) > 1 else blocks

    def _table(
        self, rows: Sequence[tuple[object, ...]], head: list[str], title: str, right: Sequence[str] = ()
    ) -> Piece:
        return Piece(self.say(title), pd.DataFrame(rows, columns=head), right=tuple(right))

    def _figure(self, drawn: Figure, title: str, rows: pd.DataFrame, percent: Sequence[str] = ()) -> Piece:
        return Piece(title, rows, drawn, percent=tuple(percent))

    def label(self, feature: str) -> str:
        """What a feature is called, shortened where a row has little room."""
        return shorten(catalogue()[feature].label.say(self.language), self.longest, placeholder="…")

    def whole(self, value: float) -> str:
        """A whole number."""
        return format_number(value, self.language)

    def _heads(self, *names: str) -> list[str]:
        return [self.say(f"column.{name}") for name in names]

    def share(self, value: float) -> str:
        """A share as people read it."""
        return share(value, self.language)

    def _decimals(self, value: float, places: int) -> str:
        return decimals(value, self.language, places)


def anchor_of(key: str) -> str:
    """Where a link to a piece leads.

    Examples
    --------
    >>> anchor_of("table_rules")
    'table-rules'
    """
    return key.replace("_", "-")


def _named(line: str) -> list[tuple[str, str]]:
    """Kind and name of each piece of a line: ``figure:cost | table:ratios``."""
    pairs = (part.strip().split(":") for part in line.split("|"))
    return [(kind, name) for kind, name in pairs]
