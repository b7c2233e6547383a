"""Which blocks of features pay: the model without each, and without several, on the same clients and folds."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import pandas as pd

from scoring.analysis.candidate_rule import client_costs, paired_cost
from scoring.arrays import Floats
from scoring.features.catalogue import catalogue
from scoring.model.cross_validate import cross_val_predict
from scoring.model.evaluate import auc_difference
from scoring.model.feature_blocks import BLOCKS, block_of
from scoring.model.train import allowed_features_of
from scoring.model.train_set import TrainSet
from scoring.progress import Progress, silent
from scoring.settings import Training

ALL_BLOCKS: tuple[str, ...] = ()


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
    answers = {ALL_BLOCKS: _answer(train_set, settings, ALL_BLOCKS, progress)}
    read = {block_of(catalogue()[name]) for name in allowed_features_of(train_set.rows, settings)}
    blocks = [name for name in BLOCKS if name in read]
    rows = []
    for name in blocks:
        answers[(name,)] = _answer(train_set, settings, (name,), progress)
        rows.append(_beside_all(train_set, settings, answers, (name,), level))
    left_out = ALL_BLOCKS
    for row in sorted(rows, key=lambda each: float(each["cost_difference"])):
        several = (*left_out, str(row["without"]))
        if several not in answers:
            answers[several] = _answer(train_set, settings, several, progress)
            rows.append(_beside_all(train_set, settings, answers, several, level))
        tried = next(each for each in rows if each["without"] == ", ".join(several))
        if float(tried["cost_low"]) > 0.0:
            break
        left_out = several
    return BlockComparison(pd.DataFrame(rows), left_out)


def _answer(
    train_set: TrainSet, settings: Training, without: Collection[str], progress: Progress
) -> tuple[Floats, int]:
    """Calibrated log-odds out of fold of the model without some blocks, and how many features it reads."""
    progress(f"without {', '.join(without)}" if without else "with all blocks")
    answer = cross_val_predict(
        train_set, replace(settings, without_blocks=(*settings.without_blocks, *without)), progress
    )
    return answer.log_odds, answer.features


def _beside_all(
    train_set: TrainSet,
    settings: Training,
    answers: Mapping[tuple[str, ...], tuple[Floats, int]],
    without: tuple[str, ...],
    level: float,
) -> dict[str, str | float]:
    """One row of the table."""
    (with_all, _), (log_odds, features) = answers[ALL_BLOCKS], answers[without]
    ranking = auc_difference(train_set.target, log_odds, with_all, level)
    paid, paid_by_all = (client_costs(train_set.target, each, settings.costs) for each in (log_odds, with_all))
    cost = paired_cost(paid, paid_by_all, level)
    return {
        "without": ", ".join(without),
        "features": features,
        **dict(zip(("auc_difference", "auc_low", "auc_high"), ranking, strict=True)),
        **dict(zip(("cost_difference", "cost_low", "cost_high"), cost, strict=True)),
    }
