"""Folds that keep a person's loans together and the target's share even."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl
from sklearn.model_selection import StratifiedGroupKFold

from scoring.errors import UserError

Ints = npt.NDArray[np.int64]


def assign_folds(target: Ints, person: pl.Series, folds: int, seed: int) -> Ints:
    """The fold that each client is scored in.

    Parameters
    ----------
    target : array of int
        Outcomes.
    person : Series
        Who is behind the loan; one person's loans share a fold.
    folds, seed : int
        How many, and the shuffle.

    Raises
    ------
    UserError
        When there are too few clients of either outcome to fill every fold.
    """
    rarest = int(min(np.sum(target == 0), np.sum(target == 1)))
    if rarest < 2 * folds:
        raise UserError(
            f"Expected at least {2 * folds} clients with and without payment difficulty to train, got {rarest}.",
            "Import more labelled clients, or simulate more.",
        )
    splitter = StratifiedGroupKFold(n_splits=folds, shuffle=True, random_state=seed)
    assigned = np.empty(len(target), dtype=np.int64)
    for number, (_, scored) in enumerate(splitter.split(target, target, groups=person.to_numpy())):
        assigned[scored] = number
    return assigned


def split_for_stopping(target: Ints, person: pl.Series, share: float, seed: int) -> npt.NDArray[np.bool_]:
    """Rows on which early stopping listens: a share of the training rows, none of which is scored."""
    # Of very few clients the share is what can be set aside: no part may be smaller than one client.
    parts = max(2, min(round(1 / share), int(np.bincount(target).max()), person.n_unique()))
    splitter = StratifiedGroupKFold(n_splits=parts, shuffle=True, random_state=seed)
    _, stopping = next(splitter.split(target, target, groups=person.to_numpy()))
    mask = np.zeros(len(target), dtype=np.bool_)
    mask[stopping] = True
    return mask
