"""The trees among the parts of a served model: what LightGBM alone is measured on."""

from __future__ import annotations

from scoring.model.folder import Model
from scoring.model.lightgbm_trees import Trees


def served_trees(model: Model) -> Trees:
    """The boosted trees that the served scorer is, or holds; ValueError where it has none, or several."""
    parts = getattr(model.served, "parts", (model.served,))
    (trees,) = (part for part in parts if isinstance(part, Trees))
    return trees
