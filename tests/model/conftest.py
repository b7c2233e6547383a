"""Clients whose true probability is known, and learners that are registered for one test."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from types import MappingProxyType

import numpy as np
import polars as pl
import pytest

from scoring.hyperparameters import BlendParams, TreeParams, monotone_trees
from scoring.model import registry
from scoring.model.points import probability_of
from scoring.settings import Training

STRONG = ("application_ext_source_1", "application_ext_source_2", "application_ext_source_3")
WEAK = ("application_amt_credit", "application_days_employed", "bureau_rows_count", "previous_rows_count")
CLIENTS = 1_500


@dataclass(frozen=True)
class Known:
    """Features, identity and the true log-odds of clients; every fifth is the same person as the one before."""

    rows: pl.DataFrame
    identity: pl.DataFrame
    log_odds: np.ndarray

    @property
    def target(self) -> np.ndarray:
        return self.rows["TARGET"].to_numpy()

    def with_target(self, target: np.ndarray) -> Known:
        return Known(self.rows.with_columns(TARGET=pl.Series(target)), self.identity, self.log_odds)


def draw(clients: int = CLIENTS, seed: int = 3) -> Known:
    """Three features that tell much, four that tell nothing, one text; one value in ten is not known."""
    generator = np.random.default_rng(seed)
    values = {name: generator.normal(size=clients) for name in (*STRONG, *WEAK)}
    log_odds = -1.6 + sum(0.8 * values[name] for name in STRONG)
    target = (generator.random(clients) < probability_of(log_odds)).astype(np.int64)
    numbers = np.arange(100_001, 100_001 + clients)
    person = [f"p{place - (place % 5 == 4)}" for place in range(clients)]
    kinds = generator.choice(["Rented apartment", "With parents"], clients)
    rows = pl.DataFrame({"SK_ID_CURR": numbers, "TARGET": target, **values, "application_name_housing_type": kinds})
    unknown = pl.Series(generator.random(clients) < 0.1)
    rows = rows.with_columns(pl.when(unknown).then(None).otherwise(pl.col(WEAK[0])).alias(WEAK[0]))
    identity = pl.DataFrame({"SK_ID_CURR": numbers, "born": -10_000.0 - numbers % 999, "person": person})
    return Known(rows, identity, np.asarray(log_odds))


@pytest.fixture(scope="session")
def known() -> Known:
    """Clients whose true probability is known."""
    return draw()


@pytest.fixture
def quick() -> Callable[..., Training]:
    """``(candidate, **settings) -> Training``: few trees, so that a training takes a second."""

    def make(candidate: str, **settings: object) -> Training:
        few = {"max_trees": 60, "early_stopping_rounds": 20, "stopping_repeats": 1, "learning_rate": 0.1}
        blend = BlendParams(trees=replace(monotone_trees(), min_trees=20, **few))
        return Training(candidate=candidate, **{"folds": 3, "trees": TreeParams(**few), "blend": blend, **settings})

    return make


@pytest.fixture
def only_known_features(monkeypatch: pytest.MonkeyPatch, known: Known) -> None:
    """Candidates may read what the drawn clients have, whatever else the catalogue holds."""
    from scoring.model.candidates import Candidate

    honest = Candidate.features
    monkeypatch.setattr(
        Candidate,
        "features",
        lambda self, switches: tuple(name for name in honest(self, switches) if name in known.rows.columns),
    )


@pytest.fixture
def register(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Callable[[str, str, str], None]:
    """``(name, source, class)``: a learner as whoever adds one does it, a new file and a line in the registry."""

    def add(name: str, source: str, kind: str) -> None:
        module = f"learner_{name}"
        (tmp_path / f"{module}.py").write_text(source, encoding="utf-8")
        monkeypatch.syspath_prepend(tmp_path)
        lines = MappingProxyType({**registry.LEARNERS, name: f"{module}:{kind}"})
        monkeypatch.setattr(registry, "LEARNERS", lines)

    return add
