"""The client's own data, each with what is usual and where it comes from; a word or a theme narrows them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import ipywidgets as widgets

from scoring.dashboard.html import alert, fine, table
from scoring.dashboard.views.base import View
from scoring.explain.assessment import LANGUAGES
from scoring.portfolio.describe import Datum
from scoring.texts import format_value, theme

THEMES = ("credit", "income", "history", "repayment", "external", "situation")
SHOWN = 150
COLUMNS = ("label", "value", "usual", "source")


class File(View):
    """A table with a text filter, a theme filter, and a way to hide what is not known."""

    section = "file"

    def build(self) -> Sequence[widgets.Widget]:
        """Three filters and the table."""
        self.word, self.theme = widgets.Text(continuous_update=True), widgets.Dropdown()
        self.known_only = widgets.Checkbox(value=True, indent=False)
        self.found = widgets.HTML()
        self.offering = False
        for widget in (self.word, self.theme, self.known_only):
            widget.observe(lambda _: None if self.offering else self.refresh(), "value")
        choices = widgets.HBox([self.word, self.theme, self.known_only])
        choices.add_class("pad-choices")
        return choices, self.found

    def draw(self) -> None:
        """The rows that the filters let through."""
        self._offer()
        if self.state.client is None:
            self.found.value = ""
            return
        every = self.state.portfolio.data_of(self.state.client, self.language)
        unknown = format_value(None, "count", self.language)
        chosen = narrow(every, self.word.value, self.theme.value or "", unknown if self.known_only.value else None)
        self.put(self.found, *self._rows(every, chosen))

    def _rows(self, every: Sequence[Datum], chosen: Sequence[Datum]) -> tuple[str, ...]:
        if not chosen:
            return (alert(self.say("file.nothing")),)
        key = "file.shown" if len(chosen) > SHOWN else "file.found"
        count = self.say(key, n=len(chosen), all=len(every), shown=SHOWN)
        rows = [(one.label, one.value, one.usual, one.source) for one in chosen[:SHOWN]]
        head = [self.say(f"file.{column}") for column in COLUMNS]
        return fine(count, "status"), table(head, rows)

    def _offer(self) -> None:
        """Put the filters into words; a change of language keeps what was chosen."""
        self.offering = True
        self.word.description, self.word.placeholder = self.say("file.filter"), self.say("file.filter_hint")
        self.theme.description, self.known_only.description = self.say("file.theme"), self.say("file.known_only")
        options = [(self.say("file.all_themes"), ""), *((_title(theme(key, self.language)), key) for key in THEMES)]
        if list(self.theme.options) != options:
            before = self.theme.value
            self.theme.options = options
            self.theme.value = before or ""
        self.offering = False


def narrow(data: Sequence[Datum], word: str, chosen_theme: str, unknown: str | None) -> list[Datum]:
    """What holds every word typed, whatever its accents and capitals, in label, value or source.

    Parameters
    ----------
    data : sequence of Datum
        As ``Portfolio.data_of`` gives them.
    word : str
        What was typed; empty lets everything through.
    chosen_theme : str
        Key of a theme; empty for all.
    unknown : str, optional
        Data with this value are left out.
    """
    names = {theme(chosen_theme, language) for language in LANGUAGES} if chosen_theme else None
    parts = plain(word).split()

    def kept(one: Datum) -> bool:
        if (names is not None and one.theme not in names) or one.value == unknown:
            return False
        text = plain(f"{one.label} {one.value} {one.source}") if parts else ""
        return all(part in text for part in parts)

    return [one for one in data if kept(one)]


def plain(text: str) -> str:
    """Without accents and capitals, so that "age" finds "Âge".

    Examples
    --------
    >>> plain("Âge du client")
    'age du client'
    """
    parts = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in parts if not unicodedata.combining(letter)).casefold()


def _title(name: str) -> str:
    return name[:1].upper() + name[1:]
