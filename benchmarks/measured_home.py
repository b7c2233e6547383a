"""Homes that are measured: Kaggle's own rows, and a simulated world whose truth is known."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Self

import numpy as np
import pandas as pd
import polars as pl

from benchmarks.kernel import kernel_features, reader
from benchmarks.kernel_model import kernel_out_of_fold, with_absent
from benchmarks.pieces import Figures, say, with_bounds
from scoring.analysis.candidate_rule import cost_difference
from scoring.analysis.true_reasons import share_with_interval, signs_of_reasons, strongest_factors
from scoring.arrays import Floats
from scoring.explain.assess import assessments
from scoring.features.build import absent_sources
from scoring.files import current
from scoring.model.comparable import comparable_by_score
from scoring.model.evaluate import Metrics, auc_difference, auc_interval, evaluate
from scoring.model.folder import Model, open_model
from scoring.model.points import points_of, probability_of
from scoring.model.score import score
from scoring.model.train import labelled_clients, train
from scoring.model.train_set import TrainSet
from scoring.pipeline.matrix import read_matrix
from scoring.pipeline.stages import make_features, make_model
from scoring.pipeline.versions import older_tables
from scoring.pipeline.work import simulate_tables
from scoring.settings import Costs, Home, Training
from scoring.synthetic import simulate
from scoring.tables.current_tables import TRUTH
from scoring.tables.ingest import import_tables
from scoring.tables.store import open_tables

SEED = 42
KERNEL_SEEDS = 3
EXPLAINED = 4_000


@dataclass(frozen=True)
class MeasuredHome:
    """A home whose model is up to date, and what its model answers out of fold."""

    home: Home

    @cached_property
    def train_set(self) -> TrainSet:
        """The clients with a known outcome, in the folds of the model."""
        return labelled_clients(*read_matrix(required(self.home.features)), Training())

    @cached_property
    def model(self) -> Model:
        """The home's current model."""
        return open_model(self.home)

    @cached_property
    def log_odds(self) -> Floats:
        """Calibrated and out of fold, one a client of :attr:`train_set`."""
        rows, who = read_matrix(required(self.home.features))
        asked = self.train_set.rows.select("SK_ID_CURR").join(rows, on="SK_ID_CURR", how="left", maintain_order="left")
        scores = score(self.model, asked, who, absent_sources(open_tables(self.home)))
        assert (scores.fold == self.train_set.fold).all()
        return scores.log_odds

    def run(self) -> None:
        """Make features and model where they are stale."""
        make_features(self.home, say)
        make_model(self.home, Training(), say)


class RealHome(MeasuredHome):
    """Kaggle's own rows."""

    @classmethod
    def make(cls, folder: Path, archive: Path) -> Self:
        """Import the archive, where that was not done yet, and train."""
        home = Home(folder)
        if current(home.tables) is None:
            import_tables(home, archive)
            with zipfile.ZipFile(archive) as packed:
                packed.extractall(folder / "raw")
        made = cls(home)
        made.run()
        return made

    def beside_kernel(self) -> Figures:
        """Ranking, cost and calibration of the model, beside the kernel's."""
        raw, target = self.home.root / "raw", self.train_set.target
        kernel = kernel_out_of_fold(
            lambda: kernel_features(with_absent(reader(raw))), self.train_set, KERNEL_SEEDS, self.home.root / "kernel"
        )
        metrics = evaluate(target, probability_of(self.log_odds))
        return {
            **with_bounds("real_gain", auc_difference(target, self.log_odds, kernel)),
            **with_bounds("cost_gain", cost_difference(target, kernel, self.log_odds, Costs())),
            "mean_gap": mean_gap(metrics),
            "inside_interval": inside_interval(target, self.log_odds),
            "features": len(self.model.served.features),
            "real_auc": metrics.auc,
            "real_auc_kernel": auc_interval(target, kernel)[0],
            "ece": metrics.ece,
            "ece_floor": metrics.ece_floor,
        }

    def same_decision(self) -> Figures:
        """How many are decided alike when folds and seeds are drawn anew."""
        rows, who = read_matrix(required(self.home.features))
        again = train(rows, who, replace(Training(), seed=Training().seed + 1), say).clients["log_odds"].to_numpy()
        threshold = Costs().threshold
        alike = (probability_of(self.log_odds) >= threshold) == (probability_of(again) >= threshold)
        return with_bounds("same_decision", share_with_interval(alike.tolist()))


class SimulatedHome(MeasuredHome):
    """A simulated world, of which the truth is known."""

    @classmethod
    def make(cls, folder: Path, clients: int) -> Self:
        """Simulate, where that was not done yet by today's code, and train."""
        home = Home(folder)
        if current(home.tables) is None or older_tables(home):
            simulate_tables(home, clients, SEED, say)
        made = cls(home)
        made.run()
        return made

    @cached_property
    def truth(self) -> pl.DataFrame:
        """The true probability of every client, and its terms."""
        return pl.read_parquet(required(self.home.tables) / TRUTH)

    def beside_truth(self) -> Figures:
        """The model's share of the true Gini, and its mean beside the observed rate."""
        metrics = evaluate(self.train_set.target, probability_of(self.log_odds))
        return {
            **self._share_of_gini("gini_share", self.log_odds),
            "mean_gap_simulated": mean_gap(metrics),
            "ece_simulated": metrics.ece,
            "ece_floor_simulated": metrics.ece_floor,
        }

    def kernel_beside_truth(self) -> Figures:
        """The kernel's share of the true Gini."""

        def features() -> pd.DataFrame:
            world = simulate(self.truth.height, SEED)
            return kernel_features(lambda table: world.tables[table].to_pandas())

        answers = kernel_out_of_fold(features, self.train_set, 1, self.home.root / "kernel")
        return self._share_of_gini("gini_share_kernel", answers)

    def reasons_beside_truth(self) -> Figures:
        """How often the strongest true factor is told, and told reasons have the true side."""
        rows, who = read_matrix(required(self.home.features))
        rows = rows.filter(pl.col("TARGET").is_not_null())
        rows = rows.sample(min(EXPLAINED, rows.height), seed=SEED)
        absent = absent_sources(open_tables(self.home))
        scores = score(self.model, rows, who, absent)
        answers = assessments(scores, rows, self.model.manifest, self.model.comparable, absent)
        factors, signs = strongest_factors(answers, self.truth), signs_of_reasons(answers, self.truth)
        others = factors[factors["factor"] != "external"]
        figures: Figures = {}
        for key, frame, column in (
            ("strongest_first", factors, "first"),
            ("strongest_factor_named", factors, "named"),
            ("strongest_first_but_external", others, "first"),
            ("strongest_named_but_external", others, "named"),
        ):
            figures |= with_bounds(key, share_with_interval(frame[column].tolist()))
        return figures | {"signs_right": dict(zip(signs["factor"], signs["right"].round(3), strict=True))}

    def _share_of_gini(self, name: str, answers: Floats) -> Figures:
        """A share, with its bounds from the paired interval of both AUCs; and what it is expected to be.

        Expected of whatever outcomes the true probabilities might have drawn: without the luck of those that were.
        """
        numbers, target = self.train_set.rows.select("SK_ID_CURR"), self.train_set.target
        true = numbers.join(self.truth, on="SK_ID_CURR", how="left", maintain_order="left")["probability"].to_numpy()
        best = 2.0 * auc_interval(target, true)[0] - 1.0
        lost, least, most = auc_difference(target, true, answers)
        return {
            **with_bounds(name, (1.0 - 2.0 * lost / best, 1.0 - 2.0 * most / best, 1.0 - 2.0 * least / best)),
            f"{name}_expected": (2.0 * expected_auc(true, answers) - 1.0) / (2.0 * expected_auc(true, true) - 1.0),
        }


def expected_auc(true: Floats, answers: Floats) -> float:
    """The AUC that answers are expected to have where each client's outcome is drawn with their true probability.

    Examples
    --------
    >>> round(expected_auc(np.array([0.2, 0.6]), np.array([1.0, 2.0])), 3)  # 0.6 x 0.8 of 0.6 x 0.8 + 0.2 x 0.4
    0.857
    """
    _, place = np.unique(answers, return_inverse=True)
    difficult, repaid = np.bincount(place, true), np.bincount(place, 1.0 - true)
    below = np.cumsum(repaid) - repaid / 2.0  # those with the same answer count half
    with_oneself = float(true @ (1.0 - true))
    return float((difficult @ below - with_oneself / 2.0) / (difficult.sum() * repaid.sum() - with_oneself))


def mean_gap(metrics: Metrics) -> float:
    """Mean probability less observed rate, in standard errors of the rate."""
    error = float(np.sqrt(metrics.target_rate * (1 - metrics.target_rate) / metrics.n))
    return (metrics.mean_probability - metrics.target_rate) / error


def inside_interval(target: np.ndarray, log_odds: Floats) -> float:
    """The share of clients whose probability lies within the interval told with it."""
    probability, points = probability_of(log_odds), points_of(log_odds)
    near = comparable_by_score(points, target, Training().interval_level)[points.tolist()]
    return float(np.mean((near["low"].to_numpy() <= probability) & (probability <= near["high"].to_numpy())))


def required(stage: Path) -> Path:
    """The current folder of a stage that was just made."""
    folder = current(stage)
    assert folder is not None
    return folder
