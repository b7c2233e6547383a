"""What each change brought, from the candidates' answers on the same folds: differences of AUC, paired."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd
import polars as pl

from scoring.files import require_current
from scoring.model.evaluate import auc_difference, auc_interval
from scoring.pipeline.compare_candidates import read_comparison
from scoring.portfolio.current_portfolio import ROWS
from scoring.portfolio.read import Portfolio
from scoring.settings import Home

# From the kernel's recipe to what may be served: each step changes what its name says, the others stay.
STEPS = ("kernel", "lightgbm", "monotone", "blend")
# What is held against what: the first in place of the second.
EFFECTS: Mapping[str, tuple[str, str]] = {
    "lightgbm": ("lightgbm", "kernel"),
    "monotone": ("monotone", "lightgbm"),
    "blend": ("blend", "monotone"),
    "law": ("lightgbm", "unrestricted"),
    "age": ("no_age", "lightgbm"),
}
NOTHING = {"difference": np.nan, "low": np.nan, "high": np.nan}


def read_answers(home: Home) -> pl.DataFrame:
    """Every candidate's log-odds out of fold, with the outcome and the fold."""
    answers, _ = read_comparison(
        require_current(home.candidates, "a comparison of candidates", "Run notebook 03 first.")
    )
    return answers


def effects(answers: pl.DataFrame) -> dict[str, dict[str, float]]:
    """What each change did to the AUC: difference, low, high; only where both sides were trained."""
    return {
        name: paired(answers, first, second)
        for name, (first, second) in EFFECTS.items()
        if {first, second} <= set(answers.columns)
    }


def steps_of(answers: pl.DataFrame, served: str) -> pd.DataFrame:
    """The AUC of each step up to the served model, and how far it is from the step before.

    Returns
    -------
    DataFrame
        candidate, auc, difference, low, high; the differences of the first are empty.
    """
    names = [name for name in STEPS if name in answers.columns]
    names = names[: names.index(served) + 1] if served in names else [*names, served]
    return pd.DataFrame([_step(answers, name, before) for name, before in zip(names, ["", *names], strict=False)])


def paired(answers: pl.DataFrame, first: str, second: str) -> dict[str, float]:
    """How much higher the first's AUC is than the second's on the same clients."""
    target = answers["target"].to_numpy().astype(np.int64)
    bounds = auc_difference(target, answers[first].to_numpy(), answers[second].to_numpy())
    return dict(zip(NOTHING, bounds, strict=True))


def auc_by_fold(portfolio: Portfolio) -> pd.DataFrame:
    """The served model's AUC within each fold: fold, n, auc, low, high.

    Folds in which only one outcome is met are left out: nothing is ranked there.
    """
    rows = pl.read_parquet(portfolio.folder / ROWS, columns=["fold", "target", "probability"], glob=False)
    known = rows.filter((pl.col("fold") >= 0) & pl.col("target").is_not_null())
    measured: list[Sequence[float]] = []
    for (fold,), members in known.sort("fold").group_by("fold", maintain_order=True):
        target = members["target"].to_numpy().astype(np.int64)
        if 0 < target.sum() < len(target):
            measured.append((fold, len(target), *auc_interval(target, members["probability"].to_numpy())))
    return pd.DataFrame(measured, columns=["fold", "n", "auc", "low", "high"])


def _step(answers: pl.DataFrame, name: str, before: str) -> dict[str, object]:
    target = answers["target"].to_numpy().astype(np.int64)
    auc = auc_interval(target, answers[name].to_numpy())[0]
    return {"candidate": name, "auc": auc} | (paired(answers, name, before) if before else NOTHING)
