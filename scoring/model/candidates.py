"""The candidates a model is chosen from: what each may read, how it learns, whether it can be served."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Literal

from scoring.errors import UserError
from scoring.features.catalogue import Entry, catalogue
from scoring.hyperparameters import TreeParams
from scoring.model.feature_blocks import in_kernel, refuse_unknown_blocks
from scoring.model.registry import learners
from scoring.settings import Switches, Training

BLEND = "blend"
Reads = Literal["nothing", "external", "kernel", "all"]

EXTERNAL = frozenset({"EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"})


# As the kernel has them; its ``subsample`` needs a frequency to do anything, and had none.
KERNEL_TREES = TreeParams(
    learning_rate=0.02,
    num_leaves=34,
    max_depth=8,
    min_data_in_leaf=20,
    max_data_in_leaf=20,
    min_sum_hessian_in_leaf=39.3259775,
    min_gain_to_split=0.0222415,
    feature_fraction=0.9497036,
    bagging_fraction=0.8715623,
    bagging_freq=0,
    lambda_l1=0.041545473,
    lambda_l2=0.0735294,
    cat_smooth=10.0,
    cat_l2=10.0,
)


@dataclass(frozen=True)
class Candidate:
    """A way to make a model.

    Parameters
    ----------
    name : str
        How it is chosen.
    says : str
        What it is, in a few English words.
    learner : str
        What kind of scorer it fits: a name of :data:`scoring.model.registry.LEARNERS`.
    reads : {"nothing", "external", "kernel", "all"}
        Which of the features that it may read it is given.
    trees : TreeParams, optional
        Hyperparameters of its own, in place of those of the training; it then reads all that it is given.
    lawful : bool
        Whether it keeps to what a lender may use.
    served : bool
        Whether it may be served, or is only there to be compared.
    blended : bool
        Whether it is a part of the blend on its own, with the hyperparameters that the part has there.
    without : str
        A protected trait that it does without, whatever the switches say; empty for none.
    """

    name: str
    says: str
    learner: str
    reads: Reads = "all"
    trees: TreeParams | None = None
    lawful: bool = True
    served: bool = True
    blended: bool = False
    without: str = ""

    @property
    def is_served(self) -> bool:
        """Whether a model folder can be written of it: lawful, and more than a measure for the others."""
        return self.lawful and self.served

    def settings(self, training: Training) -> Training:
        """The settings that its scorers are fitted with."""
        if self.blended:
            return replace(training, trees=training.blend.trees)
        if self.trees is None:
            return training
        return replace(training, trees=self.trees, max_features=len(catalogue()))

    def features(self, switches: Switches) -> tuple[str, ...]:
        """Names of the features it may look at, in the matrix's order."""
        return tuple(name for name, entry in catalogue().items() if self._reads(entry, switches))

    def _reads(self, entry: Entry, switches: Switches) -> bool:
        if self.without and entry.protected == self.without:
            return False
        if self.reads == "nothing" or (self.lawful and not entry.allowed(switches)):
            return False
        if self.reads == "external":
            return entry.feature.column in EXTERNAL
        return self.reads != "kernel" or in_kernel(entry)


def candidates() -> Mapping[str, Candidate]:
    """Every candidate by name, from the simplest on; a learner that none of them uses is one of its own name."""
    every = (
        Candidate("dummy", "everybody's rate", "rate", reads="nothing", served=False),
        Candidate("external", "LightGBM on the three external scores", "lightgbm", reads="external"),
        Candidate("scorecard", "a logistic scorecard on weights of evidence", "scorecard"),
        Candidate(
            "kernel", "LightGBM as the kernel sets it, on the kernel's features", "lightgbm", "kernel", KERNEL_TREES
        ),
        Candidate("logistic", "a penalised logistic regression on ranks of the strongest features", "logistic"),
        Candidate("monotone", "shallow LightGBM that keeps to the catalogue's directions", "lightgbm", blended=True),
        Candidate("lightgbm", "LightGBM on the strongest of all lawful features", "lightgbm"),
        Candidate("blend", "mean of the log-odds of monotone, scorecard and logistic", BLEND),
        Candidate("no_age", "lightgbm without the age", "lightgbm", served=False, without="age"),
        Candidate("unrestricted", "lightgbm with what no lender may use", "lightgbm", lawful=False),
    )
    used = {candidate.learner for candidate in every}
    others = [Candidate(name, f"{name} on all lawful features", name) for name in learners() if name not in used]
    return MappingProxyType({candidate.name: candidate for candidate in (*every, *others)})


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
    candidate = candidate_named(name)
    if not candidate.is_served:
        served = ", ".join(other.name for other in candidates().values() if other.is_served)
        raise UserError(f"The candidate {name} ({candidate.says}) is compared, not served.", f"Choose one of {served}.")
    return candidate


def served_candidate(settings: Training) -> Candidate:
    """The candidate that settings name, once it is sure that it can be trained and served.

    Raises
    ------
    UserError
        When there is none of this name, it is only there to be compared, a blend is of what is no learner, or of
        blends, or it is to do without blocks that there are not.
    """
    candidate = servable(settings.candidate)
    refuse_unknown_blocks(settings.without_blocks)
    parts = [name for name in learners() if name != BLEND]
    wrong = [name for name in settings.blend.weights if name not in parts]
    if wrong:
        raise UserError(
            f"blend.weights: expected learners, got {', '.join(wrong)}.", f"Name some of {', '.join(parts)}."
        )
    return candidate
