"""Who waits for a person: clients to review without a decision in force, and those whose contest nobody has closed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from scoring.journal.entry import Entry
from scoring.journal.opinion import Standing, standing_of

Order = Literal["nearest", "oldest"]
Why = Literal["review", "second", "contest"]


@dataclass(frozen=True)
class Waiting:
    """A client who waits.

    ``why`` is "review" (no decision yet), "second" (a second person must confirm) or "contest" (one is open);
    ``since`` when that was put on record, empty where nothing is; ``distance`` points from the threshold.
    """

    client: int
    score: int
    distance: int
    why: Why
    since: str


def waiting(
    reviewed: Iterable[tuple[int, int]], scores: Mapping[int, int], entries: Sequence[Entry], model: str, threshold: int
) -> tuple[Waiting, ...]:
    """Everyone who waits, in no order.

    Parameters
    ----------
    reviewed : iterable of (int, int)
        Number and score of the clients in the review zone.
    scores : mapping of int to int
        The score of clients whom entries speak of; one who is not in it is known to the journal only.
    entries : sequence of Entry
        Decisions and contests in order.
    model : str
        The version that answers now: a decision about another one's answer counts no more.
    threshold : int
        In points.
    """
    standings = _standings(entries)
    clients_waiting: dict[int, Waiting] = {}
    for client, score in reviewed:
        if standings.get(client, Standing()).decided(model) is None:
            clients_waiting[client] = Waiting(client, score, abs(score - threshold), "review", "")
    for client, standing in standings.items():
        if client in scores:
            why = _why(standing, model)
            if why is not None:
                clients_waiting[client] = Waiting(client, scores[client], abs(scores[client] - threshold), *why)
    return tuple(clients_waiting.values())


def ordered(clients_waiting: Iterable[Waiting], order: Order) -> tuple[Waiting, ...]:
    """Nearest the threshold first; or what has been on record longest first, then the nearest."""
    if order == "nearest":
        return tuple(sorted(clients_waiting, key=lambda item: (item.distance, item.client)))
    return tuple(sorted(clients_waiting, key=lambda item: (not item.since, item.since, item.distance, item.client)))


def _standings(entries: Sequence[Entry]) -> dict[int, Standing]:
    by_client: dict[int, list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.client is not None:
            by_client[entry.client].append(entry)
    return {client: standing_of(of_client) for client, of_client in by_client.items()}


def _why(standing: Standing, model: str) -> tuple[Why, str] | None:
    awaited, contests = standing.awaiting(model), standing.open_contests
    if contests:
        return "contest", contests[0].day.isoformat()
    return None if awaited is None else ("second", awaited.day.isoformat())
