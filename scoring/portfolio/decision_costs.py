"""What decisions cost at any threshold: the arithmetic that note, card, page and API share, on numbers alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from scoring.arrays import Floats, Ints
from scoring.model.points import log_odds_of, probability_of
from scoring.settings import Costs

HUNDRED = 100
LOWEST, HIGHEST = 0.01, 0.6  # thresholds that a lender might think of
POINTS = 80


@dataclass(frozen=True)
class Confusion:
    """Who was decided how: difficulties refused and granted, others refused and granted.

    Attributes
    ----------
    caught : int
        How many refused had a difficulty.
    missed : int
        How many granted had a difficulty.
    wrongly_refused : int
        How many refused repaid.
    rightly_granted : int
        How many granted repaid.
    """

    caught: int
    missed: int
    wrongly_refused: int
    rightly_granted: int

    @classmethod
    def of(cls, target: Ints, refused: npt.NDArray[np.bool_]) -> Confusion:
        """Count the four outcomes of decisions on the same clients."""
        difficulty = target == 1
        cells = (difficulty & refused, difficulty & ~refused, ~difficulty & refused, ~difficulty & ~refused)
        return cls(*(int(cell.sum()) for cell in cells))

    @property
    def clients(self) -> int:
        """How many were decided on."""
        return self.caught + self.missed + self.wrongly_refused + self.rightly_granted

    @property
    def refused(self) -> int:
        """How many were refused."""
        return self.caught + self.wrongly_refused

    @property
    def wrong_rate(self) -> float | None:
        """The share refused of those who repaid; None where nobody did."""
        repaid = self.wrongly_refused + self.rightly_granted
        return self.wrongly_refused / repaid if repaid else None

    @property
    def missed_rate(self) -> float | None:
        """The share granted of those who had a difficulty; None where nobody had."""
        difficulties = self.caught + self.missed
        return self.missed / difficulties if difficulties else None

    @property
    def counts(self) -> Ints:
        """The four counts, in the order of the fields."""
        return np.array([self.caught, self.missed, self.wrongly_refused, self.rightly_granted])

    def cost(self, costs: Costs) -> float:
        """What these decisions cost for 100 applications, in units of one wrong refusal.

        Examples
        --------
        >>> Confusion(caught=0, missed=1, wrongly_refused=1, rightly_granted=2).cost(Costs())
        275.0
        """
        mistakes = self.missed * costs.missed_difficulty + self.wrongly_refused * costs.wrong_refusal
        return float(HUNDRED * mistakes / self.clients)


def cost_of(target: Ints, refused: npt.NDArray[np.bool_], costs: Costs) -> float:
    """What decisions cost for 100 applications, in units of one wrong refusal.

    Parameters
    ----------
    target : array of int
        1 difficulty, 0 none.
    refused : array of bool
        The decisions on the same clients.
    costs : Costs
        Costs of the two mistakes.

    Examples
    --------
    >>> cost_of(np.array([1, 0, 0, 0]), np.array([False, True, False, False]), Costs())
    275.0
    """
    return Confusion.of(target, refused).cost(costs)


def thresholds(points: int = POINTS) -> Floats:
    """Every threshold a lender might think of, evenly spaced in log-odds."""
    low, high = log_odds_of(np.array([LOWEST, HIGHEST])).tolist()
    return probability_of(np.linspace(low, high, points))


class Outcomes:
    """Clients whose outcome is known, sorted once, so that any threshold is answered in a moment.

    Parameters
    ----------
    target : array of int
        1 difficulty, 0 none.
    probability : array of float
        Probability of difficulty, out of sample, of the same clients.
    """

    def __init__(self, target: Ints, probability: Floats) -> None:
        self._difficulty, self._repaid = (np.sort(probability[target == outcome]) for outcome in (1, 0))

    @property
    def difficulties(self) -> int:
        """How many had a difficulty."""
        return len(self._difficulty)

    @property
    def repaid(self) -> int:
        """How many had none."""
        return len(self._repaid)

    def at(self, threshold: float) -> Confusion:
        """Who is decided how where a loan is refused from this probability.

        Examples
        --------
        >>> Outcomes(np.array([1, 1, 0, 0]), np.array([0.5, 0.1, 0.2, 0.1])).at(0.2)
        Confusion(caught=1, missed=1, wrongly_refused=1, rightly_granted=1)
        """
        missed, granted = (int(np.searchsorted(part, threshold)) for part in (self._difficulty, self._repaid))
        return Confusion(len(self._difficulty) - missed, missed, len(self._repaid) - granted, granted)

    def along(self, costs: Costs, points: int = POINTS, also: Sequence[float] = ()) -> tuple[Floats, Floats]:
        """The thresholds a lender might think of, and what decisions cost at each.

        Parameters
        ----------
        costs : Costs
            Costs of the two mistakes.
        points : int
            How many thresholds, evenly spaced in log-odds.
        also : sequence of float
            Thresholds between them that are named elsewhere: the cheapest of all is then never dearer than they are.
        """
        grid = thresholds(points)
        between = [threshold for threshold in also if grid[0] <= threshold <= grid[-1]]
        places = np.unique(np.concatenate([grid, between]))
        return places, np.array([self.at(threshold).cost(costs) for threshold in places.tolist()])
