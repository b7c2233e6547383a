"""Every kind of scorer by name, imported when it is asked for: LightGBM is spared whoever does not need it."""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from types import MappingProxyType

from scoring.model.scorer import Scorer

# A new kind of scorer is one file and one line here: "name": "module:class".
LEARNERS: Mapping[str, str] = MappingProxyType(
    {
        "rate": "scoring.model.rate:Rate",
        "scorecard": "scoring.model.scorecard:Scorecard",
        "logistic": "scoring.model.logistic:Logistic",
        "lightgbm": "scoring.model.lightgbm_trees:Trees",
        "blend": "scoring.model.blend:Blend",
    }
)


def learners() -> tuple[str, ...]:
    """Names of all kinds of scorer."""
    return tuple(LEARNERS)


def learner(name: str) -> type[Scorer]:
    """The class of one kind of scorer.

    Raises
    ------
    KeyError
        When there is none of this name.

    Examples
    --------
    >>> learner("scorecard").suffix
    '.json'
    """
    module, _, kind = LEARNERS[name].partition(":")
    scorer: type[Scorer] = getattr(importlib.import_module(module), kind)
    return scorer
