"""How much each source of information tells: how far the answer moves when it becomes known."""

from __future__ import annotations

import numpy as np
import polars as pl

from scoring.features.sources import EVIDENCE, without
from scoring.model.scorer import Scorer


def source_importance(scorer: Scorer, rows: pl.DataFrame, sample: int = 2_000) -> dict[str, float]:
    """Mean absolute change of the log-odds when a source is taken from those who have it.

    Taking it away and asking the scorer again counts what the other features make up for, which a sum of
    contributions does not. A source that nobody has is left out.

    Parameters
    ----------
    scorer : Scorer
        The served one.
    rows : DataFrame
        The feature matrix.
    sample : int
        How many clients are asked.
    """
    asked = rows.sample(min(sample, rows.height), seed=0)
    log_odds = scorer.log_odds(asked)
    importance = {}
    for source, sign in EVIDENCE.items():
        has = asked[sign].is_not_null().to_numpy()
        if has.any():
            change = scorer.log_odds(without(asked.filter(has), source)) - log_odds[has]
            importance[source] = float(np.mean(np.abs(change)))
    return importance
