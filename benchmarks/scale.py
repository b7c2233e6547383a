"""The same features on Spark and on Polars, and how a cluster's time grows: ``make bench-scale``.

Every figure is a command of its own on the same simulated tables; the last line is one JSON object with spark_gap (the
worst relative difference of any feature of 20,000 clients), spark_s and polars_s (their seconds); then of 1, 2 and 4
times 356,255 clients cluster_s (seconds), driver_mb (the driver's largest resident size: Java and Python), spark_growth
and driver_growth (the last over the first) and cluster_polars_s (one machine's seconds, the crossover's other side).
The cluster is a master and two workers of one core each on this machine, unless --master names one that sees --folder.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import polars as pl
import psutil  # type: ignore[import-untyped]

from benchmarks.pieces import Figures, Piece, figures_of, say
from benchmarks.server import family_of
from benchmarks.spark_cluster import local_cluster
from scoring.files import current
from scoring.pipeline.matrix import FEATURES
from scoring.settings import Home

CLIENTS = 20_000
GROWING = 356_255
TIMES = (1, 2, 4)
KEYS = ("spark_gap", "counts_equal", "spark_s", "polars_s", "spark_growth", "driver_growth")
# What a worker of this machine may take, and into how many pieces a shuffle is cut (Spark merges those that are small).
WORKER_MEMORY = "5g"
SETTINGS = f"""
spark.driver.memory 2g
spark.executor.memory {WORKER_MEMORY}
spark.sql.shuffle.partitions 32
"""


@dataclass(frozen=True)
class Command:
    """What one command took: seconds by the clock, megabytes of it and all that it started."""

    seconds: float
    megabytes: int


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure in turn, print the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=CLIENTS, help="of the comparison with Polars")
    parser.add_argument("--growing", type=int, default=GROWING, help="whose 1, 2 and 4 times the cluster is given")
    parser.add_argument("--folder", default=".make/bench-scale")
    parser.add_argument("--master", help="a cluster that sees the folder; one of this machine by default")
    parser.add_argument("--only", nargs="*", default=(), help="pieces: gap growth")
    given = parser.parse_args(arguments)
    folder = Path(given.folder).resolve()
    pieces: dict[str, Piece] = {
        "gap": lambda: gap_figures(folder, given.clients, given.master or "local[2]"),
        "growth": lambda: growth_figures(folder, given.growing, given.master),
    }
    depends_on = {"clients": given.clients, "growing": given.growing, "master": given.master}
    figures: Figures = {**depends_on, **dict.fromkeys(KEYS)}
    kept = folder / f"of-{given.clients}-{given.growing}"
    print(json.dumps(figures | figures_of(kept, pieces, depends_on, given.only)))


def gap_figures(folder: Path, clients: int, master: str) -> Figures:
    """Both engines on the same tables: what differs, and how long each took."""
    home = _world(folder, clients)
    polars = _features(home)
    here = _matrix(home)
    spark = _features(home, "--engine", "spark", "--master", master)
    return {"polars_s": polars.seconds, "spark_s": spark.seconds, **differences(_matrix(home), here)}


def growth_figures(folder: Path, clients: int, master: str | None) -> Figures:
    """A cluster's time and its driver's memory for 1, 2 and 4 times so many clients, and Polars' time for each."""
    homes = [_world(folder, times * clients) for times in TIMES]
    polars = [_features(home).seconds for home in homes]
    with _cluster(folder, master) as address:
        spark = [_features(home, "--engine", "spark", "--master", address) for home in homes]
    return {
        "cluster_s": [one.seconds for one in spark],
        "driver_mb": [one.megabytes for one in spark],
        "cluster_polars_s": polars,
        "spark_growth": round(spark[-1].seconds / spark[0].seconds, 2),
        "driver_growth": round(spark[-1].megabytes / spark[0].megabytes, 2),
    }


@contextmanager
def _cluster(folder: Path, master: str | None) -> Iterator[str]:
    """The address of the cluster that was named, or of one that lives as long as this."""
    if master:
        yield master
        return
    settings = folder / "conf"
    settings.mkdir(parents=True, exist_ok=True)
    (settings / "spark-defaults.conf").write_text(SETTINGS)
    os.environ.update(SPARK_CONF_DIR=str(settings), PYSPARK_PYTHON=sys.executable)
    with local_cluster(folder / "cluster", WORKER_MEMORY) as cluster:
        yield cluster.master


def differences(there: pl.DataFrame, here: pl.DataFrame) -> Figures:
    """The worst relative difference of any number; whether texts, gaps and counts are equal.

    Examples
    --------
    >>> differences(pl.DataFrame({"a_count": [1.0], "b": [2.0]}), pl.DataFrame({"a_count": [1.0], "b": [1.0]}))
    {'spark_gap': 0.5, 'counts_equal': True}
    """
    worst, equal = 0.0, there.schema == here.schema and there.height == here.height
    for name, values in here.to_dict().items():
        equal &= there[name].is_null().equals(values.is_null())
        if not values.dtype.is_float() or name.endswith("_count"):
            equal &= there[name].equals(values)
            continue
        largest = pl.select(pl.max_horizontal(there[name].abs(), values.abs())).to_series()
        gap = ((there[name] - values).abs() / largest).fill_nan(0.0).max()
        worst = max(worst, float(gap or 0.0))  # type: ignore[arg-type]
    return {"spark_gap": worst, "counts_equal": equal}


def _features(home: Home, *options: str) -> Command:
    """What a whole command took; the matrix that was there before is gone."""
    shutil.rmtree(home.features, ignore_errors=True)
    took = _scoring(home, "features", *options)
    say(f"{home.root.name} features {' '.join(options)}: {took.seconds} s, {took.megabytes} MB")
    return took


def _matrix(home: Home) -> pl.DataFrame:
    folder = current(home.features)
    assert folder is not None
    return pl.read_parquet(folder / FEATURES)


def _world(folder: Path, clients: int) -> Home:
    """A simulated home of this size, made once."""
    home = Home(folder / f"world-{clients}")
    if current(home.tables) is None:
        say(f"simulating {clients:,} clients")
        _scoring(home, "simulate", "--clients", str(clients))
    return home


def _scoring(home: Home, *arguments: str) -> Command:
    """Run a command and look at its memory, and that of all it starts, twice a second.

    Raises
    ------
    subprocess.CalledProcessError
        When it does not end well.
    """
    command = [sys.executable, "-m", "scoring.cli", "--home", str(home.root), *arguments]
    start, most = time.monotonic(), 0
    with subprocess.Popen(command, stdout=2) as process:
        while process.poll() is None:
            most = max(most, resident(process.pid))
            time.sleep(0.5)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    return Command(round(time.monotonic() - start, 1), most)


def resident(pid: int) -> int:
    """Megabytes that a process and its children hold now; 0 where it has ended."""
    try:
        return int(sum(member.memory_info().rss for member in family_of(pid))) // 1_000_000
    except psutil.NoSuchProcess:
        return 0


if __name__ == "__main__":
    main()
