"""The client's own data, what is usual, whether the model uses it; filters narrow them, links take them home."""

from __future__ import annotations

import unicodedata
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

import ipywidgets as widgets

from scoring.dashboard.panels.view import View, put_options
from scoring.dashboard.render.html import alert, esc, fine
from scoring.portfolio.describe import Datum
from scoring.portfolio.export import as_csv, as_json
from scoring.texts import format_value, languages, theme

THEMES = ("credit", "income", "history", "repayment", "external", "situation")
COLUMNS = ("label", "value", "usual", "used")


class File(View):
    """A table by source, with filters for a word, a theme, what is known and what the model uses."""

    section = "file"

    def build(self) -> Sequence[widgets.Widget]:
        """Four filters, the table, and what prepares the links to take it home."""
        self.word, self.theme = widgets.Text(continuous_update=True), widgets.Dropdown()
        self.known_only, self.used_only = widgets.Checkbox(value=True, indent=False), widgets.Checkbox(indent=False)
        self.found, self.links, self.prepare = widgets.HTML(), widgets.HTML(), widgets.Button()
        self.prepare.on_click(lambda _: self._prepare())
        self.prepared: tuple[int, str] | None = None
        for widget in (self.word, self.theme, self.known_only, self.used_only):
            widget.observe(self.echo.heard(lambda _: self.refresh()), "value")
        choices = widgets.HBox([self.word, self.theme, self.known_only, self.used_only])
        choices.add_class("pad-choices")
        home = widgets.HBox([self.prepare, self.links])
        home.add_class("pad-home")
        return choices, home, self.found

    def draw(self) -> None:
        """The rows that the filters let through."""
        self._offer()
        if self.prepared != (self.state.client, self.language):
            self.links.value = ""
        if self.state.client is None:
            self.found.value = ""
            return
        every = self.state.portfolio.data_of(self.state.client, self.language)
        only = {"known_only": self.known_only.value, "used_only": self.used_only.value}
        self.put(self.found, *self._rows(every, narrow(every, self.word.value, self.theme.value or "", **only)))

    def _rows(self, every: Sequence[Datum], chosen: Sequence[Datum]) -> tuple[str, ...]:
        if not chosen:
            return (alert(self.say("file.nothing")),)
        count = self.say("file.found_one" if len(chosen) == 1 else "file.found", n=len(chosen), all=len(every))
        head = "".join(f'<th scope="col">{esc(self.say(f"file.{column}"))}</th>' for column in COLUMNS)
        sources = "".join(self._source(name, list(data)) for name, data in groupby(chosen, lambda one: one.source))
        label = esc(self.say("tabs.file"))
        return (
            fine(count, "status"),
            f'<div class="pad-scroll" tabindex="0" role="region" aria-label="{label}"><table><thead><tr>{head}</tr>'
            f"</thead>{sources}</table></div>",
        )

    def _source(self, name: str, data: Sequence[Datum]) -> str:
        head = f'<tr><th scope="rowgroup" colspan="{len(COLUMNS)}">{esc(_title(name))}</th></tr>'
        return f"<tbody>{head}{''.join(map(self._row, data))}</tbody>"

    def _row(self, one: Datum) -> str:
        cells = "".join(f"<td>{esc(text)}</td>" for text in (one.value, one.usual, self._used(one)))
        return f'<tr><th scope="row">{esc(one.label)}</th>{cells}</tr>'

    def _used(self, one: Datum) -> str:
        """Whether the model uses it; what a rule keeps out is told apart from what training did not choose."""
        if one.barred:
            return self.say("file.kept_out")
        return format_value(float(one.used), "flag", self.language)

    def _prepare(self) -> None:
        """Links that hold the client's data themselves: nothing is kept on the server, nothing asked of it."""
        client = self.state.client
        if client is None:
            return
        data = self.state.portfolio.data_of(client, self.language)
        name = self.say("file.file_name", client=client)
        files = (
            ("csv", "text/csv", as_csv(data, self.language)),
            ("json", "application/json", as_json(client, data, self.language)),
        )
        links = " ".join(
            f'<a class="pad-download" download="{esc(name)}.{kind}" href="{_link(media, text)}">'
            f"{esc(self.say(f'file.{kind}'))}</a>"
            for kind, media, text in files
        )
        self.prepared = (client, self.language)
        ready = esc(self.say("file.ready", n=len(data), client=client))
        self.put(self.links, f'<p role="status">{ready} {links}</p>')

    def _offer(self) -> None:
        """Put the filters into words; a change of language keeps what was chosen."""
        self.word.description, self.word.placeholder = self.say("file.filter"), self.say("file.filter_hint")
        self.theme.description, self.known_only.description = self.say("file.theme"), self.say("file.known_only")
        self.used_only.description = self.say("file.used_only")
        self.prepare.description, self.prepare.tooltip = self.say("file.download"), self.say("file.download_hint")
        options = [(self.say("file.all_themes"), ""), *((_title(theme(key, self.language)), key) for key in THEMES)]
        with self.echo.fill():
            before = self.theme.value
            put_options(self.theme, options)
            self.theme.value = before or ""


def narrow(
    data: Sequence[Datum], word: str, chosen_theme: str, *, known_only: bool = False, used_only: bool = False
) -> list[Datum]:
    """What holds every word typed, whatever its accents and capitals, in label, value or source.

    Parameters
    ----------
    data : sequence of Datum
        As ``Portfolio.data_of`` gives them.
    word : str
        What was typed; empty lets everything through.
    chosen_theme : str
        Key of a theme; empty for all.
    known_only, used_only : bool
        Whether to leave out what is not known, or what the model does not use.
    """
    kept: Iterator[Datum] = iter(data)
    for holds in _conditions(plain(word).split(), chosen_theme, known_only, used_only):
        kept = filter(holds, kept)
    return list(kept)


def _conditions(
    parts: Sequence[str], chosen_theme: str, known_only: bool, used_only: bool
) -> Iterator[Callable[[Datum], bool]]:
    if chosen_theme:
        names = {theme(chosen_theme, language) for language in languages()}
        yield lambda one: one.theme in names
    if known_only:
        yield lambda one: one.raw is not None
    if used_only:
        yield lambda one: one.used
    if parts:
        yield lambda one: all(part in plain(f"{one.label} {one.value} {one.source}") for part in parts)


def _link(media: str, text: str) -> str:
    return f"data:{media};charset=utf-8;base64,{b64encode(text.encode()).decode()}"


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
