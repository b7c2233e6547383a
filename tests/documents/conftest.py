"""Two runs that differ, without training again: the small world with drawn answers of candidates beside its own."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import polars as pl
import pytest

from scoring.documents.run_facts import Facts, facts_of
from scoring.files import publish, write_json
from scoring.model.candidates import candidates
from scoring.model.cross_validate import CrossValidation
from scoring.model.train_set import TrainSet
from scoring.pipeline.compare_candidates import ANSWERS, RESULTS
from scoring.portfolio.current_portfolio import ROWS
from scoring.portfolio.read import Portfolio
from scoring.settings import Home, Training

if TYPE_CHECKING:
    from playwright.sync_api import Browser

BETTER = 1.2  # log-odds by which a candidate that wins parts the outcomes further
NOISE = 0.9


def write_drawn_comparison(home: Home, *, served_wins: bool) -> None:
    """Answers of every candidate on the known clients: the served one's own, the others' better or worse."""
    portfolio = Portfolio.open(home)
    rows = pl.read_parquet(portfolio.folder / ROWS, columns=["SK_ID_CURR", "target", "fold", "log_odds"])
    known = rows.filter(pl.col("target").is_not_null())
    generator, target = np.random.default_rng(7), known["target"].to_numpy()
    answers = known.select("SK_ID_CURR", "target", "fold")
    results = {}
    served = portfolio.manifest.settings["candidate"]
    for name in candidates():
        drawn = known["log_odds"].to_numpy() + NOISE * generator.standard_normal(known.height)
        drawn = drawn + (-BETTER if served_wins else BETTER) * (target - target.mean())
        log_odds = known["log_odds"].to_numpy() if name == served else drawn
        log_odds = np.full(known.height, log_odds.mean()) if name == "dummy" else log_odds
        answers = answers.with_columns(pl.Series(name, log_odds))
        results[name] = {"features": 3, "seconds": 1.0, "model": portfolio.manifest.version if name == served else ""}
    with publish(home.candidates, "drawn", made_from={}) as folder:
        answers.write_parquet(folder / ANSWERS)
        write_json(folder / RESULTS, results)


@pytest.fixture
def spared(monkeypatch: pytest.MonkeyPatch) -> Callable[[Home], None]:
    """``(home)``: notebooks find candidates compared and features written there, and train nothing."""
    from scoring.analysis import learning
    from scoring.pipeline import stages

    def spare(home: Home) -> None:
        write_drawn_comparison(home, served_wins=True)
        monkeypatch.setattr(learning, "cross_val_predict", _drawn_answers)
        for name in ("make_candidates", "make_features", "run_stale"):
            monkeypatch.setattr(stages, name, lambda *_, **__: ())

    return spare


def _drawn_answers(train_set: TrainSet, settings: Training) -> CrossValidation:
    """Answers that know something of the outcome, drawn anew for other settings."""
    generator = np.random.default_rng(settings.seed + settings.trees.max_depth)
    log_odds = train_set.target - 2.5 + NOISE * generator.standard_normal(len(train_set))
    return CrossValidation(log_odds, 3)


@pytest.fixture(scope="module")
def facts_won(copy_world: Callable[[Path], Home], tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """A run in which the served model ranks best and costs least."""
    return _compared(copy_world(tmp_path_factory.mktemp("won") / "home"), served_wins=True)


@pytest.fixture(scope="module")
def facts_lost(copy_world: Callable[[Path], Home], tmp_path_factory: pytest.TempPathFactory) -> Facts:
    """A run in which every other candidate ranks better and costs less."""
    return _compared(copy_world(tmp_path_factory.mktemp("lost") / "home"), served_wins=False)


@pytest.fixture(scope="module")
def facts_alone(world: Home) -> Facts:
    """A run in which no candidate was compared."""
    return facts_of(world)


def _compared(home: Home, *, served_wins: bool) -> Facts:
    write_drawn_comparison(home, served_wins=served_wins)
    return facts_of(home)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """The machine's own Chromium."""
    playwright = pytest.importorskip("playwright.sync_api")
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("no Chromium")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        yield opened
        opened.close()
