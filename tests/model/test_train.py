"""Training: a person's loans stay together, stopping rows are not scored, nothing is seen twice."""

import dataclasses
from types import SimpleNamespace

import numpy as np
import polars as pl
import pytest

from scoring.errors import UserError
from scoring.features.catalogue import catalogue
from scoring.files import current
from scoring.hyperparameters import TreeParams
from scoring.model.evaluate import evaluate
from scoring.model.folder import open_model
from scoring.model.folds import assign_folds, number_of_folds, split_for_stopping
from scoring.model.lightgbm_trees import Trees
from scoring.model.points import points_of, probability_of
from scoring.model.score import folds_of, out_of_range, score, scorers_for
from scoring.model.train import allowed_features_of, labelled_clients
from scoring.model.train_set import TrainSet, draw_clients
from scoring.settings import Switches, Training


def test_a_person_s_loans_share_a_fold():
    generator = np.random.default_rng(0)
    person = pl.Series([f"p{i}" for i in generator.integers(0, 300, 600)])
    fold = assign_folds(generator.integers(0, 2, 600), person, 5, seed=1)
    by_person = pl.DataFrame({"person": person, "fold": fold}).group_by("person").agg(pl.col("fold").n_unique())
    assert by_person["fold"].max() == 1
    assert sorted(set(fold)) == [0, 1, 2, 3, 4]


def test_folds_hold_about_the_same_share_of_difficulties():
    target = np.repeat([0, 1], [920, 80])
    fold = assign_folds(target, pl.Series([str(i) for i in range(1000)]), 5, seed=1)
    assert [int(target[fold == k].sum()) for k in range(5)] == [16] * 5


@pytest.mark.parametrize(
    ("clients", "difficulties", "folds"),
    [(10_000, 300, 20), (10_000, 299, 10), (10_001, 300, 10), (30_000, 150, 10), (30_000, 149, 5), (30_001, 9_000, 5)],
)
def test_small_sets_take_more_folds_where_each_holds_enough_difficulties(clients, difficulties, folds):
    target = (np.arange(clients) < difficulties).astype(np.int64)
    assert (number_of_folds(target), number_of_folds(1 - target)) == (folds, folds)
    assert number_of_folds(target, 3) == 3


def test_folds_are_as_many_as_the_settings_say_or_as_the_clients_allow(known):
    assert labelled_clients(known.rows, known.identity, Training()).n_folds == 20  # 1,500 clients, 350 difficulties
    assert labelled_clients(known.rows, known.identity, Training(folds=4)).n_folds == 4


@pytest.mark.parametrize(("fold", "asked"), [(-1, [0, 1, 2, 3, 4]), (0, [1, 2, 3, 4, 5]), (5, [6, 7, 0, 1, 2])])
def test_at_most_five_scorers_of_other_folds_judge_the_reasons(fold, asked):
    model = SimpleNamespace(served="served", folds=tuple(range(8)))
    assert scorers_for(model, fold) == ("served" if fold < 0 else fold, tuple(asked))


def test_so_many_clients_are_drawn_by_the_seed_whatever_their_order():
    clients = pl.Series("SK_ID_CURR", range(1000, 2000))
    drawn = draw_clients(clients, 300, seed=1)
    assert (len(drawn), drawn.n_unique(), drawn.is_sorted(), drawn.is_in(clients.implode()).all()) == (
        300,
        300,
        True,
        True,
    )
    assert draw_clients(clients.reverse(), 300, seed=1).equals(drawn)
    assert draw_clients(drawn, 300, seed=1).equals(drawn)
    assert not draw_clients(clients, 300, seed=2).equals(drawn)
    assert draw_clients(clients, None, seed=1).equals(clients)
    assert 1400 < drawn.mean() < 1600  # of everyone, and not the first ones


def test_a_training_on_few_sees_the_drawn_clients_and_nobody_else(known):
    settings = Training(max_clients=400)
    few = labelled_clients(known.rows, known.identity, settings)
    everyone = labelled_clients(known.rows, known.identity, Training())
    drawn = draw_clients(everyone.rows["SK_ID_CURR"], 400, settings.seed)
    assert few.rows["SK_ID_CURR"].sort().equals(drawn)
    outcomes = dict(zip(everyone.rows["SK_ID_CURR"], everyone.target.tolist(), strict=True))
    assert few.target.tolist() == [outcomes[client] for client in few.rows["SK_ID_CURR"]]
    assert len(labelled_clients(known.rows, known.identity, Training(max_clients=10**6))) == len(everyone)


def test_too_few_difficulties_are_refused_in_a_sentence():
    with pytest.raises(UserError, match="at least 10 clients with and without payment difficulty"):
        assign_folds(np.repeat([0, 1], [100, 9]), pl.Series(map(str, range(109))), 5, seed=1)


def test_stopping_rows_are_a_share_of_the_training_rows():
    target = np.repeat([0, 1], [900, 100])
    mask = split_for_stopping(target, pl.Series([str(i) for i in range(1000)]), 0.15, seed=1)
    assert 0.10 < mask.mean() < 0.20
    assert target[mask].mean() == pytest.approx(0.1, abs=0.02)


def test_sex_is_no_feature_and_the_social_circle_is_off():
    rows = pl.DataFrame(
        {name: ["a", "b"] if entry.feature.is_category else [0.0, 1.0] for name, entry in catalogue().items()}
    )
    used = allowed_features_of(rows, Training())
    assert not [name for name in catalogue() if "gender" in name]
    assert not [name for name in used if "social_circle" in name]
    assert "application_name_family_status" not in used
    assert "application_name_family_status" in allowed_features_of(
        rows, Training(switches=Switches(family_status=True))
    )
    assert "application_days_birth" not in allowed_features_of(rows, Training(switches=Switches(age=False)))
    assert "application_employed_share" not in allowed_features_of(rows, Training(switches=Switches(age=False)))


def test_trees_are_the_same_whenever_they_are_grown():
    generator = np.random.default_rng(0)
    rows = pl.DataFrame(
        {name: generator.normal(size=400) for name in ("application_ext_source_1", "application_amt_credit")}
    )
    target = (generator.random(400) < 0.3).astype(np.int64)
    train_set = TrainSet(rows, target, pl.Series(range(400)), np.zeros(400, dtype=np.int64))
    first, second = (Trees.grow(train_set, rows.columns, TreeParams(), seed=5, n_trees=20) for _ in range(2))
    assert first.model.model_to_string() == second.model.model_to_string()


def _known_answers(scored):
    """Outcomes and probabilities of the labelled clients."""
    known = scored.filter(pl.col("TARGET").is_not_null())
    return known["TARGET"].to_numpy().astype(np.int64), probability_of(known["log_odds"].to_numpy())


@pytest.mark.slow
def test_out_of_fold_scores_come_from_scorers_that_did_not_see_the_client(world):
    """Score the training clients afresh by their fold's scorer; the stored answers must be these."""
    model = open_model(world)
    rows = pl.read_parquet(current(world.features) / "features.parquet")
    who = pl.read_parquet(current(world.features) / "identity.parquet")
    scores = score(model, rows, who)
    seen = rows.with_columns(pl.Series("fold", scores.fold), pl.Series("log_odds", scores.log_odds))
    metrics = evaluate(*_known_answers(seen))
    assert dataclasses.asdict(metrics) == pytest.approx(dict(model.manifest.metrics))
    for number, (scorer, calibration) in enumerate(zip(model.folds, model.manifest.fold_calibrations, strict=True)):
        mine = seen.filter(pl.col("fold") == number)
        afresh = calibration.apply(scorer.log_odds(mine))
        assert np.allclose(afresh, mine["log_odds"].to_numpy(), atol=1e-12)
        assert not np.allclose(model.served.log_odds(mine), mine["log_odds"].to_numpy(), atol=1e-3)


@pytest.mark.slow
def test_who_was_in_training_is_known_by_number_or_by_person(world):
    model = open_model(world)
    rows = pl.read_parquet(current(world.features) / "features.parquet")
    who = pl.read_parquet(current(world.features) / "identity.parquet")
    fold = folds_of(model, rows, who)
    labelled = rows["TARGET"].is_not_null().to_numpy()
    train_set = labelled_clients(rows, who, Training())
    assert np.array_equal(fold[labelled], train_set.fold)
    assert (fold[~labelled] == -1).mean() > 0.9
    renumbered = rows.with_columns(pl.col("SK_ID_CURR") + 10_000_000)
    assert np.array_equal(folds_of(model, renumbered, who.with_columns(pl.col("SK_ID_CURR") + 10_000_000)), fold)
    strangers = who.with_columns(pl.col("person") + "?", pl.col("born") - 1)
    assert set(folds_of(model, rows, strangers)) == {-1}


@pytest.mark.slow
def test_values_far_from_what_training_held_are_flagged(world):
    model = open_model(world)
    rows = pl.read_parquet(current(world.features) / "features.parquet").head(3)
    usual = {"application_amt_credit": model.manifest.reference["application_amt_credit"]}
    high = usual["application_amt_credit"].high
    odd = rows.with_columns(pl.Series("application_amt_credit", [high, high * 3, None]))
    assert out_of_range(odd, usual).tolist() == [False, True, False]


@pytest.mark.slow
def test_the_manifest_says_what_was_done(world):
    model = open_model(world)
    manifest = model.manifest
    assert manifest.served_features == model.served.features
    assert len(manifest.served_features) < len(manifest.features)  # folds read others too
    assert manifest.settings["seed"] == Training().seed
    assert manifest.settings["costs"] == dataclasses.asdict(Training().costs)
    assert manifest.policy.threshold == pytest.approx(1 / 11)
    assert max(len(features) for features in manifest.scorers.values()) <= 150
    assert set(manifest.metrics) >= {"auc", "auc_low", "auc_high", "ece", "ece_floor", "brier", "ks"}
    assert points_of(np.log([manifest.policy.threshold / (1 - manifest.policy.threshold)])).tolist() == [500]
