"""The rule that chooses among candidates, and the sentence that says what it chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from scoring.arrays import Floats, Ints
from scoring.errors import UserError
from scoring.model.comparable import z_value
from scoring.model.points import probability_of
from scoring.settings import Costs


@dataclass(frozen=True)
class Recommendation:
    """The simplest candidate that cannot be told apart from the cheapest, in the cost of its decisions.

    ``difference``, ``low`` and ``high`` say how much more 100 of its decisions cost than the cheapest's, paired on
    the same clients.
    """

    candidate: str
    cheapest: str
    difference: float
    low: float
    high: float

    @property
    def sentence(self) -> str:
        """What the rule says, in English."""
        if self.candidate == self.cheapest:
            return f"{self.candidate} costs least, and every simpler candidate costs more beyond chance."
        return (
            f"{self.candidate} is the simplest candidate that cannot be told apart from {self.cheapest}, which costs "
            f"least: {self.difference:+.1f} for 100 applications ({self.low:+.1f} to {self.high:+.1f})."
        )


def recommend(
    target: Ints, log_odds: Mapping[str, Floats], costs: Costs, *, level: float = 0.95, served: frozenset[str]
) -> Recommendation:
    """Choose by a stated rule: the simplest whose paired difference in cost from the cheapest is not above chance.

    Parameters
    ----------
    target : array of int
        1 difficulty, 0 none.
    log_odds : mapping of str to array of float
        Calibrated log-odds out of fold of each candidate, from the simplest candidate on.
    costs : Costs
        Costs of the two mistakes; each candidate decides at the threshold that they imply.
    level : float, default 0.95
        Confidence level of the paired interval.
    served : frozenset of str
        Candidates that may be served; the others are not chosen.

    Raises
    ------
    UserError
        When no candidate may be served.
    """
    paid = {name: client_costs(target, values, costs) for name, values in log_odds.items() if name in served}
    if not paid:
        raise UserError("Expected a candidate that can be served, got none.", "Run notebook 03 again.")
    cheapest = min(paid, key=lambda name: float(np.mean(paid[name])))
    for name, each in paid.items():
        mean, low, high = paired_cost(each, paid[cheapest], level)
        if low <= 0.0:
            return Recommendation(name, cheapest, mean, low, high)
    raise AssertionError("the cheapest cannot be told apart from itself")


def client_costs(target: Ints, log_odds: Floats, costs: Costs) -> Floats:
    """What the decision about each client costs: a missed difficulty, a wrong refusal, or nothing."""
    refused = probability_of(log_odds) >= costs.threshold
    missed, wrong = ~refused & (target == 1), refused & (target == 0)
    return np.asarray(missed * costs.missed_difficulty + wrong * costs.wrong_refusal, dtype=np.float64)


def cost_difference(
    target: Ints, first: Floats, second: Floats, costs: Costs, level: float = 0.95
) -> tuple[float, float, float]:
    """How much more 100 decisions by the first cost on the same clients, with the interval for pairs.

    Parameters
    ----------
    target : array of int
        1 difficulty, 0 none.
    first, second : array of float
        Log-odds; both decide at the threshold that the costs imply.
    costs : Costs
        Costs of the two mistakes.
    level : float, default 0.95
        Confidence level of the interval.

    Examples
    --------
    >>> missed, caught = np.array([-9.0, -9.0]), np.array([9.0, -9.0])
    >>> cost_difference(np.array([1, 0]), missed, caught, Costs())[0]
    500.0
    """
    return paired_cost(client_costs(target, first, costs), client_costs(target, second, costs), level)


def paired_cost(first: Floats, second: Floats, level: float) -> tuple[float, float, float]:
    """How much more 100 decisions of the first cost, and the interval of this difference on the same clients.

    Examples
    --------
    >>> paired_cost(np.array([1.0, 0.0]), np.array([1.0, 0.0]), 0.95)
    (0.0, 0.0, 0.0)
    """
    difference = first - second
    mean = 100.0 * float(np.mean(difference))
    reach = 100.0 * z_value(level) * float(np.std(difference, ddof=1)) / float(np.sqrt(len(difference)))
    return mean, mean - reach, mean + reach
