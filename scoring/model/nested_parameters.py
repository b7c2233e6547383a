"""Hyperparameters of an estimator reached one by one, as scikit-learn's searches name them: ``trees__num_leaves``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Self

from sklearn.base import BaseEstimator

from scoring.errors import UserError
from scoring.hyperparameters import ScorecardParams, TreeParams

HYPERPARAMETERS: Mapping[str, TreeParams | ScorecardParams] = {"trees": TreeParams(), "scorecard": ScorecardParams()}


class NestedParameters(BaseEstimator):
    """An estimator whose parameters :data:`HYPERPARAMETERS` are dataclasses that are never changed, but replaced."""

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        """The parameters by name.

        Parameters
        ----------
        deep : bool, default True
            Also each hyperparameter, as ``trees__max_trees``: a search may look for it by that name.
        """
        params: dict[str, Any] = super().get_params(deep=deep)
        for group, defaults in HYPERPARAMETERS.items() if deep else ():
            values = vars(params[group]) if isinstance(params[group], type(defaults)) else vars(defaults)
            params |= {f"{group}__{name}": value for name, value in values.items()}
        return params

    def set_params(self, **params: Any) -> Self:
        """Change parameters, or single hyperparameters: ``set_params(trees__max_trees=100)``.

        Parameters
        ----------
        **params
            As :meth:`get_params` names them.

        Raises
        ------
        ValueError
            When there is no such parameter, or a hyperparameter is impossible.
        """
        nested = [name for name in params if name.partition("__")[0] in HYPERPARAMETERS and "__" in name]
        known = self.get_params()
        for name in nested:
            if name not in known:
                raise ValueError(f"Invalid parameter {name!r}. Expected one of {', '.join(sorted(known))}.")
        super().set_params(**{name: value for name, value in params.items() if name not in nested})
        for name in nested:
            group, _, inner = name.partition("__")
            current = getattr(self, group) or HYPERPARAMETERS[group]
            try:
                setattr(self, group, replace(current, **{inner: params[name]}))
            except UserError as mistake:
                raise ValueError(f"{group}__{mistake}") from mistake
        return self
