"""Our folds of groups are scikit-learn's own, to the last client."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.model_selection import StratifiedGroupKFold

from scoring.model.group_folds import FastStratifiedGroupKFold


def assigned(splitter, y, groups):
    return [tuple(test) for _, test in splitter.split(y, y, groups=groups)]


@pytest.mark.filterwarnings("ignore:The least populated class")
@settings(max_examples=60)
@given(st.integers(0, 2**32 - 1), st.integers(60, 200), st.integers(2, 12), st.floats(0.2, 3.0), st.integers(2, 3))
def test_the_folds_are_scikit_learns_own(seed, clients, folds, clients_a_group, classes):
    random = np.random.default_rng(seed)
    y = random.permutation(np.arange(clients) % classes)
    groups = random.integers(0, max(4 * folds, round(clients / clients_a_group)), clients)
    theirs = assigned(StratifiedGroupKFold(folds, shuffle=True, random_state=seed), y, groups)
    assert assigned(FastStratifiedGroupKFold(folds, shuffle=True, random_state=seed), y, groups) == theirs


@pytest.mark.parametrize("folds", [5, 7, 10, 20])
def test_people_with_one_loan_or_two_are_parted_as_scikit_learn_parts_them(folds):
    random = np.random.default_rng(folds)
    y, people = (random.random(1500) < 0.08).astype(int), random.integers(0, 30_000, 1500)
    theirs = assigned(StratifiedGroupKFold(folds, shuffle=True, random_state=3), y, people)
    assert assigned(FastStratifiedGroupKFold(folds, shuffle=True, random_state=3), y, people) == theirs


def test_scikit_learn_still_asks_the_step_that_is_replaced(monkeypatch):
    """Renamed there, ours would not be asked any more, and a training of all clients would take minutes longer."""
    asked = []
    step = FastStratifiedGroupKFold._find_best_fold
    monkeypatch.setattr(
        FastStratifiedGroupKFold, "_find_best_fold", lambda self, **given: asked.append(1) or step(self, **given)
    )
    y = np.arange(20) % 2
    assigned(FastStratifiedGroupKFold(2), y, np.arange(20))
    assert len(asked) == 20
