"""What every piece of the note needs: the run, the language, its words, tables and figures numbered in their order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import pandas as pd

from scoring.documents.figures import figure, table
from scoring.documents.numbers import numbers
from scoring.documents.run_facts import Facts
from scoring.errors import UserError
from scoring.texts.reports import words
from scoring.texts.words import Language, languages

if TYPE_CHECKING:
    from IPython.display import HTML, Markdown
    from matplotlib.figure import Figure


class NoteWriter:
    """Writes texts, tables and figures about one run, in one language.

    Parameters
    ----------
    facts : Facts
        The run.
    language : {"fr", "en"}
        Of every word and mark.

    Raises
    ------
    UserError
        When the language is another one.
    """

    def __init__(self, facts: Facts, language: Language) -> None:
        if language not in languages():
            raise UserError(f"Expected the language fr or en, got {language}.", "Write '-p language fr'.")
        self.facts, self.language = facts, language
        self.numbers = numbers(facts, language)

    def text(self, key: str, **more: object) -> Markdown:
        """A section's prose: ``text("metric")``."""
        from IPython.display import Markdown

        return Markdown(self.say(key, **more))

    def say(self, key: str, **more: object) -> str:
        """A text of the note with the run's numbers in it."""
        return words(f"note.{key}", self.language, **(self.numbers | {k: str(v) for k, v in more.items()}))

    @property
    def compared(self) -> bool:
        """Whether the home holds a comparison in which the served model took part."""
        return not self.facts.compared.empty

    @property
    def someone_new(self) -> bool:
        """Whether there are clients whose outcome is not known: drift is of them."""
        return not self.facts.moved.empty

    def _table(
        self,
        rows: Sequence[tuple[object, ...]],
        head: list[str],
        title: str,
        number: int | None,
        right: Sequence[str] = (),
    ) -> HTML:
        frame = pd.DataFrame(rows, columns=head)
        return table(frame, self.say(title), number=number, language=self.language, right=right)

    def _figure(
        self, drawn: Figure, title: str, number: int | None, table_rows: pd.DataFrame, percent: Sequence[str] = ()
    ) -> HTML:
        return figure(drawn, title, table_rows, number=number, percent=percent, language=self.language)
