"""Numbers and phrases on how the served model was made: folds, settings, what came out of the fits."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

from scoring.documents.run_facts import Facts
from scoring.documents.written_numbers import decimals, share
from scoring.hyperparameters import TreeParams
from scoring.model.candidates import candidate_named
from scoring.texts.numbers import format_number
from scoring.texts.sentences import words
from scoring.texts.words import Language

TreeCount = Literal["sought", "fixed", "none"]
TREE_LEARNER = "lightgbm"  # alone or in the blend: the one learner that adds trees until it is stopped
# What is said of the number of trees, a phrase for each place in the documents.
TREE_PHRASES = ("rows", "number", "stop", "tuned", "outcome", "short", "spoken", "learned", "changed")


def making_numbers(facts: Facts, language: Language) -> dict[str, str]:
    """Settings, and the phrases that a learner or candidate has of its own."""
    candidate = candidate_named(facts.manifest.settings["candidate"])
    settings = candidate.settings(facts.training)
    is_blend = candidate.learner == "blend"
    trees = settings.blend.trees if is_blend else settings.trees
    has_trees = TREE_LEARNER in (settings.blend.weights if is_blend else (candidate.learner,))
    count = tree_count(trees, fold_size(facts)) if has_trees else "none"
    making = {
        "folds": str(len(facts.model.folds)),
        "stopping": share(settings.stopping_share, language),
        "max_features": str(settings.max_features),
        "learning_rate": format_number(trees.learning_rate, language, 3),
        "leaves": str(trees.num_leaves),
        "depth": str(trees.max_depth),
        "columns": share(trees.feature_fraction, language),
        "bagging": share(trees.bagging_fraction, language),
        "l2": format_number(trees.lambda_l2, language, 2),
        "leaf": str(trees.smallest_leaf(int(facts.manifest.metrics["n"]))),
        "bins": str(settings.scorecard.bins),
        "most_read": str(settings.scorecard.max_features),
        "learner": candidate.learner,
        "ranking_seeds": str(trees.ranking_seeds),
        "weights": "\u00a0: ".join(format_number(weight, language, 2) for weight in settings.blend.weights.values()),
        "shrinkage": format_number(settings.scorecard.shrinkage, language, 2),
        "few_trees": format_number(trees.few_trees, language),
        **_outcomes(facts, language),
    }
    making |= {f"trees_{name}": words(f"note.trees.{count}.{name}", language, **making) for name in TREE_PHRASES}
    for key, name in (
        ("kind", candidate.learner),
        ("reading", candidate.name),
        ("outcome", candidate.learner),
        ("settings", candidate.name),
        ("outcome_short", candidate.learner),
        ("objective", candidate.learner),
    ):
        making[key] = _words_or_other(f"note.choice.{key}", name, language, making)
    return making


def tree_count(trees: TreeParams, clients: int) -> TreeCount:
    """How many trees there are: a number sought on rows set aside, or fixed beforehand for so few clients.

    Parameters
    ----------
    trees : TreeParams
        Hyperparameters of the trees.
    clients : int
        Those of one training.

    Examples
    --------
    >>> from scoring.hyperparameters import monotone_trees
    >>> tree_count(monotone_trees(), 4_000), tree_count(monotone_trees(), 20_000), tree_count(TreeParams(), 4_000)
    ('fixed', 'sought', 'sought')
    """
    return "fixed" if trees.few_trees and clients < trees.stopping_repeats_below else "sought"


def fold_size(facts: Facts) -> int:
    """How many clients the model of a fold learned from: all with an outcome but a fold's share."""
    clients, folds = int(facts.manifest.metrics["n"]), len(facts.model.folds)
    return clients - clients // folds


def _words_or_other(stem: str, name: str, language: Language, values: Mapping[str, str]) -> str:
    """The text of one learner or candidate, or what holds for any: a new learner needs no text."""
    key = f"{stem}.{name}" if f"{stem}.{name}" in words else f"{stem}.other"
    return words(key, language, **values)


def _outcomes(facts: Facts, language: Language) -> dict[str, str]:
    """What came out of the fits: each number of the served scorer, and its range over the folds."""
    outcomes: dict[str, str] = {}
    for name, value in facts.model.served.summary.items():
        folds = [scorer.summary[name] for scorer in facts.model.folds]
        figures = {name: value, f"{name}_low": min(folds), f"{name}_high": max(folds)}
        outcomes |= {key: format_number(number, language) for key, number in figures.items()}
    return outcomes


def fold_numbers(facts: Facts, language: Language) -> dict[str, str]:
    """The lowest and the highest AUC of a fold."""
    auc = facts.by_fold["auc"]
    ends = {"fold_low": auc.min(), "fold_high": auc.max()}
    return {name: decimals(value, language, 3) if len(auc) else "–" for name, value in ends.items()}
