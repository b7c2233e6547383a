"""What changes for whom when another model speaks: told before a promotion."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import polars as pl

from scoring.analysis.candidate_rule import cost_difference
from scoring.analysis.fairness import groups_of_clients
from scoring.features.build import absent_sources
from scoring.model.evaluate import auc_difference
from scoring.model.folder import load_model
from scoring.model.points import points_of, probability_of
from scoring.model.score import score
from scoring.model.scores import Scores
from scoring.pipeline.matrix import read_matrix
from scoring.pipeline.stages import features_folder
from scoring.progress import Progress, silent
from scoring.settings import Costs, Home
from scoring.tables.store import open_tables

GROUPS = ("sex", "age", "family status")
MOVED_POINTS = 20
SEED = 0
Interval = tuple[float, float, float]


@dataclass(frozen=True)
class ModelComparison:
    """Two models' answers for the same clients, each out of sample.

    Parameters
    ----------
    first, second : str
        Their versions; what is told changes from the first to the second.
    clients : DataFrame
        SK_ID_CURR, target, first and second (log-odds), refused_first, refused_second, sex, age, family status.
    costs : Costs
        That ranking's worth is measured by.
    """

    first: str
    second: str
    clients: pl.DataFrame
    costs: Costs

    def changes(self) -> dict[str, Any]:
        """How far scores move, and how many decisions flip."""
        frame = self.clients
        moved = np.abs(points_of(frame["second"].to_numpy()) - points_of(frame["first"].to_numpy()))
        probabilities = [float(np.mean(probability_of(frame[name].to_numpy()))) for name in ("first", "second")]
        return {
            "clients": frame.height,
            "mean_move": float(np.mean(moved)),
            "moved_share": float(np.mean(moved >= MOVED_POINTS)),
            "mean_probability_first": probabilities[0],
            "mean_probability_second": probabilities[1],
            "newly_refused": frame.filter(~pl.col("refused_first") & pl.col("refused_second")).height,
            "newly_granted": frame.filter(pl.col("refused_first") & ~pl.col("refused_second")).height,
        }

    def by_group(self) -> pd.DataFrame:
        """What changes in each group.

        Returns
        -------
        DataFrame
            by, group, n, refused_first and refused_second (shares), newly_refused and newly_granted (counts).
        """
        tallies = (
            pl.len().alias("n"),
            pl.col("refused_first").mean(),
            pl.col("refused_second").mean(),
            (~pl.col("refused_first") & pl.col("refused_second")).sum().alias("newly_refused"),
            (pl.col("refused_first") & ~pl.col("refused_second")).sum().alias("newly_granted"),
        )
        parts = [
            self.clients.group_by(pl.col(by).alias("group"))
            .agg(*tallies)
            .sort("group")
            .select(pl.lit(by).alias("by"), pl.all())
            for by in GROUPS
        ]
        return pl.concat(parts).to_pandas()

    def quality(self) -> tuple[Interval, Interval] | None:
        """How much more AUC the second has, and how much more 100 of its decisions cost; each with a paired interval.

        None where fewer than two outcomes are known.
        """
        known = self.clients.filter(pl.col("target").is_not_null())
        target = known["target"].to_numpy().astype(np.int64)
        if len(np.unique(target)) < 2:
            return None
        first, second = known["first"].to_numpy(), known["second"].to_numpy()
        return auc_difference(target, second, first), cost_difference(target, second, first, self.costs)


def compare_models(
    home: Home, first: Path, second: Path, progress: Progress = silent, *, sample: int | None = None
) -> ModelComparison:
    """Let two model folders answer for the home's clients; whoever was in training is answered by the unseen fold.

    Parameters
    ----------
    home : Home
        With features.
    first, second : Path
        Model folders.
    progress : callable
        Told how far it is.
    sample : int, optional
        Ask for so many clients only, drawn by a fixed seed.

    Raises
    ------
    UserError
        When there are no features, or a model does not fit this version of the code.
    """
    rows, who = read_matrix(features_folder(home))
    if sample is not None and sample < rows.height:
        rows = rows.sample(sample, seed=SEED)
    tables = open_tables(home)
    absent = absent_sources(tables)
    answers: list[Scores] = []
    models = [load_model(folder) for folder in (first, second)]
    for model in models:
        progress(f"asking {model.manifest.version}")
        answers.append(score(model, rows, who, absent, progress, tables.flags))
    clients = rows.select("SK_ID_CURR", pl.col("TARGET").alias("target")).with_columns(
        pl.Series("first", answers[0].log_odds),
        pl.Series("second", answers[1].log_odds),
        pl.Series("refused_first", answers[0].refused),
        pl.Series("refused_second", answers[1].refused),
    )
    grouped = clients.join(groups_of_clients(home), on="SK_ID_CURR", how="left", maintain_order="left")
    return ModelComparison(
        models[0].manifest.version, models[1].manifest.version, grouped, Costs(**models[0].manifest.settings["costs"])
    )
