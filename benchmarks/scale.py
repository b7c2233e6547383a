"""The same features on Spark and on Polars, and how Spark's time grows: ``make bench-scale``.

Every figure is a command of its own on the same simulated tables; the last line is one JSON object with spark_gap (the
worst relative difference of any feature), spark_s and polars_s (features of all clients), spark_growth (the time of
four times as many clients over the time of so many). On this machine's own cores unless --master names a cluster that
sees --folder.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import polars as pl

from benchmarks.pieces import Figures, Piece, figures_of, say
from scoring.files import current
from scoring.pipeline.matrix import FEATURES
from scoring.settings import Home

CLIENTS = 20_000
TIMES = 4
KEYS = ("spark_gap", "counts_equal", "spark_s", "polars_s", "spark_growth")


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure in turn, print the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=CLIENTS)
    parser.add_argument("--folder", default=".make/bench-scale")
    parser.add_argument("--master", default="local[2]")
    parser.add_argument("--only", nargs="*", default=(), help="pieces: gap growth")
    given = parser.parse_args(arguments)
    folder = Path(given.folder).resolve()
    pieces: dict[str, Piece] = {
        "gap": lambda: gap_figures(folder, given.clients, given.master),
        "growth": lambda: growth_figures(folder, given.clients, given.master),
    }
    figures: Figures = {"clients": given.clients, "master": given.master, **dict.fromkeys(KEYS)}
    depends_on = {"clients": given.clients, "master": given.master}
    print(json.dumps(figures | figures_of(folder / f"of-{given.clients}", pieces, depends_on, given.only)))


def gap_figures(folder: Path, clients: int, master: str) -> Figures:
    """Both engines on the same tables: what differs, and how long each took."""
    home = _world(folder, clients)
    polars_seconds, here = _features(home)
    spark_seconds, there = _features(home, "--engine", "spark", "--master", master)
    return {"polars_s": polars_seconds, "spark_s": spark_seconds, **differences(there, here)}


def growth_figures(folder: Path, clients: int, master: str) -> Figures:
    """Spark's time for four times as many clients over its time for so many."""
    options = ("--engine", "spark", "--master", master)
    small, _ = _features(_world(folder, clients), *options)
    large, _ = _features(_world(folder, TIMES * clients), *options)
    return {"spark_small_s": small, "spark_large_s": large, "spark_growth": round(large / small, 2)}


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


def _features(home: Home, *options: str) -> tuple[float, pl.DataFrame]:
    """Seconds of a whole command, and the matrix that it left."""
    shutil.rmtree(home.features, ignore_errors=True)
    start = time.monotonic()
    _scoring(home, "features", *options)
    seconds = round(time.monotonic() - start, 1)
    say(f"{home.root.name} features {' '.join(options)}: {seconds} s")
    folder = current(home.features)
    assert folder is not None
    return seconds, pl.read_parquet(folder / FEATURES)


def _world(folder: Path, clients: int) -> Home:
    """A simulated home of this size, made once."""
    home = Home(folder / f"world-{clients}")
    if current(home.tables) is None:
        say(f"simulating {clients:,} clients")
        _scoring(home, "simulate", "--clients", str(clients))
    return home


def _scoring(home: Home, *arguments: str) -> None:
    subprocess.run([sys.executable, "-m", "scoring.cli", "--home", str(home.root), *arguments], check=True, stdout=2)


if __name__ == "__main__":
    main()
