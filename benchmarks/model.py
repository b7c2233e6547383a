"""How good the model is beside the kernel's full recipe and beside the truth: ``make bench-model``.

The last line is one JSON object. Real rows are Kaggle's own (``SCORING_REAL_DATA``, or ``../shared/data``); what needs
them is null where they are not there. Same clients, same folds, same calibration out of fold for both; the kernel's
number of trees is fixed, and nobody stops on rows that are scored.

real_gain, real_gain_low : AUC over the kernel's, and the lower bound of its paired 95 % interval (DeLong)
cost_gain, cost_gain_low : what 100 decisions cost less than with the kernel, and the lower bound of its paired interval
mean_gap : mean probability minus observed rate, in standard errors of the rate
inside_interval : share of clients whose probability lies within the interval told with it
interval_coverage : share of the intervals that hold the true rate, 50 bands x 20 seeds, 3,995 drawn clients
gini_share, gini_share_kernel : of the Gini of the true probabilities, on a simulated world, out of fold
same_decision : share of the real clients who are decided alike when folds and seeds are drawn anew
strongest_first, strongest_factor_named : null until the truth of a world is told factor by factor
"""

from __future__ import annotations

import argparse
import json
import os
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import lightgbm as lgb
import numpy as np
import pandas as pd
import polars as pl

from benchmarks.kernel import SETTINGS, Read, kernel_features, reader
from scoring.analysis.candidate_rule import client_costs, paired_cost
from scoring.arrays import Floats
from scoring.files import current
from scoring.model.calibrate import fit_intercept
from scoring.model.comparable import comparable_by_score
from scoring.model.evaluate import auc_difference, auc_interval, evaluate
from scoring.model.points import log_odds_at, points_of, probability_of
from scoring.model.train import TrainingResult, calibrated_out_of_fold, labelled_clients, train
from scoring.model.train_set import Ints, TrainSet
from scoring.pipeline.stages import make_features
from scoring.pipeline.work import read_matrix, simulate_tables
from scoring.settings import Costs, Home, Training
from scoring.synthetic import simulate
from scoring.tables.current_tables import TRUTH
from scoring.tables.ingest import import_tables

SAMPLE = "home-credit-sample.zip"
KERNEL_TREES, KERNEL_SEEDS = 300, 3
NULLS = ("real_gain", "real_gain_low", "cost_gain", "cost_gain_low", "mean_gap", "inside_interval", "ece", "ece_floor")
NULLS += ("features", "same_decision", "strongest_first", "strongest_factor_named")


@dataclass(frozen=True)
class Answers:
    """Outcomes and calibrated log-odds out of fold, of the model and of the kernel, for the same clients."""

    target: Ints
    log_odds: Floats
    kernel: Floats


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure on real rows where they are, and on a simulated world; print the JSON line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=20_000)
    given = parser.parse_args(arguments)
    figures: dict[str, Any] = dict.fromkeys(NULLS)
    archive = Path(os.environ.get("SCORING_REAL_DATA", "../shared/data")) / SAMPLE
    with TemporaryDirectory() as folder:
        if archive.exists():
            figures |= real_figures(Path(folder) / "real", archive)
        figures |= simulated_figures(Path(folder) / "simulated", given.clients)
    figures["interval_coverage"] = float(np.mean([band_coverage(seed) for seed in range(20)]))
    print(json.dumps(figures))


def real_figures(folder: Path, archive: Path) -> dict[str, Any]:
    """What is measured on Kaggle's own rows."""
    home = Home(folder)
    import_tables(home, archive)
    make_features(home)
    rows, who = read_matrix(required(home.features))
    result, train_set = train(rows, who, Training()), labelled_clients(rows, who, Training())
    with zipfile.ZipFile(archive) as packed:
        packed.extractall(folder / "raw")
    kernel = kernel_out_of_fold(kernel_features(with_absent(reader(folder / "raw"))), train_set)
    log_odds = result.clients["log_odds"].to_numpy()
    again = train(rows, who, replace(Training(), seed=Training().seed + 1)).clients["log_odds"].to_numpy()
    threshold = Costs().threshold
    alike = (probability_of(log_odds) >= threshold) == (probability_of(again) >= threshold)
    answers = Answers(train_set.target, log_odds, kernel)
    return compared(answers) | {"features": len(result.served.features), "same_decision": float(alike.mean())}


def simulated_figures(folder: Path, clients: int) -> dict[str, Any]:
    """Shares of the true Gini, of the model and of the kernel."""
    home = Home(folder)
    simulate_tables(home, clients, 42)
    make_features(home)
    rows, who = read_matrix(required(home.features))
    result: TrainingResult = train(rows, who, Training())
    train_set, world = labelled_clients(rows, who, Training()), simulate(clients, 42)
    kernel = kernel_out_of_fold(kernel_features(lambda table: world.tables[table].to_pandas()), train_set)
    truth = pl.read_parquet(required(home.tables) / TRUTH)
    true = train_set.rows.select("SK_ID_CURR").join(truth, on="SK_ID_CURR", how="left")["probability"].to_numpy()
    best = gini(train_set.target, true)
    log_odds = result.clients["log_odds"].to_numpy()
    return {
        "gini_share": gini(train_set.target, log_odds) / best,
        "gini_share_kernel": gini(train_set.target, kernel) / best,
    }


def compared(answers: Answers) -> dict[str, float]:
    """Ranking, cost and calibration of the model, beside the kernel's."""
    target, probability = answers.target, probability_of(answers.log_odds)
    gain, low, _ = auc_difference(target, answers.log_odds, answers.kernel)
    paid = [client_costs(target, each, Costs()) for each in (answers.kernel, answers.log_odds)]
    saved, saved_low, _ = paired_cost(*paid, 0.95)
    points = points_of(answers.log_odds)
    near = comparable_by_score(points, target, Training().interval_level)[points.tolist()]
    inside = (near["low"].to_numpy() <= probability) & (probability <= near["high"].to_numpy())
    metrics = evaluate(target, probability)
    error = float(np.sqrt(metrics.target_rate * (1 - metrics.target_rate) / metrics.n))
    return {
        "real_gain": gain,
        "real_gain_low": low,
        "cost_gain": saved,
        "cost_gain_low": saved_low,
        "mean_gap": (metrics.mean_probability - metrics.target_rate) / error,
        "inside_interval": float(inside.mean()),
        "ece": metrics.ece,
        "ece_floor": metrics.ece_floor,
    }


def kernel_out_of_fold(features: pd.DataFrame, train_set: TrainSet) -> Floats:
    """The kernel's calibrated log-odds on the folds of the model, averaged over seeds; sex among its inputs.

    A client whom the kernel drops (sex not known) has the mean answer of the others.
    """
    numbers = train_set.rows["SK_ID_CURR"].to_numpy()
    matrix = features.drop(columns="TARGET").replace([np.inf, -np.inf], np.nan).reindex(numbers).astype(np.float64)
    kept = np.isin(numbers, features.index)
    raw = np.full(len(numbers), np.nan)
    for fold in range(int(train_set.fold.max()) + 1):
        inside, scored = (train_set.fold != fold) & kept, (train_set.fold == fold) & kept
        answers = []
        for seed in range(KERNEL_SEEDS):
            model = lgb.LGBMClassifier(**SETTINGS, n_estimators=KERNEL_TREES, random_state=seed, n_jobs=1, verbose=-1)
            model.fit(matrix[inside], train_set.target[inside])
            answers.append(model.predict(matrix[scored], raw_score=True))
        raw[scored] = np.mean(answers, axis=0)
    raw[~kept] = np.nanmean(raw)
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


def band_coverage(seed: int, clients: int = 3_995, bands: int = 50) -> float:
    """The share of bands of score whose interval holds the true rate at it, on drawn clients."""
    generator = np.random.default_rng(seed)
    log_odds = generator.normal(-2.75, 0.85, clients)
    target = (generator.random(clients) < probability_of(log_odds + generator.normal(0.0, 0.45, clients))).astype(int)
    shift = fit_intercept(log_odds, target).intercept
    points = points_of(log_odds + shift)
    table = comparable_by_score(points, target, Training().interval_level)
    scores = np.quantile(points, (np.arange(bands) + 0.5) / bands).astype(np.int64)
    person = np.random.default_rng(99).normal(0.0, 0.45, 400)
    true = np.array([np.mean(probability_of(at - shift + person)) for at in log_odds_at(scores)])
    near = table[scores.tolist()]
    return float(np.mean((near["low"].to_numpy() <= true) & (true <= near["high"].to_numpy())))


def gini(target: Ints, answers: Floats) -> float:
    """Twice the AUC, less one."""
    return 2.0 * auc_interval(target, answers)[0] - 1.0


def required(stage: Path) -> Path:
    """The current folder of a stage that was just made."""
    folder = current(stage)
    assert folder is not None
    return folder


if __name__ == "__main__":
    main()
