"""The kernel's model on the folds of ours: its settings, sex among its inputs, a fixed number of trees."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pandas as pd

from benchmarks.kernel import SETTINGS, Read
from benchmarks.pieces import array_of, say
from scoring.arrays import Floats
from scoring.model.train import calibrated_out_of_fold
from scoring.model.train_set import TrainSet

TREES = 300


def kernel_out_of_fold(features: Callable[[], pd.DataFrame], train_set: TrainSet, seeds: int, folder: Path) -> Floats:
    """The kernel's calibrated log-odds on the folds of the model, averaged over seeds; each fold is kept in a folder.

    Nobody stops on rows that are scored. A client whom the kernel drops (sex not known) has the mean answer of the
    others.
    """
    numbers = train_set.rows["SK_ID_CURR"].to_numpy()
    matrix = cache(lambda: _matrix(features(), numbers))

    def answers(fold: int) -> Floats:
        say(f"the kernel, fold {fold + 1}")
        has_row = ~np.isnan(matrix()).all(axis=1)
        inside, asked = (train_set.fold != fold) & has_row, (train_set.fold == fold) & has_row
        raw = np.full(int(np.sum(train_set.fold == fold)), np.nan)
        models = [_fit(matrix()[inside], train_set.target[inside], seed) for seed in range(seeds)]
        raw[has_row[train_set.fold == fold]] = np.mean(
            [np.asarray(model.predict(matrix()[asked], raw_score=True)) for model in models], axis=0
        )
        return raw

    raw = np.full(len(numbers), np.nan)
    for fold in range(int(train_set.fold.max()) + 1):
        raw[train_set.fold == fold] = array_of(folder / f"kernel-{fold}", partial(answers, fold))
    return calibrated_out_of_fold(np.nan_to_num(raw, nan=float(np.nanmean(raw))), train_set)[0]


def _matrix(features: pd.DataFrame, numbers: np.ndarray) -> np.ndarray:
    """The kernel's columns of these clients, all empty for a client whom the kernel drops."""
    finite = features.drop(columns="TARGET").replace([np.inf, -np.inf], np.nan)
    return finite.reindex(numbers).to_numpy(np.float32)


def _fit(matrix: np.ndarray, target: np.ndarray, seed: int) -> lgb.Booster:
    model = lgb.LGBMClassifier(**SETTINGS, n_estimators=TREES, random_state=seed, n_jobs=2, verbose=-1)
    return model.fit(matrix, target).booster_


def with_absent(read: Read) -> Read:
    """A reader that gives an empty frame for the instalments where the archive lacks them."""
    columns = ("SK_ID_CURR", "NUM_INSTALMENT_VERSION", "AMT_INSTALMENT", "AMT_PAYMENT", "DAYS_ENTRY_PAYMENT")

    def read_or_empty(table: str) -> pd.DataFrame:
        try:
            return read(table)
        except FileNotFoundError:
            return pd.DataFrame({name: pd.Series(dtype=np.float64) for name in (*columns, "DAYS_INSTALMENT")})

    return read_or_empty
