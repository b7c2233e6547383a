"""The client's own data, each with what is usual and where it comes from; a word or a theme narrows them."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

import ipywidgets as widgets
import pandas as pd

from scoring.dashboard.html import alert, fine, table
from scoring.dashboard.views.base import View
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
        every = self.state.portfolio.describe(self.state.client, self.language)
        unknown = format_value(None, "count", self.language)
        chosen = narrow(every, self.word.value, self.theme.value or "", unknown if self.known_only.value else None)
        self.put(self.found, *self._rows(every, chosen))

    def _rows(self, every: pd.DataFrame, chosen: pd.DataFrame) -> tuple[str, ...]:
        if chosen.empty:
            return (alert(self.say("file.nothing")),)
        key = "file.shown" if len(chosen) > SHOWN else "file.found"
        count = self.say(key, n=len(chosen), all=len(every), shown=SHOWN)
        rows = chosen.loc[:, list(COLUMNS)].head(SHOWN).astype(str).to_numpy().tolist()
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


def narrow(rows: pd.DataFrame, word: str, chosen_theme: str, unknown: str | None) -> pd.DataFrame:
    """Rows that hold every word typed, whatever its accents and capitals, in label, value or source.

    Parameters
    ----------
    rows : DataFrame
        As ``Portfolio.describe`` gives them.
    word : str
        What was typed; empty lets everything through.
    chosen_theme : str
        Key of a theme; empty for all.
    unknown : str, optional
        Rows with this value are left out.
    """
    kept = rows
    if chosen_theme:
        names = {theme(chosen_theme, language) for language in ("fr", "en")}
        kept = kept[kept["theme"].isin(names)]
    if unknown is not None:
        kept = kept[kept["value"] != unknown]
    for part in plain(word).split():
        text = (kept["label"] + " " + kept["value"] + " " + kept["source"]).map(plain)
        kept = kept[text.str.contains(part, regex=False)]
    return kept


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
