"""What the learners are told: hyperparameters of trees, scorecard, logistic regression and their blend."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from annotated_types import Interval, MinLen

from scoring.validation import Checked, Count, Positive, check_fields

AtLeastOne = Annotated[int, Interval(ge=1)]
NotNegative = Annotated[float, Interval(ge=0)]
RightClosedShare = Annotated[float, Interval(gt=0, le=1)]


@dataclass(frozen=True)
class TreeParams(Checked):
    """Hyperparameters of boosted trees, under LightGBM's names where it has one; UserError where one is impossible.

    The defaults are shallow trees, few columns a tree, strong shrinkage: what the winners of the competition
    share. A leaf holds at least ``min_data_in_leaf`` clients, in larger sets one client in ``leaf_divisor``, but
    never more than ``max_data_in_leaf`` are asked for. The number of trees is the median that
    ``stopping_repeats`` early stoppings find (one is enough from ``stopping_repeats_below`` clients on), at least
    ``min_trees``, at most ``max_trees``. Below ``stopping_repeats_below`` it is ``few_trees``, where that is not 0: the
    rows that a small set can set aside find no number that holds (148 to 568 on five folds of 3,995 clients).
    Features are selected by their gain in ``ranking_trees`` trees, averaged over ``ranking_seeds`` seeds.
    ``monotone`` keeps each effect to the direction that the catalogue states.
    """

    learning_rate: RightClosedShare = 0.03
    num_leaves: Annotated[int, Interval(ge=2)] = 16
    max_depth: Annotated[int, Interval(ge=1)] = 5
    min_data_in_leaf: AtLeastOne = 20
    max_data_in_leaf: AtLeastOne = 300
    leaf_divisor: AtLeastOne = 400
    min_sum_hessian_in_leaf: NotNegative = 1e-3
    min_gain_to_split: NotNegative = 0.0
    feature_fraction: RightClosedShare = 0.25
    bagging_fraction: RightClosedShare = 0.8
    bagging_freq: Count = 1
    lambda_l1: NotNegative = 0.0
    lambda_l2: NotNegative = 20.0
    cat_smooth: NotNegative = 30.0
    cat_l2: NotNegative = 30.0
    max_cat_to_onehot: AtLeastOne = 4
    min_data_per_group: AtLeastOne = 100
    max_trees: AtLeastOne = 3000
    early_stopping_rounds: AtLeastOne = 100
    stopping_repeats: AtLeastOne = 3
    stopping_repeats_below: Count = 10_000
    min_trees: AtLeastOne = 10
    few_trees: Count = 0
    ranking_trees: AtLeastOne = 150
    ranking_seeds: AtLeastOne = 1
    monotone: bool = False

    def __post_init__(self) -> None:
        check_fields(self)

    def smallest_leaf(self, clients: int) -> int:
        """How many clients a leaf holds at least, when so many train.

        Examples
        --------
        >>> [TreeParams().smallest_leaf(clients) for clients in (4_000, 20_000, 300_000)]
        [20, 50, 300]
        """
        return min(max(clients // self.leaf_divisor, self.min_data_in_leaf), self.max_data_in_leaf)


@dataclass(frozen=True)
class ScorecardParams(Checked):
    """Hyperparameters of the scorecard; UserError where one is impossible.

    Numbers are cut into ``bins`` of about equal count; ``shrinkage`` average clients are added to each bin, which
    draws its weight of evidence towards 0; at most ``max_features`` are read, one of each family. ``inverse_penalty``
    is scikit-learn's ``C``.
    """

    bins: Annotated[int, Interval(ge=2)] = 10
    max_features: AtLeastOne = 30
    shrinkage: Positive = 40.0
    inverse_penalty: Positive = 1.0

    def __post_init__(self) -> None:
        check_fields(self)


@dataclass(frozen=True)
class LogisticParams(Checked):
    """Hyperparameters of the logistic regression; UserError where one is impossible.

    Ranks are interpolated between ``knots`` quantiles; a category's weights of evidence are multiplied by
    ``woe_scale``, to about the spread of ranks; ``inverse_penalty`` is scikit-learn's ``C``.
    """

    knots: Annotated[int, Interval(ge=2)] = 51
    woe_scale: Positive = 3.0
    inverse_penalty: Positive = 0.01

    def __post_init__(self) -> None:
        check_fields(self)


def monotone_trees() -> TreeParams:
    """Hyperparameters of trees that rarely err on small sets: very shallow, few, of few columns, directions kept."""
    return TreeParams(
        num_leaves=8,
        max_depth=3,
        min_data_in_leaf=40,
        feature_fraction=0.2,
        min_trees=100,
        few_trees=250,
        ranking_seeds=3,
        monotone=True,
    )


@dataclass(frozen=True)
class BlendParams(Checked):
    """Parts of the blend with their weights (names of learners), and its trees' hyperparameters."""

    weights: Annotated[Mapping[str, Positive], MinLen(1)] = field(
        default_factory=lambda: {"lightgbm": 4.0, "scorecard": 1.0, "logistic": 4.0}
    )
    trees: TreeParams = field(default_factory=monotone_trees)

    def __post_init__(self) -> None:
        check_fields(self)
