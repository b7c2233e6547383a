"""The way to a yes: the smallest realistic changes after which the same model gives a better answer."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import polars as pl

from scoring.explain.assessment import Assessment, Zone
from scoring.model.scores import REVIEW_CAUSES, Scores
from scoring.portfolio.client_records import tables_of
from scoring.portfolio.read import Portfolio
from scoring.tables.store import TableSet, open_folder
from scoring.what_if.change import Request
from scoring.what_if.levers import Candidate, Lever, Reach, candidates
from scoring.what_if.repayments import CREDITS, Payment, payments, rows_when_paid
from scoring.what_if.simulate import Simulator, Start

SHOWN = 3
NEAR = "near_threshold"
UNUSUAL = "out_of_range"
# Two levers that come to the same for the client: the nearer one is shown.
ALIKE: dict[Lever, str] = {"contribution": "amount", "amount_longer": "amount"}
# Which way a lever moves the duration: nobody is advised to repay both faster and more slowly.
WAYS: dict[Lever, int] = {"shorter": -1, "longer": 1, "amount_longer": 1}


@dataclass(frozen=True)
class Outcome:
    """The model's answer in short: zone, score in points, probability of difficulty, why a person should look."""

    zone: Zone
    score: int
    probability: float
    causes: tuple[str, ...]


@dataclass(frozen=True)
class Route:
    """A change and the answer to it.

    ``credits`` are the numbers of the credits elsewhere that are paid, ``paid`` the sum; both are empty where the
    request itself changes. ``effort`` is 0 for no change, 1 for all that the lender's range allows.
    """

    lever: Lever
    request: Request
    credits: tuple[int, ...]
    paid: float
    effort: float
    outcome: Outcome


@dataclass(frozen=True)
class Routes:
    """Up to three routes of different kinds, nearest first; ``nearest_miss`` where there is none.

    ``model`` is the version that answered. ``now`` is its answer to the application as it is.
    """

    client: int
    model: str
    request: Request
    now: Outcome
    routes: tuple[Route, ...]
    nearest_miss: Route | None


def find_routes(simulator: Simulator, client: int, reach: Reach | None = None) -> Routes:
    """What a client could change to get a better answer, each answered by the one scoring code.

    Parameters
    ----------
    simulator : Simulator
        Simulator of the portfolio that holds the client.
    client : int
        SK_ID_CURR.
    reach : Reach, optional
        How far a change may go; the lender's default otherwise.

    Returns
    -------
    Routes
        Nothing is searched for a client whose zone is "accept". A route's zone is better than today's, and stays
        so for the next larger change of its kind. Bounds are those of :meth:`Simulator.problems` too. Payments to
        other lenders are tried where the home holds the tables that the portfolio was made from.

    Raises
    ------
    UserError
        When nobody has this number.
    """
    start, reach = simulator.start(client), reach or Reach()
    now = outcome_of(simulator.portfolio.assess(client))
    tried = _answered(simulator, start, reach) if now.zone != "accept" else []
    routes = differing(route for line in tried if (route := first_better(line, now)) is not None)
    miss = None if routes else nearest_miss((route for line in tried for route in line), now)
    return Routes(client, simulator.portfolio.manifest.version, start.request, now, routes, miss)


def first_better(line: Sequence[Route], now: Outcome) -> Route | None:
    """The smallest change of one kind that reaches the best zone that this kind can reach.

    The next larger change must reach it too: what holds at one amount alone is no advice.

    Parameters
    ----------
    line : sequence of Route
        Changes of one kind, the smallest first.
    now : Outcome
        The answer to the application as it is.
    """
    ranks = [gain(route.outcome, now) for route in line]
    for goal in (2, 1):
        for place in range(len(ranks)):
            if min(ranks[place : place + 2]) >= goal:
                return line[place]
    return None


def gain(then: Outcome, now: Outcome) -> int:
    """How good an answer is: 2 a yes, 1 near enough to the threshold for a person to look, 0 no gain.

    A case that a person must look at because the change made it strange (outside what was seen, reasons that do not
    hold) is no gain, whatever its zone.
    """
    if set(then.causes) - set(now.causes) - {NEAR}:
        return 0
    if then.zone == "accept":
        return 2
    return int(now.zone == "refuse" and then.zone == "review" and then.probability < now.probability)


def differing(routes: Iterable[Route]) -> tuple[Route, ...]:
    """The nearest routes, of kinds that differ and do not contradict each other; those that reach a yes come first."""
    by_kind: dict[str, Route] = {}
    way = 0
    for route in sorted(routes, key=_by_zone_and_effort):
        its_way = WAYS.get(route.lever, 0)
        if its_way * way < 0 or ALIKE.get(route.lever, route.lever) in by_kind:
            continue
        if any(asks_for_more(route, nearer) for nearer in by_kind.values()):
            continue
        way = way or its_way
        by_kind[ALIKE.get(route.lever, route.lever)] = route
        if len(by_kind) == SHOWN:
            break
    return tuple(by_kind.values())


def asks_for_more(route: Route, nearer: Route) -> bool:
    """Whether a smaller amount over a longer duration asks for all that a nearer route asks for, and more besides."""
    if route.lever != "amount_longer" or nearer.lever != "longer":
        return False
    asked, enough = route.request.duration, nearer.request.duration
    return asked is not None and enough is not None and asked >= enough - 1e-6


def nearest_miss(tried: Iterable[Route], now: Outcome) -> Route | None:
    """Of the changes that reach no other zone, the one that gains most; None where none gains anything."""
    best = min(tried, key=lambda route: (route.outcome.probability, route.effort, route.lever), default=None)
    return best if best is not None and best.outcome.probability < now.probability else None


def outcome_of(assessment: Assessment) -> Outcome:
    """An Assessment in short."""
    return Outcome(assessment.zone, assessment.score, assessment.probability, assessment.review_because)


def outcomes(scores: Scores) -> list[Outcome]:
    """The answers in short, one a scored row."""
    frame = scores.frame()
    columns = zip(frame["score"], frame["probability"], scores.refused.tolist(), scores.causes.tolist(), strict=True)
    answers = []
    for score, probability, refused, causes in columns:
        names = tuple(name for name, holds in zip(REVIEW_CAUSES, causes, strict=True) if holds)
        zone: Zone = "review" if names else "refuse" if refused else "accept"
        answers.append(Outcome(zone, int(score), float(probability), names))
    return answers


def _answered(simulator: Simulator, start: Start, reach: Reach) -> list[list[Route]]:
    """Every change worth trying with its answer, all scored together; one list a lever, the smallest change first."""
    requests = [
        candidate
        for line in candidates(start.request, reach).values()
        for candidate in line
        if not simulator.problems(start, candidate.request)
    ]
    client_tables = _own_tables(simulator.portfolio, start.client)
    paying = payments(client_tables.frame(CREDITS).collect(), start.request, reach) if client_tables is not None else ()
    rows = []
    if requests:
        rows.append(simulator.rows(start, [candidate.request for candidate in requests]))
    if client_tables is not None and paying:
        rows.append(rows_when_paid(start.rows, client_tables, paying))
    if not rows:
        return []
    answers = outcomes(simulator.scores(start, pl.concat(rows)))
    changes: list[Candidate | Payment] = [*requests, *paying]
    lines: dict[Lever, list[Route]] = {}
    for change, answer in zip(changes, answers, strict=True):
        lines.setdefault(change.lever, []).append(_route(change, start, answer))
    return list(lines.values())


def _own_tables(portfolio: Portfolio, client: int) -> TableSet | None:
    """The client's rows of the tables; None where credits elsewhere cannot be read."""
    folder = tables_of(portfolio.folder)
    tables = None if folder is None else open_folder(folder)
    return None if tables is None or CREDITS in tables.absent else tables.of([client])


def _route(change: Candidate | Payment, start: Start, answer: Outcome) -> Route:
    if isinstance(change, Payment):
        return Route(change.lever, start.request, change.credits, change.amount, change.effort, answer)
    return Route(change.lever, change.request, (), 0.0, change.effort, answer)


def _by_zone_and_effort(route: Route) -> tuple[int, float, str]:
    return int(route.outcome.zone != "accept"), route.effort, route.lever
