"""The world that is measured: a portfolio of any size, scored by a model that was trained on a smaller one.

How fast the page is does not depend on how many clients the model saw, and training on all of them takes the
better part of an hour on two cores.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

from scoring.files import current
from scoring.pipeline.stages import make_features, make_portfolio, run_stale
from scoring.portfolio import Portfolio
from scoring.settings import Home, Training

TRAINED_ON, TRAINING_SEED, PORTFOLIO_SEED = 20_000, 43, 42
Say = Callable[[str], None]


def prepare(folder: Path, clients: int, say: Say) -> Home:
    """The home to measure; what is there already and up to date is not made again."""
    trained, home = Home(folder / "trained"), Home(folder / "portfolio")
    _simulate(trained, TRAINED_ON, TRAINING_SEED, say)
    run_stale(trained, Training(), say)
    _simulate(home, clients, PORTFOLIO_SEED, say)
    make_features(home, say)
    _copy_model(trained, home)
    make_portfolio(home, say)
    return home


def size(home: Home) -> int:
    """How many clients the home's portfolio holds."""
    return len(Portfolio.open(home).clients)


def _simulate(home: Home, clients: int, seed: int, say: Say) -> None:
    if current(home.tables) is None:
        from scoring.pipeline.work import simulate_tables

        say(f"simulating {clients:,} clients")
        simulate_tables(home, clients, seed, say)


def _copy_model(source: Home, target: Home) -> None:
    """The model of one home becomes the current one of another."""
    shutil.rmtree(target.models, ignore_errors=True)
    shutil.copytree(source.models, target.models)
