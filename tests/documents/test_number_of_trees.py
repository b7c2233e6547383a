"""What documents say of the number of trees is what training did: sought, fixed beforehand, or no trees at all."""

import re
from dataclasses import replace

import numpy as np
import pytest

from scoring.documents.note import Note
from scoring.documents.numbers_making import TREE_PHRASES, fold_size, making_numbers, tree_count
from scoring.documents.run_facts import facts_of
from scoring.documents.slides import Deck
from scoring.hyperparameters import TreeParams, monotone_trees
from scoring.model import folds, lightgbm_trees
from scoring.settings import Training

LANGUAGES = ("fr", "en")
ASIDE = {
    "fr": ("encore mises de côté", "de lignes mises de côté, jamais", "Arrêt anticipé"),
    "en": ("set aside once more", "of the rows set aside, never", "Early stopping"),
}


class Clients:
    """As much of a train set as the search for a number of trees looks at."""

    target = person = None

    def __init__(self, number):
        self.number = number

    def __len__(self):
        return self.number

    def take(self, rows):
        return self


@pytest.mark.parametrize("clients", [100, 9_999, 10_000, 300_000])
@pytest.mark.parametrize("trees", [TreeParams(), monotone_trees()], ids=["free", "monotone"])
def test_it_is_sought_where_training_seeks_it(clients, trees, monkeypatch):
    monkeypatch.setattr(folds, "split_for_stopping", lambda *_: np.array([True]))
    monkeypatch.setattr(lightgbm_trees, "_stop", lambda *_: 777)
    number = lightgbm_trees.best_iteration(Clients(clients), (), Training(trees=trees), seed=1)
    assert tree_count(trees, clients) == ("sought" if number == 777 else "fixed")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_small_run_claims_no_rows_set_aside(world, language):
    facts = facts_of(world)
    assert fold_size(facts) < facts.manifest.metrics["n"] < monotone_trees().stopping_repeats_below
    pages = Note(facts, language).page() + "".join(Deck(facts, language).slides())
    assert [phrase for phrase in ASIDE[language] if phrase in re.sub(r"<[^>]+>", "", pages)] == []
    counts = {scorer.summary["n_trees"] for scorer in facts.model.folds}
    assert counts == {250.0}
    assert {"fr": "Chaque pli a 250 arbres", "en": "Each fold has 250 trees"}[language] in pages


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("candidate", "count"), [("scorecard", "none"), ("logistic", "none"), ("kernel", "sought"), ("monotone", "fixed")]
)
def test_every_candidate_has_its_phrases(world, candidate, count, language, monkeypatch):
    facts = facts_of(world)
    settings = facts.manifest.settings | {"candidate": candidate}
    manifest = replace(facts.manifest, settings=settings)
    monkeypatch.setattr(type(facts), "manifest", manifest)
    making = making_numbers(facts, language)
    assert {f"trees_{name}" for name in TREE_PHRASES} <= set(making)
    is_sought = {"fr": "mises de côté", "en": "set aside"}[language] in making["trees_short"]
    assert is_sought == (count == "sought")
    assert ("250" in making["trees_short"]) == (count == "fixed")
