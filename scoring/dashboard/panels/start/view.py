"""The first page: what to do, and the portfolio at a glance, until somebody asks for a client."""

from __future__ import annotations

from collections.abc import Sequence
from typing import get_args

import ipywidgets as widgets

from scoring.cohorts.criteria import ZONES, Criterion
from scoring.dashboard.panels.opinion.queue_html import queue_html
from scoring.dashboard.panels.start.glance import Bar, Glance, glance
from scoring.dashboard.panels.view import View, hide, pressed_field
from scoring.dashboard.render.html import bar_button, esc, fine
from scoring.journal.queue import Order
from scoring.portfolio.changes import Changes
from scoring.texts.dates import long_date
from scoring.texts.numbers import format_number
from scoring.texts.parts import percent_of_parts


class Start(View):
    """How to find a client; clients by zone and by score."""

    reads = ("client", "language", "find.unanswered", "find.recent", "opinion.recorded")

    def build(self) -> Sequence[widgets.Widget]:
        """One piece of HTML, and the field in which the template's script writes who is opened from it."""
        self.order: Order = "nearest"
        self.content, self.open_client = widgets.HTML(), widgets.Text(continuous_update=False)
        self.open_client.add_class("pad-chosen")
        hide(self.open_client, hidden=True)
        self.open_client.observe(lambda change: self.state.find.open_link(change["new"].partition(" ")[0]), "value")
        self.choose_order = widgets.Text(continuous_update=False)
        self.choose_order.add_class("pad-ordered")
        hide(self.choose_order, hidden=True)
        self.choose_order.observe(lambda change: self._order(change["new"].partition(" ")[0]), "value")
        self.pressed = pressed_field(self._open_bar)
        return self.content, self.open_client, self.pressed, self.choose_order

    def draw(self) -> None:
        """Nothing once a client is shown."""
        client = self.state.client
        if client is not None and not self.state.find.unanswered:
            self.put(self.content, "")
            return
        behind = "" if client is None else f"<p>{esc(self.say('start.behind', client=client))}</p>"
        portfolio, title = self.state.portfolio, esc(self.say("start.title"))
        counted = glance(portfolio.column("zone"), portfolio.column("score"))
        self.put(
            self.content,
            f'<section id="pad-content" tabindex="-1" aria-label="{title}"><h1>{title}</h1>'
            f"{behind}<p>{esc(self.say('start.how'))}</p>{self._recent()}{queue_html(self.state, self.order)}"
            f'<div class="glance"><div>{self._zones(counted)}{self._changes(portfolio.since_last_run())}</div>'
            f"{self._scores(counted)}</div></section>",
        )

    def _open_bar(self, bar: str) -> None:
        """Search by what a row stands for: "zone accept", or "score 950 1000"."""
        match bar.split():
            case ["zone", zone] if zone in ZONES:
                self.state.criteria.open_matching((Criterion("zone", levels=(zone,)),))
            case ["score", low, high] if low.isdecimal() and high.isdecimal():
                self.state.criteria.open_matching((Criterion("score", float(low), float(high)),))

    def _order(self, order: str) -> None:
        if order in get_args(Order):
            self.order = "oldest" if order == "oldest" else "nearest"
            self.refresh()

    def _recent(self) -> str:
        """Whom the visitor opened, each a button with zone and score."""
        portfolio, recent = self.state.portfolio, self.state.find.recent
        title = f"<h2>{esc(self.say('start.recent'))}</h2>"
        if not recent:
            return title + fine(self.say("start.no_recent"))
        zones, scores = portfolio.column("zone"), portfolio.column("score")
        items = []
        for client in recent:
            place = portfolio.place(client)
            zone, score = self.say(f"zone.{zones.at(place)}"), scores.at(place)
            outcome_text = f"{zone}, {self._number(int(score))}" if isinstance(score, float) else zone
            button = f'<button type="button" data-pad-open="{client}">{client}</button>'
            items.append(f"<li>{button} {esc(outcome_text)}</li>")
        return f'{title}<ul class="recent">{"".join(items)}</ul>'

    def _changes(self, changes: Changes) -> str:
        """Since when these scores serve, and how many clients came, went or changed their zone."""
        since = self.say("start.since", date=long_date(changes.since, self.language))
        title = f"<h2>{esc(self.say('start.changes'))}</h2><p>{esc(since)}</p>"
        counts = {key: getattr(changes, key) for key in ("new", "gone", "stricter", "milder")}
        if None in counts.values():
            return title + fine(self.say("start.no_older"))
        if not any(counts.values()):
            return f"{title}<p>{esc(self.say('start.unchanged'))}</p>"
        items = "".join(f"<li>{esc(self.state.say_count(f'start.{key}', n))}</li>" for key, n in counts.items())
        return f"{title}<ul>{items}</ul>"

    def _zones(self, counted: Glance) -> str:
        """A table of the three zones."""
        shares = percent_of_parts(counted.zones, self.language)
        rows = "".join(
            f"{_row_start(f'zone {name}' if clients else '', self.say(f'zone.{name}'), name)}"
            f"<td>{self._number(clients)}</td><td>{esc(share)}</td></tr>"
            for name, clients, share in zip(ZONES, counted.zones, shares, strict=True)
        )
        caption = esc(self.state.say_count("start.zones", counted.clients))
        head = "".join(f"<th scope=col>{esc(self.say(f'start.{name}'))}</th>" for name in ("zone", "clients", "share"))
        return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    def _scores(self, counted: Glance) -> str:
        """A table of bars: it is read as it is looked at."""
        most = max((bar.clients for bar in counted.bars), default=0)
        rows = "".join(self._bar(bar, most) for bar in counted.bars)
        head = "".join(f"<th scope=col>{esc(self.say(f'start.{name}'))}</th>" for name in ("points", "clients"))
        caption = esc(self.say("start.scores"))
        return f"<table><caption>{caption}</caption><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>"

    def _bar(self, bar: Bar, most: int) -> str:
        between = self.say("start.range", low=self._number(bar.low), high=self._number(bar.high))
        share = bar.clients / most if most else 0.0
        drawn = f'<span class="bar" style="width:calc({share:.3f} * (100% - 64px))" aria-hidden="true"></span>'
        start = _row_start(f"score {bar.low} {bar.high}" if bar.clients else "", between)
        return f'{start}<td class="drawn">{drawn}{self._number(bar.clients)}</td></tr>'

    def _number(self, value: int) -> str:
        return format_number(value, self.language)


def _row_start(bar: str, name: str, zone: str = "") -> str:
    """A row's beginning: its name is a button, and the whole row hears a click, where it stands for someone."""
    pressed, colored = f' data-pad-bar="{bar}"' if bar else "", f' class="{zone}"' if zone else ""
    return f"<tr{pressed}{colored}><th scope=row>{bar_button(bar, name)}</th>"
