"""How a ranking tells the two outcomes apart: ROC, precision beside recall, gains, and where either outcome scores."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoring.arrays import Floats, Ints

POINTS = 200  # of a curve: more cannot be seen
SCORE_STEP = 20


def ranking_curves(target: Ints, probability: Floats, points: int = POINTS) -> pd.DataFrame:
    """What refusing the riskiest first would reach, from nobody to everybody.

    Parameters
    ----------
    target : array of int
        1 difficulty, 0 none.
    probability : array of float
        Probability of difficulty, or anything that ranks alike.
    points : int
        Rows at most.

    Returns
    -------
    DataFrame
        refused (share), caught (of the difficulties: recall), wrongly_refused (of the others), precision (of the
        refused); clients of one probability are refused together.

    Examples
    --------
    >>> ranking_curves(np.array([1, 0, 0, 0]), np.array([0.9, 0.2, 0.2, 0.1])).round(2).to_dict("list")["refused"]
    [0.0, 0.25, 0.75, 1.0]
    """
    order = np.argsort(-probability, kind="stable")
    ranked, hits = probability[order], np.cumsum(target[order])
    ends = np.append(np.flatnonzero(np.diff(ranked)), len(ranked) - 1)
    ends = ends[np.unique(np.linspace(0, len(ends) - 1, min(points, len(ends))).astype(int))]
    n, caught = ends + 1, hits[ends]
    frame = pd.DataFrame(
        {
            "refused": n / len(target),
            "caught": caught / max(1, hits[-1]),
            "wrongly_refused": (n - caught) / max(1, len(target) - hits[-1]),
            "precision": caught / n,
        }
    )
    nobody = {"refused": [0.0], "caught": [0.0], "wrongly_refused": [0.0], "precision": [frame["precision"].iloc[0]]}
    return pd.concat([pd.DataFrame(nobody), frame], ignore_index=True)


def score_distribution(target: Ints, score: Ints, step: int = SCORE_STEP) -> pd.DataFrame:
    """The share of either outcome in each band of the score: band (its lower end), repaid, difficulty."""
    low, high = step * (int(score.min()) // step), step * (int(score.max()) // step + 1)
    edges = np.arange(low, high + step, step)
    counts = {
        name: np.histogram(score[target == value], edges)[0] for name, value in (("repaid", 0), ("difficulty", 1))
    }
    shares = {name: count / max(1, count.sum()) for name, count in counts.items()}
    return pd.DataFrame({"band": edges[:-1], **shares})


def no_skill(rate: float) -> dict[str, float]:
    """What announcing the mean rate to everybody reaches: the levels below which a model knows something.

    Examples
    --------
    >>> {name: round(value, 3) for name, value in no_skill(0.08).items()}
    {'auc': 0.5, 'ks': 0.0, 'average_precision': 0.08, 'log_loss': 0.279, 'brier': 0.074, 'ece': 0.0}
    """
    entropy = -(rate * np.log(rate) + (1 - rate) * np.log(1 - rate)) if 0 < rate < 1 else 0.0
    return {
        "auc": 0.5,
        "ks": 0.0,
        "average_precision": rate,
        "log_loss": float(entropy),
        "brier": rate * (1 - rate),
        "ece": 0.0,
    }
