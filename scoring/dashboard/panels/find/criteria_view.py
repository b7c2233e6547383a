"""The panel that looks for clients by criteria: its fields, the list found, a way out where nobody is."""

from __future__ import annotations

from collections.abc import Sequence

import ipywidgets as widgets

from scoring.cohorts.criteria import CRITERIA, Criterion, in_words
from scoring.dashboard.panels.find.criteria_state import ORDERS, ClientList
from scoring.dashboard.panels.find.criterion_fields import Field, NotANumberError, fields_for, read_all
from scoring.dashboard.panels.view import View, hide, put_options
from scoring.dashboard.render.html import alert, esc, fine
from scoring.features.catalogue import catalogue
from scoring.texts import format_number, format_value

COLUMNS = ("zone", "score", "application_amt_credit", "application_days_birth", "application_name_income_type")


class CriteriaPanel(View):
    """Fields, order, list and its pages; built when the panel is first opened, so that the page starts light."""

    css_class = "seek"
    reads = (
        "criteria.opened",
        "criteria.result",
        "criteria.refusal",
        "criteria.page_index",
        "criteria.asked",
        "client",
        "language",
    )

    def build(self) -> Sequence[widgets.Widget]:
        """An empty panel."""
        self.fields: list[Field] = []
        self.asked = 0
        self.panel = widgets.VBox()
        return (self.panel,)

    def draw(self) -> None:
        """Fields in the visitor's language, and the page of the list that is looked at."""
        panel = self.state.criteria
        hide(self.root, not panel.opened)
        if not panel.opened:
            return
        if not self.fields:
            self._furnish()
        for field in self.fields:
            field.draw(self.language)
        self._follow_bar()
        self._name_controls()
        hide(self.order, panel.result is None)
        hide(self.pager, panel.pages == 1)
        self.before.disabled = panel.page_index == 0
        self.after.disabled = panel.page_index >= panel.pages - 1
        refusal = alert(panel.refusal.say(self.language)) if panel.refusal is not None else ""
        self.put(self.list, refusal, self._result(panel.result) if panel.result is not None else "")

    def _furnish(self) -> None:
        """Make every widget of the panel, once."""
        self.fields = fields_for(CRITERIA, self._search)
        self.title, self.list, self.page = widgets.HTML(), widgets.HTML(), widgets.HTML()
        self.go, self.clear, self.before, self.after = (widgets.Button() for _ in range(4))
        self.order, self.open_client = widgets.Dropdown(), widgets.Text(continuous_update=False)
        self.go.on_click(lambda _: self._search())
        self.clear.on_click(lambda _: self._clear())
        self.before.on_click(lambda _: self.state.criteria.turn_page(-1))
        self.after.on_click(lambda _: self.state.criteria.turn_page(1))
        self.order.observe(self.echo.heard(self.state.criteria.reorder), "value")
        # A button in the list's table cannot reach the kernel: the template's script writes its client here.
        self.open_client.observe(lambda change: self.state.find.open_link(change["new"].partition(" ")[0]), "value")
        hide(self.open_client, hidden=True)
        fields = widgets.Box([field.root for field in self.fields])
        actions = widgets.HBox([self.go, self.clear, self.order])
        self.pager = widgets.HBox([self.before, self.page, self.after])
        named = {"fields": fields, "actions": actions, "pager": self.pager, "chosen": self.open_client, "go": self.go}
        for name, widget in named.items():
            widget.add_class(f"pad-{name}")
        actions.add_class("pad-choices")
        self.panel.children = (self.title, fields, actions, self.list, self.pager, self.open_client)

    def _name_controls(self) -> None:
        say, panel = self.say, self.state.criteria
        self.put(self.title, f"<h2>{esc(say('seek.title'))}</h2>", fine(say("seek.hint")))
        buttons = {"go": self.go, "clear": self.clear, "before": self.before, "after": self.after}
        for key, button in buttons.items():
            button.description = say(f"seek.{key}")
        self.open_client.description = say("header.search")
        numbers = (format_number(number, self.language) for number in (panel.page_index + 1, panel.pages))
        self.put(self.page, fine(say("seek.page", **dict(zip(("at", "n"), numbers, strict=True)))))
        self.order.description = say("seek.order")
        with self.echo.fill():
            put_options(self.order, [(say(f"seek.{order}"), order) for order in ORDERS])
            self.order.value = panel.order

    def _follow_bar(self) -> None:
        """Put what a bar of a chart asked for into the fields, once."""
        panel = self.state.criteria
        if panel.asked == self.asked:
            return
        self.asked, wanted = panel.asked, {criterion.feature: criterion for criterion in panel.wanted}
        for field in self.fields:
            field.write(wanted.get(field.about.feature, Criterion(field.about.feature)))

    def _search(self) -> None:
        try:
            criteria = read_all(self.fields, self.language)
        except NotANumberError as mistake:
            self.state.criteria.refuse(mistake.words)
            return
        self.state.criteria.search(criteria)

    def _clear(self) -> None:
        for field in self.fields:
            field.clear()
        self.state.criteria.clear()

    def _result(self, result: ClientList) -> str:
        """How many were found by what, then their list; or which criterion to drop."""
        count, criteria = len(result.clients), in_words(result.criteria, self.language)
        words = self.state.say_count("seek.found", count) if count else self.say("seek.none")
        by = self.say("seek.by", criteria=self.say("seek.and").join(criteria)) if criteria else ""
        if result.bar is not None:
            by = result.bar.say(self.language)
        if count:
            # The template's script goes to the list that a bar of a chart has asked for.
            look = f' tabindex="-1" data-pad-look="{self.state.criteria.asked}"' if self.state.criteria.asked else ""
            return f'<h3 role="status"{look}>{esc(words)}</h3>{fine(by)}{self._table()}'
        return alert(" ".join((words, by, self._way_out(result))))

    def _way_out(self, result: ClientList) -> str:
        """Each criterion whose removal would find someone, and how many."""
        if not result.ways:
            return self.say("seek.no_way")
        ways = []
        for criterion, count in result.ways:
            name = in_words([criterion], self.language)[0]
            ways.append(self.state.say_count("seek.way", count, criterion=name))
        return " ".join(ways)

    def _table(self) -> str:
        head = "".join(f'<th scope="col">{esc(self.say(f"seek.head.{name}"))}</th>' for name in ("client", *COLUMNS))
        portfolio = self.state.portfolio
        columns = {name: portfolio.column(name) for name in COLUMNS}
        rows = []
        for client in self.state.criteria.page_clients.tolist():
            place = portfolio.place(client)
            cells = "".join(f"<td>{esc(self._cell(name, columns[name].at(place)))}</td>" for name in COLUMNS)
            opens = esc(self.say("header.open_hint", client=client))
            button = f'<button type="button" data-pad-open="{client}" title="{opens}">{client}</button>'
            here = ' class="here" aria-current="true"' if client == self.state.client else ""
            rows.append(f'<tr{here}><th scope="row">{button}</th>{cells}</tr>')
        label = esc(self.say("seek.list"))
        return (
            f'<div class="pad-scroll" tabindex="0" role="region" aria-label="{label}"><table><thead><tr>{head}</tr>'
            f"</thead><tbody>{''.join(rows)}</tbody></table></div>"
        )

    def _cell(self, name: str, value: float | str | None) -> str:
        if name == "zone":
            return self.say(f"zone.{value}")
        if name == "score":
            return format_value(value, "count", self.language)  # a mark where it is not known
        return catalogue()[name].show(value, self.language)
