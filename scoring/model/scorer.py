"""What every scorer can do, whatever it learns with: the only thing that the rest of the package knows of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import ClassVar, Protocol, Self

from scoring.arrays import Floats
from scoring.model.matrix import Rows
from scoring.model.train_set import TrainSet
from scoring.settings import Training


class Scorer(Protocol):
    """A fitted model of one kind: it gives log-odds of difficulty and takes them apart.

    A kind of scorer is one file with a class that keeps to this protocol, and one line in
    :data:`scoring.model.registry.LEARNERS`. Everything it learned lies inside it: rows come as the feature code
    makes them. ``docs/learners.md`` is the recipe.
    """

    name: ClassVar[str]
    """What the registry calls this kind."""

    suffix: ClassVar[str]
    """Ending of the one file that it is saved as, with the dot."""

    @property
    def features(self) -> tuple[str, ...]:
        """Names of the features it reads, in its own order."""

    @property
    def summary(self) -> Mapping[str, float]:
        """Numbers that say what came out of the fit, such as ``n_trees``; may be empty."""

    @classmethod
    def fit(
        cls,
        train_set: TrainSet,
        features: Sequence[str],
        settings: Training,
        *,
        seed: int,
        folds: Sequence[Self] = (),
    ) -> Self:
        """Learn from clients whose outcome is known.

        Parameters
        ----------
        train_set : TrainSet
            The clients; nothing else may be learned from.
        features : sequence of str
            What may be read; each holds at least two values.
        settings : Training
            Hyperparameters and the number of features.
        seed : int
            Seed of whatever is drawn.
        folds : sequence of Self
            For the served scorer, those of the folds: what they found (a number of trees) need not be sought again.
        """

    def log_odds(self, rows: Rows) -> Floats:
        """Log-odds of difficulty before calibration, one a client."""

    def contributions(self, rows: Rows) -> tuple[Floats, Floats]:
        """Each feature's share of the log-odds, shape (clients, features), and the base value they are counted from.

        The base value has shape (clients,). Shares and base value add up to :meth:`log_odds` within 1e-9.
        """

    def importance(self) -> Floats:
        """How much each feature of :attr:`features` counts in the fit, at least 0; only the order is compared."""

    def save(self, path: Path) -> None:
        """Write the scorer as one file."""

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read what :meth:`save` wrote; whatever is raised for another content, the folder's checksums come first."""
