"""Candidates: what each may read and whether it is served; the scorecard by hand; the choice that a home keeps."""

import json

import numpy as np
import polars as pl
import pytest

from scoring.errors import UserError
from scoring.features.catalogue import allowed_features, catalogue
from scoring.hyperparameters import TreeParams, monotone_trees
from scoring.model.candidates import KERNEL_TREES, candidate_named, candidates, servable
from scoring.model.choice import choose, chosen, chosen_file
from scoring.model.evaluate import auc_difference, auc_interval
from scoring.model.lightgbm_trees import parameters
from scoring.model.scorecard import Scorecard
from scoring.model.train_set import TrainSet
from scoring.model.weight_of_evidence import fit_woe
from scoring.settings import Costs, Home, Switches, Training

LAWFUL = allowed_features(Switches())


def train_set_of(rows, target):
    """Clients who are each a person of their own, in one fold."""
    return TrainSet(rows, target, pl.Series(range(len(target))), np.zeros(len(target), dtype=np.int64))


def test_each_candidate_reads_what_it_says():
    read = {name: candidate.features(Switches()) for name, candidate in candidates().items()}
    assert read["dummy"] == ()
    assert read["external"] == tuple(f"application_ext_source_{number}" for number in (1, 2, 3))
    assert read["lightgbm"] == read["scorecard"] == read["blend"] == read["logistic"] == LAWFUL
    assert set(read["kernel"]) < set(LAWFUL)
    assert "application_external_mean" not in read["kernel"]
    assert "installments_paid_ratio_mean" in read["kernel"]
    assert set(read["unrestricted"]) == set(catalogue())


def test_only_lawful_models_are_served():
    served = [name for name, candidate in candidates().items() if candidate.is_served]
    assert served == ["external", "scorecard", "kernel", "logistic", "monotone", "lightgbm", "blend"]


@pytest.mark.parametrize("name", ["dummy", "unrestricted"])
def test_a_candidate_that_cannot_be_served_is_refused_in_a_sentence(name):
    with pytest.raises(
        UserError, match=rf"The candidate {name} \(.+\) is compared, not served\. Choose one of external"
    ):
        servable(name)


def test_an_unknown_candidate_is_refused_with_those_that_exist():
    with pytest.raises(UserError, match=r"Expected a candidate, got forest\. Name one of dummy, external"):
        candidate_named("forest")


@pytest.mark.parametrize("trees", [TreeParams(), KERNEL_TREES, monotone_trees()])
def test_no_setting_distorts_the_probability(trees):
    given = parameters(trees, 10_000, 1)
    assert given["objective"] == "binary"
    assert not {"scale_pos_weight", "is_unbalance"} & set(given)
    assert given["num_threads"] == 1


def test_weights_of_evidence_by_hand():
    values = np.array([1.0] * 50 + [2.0] * 40 + [np.nan] * 10)
    target = np.repeat([0, 1, 0, 1], [45, 5, 45, 5])
    rate, shrink = 0.10, 40.0
    found = fit_woe(values, target, bins=2, shrinkage=shrink)
    usual = np.log(rate / (1 - rate))
    low = np.log((5 + shrink * rate) / (45 + shrink * (1 - rate))) - usual
    high = np.log((0 + shrink * rate) / (40 + shrink * (1 - rate))) - usual
    empty = np.log((5 + shrink * rate) / (5 + shrink * (1 - rate))) - usual
    assert found.weights == pytest.approx([low, high, empty])
    assert found.information_value == pytest.approx((0.5 - 0.5) * low + (0 - 40 / 90) * high + (0.5 - 5 / 90) * empty)
    assert found.apply(np.array([0.0, 2.0, 9.0, np.nan])) == pytest.approx([low, high, high, empty])


def test_a_scorecard_takes_the_strongest_of_each_family_and_ranks():
    generator = np.random.default_rng(1)
    strong, noise = generator.normal(size=2_000), generator.normal(size=2_000)
    target = (generator.random(2_000) < 1 / (1 + np.exp(2 - 2 * strong))).astype(np.int64)
    rows = pl.DataFrame(
        {
            "application_ext_source_2": strong,
            "application_landarea_avg": noise,
            "application_landarea_medi": noise,
            "application_name_housing_type": ["Rented apartment", "With parents"] * 1_000,
        }
    )
    card = Scorecard.fit(train_set_of(rows[:1_000], target[:1_000]), rows.columns, Training(), seed=1)
    assert card.features[0] == "application_ext_source_2"
    assert sorted(card.features)[1:] == ["application_landarea_avg", "application_name_housing_type"]
    assert auc_interval(target[1_000:], card.log_odds(rows[1_000:]))[0] > 0.8


def test_a_scorecard_without_known_values_answers_the_rate():
    target = np.repeat([0, 1], [80, 20])
    rows = pl.DataFrame({"application_ext_source_2": pl.Series([None] * 100, dtype=pl.Float64)})
    card = Scorecard.fit(train_set_of(rows, target), rows.columns, Training(), seed=1)
    assert card.log_odds(rows) == pytest.approx(np.log(0.25), abs=1e-3)


def test_the_difference_of_two_aucs_is_nil_against_itself_and_signed_by_order():
    generator = np.random.default_rng(2)
    target = (generator.random(500) < 0.2).astype(np.int64)
    good, bad = generator.normal(size=500) + target, generator.normal(size=500)
    assert auc_difference(target, good, good) == (0.0, 0.0, 0.0)
    difference, low, high = auc_difference(target, good, bad)
    assert difference == pytest.approx(auc_interval(target, good)[0] - auc_interval(target, bad)[0])
    assert 0 < low < difference < high
    assert auc_difference(target, bad, good) == pytest.approx((-difference, -high, -low))


def test_the_paired_interval_is_what_resampling_clients_gives():
    generator = np.random.default_rng(3)
    target = (generator.random(800) < 0.25).astype(np.int64)
    one = generator.normal(size=800) + 0.9 * target
    other = 0.7 * one + 0.7 * generator.normal(size=800)
    _, low, high = auc_difference(target, one, other)
    draws = []
    for _ in range(400):
        some = generator.integers(0, 800, 800)
        draws.append(auc_difference(target[some], one[some], other[some])[0])
    assert (high - low) / (2 * 1.96) == pytest.approx(np.std(draws), rel=0.15)


def test_a_home_trains_by_default_until_something_is_chosen(tmp_path):
    home = Home(tmp_path)
    assert chosen(home) == Training()
    wanted = Training(candidate="kernel", costs=Costs(missed_difficulty=5.0), switches=Switches(age=False))
    choose(home, wanted)
    assert chosen(home) == wanted


def test_what_cannot_be_served_is_not_chosen(tmp_path):
    with pytest.raises(UserError, match="compared, not served"):
        choose(Home(tmp_path), Training(candidate="dummy"))
    assert not chosen_file(Home(tmp_path)).exists()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"candidate": "dummy"}, "The candidate dummy .+ is compared, not served"),
        ({"depth": 3}, "chosen.json: depth: expected one of candidate, seed, .+, got a name that is none of them"),
        (
            {"costs": {"missed": 1}},
            "chosen.json: costs.missed: expected one of missed_difficulty, wrong_refusal, got",
        ),
        ({"folds": "five"}, "chosen.json: folds: expected a whole number between 2 and 20 or nothing, got 'five'"),
        ({"seed": "one"}, "chosen.json: seed: expected a whole number between 0 and 2147483647, got 'one'"),
        ({"folds": 1}, "chosen.json: folds: expected a whole number between 2 and 20 or nothing, got 1\\."),
        ({"switches": {"age": 1}}, "chosen.json: switches.age: expected true or false, got 1\\. Delete it"),
    ],
)
def test_a_damaged_choice_is_told_and_not_guessed(tmp_path, change, said):
    home = Home(tmp_path)
    choose(home, Training())
    content = json.loads(chosen_file(home).read_text())
    chosen_file(home).write_text(json.dumps(content | change))
    with pytest.raises(UserError, match=said):
        chosen(home)


def test_a_choice_that_is_no_json_is_told(tmp_path, run_cli):
    home = Home(tmp_path)
    choose(home, Training())
    chosen_file(home).write_text("{")
    with pytest.raises(UserError, match=r"chosen\.json: expected a JSON object.+Delete it to train as by default"):
        chosen(home)


def test_train_refuses_an_unknown_candidate(tmp_path, run_cli):
    said = run_cli("--home", tmp_path, "train", "--candidate", "forest")
    assert said.status == 2
    assert "Expected a candidate, got forest" in said.err


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: Costs(missed_difficulty=0.0), "missed_difficulty: expected a number above 0, got 0"),
        (lambda: Costs(wrong_refusal=-3.0), "wrong_refusal: expected a number above 0, got -3"),
        (lambda: Costs(wrong_refusal=float("nan")), "wrong_refusal: expected a number above 0, got nan"),
        (
            lambda: Training(folds=1),
            "folds: expected a whole number between 2 and 20 or nothing, got 1. Leave it out to take the default",
        ),
        (lambda: Costs(wrong_refusal=True), "wrong_refusal: expected a number above 0, got True"),
        (lambda: Costs(wrong_refusal=float("inf")), "wrong_refusal: expected a number above 0, got inf"),
        (lambda: Costs(wrong_refusal="1"), "wrong_refusal: expected a number above 0, got '1'"),
        (lambda: Switches(age=1), "age: expected true or false, got 1"),
        (lambda: Switches(age=None), "age: expected true or false, got None"),
        (lambda: Training(folds=2.5), "folds: expected a whole number between 2 and 20 or nothing, got 2.5"),
        (lambda: Training(folds=True), "folds: expected a whole number between 2 and 20 or nothing, got True"),
        (lambda: Training(folds=21), "folds: expected a whole number between 2 and 20 or nothing, got 21"),
        (lambda: Training(seed="x"), "seed: expected a whole number between 0 and 2147483647, got 'x'"),
        (lambda: Training(seed=-1), "seed: expected a whole number between 0 and 2147483647, got -1"),
        (lambda: Training(stopping_share=0.51), "stopping_share: expected a number above 0 and at most 0.5, got 0.51"),
        (lambda: Training(review_capacity=1.0), "review_capacity: expected a number at least 0 and below 1, got 1.0"),
        (lambda: Training(candidate=None), "candidate: expected a text, got None. Take for instance 'blend'"),
        (lambda: Training(costs={"wrong_refusal": 2.0}), "costs: expected an object, got {'wrong_refusal': 2.0}"),
        (lambda: Training(max_features=0), "max_features: expected a whole number at least 1, got 0"),
        (lambda: Training(interval_level=1.0), "interval_level: expected a number above 0 and below 1, got 1"),
    ],
)
def test_impossible_settings_are_refused_in_a_sentence(make, said):
    with pytest.raises(UserError, match=said):
        make()
