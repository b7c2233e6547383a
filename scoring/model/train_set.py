"""The clients that training may see, and the fold that each of them is scored in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import polars as pl

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class TrainSet:
    """Clients whose outcome is known: features, outcome, who is behind the loan, fold; one entry a client.

    ``rows`` holds the features under their names; what else it holds is read by nobody. ``fold`` is the same for
    every candidate, and one person's loans share it.
    """

    rows: pl.DataFrame
    target: Ints
    person: pl.Series
    fold: Ints

    def __len__(self) -> int:
        return len(self.target)

    @property
    def n_folds(self) -> int:
        """How many folds there are."""
        return int(self.fold.max()) + 1

    def take(self, mask: Bools) -> TrainSet:
        """The clients of a mask, in their order."""
        return TrainSet(self.rows.filter(mask), self.target[mask], self.person.filter(mask), self.fold[mask])

    def only(self, features: Sequence[str]) -> TrainSet:
        """The same clients with some of the features: what is set aside of it is so much smaller."""
        return replace(self, rows=self.rows.select(features))

    def seen_by(self, fold: int) -> TrainSet:
        """The clients that the scorer of a fold is fitted on: those of all other folds."""
        return self.take(self.fold != fold)
