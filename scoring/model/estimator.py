"""The model as a scikit-learn estimator: the same scorers, folds and calibration, on data frames with named columns."""

from __future__ import annotations

from typing import Any, Self

import numpy as np
import numpy.typing as npt
import pandas as pd
import polars as pl
from sklearn.base import ClassifierMixin
from sklearn.utils import Tags, check_consistent_length, check_random_state
from sklearn.utils.multiclass import check_classification_targets, type_of_target
from sklearn.utils.validation import check_is_fitted, column_or_1d, validate_data

from scoring.arrays import Floats
from scoring.errors import UserError
from scoring.hyperparameters import ScorecardParams, TreeParams
from scoring.model.data_frames import encode_groups, non_constant_columns, rows_of
from scoring.model.folds import assign_folds, number_of_folds
from scoring.model.nested_parameters import NestedParameters
from scoring.model.points import probability_of
from scoring.model.registry import learner, learners
from scoring.model.train import calibrated_out_of_fold, out_of_fold
from scoring.model.train_set import TrainSet
from scoring.settings import Training

MOST_SEED = 2**31 - 1
FOLDS_HOLD = 2  # clients of the rarer outcome, at least, in each fold


class CreditScorer(ClassifierMixin, NestedParameters):
    """Probability of payment difficulty, calibrated out of fold; what ``scoring train`` does, for any matrix.

    Parameters
    ----------
    learner : str, default "lightgbm"
        What it learns with: a name of :func:`scoring.model.registry.learners`.
    folds : int, default 5
        Parts in which clients are scored by a scorer that did not see them, for the calibration; as many as the
        clients allow where None.
    max_features : int, default 150
        Most features the trees read; the strongest are chosen inside each fold.
    stopping_share : float, default 0.15
        Share of the training clients on whom early stopping listens.
    trees, scorecard : TreeParams, ScorecardParams, optional
        Hyperparameters of the two learners; the defaults where left out. A search reaches a single one by two
        underscores: ``GridSearchCV(CreditScorer(), {"trees__num_leaves": [8, 16]})``.
    random_state : int, RandomState or None, default 20261123
        Seed of folds and trees; None draws another one in each fit.

    Attributes
    ----------
    classes_ : array
        The two outcomes; the second one is the difficulty.
    scorer_ : Scorer
        Fitted on all clients; answers :meth:`predict_proba`.
    calibration_ : Calibration
        The affine map of the log-odds.
    out_of_fold_log_odds_ : array
        Calibrated log-odds of each training client, by a scorer and a map that did not see them.
    feature_names_in_, n_features_in_
        As everywhere in scikit-learn.

    Notes
    -----
    Columns that the catalogue knows are read as it says (categories by their fixed levels); any other column must
    hold numbers. :meth:`predict` names the likelier outcome, as scikit-learn's classifiers do; a lender decides at
    the threshold that costs imply: ``FixedThresholdClassifier(CreditScorer(), threshold=Costs().threshold)``.

    Examples
    --------
    >>> CreditScorer(learner="scorecard").get_params()["learner"]
    'scorecard'
    """

    def __init__(
        self,
        learner: str = "lightgbm",
        *,
        folds: int | None = 5,
        max_features: int = 150,
        stopping_share: float = 0.15,
        trees: TreeParams | None = None,
        scorecard: ScorecardParams | None = None,
        random_state: int | np.random.RandomState | None = 20261123,
    ) -> None:
        self.learner = learner
        self.folds = folds
        self.max_features = max_features
        self.stopping_share = stopping_share
        self.trees = trees
        self.scorecard = scorecard
        self.random_state = random_state

    def fit(self, X: Any, y: Any, groups: Any = None) -> Self:
        """Learn from clients whose outcome is known.

        Parameters
        ----------
        X : DataFrame of pandas or polars, or array
            One row a client; empty values stay empty.
        y : array-like
            Two outcomes, of which the greater is the difficulty.
        groups : array-like, optional
            Who is behind each loan; one person's loans share a fold. Each row is a person of its own where left out.

        Raises
        ------
        ValueError
            When a parameter is impossible, X holds a text that the catalogue does not know or infinity, y is not two
            outcomes, groups hold empty values, or there are too few clients of either outcome.
        """
        rows = rows_of(X)
        validate_data(self, X, y, skip_check_array=True)
        target = self._target(y)
        check_consistent_length(rows, target, groups)
        person = pl.Series("person", np.arange(len(target)) if groups is None else encode_groups(groups))
        settings = self._settings()
        folds = number_of_folds(target, settings.folds)
        self._refuse_few(target, folds)
        train_set = TrainSet(rows, target, person, assign_folds(target, person, folds, settings.seed))
        self._learn(train_set, settings)
        return self

    def decision_function(self, X: Any) -> Floats:
        """Calibrated log-odds of the difficulty, one a client.

        Parameters
        ----------
        X : DataFrame of pandas or polars, or array
            The columns of the training, in their order.

        Raises
        ------
        ValueError
            When the columns are others, or hold what :meth:`fit` would refuse.
        NotFittedError
            When :meth:`fit` was not called.
        """
        rows = self._rows(X)
        return self.calibration_.apply(self.scorer_.log_odds(rows))

    def predict_proba(self, X: Any) -> Floats:
        """Probability of no difficulty and of difficulty, shape (clients, 2).

        Parameters
        ----------
        X : DataFrame of pandas or polars, or array
            As :meth:`decision_function` takes it, with the same errors.
        """
        difficulty = probability_of(self.decision_function(X))
        return np.column_stack([1.0 - difficulty, difficulty])

    def predict(self, X: Any) -> npt.NDArray[Any]:
        """The likelier outcome of each client.

        Parameters
        ----------
        X : DataFrame of pandas or polars, or array
            As :meth:`decision_function` takes it, with the same errors.
        """
        likelier = (self.decision_function(X) > 0).astype(np.int64)
        return np.asarray(self.classes_[likelier])

    def contributions(self, X: Any) -> pd.DataFrame:
        """Each feature's share of the calibrated log-odds, and ``base_value``; a row adds up to its log-odds.

        Parameters
        ----------
        X : DataFrame of pandas or polars, or array
            As :meth:`decision_function` takes it, with the same errors.

        Returns
        -------
        DataFrame
            One row a client, with X's index where X is a frame of pandas.
        """
        rows = self._rows(X)
        shares, base = self.scorer_.contributions(rows)
        frame = pd.DataFrame(shares * self.calibration_.slope, columns=list(self.scorer_.features))
        frame["base_value"] = self.calibration_.apply(base)
        return frame.set_index(X.index) if isinstance(X, pd.DataFrame) else frame

    def __sklearn_tags__(self) -> Tags:
        tags = super().__sklearn_tags__()
        tags.input_tags.allow_nan = True
        tags.classifier_tags.multi_class = False
        return tags

    def _settings(self) -> Training:
        """The parameters as the training takes them, each of which it checks."""
        if self.learner not in learners():
            raise ValueError(f"learner: expected one of {', '.join(learners())}, got {self.learner!r}.")
        try:
            return Training(
                folds=self.folds,
                max_features=self.max_features,
                stopping_share=self.stopping_share,
                seed=self._seed(),
                trees=self.trees or TreeParams(),
                scorecard=self.scorecard or ScorecardParams(),
            )
        except UserError as mistake:
            raise ValueError(str(mistake)) from mistake

    def _seed(self) -> int:
        """The parameter as a whole number; of a RandomState, or of none, the next that is drawn."""
        try:
            state = check_random_state(self.random_state)
        except ValueError as mistake:
            raise ValueError(f"random_state: {mistake}") from mistake
        if isinstance(self.random_state, int | np.integer) and self.random_state < MOST_SEED:
            return int(self.random_state)
        return int(state.randint(MOST_SEED))

    def _learn(self, train_set: TrainSet, settings: Training) -> None:
        """Fold by fold, then the map, then the scorer of all clients."""
        kind, features, seed = learner(self.learner), non_constant_columns(train_set.rows), settings.seed
        folds = [
            kind.fit(train_set.seen_by(number), features, settings, seed=seed + number)
            for number in range(train_set.n_folds)
        ]
        raw = out_of_fold(train_set, folds)
        self.out_of_fold_log_odds_, self.calibration_, _ = calibrated_out_of_fold(raw, train_set)
        self.scorer_ = kind.fit(train_set, features, settings, seed=seed, folds=folds)

    def _rows(self, X: Any) -> pl.DataFrame:
        """X of clients to be answered, once it is sure that the columns are those of the training."""
        check_is_fitted(self)
        rows = rows_of(X)
        validate_data(self, X, reset=False, skip_check_array=True)
        return rows

    def _target(self, y: Any) -> npt.NDArray[np.int64]:
        """0 and 1; the two outcomes themselves are kept in ``classes_``."""
        given = column_or_1d(y, warn=True)
        check_classification_targets(given)
        self.classes_, target = np.unique(given, return_inverse=True)
        if type_of_target(given) != "binary":
            raise ValueError(f"Only binary classification is supported, got {type_of_target(given)} targets.")
        return np.asarray(target, dtype=np.int64)

    def _refuse_few(self, target: npt.NDArray[np.int64], folds: int) -> None:
        rarer, needed = int(np.bincount(target, minlength=2).min()), FOLDS_HOLD * folds
        if len(self.classes_) < 2:
            raise ValueError(f"Expected clients of two outcomes, got n_samples={len(target)} of one class.")
        if rarer < needed:
            raise ValueError(
                f"Expected at least {needed} clients of either outcome for {folds} folds, got {rarer} of the rarer one "
                f"(n_samples={len(target)}, n_features={self.n_features_in_}). Give more clients, or fewer folds."
            )
