"""How often there is a way to a better answer, and what it costs to find: ``make bench-routes``.

Refused clients of a simulated world, and of the real sample where Kaggle's rows are at hand (``SCORING_REAL_DATA``, or
``../shared/data``). The last line is one JSON object.

clients : how many refused clients were asked about
with_route : share of them with at least one route
changes_median : median number of fields that a route changes
seconds_median : median seconds for all routes of a client
unverified : routes whose answer is not found again when the changed client is scored alone
unnamed : clients without a route for whom no nearest miss is named, though some change would improve the score
jumps : share of clients whose nearest route is of another kind when the amount asked for is 1 % larger
"""

from __future__ import annotations

import argparse
import dataclasses
import json
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import polars as pl

from benchmarks.pieces import real_archive, say
from scoring.features.build import build
from scoring.pipeline.stages import run_stale
from scoring.pipeline.work import simulate_tables
from scoring.portfolio.client_records import tables_of
from scoring.portfolio.read import Portfolio
from scoring.settings import Home, Training, find_home
from scoring.tables.ingest import import_tables
from scoring.tables.store import TableSet, open_folder
from scoring.what_if.change import Request
from scoring.what_if.repayments import CREDITS, Payment, paid
from scoring.what_if.routes import Route, Routes, find_routes, outcomes
from scoring.what_if.simulate import Simulator, Start

FIELDS = ("credit", "annuity", "goods_price", "income")


@dataclass(frozen=True)
class Asked:
    """What was found for one client."""

    routes: Routes
    seconds: float
    unverified: int
    jumped: bool


def main() -> None:
    """Ask for every home given, print a line each and the sums as JSON."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--home", action="append", type=Path, help="a home with a portfolio; made anew otherwise")
    parser.add_argument("--clients", type=int, default=500, help="refused clients a home")
    given = parser.parse_args()
    with TemporaryDirectory() as folder:
        homes = {root.name: find_home(root) for root in given.home or ()} or made(Path(folder), given.clients)
        asked: list[Asked] = []
        for name, home in homes.items():
            of_home = ask(home, given.clients)
            print(f"{name}: {json.dumps(summary(of_home))}", flush=True)
            asked += of_home
    print(json.dumps(summary(asked)))


def made(folder: Path, clients: int) -> dict[str, Home]:
    """A simulated world with enough refused clients, and the real sample's where its rows are at hand."""
    homes = {"simulated": Home(folder / "simulated")}
    simulate_tables(homes["simulated"], max(2_000, 5 * clients), 42, say)
    sample = real_archive()
    if sample.exists():
        homes["real"] = Home(folder / "real")
        import_tables(homes["real"], sample, say)
    for home in homes.values():
        run_stale(home, Training(), say)
    return homes


def ask(home: Home, most: int) -> list[Asked]:
    """The first refused clients of a home, evenly spread over their numbers."""
    portfolio = Portfolio.open(home)
    refused = portfolio.index.filter(pl.col("zone") == "refuse")["SK_ID_CURR"].to_list()
    chosen = refused[:: max(1, len(refused) // most)][:most]
    simulator, folder = Simulator(portfolio), tables_of(portfolio.folder)
    tables = None if folder is None else open_folder(folder)
    find_routes(simulator, chosen[0])
    asked = []
    for place, client in enumerate(chosen):
        start = time.perf_counter()
        routes = find_routes(simulator, client)
        seconds = time.perf_counter() - start
        unverified = sum(not verified(simulator, routes, route, tables) for route in routes.routes)
        asked.append(Asked(routes, seconds, unverified, jumped(simulator, routes)))
        if place % 50 == 49:
            print(f"{place + 1} of {len(chosen)} clients asked", flush=True)
    return asked


def verified(simulator: Simulator, routes: Routes, route: Route, tables: TableSet | None) -> bool:
    """Whether the changed client, scored alone by the page's own way, gets the same answer."""
    start = simulator.start(routes.client)
    if not route.credits:
        after = simulator.answer(start, route.request).after
        return (after.zone, after.score) == (route.outcome.zone, route.outcome.score)
    assert tables is not None
    own = tables.of([routes.client])
    payment = Payment(route.lever, route.credits, route.paid, route.effort)
    changed = TableSet({**own.frames, CREDITS: paid(own.frame(CREDITS).collect(), payment).lazy()})
    rows = build(changed).select(start.rows.columns)
    (answer,) = outcomes(simulator.scores(start, rows))
    return (answer.zone, answer.score) == (route.outcome.zone, route.outcome.score)


def jumped(simulator: Simulator, routes: Routes) -> bool:
    """Whether the nearest route changes its kind when the client had asked for one per cent more."""
    if not routes.routes or routes.request.credit is None:
        return False
    other = find_routes(_Nudged(simulator.portfolio, simulator), routes.client)
    return not other.routes or other.routes[0].lever != routes.routes[0].lever


class _Nudged(Simulator):
    """A simulator whose client asks for one per cent more."""

    def __init__(self, portfolio: Portfolio, other: Simulator) -> None:
        super().__init__(portfolio)
        self.model = other.model

    def start(self, client: int) -> Start:
        """Where the client's simulation begins, a little aside."""
        start = super().start(client)
        assert start.request.credit is not None  # who asks for nothing is nobody's refusal
        request = dataclasses.replace(start.request, credit=start.request.credit * 1.01)
        (rows, application) = self.rows(start, [request]), start.application
        column = pl.Series("AMT_CREDIT", [request.credit], dtype=application.schema["AMT_CREDIT"])
        return dataclasses.replace(start, application=application.with_columns(column), rows=rows, request=request)


def summary(asked: Sequence[Asked]) -> dict[str, float | int]:
    """What the last line says."""
    found = [one for one in asked if one.routes.routes]
    changes = [_changes(route, one.routes.request) for one in found for route in one.routes.routes]
    return {
        "clients": len(asked),
        "with_route": round(len(found) / len(asked), 4),
        "changes_median": statistics.median(changes) if changes else 0,
        "seconds_median": round(statistics.median(one.seconds for one in asked), 4),
        "unverified": sum(one.unverified for one in asked),
        "unnamed": sum(not one.routes.routes and one.routes.nearest_miss is None for one in asked),
        "jumps": round(sum(one.jumped for one in found) / max(len(found), 1), 4),
    }


def _changes(route: Route, start: Request) -> int:
    changed = [name for name in FIELDS if getattr(route.request, name) != getattr(start, name)]
    return len(route.credits) + len(changed)


if __name__ == "__main__":
    main()
