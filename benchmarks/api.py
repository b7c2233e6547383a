"""Measure the API and the page under load: ``make bench-api``.

The last line printed is one JSON object. What each figure means stands in docs/benchmarks.md.
"""

from __future__ import annotations

import argparse
import copy
import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from benchmarks.load import body_of, calling, get_for
from benchmarks.served_trees import served_trees
from benchmarks.server import Server, address_of, memory
from benchmarks.server import running as page_running
from benchmarks.visitors import visit_at_once
from benchmarks.world import prepare
from scoring.api.schema import example
from scoring.model.folder import load_model
from scoring.model.matrix import to_matrix
from scoring.portfolio import Portfolio
from scoring.portfolio.current_portfolio import MODEL
from scoring.settings import Home

PIECES = ("known", "new", "throughput", "soak", "visitors")
HISTORY_ROWS, WORKING_SET, ROUNDS, ROUND_SECONDS = 60, 200, 6, 1.0
SOAK_SHARE, SETTLED = 0.8, 0.2
START = time.monotonic()


def main() -> None:
    """Prepare, measure the pieces that are asked for, print."""
    asked = _arguments()
    home = Home(asked.home) if asked.home else prepare(asked.folder, asked.clients, say)
    portfolio = Portfolio.open(home)
    figures: dict[str, Any] = {"clients": len(portfolio.clients)}
    if set(asked.pieces) - {"visitors"}:
        with served([sys.executable, "-m", "scoring.cli", "--home", str(home.root), "api", *asked.options]) as api:
            with calling(api.address) as caller:
                caller.get("/v1/ready")  # waits until all is warm
            say(f"the API of {len(portfolio.clients):,} clients at {api.address}")
            for piece, measure in _pieces(asked).items():
                figures |= measure(api, portfolio) if piece in asked.pieces else {}
    if "visitors" in asked.pieces:
        figures |= visitors(home, portfolio, asked.visitors)
    print(json.dumps({name: _rounded(value) for name, value in figures.items()}))


def known(api: Server, portfolio: Portfolio, count: int = 300) -> dict[str, float]:
    """Clients asked for the first time, each beside LightGBM's own answer for that row, in turn."""
    trees = served_trees(load_model(portfolio.folder / MODEL))
    booster, rng = trees.model, np.random.default_rng(1)
    chosen = rng.choice(portfolio.clients, min(count, len(portfolio.clients)), replace=False)
    first, again, floor, alone = [], [], [], []
    with calling(api.address) as caller:
        caller.get("/v1/model")
        for client in map(int, chosen):
            rows = to_matrix(pl.DataFrame([portfolio._values(portfolio._row(client))]), trees.features)
            start = time.perf_counter()
            booster.predict(rows)
            booster.predict(rows, pred_contrib=True)
            floor.append(time.perf_counter() - start)
            start = time.perf_counter()
            booster.predict(rows, num_threads=1)
            booster.predict(rows, pred_contrib=True, num_threads=1)
            alone.append(time.perf_counter() - start)
            first.append(caller.get(f"/v1/clients/{client}/assessment")[0])
            again.append(caller.get(f"/v1/clients/{client}/assessment")[0])
    say(f"LightGBM {booster.num_trees()} trees")
    return {
        "known_p50_ms": _ms(first, 50),
        "known_p99_ms": _ms(first, 99),
        "known_again_p50_ms": _ms(again, 50),
        "lightgbm_p50_ms": _ms(floor, 50),
        "lightgbm_one_thread_p50_ms": _ms(alone, 50),
        "known_ratio": _ms(first, 50) / _ms(floor, 50),
        "known_again_ratio": _ms(again, 50) / _ms(floor, 50),
    }


def new(api: Server, _: Portfolio, count: int = 200) -> dict[str, float]:
    """Applicants with 60 rows of histories, one after the other; the first is the first that the process answers."""
    bodies = [body_of(applicant(number)) for number in range(count)]
    with calling(api.address) as caller:
        seconds = [caller.post("/v1/assess", body)[0] for body in bodies]
    return {"new_first_ms": 1000 * seconds[0], "new_p50_ms": _ms(seconds, 50), "new_p99_ms": _ms(seconds, 99)}


def applicant(number: int) -> dict[str, Any]:
    """An invented application, another for each number, its histories repeated to 60 rows."""
    body = copy.deepcopy(example("request"))
    body["application"]["AMT_INCOME_TOTAL"] = 100_000.0 + 500 * number
    names = [name for name in ("installments_payments", "POS_CASH_balance", "bureau") if body.get(name)]
    for name in names:
        rows = body[name]
        body[name] = [_row(rows[place % len(rows)], place) for place in range(HISTORY_ROWS // len(names))]
    return body


def _row(row: dict[str, Any], place: int) -> dict[str, Any]:
    moved = dict(row)
    for column, step in (("MONTHS_BALANCE", -1), ("NUM_INSTALMENT_NUMBER", 1), ("SK_ID_BUREAU", 1)):
        if column in moved:
            moved[column] = row[column] + step * place
    return moved


def throughput(api: Server, portfolio: Portfolio) -> dict[str, float]:
    """Answers a second beside FastAPI returning a constant of the same size, in turn, at 1 and 8 connections."""
    paths = _paths(portfolio)
    size = _held(api, paths)
    ratios = {}
    with served([sys.executable, "-m", "benchmarks.constant", str(size)]) as constant:
        for connections in (1, 8):
            rates = [
                (
                    get_for(api.address, paths, connections, ROUND_SECONDS).rate,
                    get_for(constant.address, ["/"], connections, ROUND_SECONDS).rate,
                )
                for _ in range(ROUNDS)
            ]
            ours, theirs = np.max(rates, axis=0)  # of each the round that others on the machine disturbed least
            ratios[f"throughput_{connections}"] = ours
            ratios[f"throughput_ratio_{connections}"] = ours / theirs
    return {**ratios, "throughput_ratio": min(ratios["throughput_ratio_1"], ratios["throughput_ratio_8"])}


def soak(api: Server, portfolio: Portfolio, seconds: float) -> dict[str, float]:
    """At 80 % of what 8 connections reach: failures, and how much memory grows once it has settled."""
    paths = _paths(portfolio)
    _held(api, paths)
    most = get_for(api.address, paths, 8, ROUND_SECONDS).rate
    settling = get_for(api.address, paths, 8, seconds * SETTLED, SOAK_SHARE * most)
    before = memory(api.pid).rss
    load = get_for(api.address, paths, 8, seconds * (1 - SETTLED), SOAK_SHARE * most)
    return {
        "soak_seconds": seconds,
        "soak_rate": load.rate,
        "soak_errors": settling.errors + load.errors,
        "soak_memory_growth": memory(api.pid).rss / before - 1,
    }


def visitors(home: Home, portfolio: Portfolio, count: int) -> dict[str, float]:
    """So many open the page at once, each for another client."""
    clients = [int(client) for client in portfolio.clients[:count]]
    with page_running(home) as server:
        server.wait_until_calm()
        visits = visit_at_once(server.address, clients)
    strangers = [visit for visit in visits if visit.seen - {visit.client}]
    return {
        "visitors": count,
        "visitors_served": sum(visit.is_served for visit in visits),
        "visitors_shown_another": len(strangers),
        "visitors_p95_s": float(np.quantile([visit.seconds for visit in visits], 0.95)),
    }


@contextmanager
def served(command: list[str]) -> Iterator[Server]:
    """A process that prints its address, until the block ends."""
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        yield Server(process.pid, address_of(process))
    finally:
        process.terminate()
        process.wait(30)


def _pieces(asked: argparse.Namespace) -> dict[str, Callable[[Server, Portfolio], dict[str, float]]]:
    """New applicants first: the first of them is the first that the process answers."""
    return {
        "new": new,
        "known": known,
        "throughput": throughput,
        "soak": lambda api, portfolio: soak(api, portfolio, asked.soak_seconds),
    }


def _paths(portfolio: Portfolio) -> list[str]:
    return [f"/v1/clients/{client}/assessment" for client in portfolio.clients[:WORKING_SET]]


def _held(api: Server, paths: list[str]) -> int:
    """Have the API hold the answers, so that a rate is that of answering and not of making them; bytes of the last."""
    size = 0
    with calling(api.address) as caller:
        for path in paths:
            size = len(caller.get(path)[1])
    return size


def _ms(seconds: list[float], percentile: float) -> float:
    return float(1000 * np.percentile(seconds, percentile))


def _rounded(value: float) -> float:
    return round(value, 4) if isinstance(value, float) else value


def say(what: str) -> None:
    """A line on the error stream, with the seconds since the start."""
    print(f"{time.monotonic() - START:7.1f} s  {what}", file=sys.stderr, flush=True)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--home", type=Path, help="measure a home as it is")
    parser.add_argument("--folder", type=Path, default=Path(".make/bench"), help="where the simulated home is made")
    parser.add_argument("--clients", type=int, default=20_000)
    parser.add_argument("--soak-seconds", type=float, default=600)
    parser.add_argument("--visitors", type=int, default=60)
    parser.add_argument("--pieces", nargs="+", choices=PIECES, default=list(PIECES))
    parser.add_argument("--options", nargs="*", default=[], help="of scoring api")
    return parser.parse_args()


if __name__ == "__main__":
    main()
