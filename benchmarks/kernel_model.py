"""The kernel's model on the folds of ours: its settings, sex among its inputs, a fixed number of trees."""

from __future__ import annotations

import joblib
import lightgbm as lgb
import numpy as np
import pandas as pd

from benchmarks.kernel import SETTINGS, Read
from scoring.arrays import Floats
from scoring.model.train import calibrated_out_of_fold
from scoring.model.train_set import TrainSet

TREES = 300


def kernel_out_of_fold(features: pd.DataFrame, train_set: TrainSet, seeds: int) -> Floats:
    """The kernel's calibrated log-odds on the folds of the model, averaged over seeds.

    Nobody stops on rows that are scored. A client whom the kernel drops (sex not known) has the mean answer of the
    others.
    """
    numbers = train_set.rows["SK_ID_CURR"].to_numpy()
    matrix = features.drop(columns="TARGET").replace([np.inf, -np.inf], np.nan).reindex(numbers).to_numpy(np.float32)
    has_row = np.isin(numbers, features.index)

    def answers(fold: int, seed: int) -> Floats:
        inside = (train_set.fold != fold) & has_row
        model = lgb.LGBMClassifier(**SETTINGS, n_estimators=TREES, random_state=seed, n_jobs=1, verbose=-1)
        model.fit(matrix[inside], train_set.target[inside])
        raw: Floats = model.booster_.predict(matrix[(train_set.fold == fold) & has_row], raw_score=True)
        return raw

    raw, folds = np.full(len(numbers), np.nan), range(int(train_set.fold.max()) + 1)
    work = (joblib.delayed(answers)(fold, seed) for fold in folds for seed in range(seeds))
    results = joblib.Parallel(n_jobs=-1, prefer="threads")(work)
    for fold in folds:
        raw[(train_set.fold == fold) & has_row] = np.mean(results[fold * seeds : (fold + 1) * seeds], axis=0)
    raw[~has_row] = np.nanmean(raw)
    return calibrated_out_of_fold(raw, train_set)[0]


def with_absent(read: Read) -> Read:
    """A reader that gives an empty frame for the instalments where the archive lacks them."""
    columns = ("SK_ID_CURR", "NUM_INSTALMENT_VERSION", "AMT_INSTALMENT", "AMT_PAYMENT", "DAYS_ENTRY_PAYMENT")

    def read_or_empty(table: str) -> pd.DataFrame:
        try:
            return read(table)
        except FileNotFoundError:
            return pd.DataFrame({name: pd.Series(dtype=np.float64) for name in (*columns, "DAYS_INSTALMENT")})

    return read_or_empty
