"""Who waits for an opinion, on the first page: a count, an order to choose, the first few as buttons."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from scoring.dashboard.panels.state import PageState
from scoring.dashboard.render.html import alert, esc, fine
from scoring.errors import UserError
from scoring.journal.queue import Order, Waiting, ordered, waiting
from scoring.texts import format_number

MOST = 8


def queue_html(state: PageState, order: Order) -> str:
    """The section; nothing where the page has no journal.

    Parameters
    ----------
    state : PageState
        State of the page.
    order : {"nearest", "oldest"}
        Who comes first.
    """
    if state.opinion.desk is None:
        return ""
    title = f"<h2>{esc(state.say('queue.title'))}</h2>"
    try:
        clients_waiting = _waiting(state)
    except (UserError, ValueError, KeyError, TypeError):
        return title + alert(state.say("queue.unread"))
    if not clients_waiting:
        return title + fine(state.say("queue.none"))
    items = "".join(_item(item, state) for item in ordered(clients_waiting, order)[:MOST])
    choices = "".join(_choice(name, order, state) for name in ("nearest", "oldest"))
    count = esc(state.say_count("queue.count", len(clients_waiting)))
    label = esc(state.say("queue.order"))
    return (
        f'{title}<p>{count}</p><div class="order" role="group" aria-label="{label}">{choices}</div>'
        f'<ul class="recent">{items}</ul>'
    )


def _waiting(state: PageState) -> tuple[Waiting, ...]:
    desk, portfolio = state.opinion.desk, state.portfolio
    assert desk is not None
    entries = desk.entries()
    zone, score = portfolio.column("zone"), portfolio.column("score")
    in_review = zone.values == zone.encode("review") if "review" in zone.levels else np.zeros(len(zone.values), bool)
    places = np.flatnonzero(in_review)
    reviewed = list(zip(portfolio.clients[places].tolist(), _whole(score.values[places]), strict=True))
    named = np.array(sorted({entry.client for entry in entries if entry.client is not None}), dtype=np.int64)
    known = np.flatnonzero(np.isin(portfolio.clients, named))
    scores = dict(zip(portfolio.clients[known].tolist(), _whole(score.values[known]), strict=True))
    first = portfolio.assess(int(portfolio.clients[0]))
    return waiting(reviewed, scores, entries, first.model, first.threshold_score)


def _item(item: Waiting, state: PageState) -> str:
    score = format_number(item.score, state.language)
    if item.why != "review":
        sentence = state.say(f"queue.{item.why}", score=score)
    elif item.distance:
        sentence = state.say_count("queue.review", item.distance, score=score)
    else:
        sentence = state.say("queue.at_threshold", score=score)
    return f'<li><button type="button" data-pad-open="{item.client}">{item.client}</button> {esc(sentence)}</li>'


def _choice(name: str, order: Order, state: PageState) -> str:
    pressed = "true" if name == order else "false"
    text = esc(state.say(f"queue.{name}"))
    return f'<button type="button" data-pad-order="{name}" aria-pressed="{pressed}">{text}</button>'


def _whole(scores: npt.NDArray[Any]) -> list[int]:
    whole: list[int] = np.rint(scores).astype(int).tolist()
    return whole
