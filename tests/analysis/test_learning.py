"""How quality depends on clients and settings: shares of people, paired differences, one change at a time."""

import numpy as np
import pytest

from scoring.analysis.learning import compare_settings, learning_curve, one_at_a_time, train_set_of
from scoring.errors import UserError
from scoring.model.candidates import candidate_named
from scoring.settings import Training

SMALL = Training(candidate="scorecard", folds=2)


def test_a_learning_curve_counts_whole_people_and_ends_with_everyone(world):
    clients = train_set_of(world, SMALL)
    curve = learning_curve(clients, SMALL, [0.1, 0.95, 1.0])
    assert curve["share"].tolist() == [0.95, 1.0]  # a tenth of these people holds hardly a difficulty
    assert curve["n"].iloc[1] == len(clients)
    assert 0.9 * len(clients) < curve["n"].iloc[0] < len(clients)
    assert ((curve["auc_low"] < curve["auc"]) & (curve["auc"] < curve["auc_high"])).all()


@pytest.mark.parametrize("share", [0.0, 1.5, -0.1, float("nan")])
def test_a_share_that_is_none_is_a_sentence(world, share):
    with pytest.raises(UserError, match="share"):
        learning_curve(train_set_of(world, SMALL), SMALL, [share])


def test_settings_are_held_against_the_first_on_the_same_clients(world):
    clients = train_set_of(world, SMALL)
    same = compare_settings(clients, {"one": SMALL, "again": SMALL})
    assert same["difference"].tolist() == [0.0, 0.0]
    assert same["auc"].nunique() == 1
    assert np.isfinite(same["log_loss"]).all()


@pytest.mark.parametrize("candidate", ["lightgbm", "monotone"])
def test_one_setting_is_changed_at_a_time_in_the_trees_that_the_candidate_fits(candidate):
    variants = one_at_a_time(Training(candidate=candidate), {"max_depth": [2, 7], "lambda_l2": [1.0]})
    fitted = {name: candidate_named(candidate).settings(settings).trees for name, settings in variants.items()}
    as_set = fitted.pop("as set")
    differing = [
        {key for key in vars(trees) if getattr(trees, key) != getattr(as_set, key)} for trees in fitted.values()
    ]
    assert differing == [{"max_depth"}, {"max_depth"}, {"lambda_l2"}]
