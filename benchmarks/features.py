"""How fast and how heavy: the kernel's features beside ours, scoring beside LightGBM alone, growth: ``make bench``.

Every figure is a process of its own, started in turn on the same tables; the last line is one JSON object with
csv_ratio and parquet_ratio (the kernel's time over ours), memory_ratio (our peak over the kernel's, from Parquet),
score_ratio (scoring and explaining everyone over LightGBM's bare prediction with contributions by the same trees, which
learned from 20,000 clients at most), score_small_ratio (the same of 20,000 clients), growth_time, growth_memory
(features of all clients over those of a tenth) and run_minutes (a whole run of run_clients, 20,000 at most). Each piece
is kept and measured again only where code or settings changed; ``--only`` measures some.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.pieces import Figures, Piece, figures_of, say
from scoring.files import current
from scoring.settings import Home

CLIENTS = 356_255
SMALL_SHARE = 10
TRAINED_ON = 20_000
KEYS = ("csv_ratio", "parquet_ratio", "memory_ratio", "score_ratio", "growth_time", "growth_memory", "run_minutes")


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds of wall clock, peak resident memory in MB."""

    seconds: float
    megabytes: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Prepare the tables, measure in turn, print the JSON line."""
    given = _parser().parse_args(arguments)
    folder = Path(given.folder).resolve()
    pieces: dict[str, Piece] = {
        "features": lambda: features_figures(folder, given.clients, given.repeats),
        "run": lambda: run_figures(folder, min(TRAINED_ON, given.clients)),
        "score": lambda: score_figures(folder, given.clients, given.repeats),
    }
    depends_on = {"clients": given.clients, "repeats": given.repeats}
    figures: Figures = {"clients": given.clients, **dict.fromkeys(KEYS)}
    figures |= figures_of(folder / f"of-{given.clients}", pieces, depends_on, given.only)
    print(json.dumps(figures))


def features_figures(folder: Path, clients: int, repeats: int) -> Figures:
    """The kernel's features and ours from the same files, and ours of a tenth of the clients."""
    home, small = _world(folder, clients), _world(folder, max(clients // SMALL_SHARE, 1_000))
    steps = {
        "kernel_csv": _python("kernel", folder, home, "csv"),
        "ours_csv": _python("import", folder, home, "csv"),
        "kernel_parquet": _python("kernel", folder, home, "parquet"),
        "ours_parquet": _python("features", folder, home, "parquet"),
        "ours_small": _python("features", folder, small, "parquet"),
    }
    costs = measure_in_turn(steps, repeats)
    ours, small_ours = costs["ours_parquet"], costs["ours_small"]
    return {
        "csv_ratio": round(costs["kernel_csv"].seconds / costs["ours_csv"].seconds, 2),
        "parquet_ratio": round(costs["kernel_parquet"].seconds / ours.seconds, 2),
        "memory_ratio": round(ours.megabytes / costs["kernel_parquet"].megabytes, 2),
        "growth_time": round(ours.seconds / small_ours.seconds, 2),
        "growth_memory": round(ours.megabytes / small_ours.megabytes, 2),
        **_details(costs),
    }


def run_figures(folder: Path, clients: int) -> Figures:
    """A whole run: features, model, portfolio; whatever an earlier one left is thrown away first."""
    home = _world(folder, clients)
    for stage in (home.features, home.models, home.portfolio):
        shutil.rmtree(stage, ignore_errors=True)
    cost = _measure(_python("run", folder, home, "parquet"))
    return {"run_minutes": round(cost.seconds / 60, 2), "run_clients": clients, **_details({"run": cost})}


def score_figures(folder: Path, clients: int, repeats: int) -> Figures:
    """Scoring and explaining everyone beside LightGBM's bare contributions of the served trees."""
    homes = {"": _world(folder, clients), "_small": _world(folder, min(TRAINED_ON, clients))}
    for home in homes.values():
        _measure(_python("train_on_few", folder, home, "parquet"))  # over at once where that was done
    steps = {
        f"{name}{size}": _python(name, folder, home, "parquet")
        for size, home in homes.items()
        for name in ("score", "bare")
    }
    costs = measure_in_turn(steps, repeats)
    ratios = {size: costs[f"score{size}"].seconds / costs[f"bare{size}"].seconds for size in homes}
    return {f"score{size}_ratio": round(ratio, 2) for size, ratio in ratios.items()} | _details(costs)


def _details(costs: dict[str, Cost]) -> Figures:
    """Seconds and megabytes behind the ratios."""
    return {
        f"{name}_{unit}": round(value, 1)
        for name, cost in costs.items()
        for unit, value in (("s", cost.seconds), ("mb", cost.megabytes))
    }


def measure_in_turn(steps: dict[str, list[str]], repeats: int) -> dict[str, Cost]:
    """Median cost of each command; all of them once, then all of them again, so that a busy minute meets them all."""
    costs: dict[str, list[Cost]] = {name: [] for name in steps}
    for _ in range(repeats):
        for name, command in steps.items():
            costs[name].append(_measure(command))
            say(f"{name}: {costs[name][-1].seconds:.1f} s, {costs[name][-1].megabytes:,.0f} MB")
    return {
        name: Cost(statistics.median(c.seconds for c in each), statistics.median(c.megabytes for c in each))
        for name, each in costs.items()
    }


def _measure(command: list[str]) -> Cost:
    """Run a command to its end; RuntimeError where it fails."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    if status != 0:
        raise RuntimeError(f"{' '.join(command)} ended with {os.waitstatus_to_exitcode(status)}")
    return Cost(time.monotonic() - start, usage.ru_maxrss / 1024)


def _python(task: str, folder: Path, home: Home, form: str) -> list[str]:
    return [sys.executable, "-m", "benchmarks.feature_tasks", task, str(folder), str(home.root), form]


def _world(folder: Path, clients: int) -> Home:
    """A simulated home of this size, made once; its raw tables lie beside it as CSV and Parquet."""
    home = Home(folder / f"world-{clients}")
    if current(home.tables) is None:
        say(f"simulating {clients:,} clients")
        _measure([sys.executable, "-m", "benchmarks.feature_tasks", "simulate", str(clients), str(home.root), "all"])
    return home


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--folder", default=".make/bench-features")
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--only", nargs="*", default=(), help="pieces: features run score")
    return parser


if __name__ == "__main__":
    main()
