"""The clients that training may see, and the fold that each of them is scored in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from scoring.arrays import Bools, Floats, Ints
from scoring.model.matrix import to_matrix
from scoring.settings import Training


def draw_clients(clients: pl.Series, most: int | None, seed: int) -> pl.Series:
    """The clients to learn from: all, or so many of them, drawn without replacement; in ascending order.

    Who is drawn depends on which clients there are, not on their order; a draw from what was drawn is the same.

    Parameters
    ----------
    clients : Series
        SK_ID_CURR of everyone whose outcome is known.
    most : int or None
        How many at most; None for all.
    seed : int
        The same seed draws the same clients.

    Examples
    --------
    >>> draw_clients(pl.Series([30, 10, 20]), 5, seed=1).to_list()
    [10, 20, 30]
    """
    ascending = clients.sort()
    if most is None or most >= len(ascending):
        return ascending
    return ascending.gather(np.sort(np.random.default_rng(seed).choice(len(ascending), most, replace=False)))


def draw_rows(labelled: pl.LazyFrame, settings: Training) -> pl.LazyFrame:
    """The rows of the clients to learn from, in their order; only their numbers are read to draw them.

    Parameters
    ----------
    labelled : LazyFrame
        Rows of everyone whose outcome is known, with SK_ID_CURR.
    settings : Training
        How many clients at most, and the seed.
    """
    if settings.max_clients is None:
        return labelled
    clients = labelled.select("SK_ID_CURR").collect().to_series()
    drawn = draw_clients(clients, settings.max_clients, settings.seed)
    return labelled.filter(pl.col("SK_ID_CURR").is_in(drawn.implode()))


@dataclass(frozen=True)
class TrainSet:
    """Clients whose outcome is known: features, outcome, who is behind the loan, fold; one entry a client.

    ``fold`` is the same for every candidate, and one person's loans share it. Parts of a set share its features in
    memory: a part that is asked for its numbers copies those that are read, and nothing else.

    Parameters
    ----------
    shared : DataFrame
        The features of all clients under their names; what else it holds is read by nobody.
    target : array of int
        Outcomes of the set's own clients.
    person : Series
        Who is behind each of their loans.
    fold : array of int
        The fold that each of them is scored in.
    places : array of int, optional
        Where the set's own clients stand in ``shared``; all of them by default.
    """

    shared: pl.DataFrame
    target: Ints
    person: pl.Series
    fold: Ints
    places: Ints | None = None

    def __len__(self) -> int:
        return len(self.target)

    @property
    def rows(self) -> pl.DataFrame:
        """The set's own clients with every feature: of a part a copy, each time."""
        return self.shared if self.places is None else self.shared[self.places]

    def matrix(self, features: Sequence[str]) -> Floats:
        """Some features of the set's own clients, as :func:`scoring.model.matrix.to_matrix` gives them.

        A column at a time: a selection from a frame in several pieces copies the whole frame first, which is
        1.2 GB at Kaggle's size.
        """
        values = np.empty((len(self), len(features)), order="F")
        for place, name in enumerate(features):
            column = to_matrix(self.shared.get_column(name).to_frame(), [name])[:, 0]
            values[:, place] = column if self.places is None else column[self.places]
        return values

    @property
    def n_folds(self) -> int:
        """How many folds there are."""
        return int(self.fold.max()) + 1

    def take(self, mask: Bools) -> TrainSet:
        """The clients of a mask, in their order."""
        places = np.flatnonzero(mask) if self.places is None else self.places[mask]
        return replace(
            self, target=self.target[mask], person=self.person.filter(mask), fold=self.fold[mask], places=places
        )

    def seen_by(self, fold: int) -> TrainSet:
        """The clients that the scorer of a fold is fitted on: those of all other folds."""
        return self.take(self.fold != fold)
