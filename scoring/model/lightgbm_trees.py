"""Boosted trees by LightGBM, which is imported only here: fit, rank features, predict, explain, save and load."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, ClassVar, Self

import lightgbm as lgb
import numpy as np

from scoring.arrays import Floats
from scoring.features.catalogue import catalogue
from scoring.hyperparameters import TreeParams
from scoring.model.matrix import Rows, categories, levels_of, to_matrix
from scoring.model.train_set import TrainSet
from scoring.model.tree_tables import TreeTables
from scoring.settings import Training

FEW_ROWS = 64
# Bins are found from so many clients: from all of more they take twice the memory of everything else, and differ in
# nothing that trees would notice.
BINNED_FROM = 50_000
WORTH_TABLES = 500  # clients; the tables take as long to make as LightGBM needs for so many


@dataclass(frozen=True)
class Trees:
    """A fitted booster and the features it reads, in its order."""

    name: ClassVar[str] = "lightgbm"
    suffix: ClassVar[str] = ".txt"

    features: tuple[str, ...]
    model: lgb.Booster

    @property
    def n_trees(self) -> int:
        """How many trees are added up."""
        return int(self.model.num_trees())

    @property
    def summary(self) -> Mapping[str, float]:
        """How many trees."""
        return {"n_trees": self.n_trees}

    @classmethod
    def fit(
        cls, train_set: TrainSet, features: Sequence[str], settings: Training, *, seed: int, folds: Sequence[Self] = ()
    ) -> Self:
        """As :meth:`Scorer.fit`: trees on the strongest features, as many as rows set aside, or the folds, found."""
        selected = select_features(train_set, features, settings, seed=seed)
        if folds:
            n_trees = int(np.median([scorer.n_trees for scorer in folds]))
        else:
            n_trees = best_iteration(train_set, selected, settings, seed=seed)
        return cls.grow(train_set, selected, settings.trees, seed=seed, n_trees=n_trees)

    @classmethod
    def grow(cls, train_set: TrainSet, features: Sequence[str], params: TreeParams, *, seed: int, n_trees: int) -> Self:
        """A given number of trees on given features; the rest as :meth:`Scorer.fit` takes it."""
        settings = parameters(params, len(train_set), seed, features)
        return cls(tuple(features), lgb.train(settings, _dataset(train_set, features), num_boost_round=n_trees))

    def log_odds(self, rows: Rows) -> Floats:
        """Log-odds of difficulty before calibration, one a client."""
        return self._predict(rows, raw_score=True)

    def contributions(self, rows: Rows) -> tuple[Floats, Floats]:
        """Exact TreeSHAP; the sum is :meth:`log_odds` to about 1e-12.

        Read off tables where clients are many enough to be worth making them, or more than a few and they are made,
        and the trees small enough; by LightGBM elsewhere: the two agree to 1e-12.
        """
        are_made = "_tables" in vars(self) and rows.height > FEW_ROWS
        tables = self._tables if are_made or rows.height >= WORTH_TABLES else None
        if tables is None:
            values = self._predict(rows, pred_contrib=True)
            return values[:, :-1], values[:, -1]
        return tables.contributions(to_matrix(rows, self.features)), np.full(rows.height, tables.base_value)

    @cached_property
    def _tables(self) -> TreeTables | None:
        return TreeTables.of(self.model.model_to_string())

    def _predict(self, rows: Rows, **wanted: bool) -> Floats:
        """LightGBM's answer; waking its threads takes 7 ms of CPU, answering for a row 0.1 to 1.5 (measured)."""
        threads: dict[str, Any] = {"num_threads": 1} if rows.height <= FEW_ROWS else {}
        return np.asarray(self.model.predict(to_matrix(rows, self.features), **wanted, **threads), dtype=np.float64)

    def importance(self) -> Floats:
        """Gain of each feature, in the order of :attr:`features`."""
        return np.asarray(self.model.feature_importance(importance_type="gain"), dtype=np.float64)

    def save(self, path: Path) -> None:
        """Write LightGBM's own text."""
        path.write_text(self.model.model_to_string(), encoding="utf-8")

    @classmethod
    def load(cls, path: Path) -> Self:
        """Read LightGBM's own text; raises ``lightgbm.basic.LightGBMError`` where it is none."""
        return cls.from_text(path.read_text(encoding="utf-8"))

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Trees from LightGBM's own text."""
        model = lgb.Booster(model_str=text)
        return cls(tuple(model.feature_name()), model)


def parameters(params: TreeParams, clients: int, seed: int, features: Sequence[str] = ()) -> dict[str, Any]:
    """LightGBM's settings for a training set of this size.

    Never class weights: they would distort the probability. One thread, so that trees do not depend on the machine.

    Parameters
    ----------
    params : TreeParams
        Under LightGBM's names where it has one.
    clients : int
        How many are learned from; the smallest leaf follows from it.
    seed : int
        Seed of whatever is drawn.
    features : sequence of str
        What is read, in the booster's order, for directions that are kept to.
    """
    return {
        "objective": "binary",
        "metric": "binary_logloss",
        "seed": seed,
        "deterministic": True,
        "force_col_wise": True,
        "num_threads": 1,
        "bin_construct_sample_cnt": BINNED_FROM,
        "verbosity": -1,
        "min_data_in_leaf": params.smallest_leaf(clients),
        **({"monotone_constraints": directions(features)} if params.monotone else {}),
        **{name: getattr(params, name) for name in _LIGHTGBM_NAMES},
    }


def directions(features: Sequence[str]) -> list[int]:
    """The effect of each feature that the catalogue states: 1 raises the risk, -1 lowers it, 0 for any other."""
    known = catalogue()
    return [known[name].direction if name in known and not levels_of(name) else 0 for name in features]


_LIGHTGBM_NAMES = (
    "learning_rate", "num_leaves", "max_depth", "min_sum_hessian_in_leaf", "min_gain_to_split", "feature_fraction",
    "bagging_fraction", "bagging_freq", "lambda_l1", "lambda_l2", "cat_smooth", "cat_l2", "max_cat_to_onehot",
    "min_data_per_group",
)  # fmt: skip


def best_iteration(train_set: TrainSet, features: Sequence[str], settings: Training, *, seed: int) -> int:
    """How many trees serve rows that were set aside best; in small sets the median of several, or a fixed number.

    Parameters
    ----------
    train_set : TrainSet
        The clients; nothing else is learned from.
    features : sequence of str
        What may be read.
    settings : Training
        With the trees' hyperparameters, and the share of clients that is set aside.
    seed : int
        Seed of who is set aside, and of the trees.
    """
    from scoring.model.folds import split_for_stopping

    params = settings.trees
    is_small = len(train_set) < params.stopping_repeats_below
    if is_small and params.few_trees:
        return params.few_trees
    repeats = params.stopping_repeats if is_small else 1
    iterations = []
    for repeat in range(repeats):
        share = settings.stopping_share
        stopping = split_for_stopping(train_set.target, train_set.person, share, seed + 101 * repeat)
        iterations.append(_stop(train_set.take(~stopping), train_set.take(stopping), features, params, seed))
    return int(np.median(iterations))


def judged_loss(
    train_set: TrainSet, judges: TrainSet, features: Sequence[str], params: TreeParams, *, seed: int
) -> float:
    """The smallest log loss, tree after tree, on judges apart from the train set; as :meth:`Trees.grow`."""
    model = _stopped(train_set, judges, features, params, seed)
    return float(model.best_score["valid_0"]["binary_logloss"])


def _stop(train_set: TrainSet, judges: TrainSet, features: Sequence[str], params: TreeParams, seed: int) -> int:
    model = _stopped(train_set, judges, features, params, seed)
    return max(params.min_trees, int(model.best_iteration))


def _stopped(
    train_set: TrainSet, judges: TrainSet, features: Sequence[str], params: TreeParams, seed: int
) -> lgb.Booster:
    data = _dataset(train_set, features)
    return lgb.train(
        parameters(params, len(train_set), seed, features),
        data,
        num_boost_round=params.max_trees,
        valid_sets=[_dataset(judges, features, reference=data)],
        callbacks=[lgb.early_stopping(params.early_stopping_rounds, verbose=False)],
    )


def select_features(train_set: TrainSet, features: Sequence[str], settings: Training, *, seed: int) -> tuple[str, ...]:
    """At most ``settings.max_features``, those that first trees gain most from, in the given order.

    All of them where no more are given than may be read.

    Parameters
    ----------
    train_set : TrainSet
        The clients; nothing else is learned from.
    features : sequence of str
        What may be read.
    settings : Training
        With the number of features, and the trees that rank them.
    seed : int
        Seed of the trees.
    """
    if len(features) <= settings.max_features:
        return tuple(features)
    gain = np.sum(list(_gains(train_set, features, settings.trees, seed)), axis=0)
    strongest = np.argsort(-gain, kind="stable")[: settings.max_features]
    selected = {features[place] for place in strongest if gain[place] > 0}
    return tuple(name for name in features if name in selected)


def _gains(train_set: TrainSet, features: Sequence[str], params: TreeParams, seed: int) -> Iterator[Floats]:
    """Each seed's gains, made to add up to 1; the clients are binned once, which takes as long as a seed's trees."""
    data = _dataset(train_set, features)
    for number in range(params.ranking_seeds):
        of_seed = parameters(params, len(train_set), seed + 1009 * number, features)
        gain = Trees(tuple(features), lgb.train(of_seed, data, num_boost_round=params.ranking_trees)).importance()
        yield gain / max(float(gain.sum()), 1e-12)


def version() -> str:
    """LightGBM's version."""
    return str(lgb.__version__)


def _dataset(train_set: TrainSet, features: Sequence[str], reference: lgb.Dataset | None = None) -> lgb.Dataset:
    return lgb.Dataset(
        train_set.matrix(features),
        label=train_set.target,
        feature_name=list(features),
        categorical_feature=categories(features),
        reference=reference,
        free_raw_data=True,
    )
