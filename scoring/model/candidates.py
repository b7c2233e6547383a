"""The candidates a model is chosen from: what each may read, how it learns, whether it can be served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from scoring.errors import UserError
from scoring.features.catalogue import Entry, catalogue
from scoring.settings import Switches

Learner = Literal["booster", "scorecard", "rate"]

# What the kernel computes from raw columns, under our names; the implied term is its annuity over credit turned round.
KERNEL_DERIVED = frozenset(
    {
        "employed_share",
        "income_credit_ratio",
        "income_per_person",
        "annuity_income_ratio",
        "implied_term",
        "application_credit_ratio",
        "balance_rows",
        "rows",
        "loans",
        "cards",
        "paid_ratio",
        "gap",
        "days_late",
        "days_early",
    }
)
EXTERNAL = frozenset({"EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"})


@dataclass(frozen=True)
class Candidate:
    """A way to make a model.

    Parameters
    ----------
    name : str
        How it is chosen.
    says : str
        What it is, in a few English words.
    learner : {"booster", "scorecard", "rate"}
        LightGBM, a logistic regression on weights of evidence, or everybody's rate.
    like : {"ours", "kernel"}
        Whose settings LightGBM is given.
    selects : bool
        Whether the strongest features are chosen inside each fold, or all are read.
    lawful : bool
        Whether it keeps to what a lender may use.
    """

    name: str
    says: str
    learner: Learner
    like: Literal["ours", "kernel"] = "ours"
    selects: bool = False
    lawful: bool = True

    @property
    def is_served(self) -> bool:
        """Whether a model folder can be written of it: lawful, with exact contributions from its trees."""
        return self.lawful and self.learner == "booster"

    def features(self, switches: Switches) -> tuple[str, ...]:
        """Names of the features it may look at, in the matrix's order."""
        return tuple(name for name, entry in catalogue().items() if self._reads(entry, switches))

    def _reads(self, entry: Entry, switches: Switches) -> bool:
        if self.learner == "rate" or (self.lawful and not entry.allowed(switches)):
            return False
        if self.name == "external":
            return entry.feature.column in EXTERNAL
        return self.name != "kernel" or in_kernel(entry)


def in_kernel(entry: Entry) -> bool:
    """Whether the kernel has this feature too: raw columns and its own ratios, over all of a client's history.

    Examples
    --------
    >>> in_kernel(catalogue()["bureau_active_amt_credit_sum_max"]), in_kernel(catalogue()["pos_recent_late_mean"])
    (True, False)
    """
    raw = entry.feature.column.isupper()
    return entry.feature.subset != "recent" and (raw or entry.feature.column in KERNEL_DERIVED)


def candidates() -> Mapping[str, Candidate]:
    """Every candidate by name, from the simplest on."""
    every = (
        Candidate("dummy", "everybody's rate", "rate"),
        Candidate("external", "LightGBM on the three external scores", "booster"),
        Candidate("scorecard", "a logistic scorecard on weights of evidence", "scorecard"),
        Candidate("kernel", "LightGBM as the kernel sets it, on the kernel's features", "booster", like="kernel"),
        Candidate("ours", "LightGBM on the strongest of all lawful features", "booster", selects=True),
        Candidate("unrestricted", "ours with what no lender may use", "booster", selects=True, lawful=False),
    )
    return MappingProxyType({one.name: one for one in every})


def candidate_named(name: str) -> Candidate:
    """One candidate.

    Raises
    ------
    UserError
        When there is none of this name.
    """
    if name not in candidates():
        raise UserError(f"Expected a candidate, got {name}.", f"Name one of {', '.join(candidates())}.")
    return candidates()[name]


def servable(name: str) -> Candidate:
    """One candidate that the page may serve.

    Raises
    ------
    UserError
        When there is none of this name, or it is only there to be compared.

    Examples
    --------
    >>> servable("kernel").is_served
    True
    """
    found = candidate_named(name)
    if not found.is_served:
        served = ", ".join(one.name for one in candidates().values() if one.is_served)
        raise UserError(f"The candidate {name} ({found.says}) is compared, not served.", f"Choose one of {served}.")
    return found
