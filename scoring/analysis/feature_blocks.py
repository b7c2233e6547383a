"""Which blocks of features pay: the model without each, and without several, on the same clients and folds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from scoring.analysis.candidate_rule import cost_difference
from scoring.arrays import Floats
from scoring.features.catalogue import catalogue
from scoring.model.cross_validate import CrossValidation, cross_val_predict
from scoring.model.evaluate import auc_difference
from scoring.model.feature_blocks import BLOCKS, block_of
from scoring.model.train import allowed_features_of
from scoring.model.train_set import TrainSet
from scoring.progress import Progress, silent
from scoring.settings import Costs, Training

DIFFERENCES = ("auc_difference", "auc_low", "auc_high", "cost_difference", "cost_low", "cost_high")
COLUMNS = ("without", "features", *DIFFERENCES)
Row = dict[str, Any]


@dataclass(frozen=True)
class BlockComparison:
    """The model without blocks of features beside the one with all, and what the rule says.

    Parameters
    ----------
    table : DataFrame
        without (names joined by commas), features, auc_difference, auc_low, auc_high (of the model without less the one
        with all), cost_difference, cost_low, cost_high (how much more 100 of its decisions cost); one block left out
        at a time, then several, the cheapest to miss first.
    left_out : tuple of str
        The blocks that the rule does without.
    """

    table: pd.DataFrame
    left_out: tuple[str, ...]


def compare_blocks(
    train_set: TrainSet, settings: Training, level: float = 0.95, progress: Progress = silent
) -> BlockComparison:
    """Leave out each block alone, then one more after the other, for as long as nobody could tell by the cost.

    The rule is the one that chooses among candidates: the simplest model whose decisions cost no more, beyond chance,
    than those of the model with all blocks. Blocks are left out in the order of what missing them alone costs.

    Parameters
    ----------
    train_set : TrainSet
        Clients whose outcome is known, in folds.
    settings : Training
        How each model is made; what it does without already stays left out.
    level : float, default 0.95
        Confidence level of the paired intervals.
    progress : callable
        Told of every model.
    """
    with_all = _answer(train_set, settings, (), progress).log_odds
    rows: dict[tuple[str, ...], Row] = {}

    def row_without(*blocks: str) -> Row:
        if blocks not in rows:
            answer = _answer(train_set, settings, blocks, progress)
            rows[blocks] = {
                "without": ", ".join(blocks),
                "features": answer.features,
                **_beside(train_set, answer.log_odds, with_all, settings.costs, level),
            }
        return rows[blocks]

    read = {block_of(catalogue()[name]) for name in allowed_features_of(train_set.rows, settings)}
    missed = {name: row_without(name)["cost_difference"] for name in BLOCKS if name in read}
    left_out: tuple[str, ...] = ()
    for name in sorted(missed, key=lambda block: missed[block]):
        if row_without(*left_out, name)["cost_low"] > 0.0:
            break
        left_out = (*left_out, name)
    return BlockComparison(pd.DataFrame(rows.values(), columns=list(COLUMNS)), left_out)


def _answer(train_set: TrainSet, settings: Training, without: Sequence[str], progress: Progress) -> CrossValidation:
    """What the model without some blocks answers out of fold."""
    progress(f"without {', '.join(without)}" if without else "with all blocks")
    fewer = replace(settings, without_blocks=(*settings.without_blocks, *without))
    return cross_val_predict(train_set, fewer, progress)


def _beside(train_set: TrainSet, log_odds: Floats, with_all: Floats, costs: Costs, level: float) -> dict[str, float]:
    """Ranking and cost less those of the model with all blocks, on the same clients."""
    ranking = auc_difference(train_set.target, log_odds, with_all, level)
    cost = cost_difference(train_set.target, log_odds, with_all, costs, level)
    return dict(zip(DIFFERENCES, (*ranking, *cost), strict=True))
