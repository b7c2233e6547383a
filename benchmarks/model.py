"""How good the model is beside the kernel's full recipe and beside the truth: ``make bench-model``.

The last line is one JSON object. Real rows are Kaggle's own (``SCORING_REAL_DATA``, or ``../shared/data``); what needs
them is null where they are not there. Same clients, same folds, same calibration out of fold for both; the kernel's
number of trees is fixed, and nobody stops on rows that are scored. Each piece is kept, and measured again only where
code or settings changed; ``--only`` measures some of them, and leaves what was not measured yet null.

real_gain, real_gain_low : AUC over the kernel's, and the lower bound of its paired 95 % interval (DeLong)
cost_gain, cost_gain_low : what 100 decisions cost less than with the kernel, and the lower bound of its paired interval
mean_gap : mean probability minus observed rate, in standard errors of the rate; on real rows and on the simulated world
inside_interval : share of clients whose probability lies within the interval told with it
interval_coverage : share of the intervals that hold the true rate, 50 bands x 20 seeds, 3,995 drawn clients
same_decision : share of the real clients who are decided alike when folds and seeds are drawn anew
gini_share, gini_share_kernel : of the Gini of the true probabilities, on a simulated world, out of fold; beside each
    what it is expected to be of any outcomes that these probabilities might draw (gini_share_expected)
nested_gain, nested_saved : AUC that scores of past loans, learned inside the folds, would add to the served model, and
    what 100 decisions would cost less; nested_simulated_gain on the simulated world; each with its bounds
strongest_first, strongest_factor_named : how often the strongest true factor is told first, and among the four reasons
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.interval_coverage import band_coverage
from benchmarks.measured_home import MeasuredHome, RealHome, SimulatedHome, required
from benchmarks.nested_scores import nested_gain
from benchmarks.pieces import Figures, Piece, figures_of, real_archive, with_bounds

KEYS = (
    "real_gain", "real_gain_low", "cost_gain", "cost_gain_low", "mean_gap", "inside_interval", "interval_coverage",
    "strongest_first", "strongest_factor_named", "gini_share", "gini_share_kernel", "features", "ece", "ece_floor",
    "same_decision",
)  # fmt: skip


def on_real_rows(folder: Path, archive: Path) -> dict[str, Piece]:
    """Pieces that need Kaggle's rows."""
    home = cache(lambda: RealHome.make(folder / "real", archive))
    return {
        "real": lambda: home().beside_kernel(),
        "refit": lambda: home().same_decision(),
        "nested": lambda: nested_of(home(), "nested"),
    }


def on_simulated_rows(folder: Path, clients: int) -> dict[str, Piece]:
    """Pieces that need a world whose truth is known."""
    home = cache(lambda: SimulatedHome.make(folder / f"simulated-{clients}", clients))
    return {
        "simulated": lambda: home().beside_truth(),
        "reasons": lambda: home().reasons_beside_truth(),
        "simulated_kernel": lambda: home().kernel_beside_truth(),
        "nested_simulated": lambda: nested_of(home(), "nested_simulated"),
    }


def nested_of(measured: MeasuredHome, name: str) -> Figures:
    """What scores of past loans would add to the served model."""
    return nested_gain(measured.train_set, required(measured.home.tables), measured.log_odds, name)


def coverage() -> Figures:
    """Intervals on drawn clients, 20 seeds."""
    shares = [band_coverage(seed) for seed in range(20)]
    reach = 1.96 * float(np.std(shares, ddof=1)) / float(np.sqrt(len(shares)))
    mean = float(np.mean(shares))
    return with_bounds("interval_coverage", (mean, mean - reach, mean + reach))


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what is asked for; print the JSON line."""
    given = _parser().parse_args(arguments)
    archive = real_archive()
    folder = Path(given.folder).resolve()
    groups: list[tuple[str, dict[str, Piece], dict[str, Any]]] = [
        ("drawn", {"coverage": coverage}, {}),
        (f"of-{given.clients}", on_simulated_rows(folder, given.clients), {"clients": given.clients}),
    ]
    if archive.exists():
        groups.insert(0, ("of-real", on_real_rows(folder, archive), {"bytes": archive.stat().st_size}))
    figures: Figures = dict.fromkeys(KEYS)
    for place, pieces, depends_on in groups:
        figures |= figures_of(folder / place, pieces, depends_on, given.only)
    print(json.dumps(figures))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--clients", type=int, default=20_000)
    parser.add_argument("--folder", default=".make/bench-model", help="where worlds and figures are kept")
    pieces = "real refit nested simulated simulated_kernel nested_simulated reasons coverage"
    parser.add_argument("--only", nargs="*", default=(), help=f"pieces: {pieces}")
    return parser


if __name__ == "__main__":
    main()
