"""What decisions cost: the business metric at any threshold, and beside rules that anybody could apply."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pandas as pd

from scoring.arrays import Floats, Ints
from scoring.portfolio.decision_costs import cost_of, thresholds
from scoring.settings import Costs

HALF = 0.5
RATIOS = (5.0, 10.0, 20.0)


def rule_costs(target: Ints, probability: Floats, costs: Costs) -> pd.DataFrame:
    """The model's rule beside three that need no thought.

    Returns
    -------
    DataFrame
        rule (``threshold``, ``half``, ``grant_all``, ``refuse_all``), threshold, refused (share), caught (share of
        difficulties that are refused), wrongly_refused (share of the others), cost (for 100 applications).
    """
    rules = {"threshold": costs.threshold, "half": HALF, "grant_all": np.inf, "refuse_all": -np.inf}
    rows = [(name, *_outcome(target, probability >= threshold, costs, threshold)) for name, threshold in rules.items()]
    return pd.DataFrame(rows, columns=["rule", "threshold", "refused", "caught", "wrongly_refused", "cost"])


def cost_along(target: Ints, probability: Floats, costs: Costs, points: int = 80) -> pd.DataFrame:
    """The cost at every threshold a lender might think of: threshold, cost; evenly spaced in log-odds.

    Parameters
    ----------
    target : array of int
        1 difficulty, 0 none.
    probability : array of float
        Out-of-sample probabilities of difficulty of the same clients.
    costs : Costs
        What a missed difficulty and a wrong refusal cost.
    points : int, default 80
        How many thresholds.
    """
    places = thresholds(points)
    cost = [cost_of(target, probability >= threshold, costs) for threshold in places]
    return pd.DataFrame({"threshold": places, "cost": cost})


def cost_by_ratio(target: Ints, probability: Floats, ratios: Sequence[float] = RATIOS) -> pd.DataFrame:
    """What other weights would decide: how many wrong refusals a missed difficulty is worth, and what follows.

    Parameters
    ----------
    target : array of int
        1 difficulty, 0 none.
    probability : array of float
        Out-of-sample probabilities of difficulty of the same clients.
    ratios : sequence of float
        Wrong refusals that one missed difficulty costs, each above 0.

    Returns
    -------
    DataFrame
        ratio, threshold, refused, caught, wrongly_refused, cost.
    """
    weighed = [Costs(missed_difficulty=ratio, wrong_refusal=1.0) for ratio in ratios]
    rows = [
        (ratio, *_outcome(target, probability >= costs.threshold, costs, costs.threshold))
        for ratio, costs in zip(ratios, weighed, strict=True)
    ]
    return pd.DataFrame(rows, columns=["ratio", "threshold", "refused", "caught", "wrongly_refused", "cost"])


def _outcome(
    target: Ints, refused: npt.NDArray[np.bool_], costs: Costs, threshold: float
) -> tuple[float, float, float, float, float]:
    caught, wrong = float(refused[target == 1].mean()), float(refused[target == 0].mean())
    return threshold, float(refused.mean()), caught, wrong, cost_of(target, refused, costs)
