"""Can known and new clients be told apart by everything together: one test beside one index a feature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from scoring.model.evaluate import auc_interval
from scoring.model.matrix import to_matrix

LARGEST_SAMPLE = 3_000
PARTS = 3
SEED = 0


@dataclass(frozen=True)
class JointDrift:
    """The AUC at which a classifier tells both groups apart, out of sample, with its 95 % interval; 0.5: not at all."""

    auc: float
    low: float
    high: float

    @property
    def differ(self) -> bool:
        """Whether both groups can be told apart beyond chance."""
        return self.low > 0.5


def joint_drift(reference: pl.DataFrame, current: pl.DataFrame, names: Sequence[str]) -> JointDrift:
    """Tell two groups of clients apart by all features together.

    Parameters
    ----------
    reference, current : DataFrame
        Features of both groups, at least three clients each; of more than 3,000 a seeded sample is taken.
    names : sequence of str
        Which features; without any, nothing tells them apart.

    Notes
    -----
    A classifier two-sample test: Lopez-Paz and Oquab, "Revisiting classifier two-sample tests", 2017.
    """
    from sklearn.ensemble import RandomForestClassifier
    from sklearn.model_selection import StratifiedKFold, cross_val_predict

    if not names:
        return JointDrift(0.5, 0.5, 0.5)
    samples = [rows.sample(min(LARGEST_SAMPLE, rows.height), seed=SEED) for rows in (reference, current)]
    matrix = np.vstack([to_matrix(rows, names) for rows in samples])
    group = np.repeat(np.array([0, 1], dtype=np.int64), [rows.height for rows in samples])
    classifier = RandomForestClassifier(50, max_depth=6, min_samples_leaf=10, random_state=SEED)
    parts = StratifiedKFold(PARTS, shuffle=True, random_state=SEED)
    answers = cross_val_predict(classifier, matrix, group, cv=parts, method="predict_proba")[:, 1]
    return JointDrift(*auc_interval(group, answers))
