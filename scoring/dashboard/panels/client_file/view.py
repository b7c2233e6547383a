"""The client's file: own rows first, then what was computed of them; links take the data home."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from itertools import groupby

import ipywidgets as widgets

from scoring.dashboard.panels.client_file.applications import applications_html, instalments_html
from scoring.dashboard.panels.client_file.card_months import card_html
from scoring.dashboard.panels.client_file.credits import credits_html
from scoring.dashboard.panels.client_file.narrow import narrow
from scoring.dashboard.panels.client_file.request import is_asked, request_html
from scoring.dashboard.panels.client_file.words import RecordWords
from scoring.dashboard.panels.view import View, hide, put_options
from scoring.dashboard.render.html import alert, esc, fine
from scoring.portfolio.describe import Datum
from scoring.portfolio.export import as_csv
from scoring.texts import capitalised, format_value, theme

MEDIA = (("csv", "text/csv"), ("json", "application/json"), ("html", "text/html"))
THEMES = ("credit", "income", "history", "repayment", "external", "situation")
COLUMNS = ("label", "value", "usual", "used")


class File(View):
    """The client's own rows first; behind a click, what was computed of them, with filters."""

    section = "file"

    def build(self) -> Sequence[widgets.Widget]:
        """The records, and behind a button four filters and the table; what takes data home stands apart."""
        self.records, self.opened, self.toggle = widgets.HTML(), False, widgets.Button()
        self.toggle.on_click(lambda _: self._toggle())
        self.toggle.add_class("pad-button").add_class("pad-fold")
        self.word, self.theme = widgets.Text(continuous_update=True), widgets.Dropdown()
        self.known_only, self.used_only = widgets.Checkbox(value=True, indent=False), widgets.Checkbox(indent=False)
        self.rows, self.links, self.prepare = widgets.HTML(), widgets.HTML(), widgets.Button()
        self.prepare.on_click(lambda _: self._prepare())
        self.prepared: tuple[int, str] | None = None
        for widget in (self.word, self.theme, self.known_only, self.used_only):
            widget.observe(self.echo.heard(lambda _: self._draw_rows()), "value")
        choices = widgets.HBox([self.word, self.theme, self.known_only, self.used_only])
        choices.add_class("pad-choices")
        self.home = widgets.HBox([self.prepare, self.links])  # the page puts it beside the button that contests
        self.home.add_class("pad-home")
        self.fold = widgets.VBox([choices, self.rows])
        return self.records, self.toggle, self.fold

    def draw(self) -> None:
        """The records, and what is open of the rest."""
        self._offer()
        if self.prepared != (self.state.client, self.language):
            self.links.value = ""
        if self.state.client is None:
            self.records.value = self.rows.value = ""
            return
        self.data = self.state.portfolio.data_of(self.state.client, self.language)
        self.put(self.records, self._records(self.state.client))
        self._draw_rows()

    def _records(self, client: int) -> str:
        """What is asked for, then each history; a sentence where the tables are not here."""
        words = RecordWords(self.language)
        request = request_html(self.data, words)
        records = self.state.portfolio.records(client)
        if records is None:
            return request + fine(words.say("elsewhere"))
        paid, card = instalments_html(records, words), card_html(records.card, words)
        return (
            f"{request}{credits_html(records.credits, words)}{applications_html(records, words)}"
            f'<div class="pad-pair"><section>{paid}</section><section>{card}</section></div>'
        )

    def _toggle(self) -> None:
        self.opened = not self.opened
        self.refresh()

    def _draw_rows(self) -> None:
        """Everything that is not said above, as far as the filters let it through."""
        every = [datum for datum in self.data if not is_asked(datum)]
        self.toggle.description = (
            self.say("file.close") if self.opened else self.state.say_count("file.open", len(every))
        )
        (self.toggle.add_class if self.opened else self.toggle.remove_class)("pad-expanded")
        hide(self.fold, not self.opened)
        if not self.opened:
            self.rows.value = ""
            return
        only = {"known_only": self.known_only.value, "used_only": self.used_only.value}
        self.put(self.rows, *self._rows(every, narrow(every, self.word.value, self.theme.value or "", **only)))

    def _rows(self, every: Sequence[Datum], chosen: Sequence[Datum]) -> tuple[str, ...]:
        if not chosen:
            return (alert(self.say("file.nothing")),)
        count = self.state.say_count("file.count", len(chosen), all=len(every))
        head = "".join(f'<th scope="col">{esc(self.say(f"file.{column}"))}</th>' for column in COLUMNS)
        sources = "".join(self._source(name, list(data)) for name, data in groupby(chosen, lambda datum: datum.source))
        label = esc(self.say("tabs.file"))
        return (
            fine(count, "status") + fine(self.say("file.known_rows")),
            f'<div class="pad-scroll" tabindex="0" role="region" aria-label="{label}"><table><thead><tr>{head}</tr>'
            f"</thead>{sources}</table></div>",
        )

    def _source(self, name: str, data: Sequence[Datum]) -> str:
        head = f'<tr><th scope="rowgroup" colspan="{len(COLUMNS)}">{esc(capitalised(name))}</th></tr>'
        return f"<tbody>{head}{''.join(map(self._row, data))}</tbody>"

    def _row(self, datum: Datum) -> str:
        cells = "".join(f"<td>{esc(text)}</td>" for text in (datum.value, datum.usual, self._used(datum)))
        return f'<tr><th scope="row">{esc(datum.label)}</th>{cells}</tr>'

    def _used(self, datum: Datum) -> str:
        """Whether the model uses it; what a rule keeps out is told apart from what training did not choose."""
        if datum.barred:
            return self.say("file.kept_out")
        return format_value(float(datum.used), "flag", self.language)

    def _prepare(self) -> None:
        """Links that hold the client's data themselves: nothing is kept on the server, nothing asked of it."""
        client = self.state.client
        if client is None:
            return
        data = self.state.portfolio.data_of(client, self.language)
        name = self.say("file.file_name", client=client)
        texts = self.state.paper.client_data(client, [f".{kind}" for kind, _ in MEDIA])
        texts[".csv"] = texts[".csv"] or as_csv(data, self.language)
        files = [(kind, media, text) for kind, media in MEDIA if (text := texts[f".{kind}"]) is not None]
        links = " ".join(
            f'<a class="pad-download" download="{esc(name)}.{kind}" href="{_link(media, text)}">'
            f"{esc(self.say(f'file.{kind}'))}</a>"
            for kind, media, text in files
        )
        self.prepared = (client, self.language)
        ready = esc(self.state.say_count("file.ready", len(data), client=client))
        self.put(self.links, f'<p role="status">{ready} {links}</p>')

    def _offer(self) -> None:
        """Put the filters into words; a change of language keeps what was chosen."""
        self.word.description, self.word.placeholder = self.say("file.filter"), self.say("file.filter_hint")
        self.theme.description, self.known_only.description = self.say("file.theme"), self.say("file.known_only")
        self.used_only.description = self.say("file.used_only")
        self.prepare.description, self.prepare.tooltip = self.say("file.download"), self.say("file.download_hint")
        options = [
            (self.say("file.all_themes"), ""),
            *((capitalised(theme(key, self.language)), key) for key in THEMES),
        ]
        with self.echo.fill():
            before = self.theme.value
            put_options(self.theme, options)
            self.theme.value = before or ""


def _link(media: str, text: str) -> str:
    return f"data:{media};charset=utf-8;base64,{b64encode(text.encode()).decode()}"
