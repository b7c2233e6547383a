"""Folds that keep a person's loans together and the target's share even."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from scoring.arrays import Ints
from scoring.errors import UserError
from scoring.model.group_folds import FastStratifiedGroupKFold

MANY = ((10_000, 20), (30_000, 10))  # of up to so many clients, so many folds
FEW = 5
LEAST_IN_A_FOLD = 15  # of the rarer outcome


def number_of_folds(target: Ints, wanted: int | None = None) -> int:
    """How many folds, where the settings do not say.

    Small sets take more: scorers that learn from 19 in 20 clients, not four in five, are nearer to the served one, and
    differ less when folds are drawn anew (``docs/benchmarks.md`` has what was measured). Beyond 30,000 clients
    that changes little and costs much.

    Parameters
    ----------
    target : array of int
        Outcomes.
    wanted : int, optional
        What the settings say.

    Examples
    --------
    >>> [number_of_folds(np.arange(clients) % 12 == 0) for clients in (1_500, 2_000, 4_000, 20_000, 40_000)]
    [5, 10, 20, 10, 5]
    """
    if wanted is not None:
        return wanted
    rarest = int(min(np.sum(target == 0), np.sum(target == 1)))
    possible = (folds for clients, folds in MANY if len(target) <= clients and rarest >= folds * LEAST_IN_A_FOLD)
    return next(possible, FEW)


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
    splitter = FastStratifiedGroupKFold(n_splits=folds, shuffle=True, random_state=seed)
    assigned = np.empty(len(target), dtype=np.int64)
    for number, (_, scored) in enumerate(splitter.split(target, target, groups=person.to_numpy())):
        assigned[scored] = number
    return assigned


def split_for_stopping(target: Ints, person: pl.Series, share: float, seed: int) -> npt.NDArray[np.bool_]:
    """Rows on which early stopping listens: a share of the training rows, none of which is scored.

    Parameters
    ----------
    target : array of int
        Outcomes of the training rows.
    person : Series
        Who is behind each loan; one person's loans stand on one side.
    share : float
        Between 0 and 1; one client at least.
    seed : int
        Seed of the shuffle.

    Returns
    -------
    array of bool
        One a row, True for those that are set aside.
    """
    # Of very few clients the share is what can be set aside: no part may be smaller than one client.
    parts = max(2, min(round(1 / share), int(np.bincount(target).max()), person.n_unique()))
    splitter = FastStratifiedGroupKFold(n_splits=parts, shuffle=True, random_state=seed)
    _, stopping = next(splitter.split(target, target, groups=person.to_numpy()))
    mask = np.zeros(len(target), dtype=np.bool_)
    mask[stopping] = True
    return mask
