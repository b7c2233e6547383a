"""How much each source of information tells: how far the answer moves when it becomes known."""

from __future__ import annotations

import numpy as np
import polars as pl

from scoring.features.sources import EVIDENCE, without
from scoring.model.boosters import Booster


def source_importance(booster: Booster, rows: pl.DataFrame, sample: int = 2_000) -> dict[str, float]:
    """Mean absolute change of the log-odds when a source is taken from those who have it.

    Taking it away and asking the booster again counts what the other features make up for, which a sum of
    contributions does not. A source that nobody has is left out.

    Parameters
    ----------
    booster : Booster
        The served one.
    rows : DataFrame
        The feature matrix.
    sample : int
        How many clients are asked.
    """
    some = rows.sample(min(sample, rows.height), seed=0)
    answers = booster.log_odds(some)
    weights = {}
    for source, sign in EVIDENCE.items():
        has = some[sign].is_not_null().to_numpy()
        if has.any():
            changed = booster.log_odds(without(some.filter(has), source)) - answers[has]
            weights[source] = float(np.mean(np.abs(changed)))
    return weights
