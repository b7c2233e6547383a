"""How fast and how heavy: the kernel's features beside ours, scoring beside LightGBM alone, growth: ``make bench``.

Every figure is a process of its own, started in turn on the same tables; the last line is one JSON object with
csv_ratio and parquet_ratio (the kernel's time over ours), memory_ratio (our peak over the kernel's, from Parquet),
score_ratio (scoring and explaining everyone over LightGBM's bare prediction with contributions by the same trees),
growth_time, growth_memory (features of all clients over those of a tenth) and run_minutes (a whole run).
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scoring.files import current
from scoring.settings import Home

CLIENTS = 356_255
SMALL_SHARE = 10
TRAINED_ON = 20_000


@dataclass(frozen=True)
class Cost:
    """What a process took: seconds of wall clock, peak resident memory in MB."""

    seconds: float
    megabytes: float


def main(arguments: Sequence[str] | None = None) -> None:
    """Prepare the tables, measure in turn, print a table and the JSON line."""
    given = _parser().parse_args(arguments)
    folder = Path(given.folder).resolve()
    home, small = _world(folder, given.clients), _world(folder, max(given.clients // SMALL_SHARE, 1_000))
    steps = {
        "kernel_csv": _python("kernel", folder, home, "csv"),
        "ours_csv": _python("import", folder, home, "csv"),
        "kernel_parquet": _python("kernel", folder, home, "parquet"),
        "ours_parquet": _python("features", folder, home, "parquet"),
        "ours_small": _python("features", folder, small, "parquet"),
    }
    costs = measure_in_turn(steps, given.repeats)
    trained = _world(folder, min(TRAINED_ON, given.clients))
    run = _measure(_python("run", folder, trained, "parquet"))
    scoring = measure_in_turn(
        {name: _python(name, folder, trained, "parquet") for name in ("score", "bare")}, given.repeats
    )
    for name, cost in {**costs, "run": run, **scoring}.items():
        print(f"{name:16} {cost.seconds:9.1f} s {cost.megabytes:9,.0f} MB", flush=True)
    print(json.dumps(summary(costs, scoring, run, given.clients)))


def summary(costs: dict[str, Cost], scoring: dict[str, Cost], run: Cost, clients: int) -> dict[str, float]:
    """The ratios of one measurement, under the names that ``docs/benchmarks.md`` explains."""
    return {
        "clients": clients,
        "csv_ratio": round(costs["kernel_csv"].seconds / costs["ours_csv"].seconds, 2),
        "parquet_ratio": round(costs["kernel_parquet"].seconds / costs["ours_parquet"].seconds, 2),
        "memory_ratio": round(costs["ours_parquet"].megabytes / costs["kernel_parquet"].megabytes, 2),
        "score_ratio": round(scoring["score"].seconds / scoring["bare"].seconds, 2),
        "growth_time": round(costs["ours_parquet"].seconds / costs["ours_small"].seconds, 2),
        "growth_memory": round(costs["ours_parquet"].megabytes / costs["ours_small"].megabytes, 2),
        "run_minutes": round(run.seconds / 60, 2),
    }


def measure_in_turn(steps: dict[str, list[str]], repeats: int) -> dict[str, Cost]:
    """Median cost of each command; all of them once, then all of them again, so that a busy minute meets them all."""
    costs: dict[str, list[Cost]] = {name: [] for name in steps}
    for _ in range(repeats):
        for name, command in steps.items():
            costs[name].append(_measure(command))
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
        print(f"simulating {clients:,} clients", flush=True)
        _measure([sys.executable, "-m", "benchmarks.feature_tasks", "simulate", str(clients), str(home.root), "all"])
    return home


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--folder", default=".make/bench-features")
    parser.add_argument("--repeats", type=int, default=1)
    return parser


if __name__ == "__main__":
    main()
