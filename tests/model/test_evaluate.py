"""Metrics against hand-computed values and against independent implementations."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.metrics import roc_auc_score

from scoring.model.calibration_error import calibration_noise, expected_calibration_error
from scoring.model.evaluate import auc_interval, evaluate


def test_auc_of_four_clients():
    # Pairs (difficulty above none): 0.35>0.1 yes, 0.35>0.4 no, 0.8>0.1 yes, 0.8>0.4 yes: 3 of 4.
    assert auc_interval(np.array([0, 0, 1, 1]), np.array([0.1, 0.4, 0.35, 0.8]))[0] == pytest.approx(0.75)


@settings(max_examples=30, deadline=None)
@given(st.integers(0, 10_000))
def test_auc_agrees_with_scikit_learn_ties_included(seed):
    generator = np.random.default_rng(seed)
    target = np.concatenate([[0, 1], generator.integers(0, 2, 60)])
    probability = generator.integers(0, 10, 62) / 10
    auc, low, high = auc_interval(target, probability)
    assert auc == pytest.approx(roc_auc_score(target, probability))
    assert low <= auc <= high


def test_delong_interval_covers_as_often_as_it_says():
    generator = np.random.default_rng(1)
    # Two normals one standard deviation apart: the true AUC is Phi(1 / sqrt 2) = 0.7602.
    covered = 0
    for _ in range(300):
        target = np.repeat([0, 1], [300, 60])
        low, high = auc_interval(target, generator.normal(target.astype(float), 1.0))[1:]
        covered += low <= 0.76025 <= high
    assert 0.92 <= covered / 300 <= 0.98


def test_ece_by_hand():
    # Two bins of two: predicted 0.1, 0.2 (sum 0.3) observed 1 -> 0.7; predicted 0.6, 0.9 (1.5) observed 1 -> 0.5.
    target, probability = np.array([0, 1, 1, 0]), np.array([0.1, 0.2, 0.6, 0.9])
    assert expected_calibration_error(target, probability, bins=2) == pytest.approx((0.7 + 0.5) / 4)


def test_noise_floor_is_the_ece_of_perfect_probabilities():
    generator = np.random.default_rng(3)
    probability = generator.beta(1, 11, 4_000)
    drawn = [
        expected_calibration_error((generator.random(4_000) < probability).astype(int), probability) for _ in range(50)
    ]
    noise, limit = calibration_noise(probability)
    assert noise == pytest.approx(np.mean(drawn), rel=0.1)
    assert limit == pytest.approx(np.quantile(drawn, 0.95), rel=0.15)


def test_nineteen_in_twenty_perfect_models_stay_below_the_limit_of_noise():
    generator = np.random.default_rng(7)
    probability = generator.beta(1, 11, 2_000)
    _, limit = calibration_noise(probability)
    drawn = [
        expected_calibration_error((generator.random(2_000) < probability).astype(int), probability) for _ in range(300)
    ]
    assert 0.90 <= np.mean(np.asarray(drawn) < limit) <= 0.99


def test_evaluate_needs_both_outcomes():
    with pytest.raises(ValueError, match="both outcomes"):
        evaluate(np.zeros(5, dtype=int), np.full(5, 0.1))


def test_ks_of_perfect_separation_is_one():
    metrics = evaluate(np.array([0, 0, 1, 1]), np.array([0.1, 0.2, 0.8, 0.9]))
    assert metrics.ks == pytest.approx(1.0)
    assert metrics.auc == pytest.approx(1.0)


def test_lists_and_series_are_judged_as_arrays_are():
    outcomes, answers = [0, 1, 0, 1, 0], [0.1, 0.4, 0.35, 0.8, 0.5]
    judged = evaluate(np.array(outcomes), np.array(answers))
    assert evaluate(outcomes, answers) == judged
    index = [7, 3, 5, 9, 1]
    assert evaluate(pd.Series(outcomes, index), pd.Series(answers, index)) == judged
    assert auc_interval(outcomes, answers)[0] == judged.auc


@pytest.mark.parametrize("judge", [evaluate, auc_interval])
@pytest.mark.parametrize(
    ("outcomes", "answers", "message"),
    [
        ([0, 0, 0], [0.1, 0.2, 0.3], "both outcomes"),
        ([1, 2, 1], [0.1, 0.2, 0.3], "1 for a difficulty and 0 for none"),
        ([0, 1, 1], [0.1, 0.2], r"shapes \(3,\) and \(2,\)"),
        ([0, 1, 1], [0.1, np.nan, 0.2], "empty values"),
        ([[0], [1]], [[0.1], [0.2]], "shapes"),
    ],
)
def test_what_cannot_be_judged_is_a_sentence(judge, outcomes, answers, message):
    with pytest.raises(ValueError, match=message):
        judge(np.array(outcomes), np.array(answers))
