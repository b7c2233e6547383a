"""LightGBM, and only here: fit, rank features, predict, explain, save and load as LightGBM's own text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import lightgbm as lgb
import numpy as np
import numpy.typing as npt
import polars as pl

from scoring.model.matrix import categories, to_matrix
from scoring.model.points import Floats

MOST_ROUNDS = 3000
PATIENCE = 100
RANKING_ROUNDS = 150
Like = Literal["ours", "kernel"]


@dataclass(frozen=True)
class Booster:
    """A fitted booster and the features it reads, in its order."""

    features: tuple[str, ...]
    model: lgb.Booster

    @property
    def rounds(self) -> int:
        """How many trees."""
        return int(self.model.num_trees())

    def log_odds(self, rows: pl.DataFrame) -> Floats:
        """Raw log-odds of difficulty, one a client."""
        return np.asarray(self.model.predict(to_matrix(rows, self.features), raw_score=True), dtype=np.float64)

    def contributions(self, rows: pl.DataFrame) -> tuple[Floats, Floats]:
        """Exact TreeSHAP: each feature's share of the log-odds, and the base value they are counted from.

        Returns
        -------
        tuple of arrays
            Shapes (clients, features) and (clients,). Their sum is :meth:`log_odds` to about 1e-13.
        """
        values = np.asarray(self.model.predict(to_matrix(rows, self.features), pred_contrib=True), dtype=np.float64)
        return values[:, :-1], values[:, -1]

    def importance(self) -> Floats:
        """Gain of each feature, in the order of :attr:`features`."""
        return np.asarray(self.model.feature_importance(importance_type="gain"), dtype=np.float64)


def parameters(rows: int, seed: int, like: Like = "ours") -> dict[str, Any]:
    """LightGBM's settings for a training set of this size.

    Ours are shallow trees, few columns a tree, strong shrinkage: what the winners of the competition share
    (``reference/modelling.md``, "Shared LightGBM settings"). Leaves hold at least 20 clients, more in
    larger sets. The kernel's are its own (the same file, "Recipe"). No class weights in either: they would
    distort the probability.
    """
    always = {
        "objective": "binary",
        "metric": "binary_logloss",
        "seed": seed,
        "deterministic": True,
        "force_col_wise": True,
        "num_threads": 1,
        "verbosity": -1,
    }
    return (_kernel_settings() if like == "kernel" else _our_settings(rows)) | always


def _our_settings(rows: int) -> dict[str, Any]:
    return {
        "learning_rate": 0.03,
        "num_leaves": 16,
        "max_depth": 5,
        "min_data_in_leaf": int(np.clip(rows // 400, 20, 300)),
        "feature_fraction": 0.25,
        "bagging_fraction": 0.8,
        "bagging_freq": 1,
        "lambda_l2": 20.0,
        "cat_smooth": 30.0,
        "cat_l2": 30.0,
        "max_cat_to_onehot": 4,
        "min_data_per_group": 100,
    }


def _kernel_settings() -> dict[str, Any]:
    """As the kernel has them; its ``subsample`` needs a frequency to do anything, and had none."""
    return {
        "learning_rate": 0.02,
        "num_leaves": 34,
        "max_depth": 8,
        "min_data_in_leaf": 20,
        "feature_fraction": 0.9497036,
        "bagging_fraction": 0.8715623,
        "lambda_l1": 0.041545473,
        "lambda_l2": 0.0735294,
        "min_gain_to_split": 0.0222415,
        "min_sum_hessian_in_leaf": 39.3259775,
    }


def fit(
    rows: pl.DataFrame,
    target: npt.NDArray[np.int64],
    features: Sequence[str],
    *,
    seed: int,
    rounds: int,
    like: Like = "ours",
) -> Booster:
    """A booster of a given number of trees."""
    model = lgb.train(parameters(len(target), seed, like), _dataset(rows, target, features), num_boost_round=rounds)
    return Booster(tuple(features), model)


def best_iteration(
    rows: pl.DataFrame,
    target: npt.NDArray[np.int64],
    stopping: npt.NDArray[np.bool_],
    features: Sequence[str],
    *,
    seed: int,
    like: Like = "ours",
) -> int:
    """How many trees serve rows that were set aside best; at least ten."""
    data = _dataset(rows.filter(~stopping), target[~stopping], features)
    judge = _dataset(rows.filter(stopping), target[stopping], features, reference=data)
    model = lgb.train(
        parameters(int(np.sum(~stopping)), seed, like),
        data,
        num_boost_round=MOST_ROUNDS,
        valid_sets=[judge],
        callbacks=[lgb.early_stopping(PATIENCE, verbose=False)],
    )
    return max(10, int(model.best_iteration))


def select_features(
    rows: pl.DataFrame, target: npt.NDArray[np.int64], features: Sequence[str], *, most: int, seed: int
) -> tuple[str, ...]:
    """At most ``most`` features, those that a first booster gains most from, in the given order."""
    first = fit(rows, target, features, seed=seed, rounds=RANKING_ROUNDS)
    gain = first.importance()
    kept = {first.features[i] for i in np.argsort(-gain, kind="stable")[:most] if gain[i] > 0}
    return tuple(name for name in features if name in kept)


def save(booster: Booster, path: Path) -> None:
    """Write LightGBM's own text."""
    path.write_text(booster.model.model_to_string(), encoding="utf-8")


def load(path: Path) -> Booster:
    """Read LightGBM's own text; raises ``lightgbm.basic.LightGBMError`` where it is none."""
    model = lgb.Booster(model_str=path.read_text(encoding="utf-8"))
    return Booster(tuple(model.feature_name()), model)


def version() -> str:
    """LightGBM's version."""
    return str(lgb.__version__)


def _dataset(
    rows: pl.DataFrame,
    target: npt.NDArray[np.int64],
    features: Sequence[str],
    reference: lgb.Dataset | None = None,
) -> lgb.Dataset:
    return lgb.Dataset(
        to_matrix(rows, features),
        label=target,
        feature_name=list(features),
        categorical_feature=categories(features),
        reference=reference,
        free_raw_data=True,
    )
