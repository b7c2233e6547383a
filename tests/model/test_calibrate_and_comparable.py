"""The intercept always, the slope where it is needed; what happened near a score, by hand and by property."""

from dataclasses import replace

import numpy as np
import pytest

from scoring.errors import UserError
from scoring.model.calibrate import calibrate_out_of_fold, fit_intercept, fit_platt, slope_p_value
from scoring.model.comparable import BORROWED, comparable_by_score, probabilities_at, wilson_interval
from scoring.model.points import log_odds_at, points_of, probability_of
from scoring.model.train import train


@pytest.fixture(scope="module")
def drawn():
    generator = np.random.default_rng(0)
    log_odds = generator.normal(-2.5, 1.0, 30_000)
    target = (generator.random(30_000) < probability_of(log_odds)).astype(np.int64)
    return log_odds, target, generator.integers(0, 5, 30_000)


def test_the_slope_of_calibrated_log_odds_is_left_alone(drawn):
    log_odds, target, fold = drawn
    served, folds = calibrate_out_of_fold(log_odds, target, fold)
    assert {calibration.slope for calibration in (served, *folds)} == {1.0}
    assert served.intercept == pytest.approx(0.0, abs=0.05)


@pytest.mark.parametrize("size", [300, 4_000])
@pytest.mark.parametrize("shift", [-0.11, 0.0, 0.4])
def test_a_shift_is_taken_back_however_few_the_clients(drawn, size, shift):
    """No test decides it: a shift of 0.11 log-odds needs 11,000 clients to be seen by one."""
    log_odds, target, fold = (values[:size] for values in drawn)
    served, folds = calibrate_out_of_fold(log_odds + shift, target, fold)
    assert np.mean(probability_of(served.apply(log_odds + shift))) == pytest.approx(target.mean(), abs=1e-9)
    if slope_p_value(log_odds + shift, target) >= 0.01:
        assert served == fit_intercept(log_odds + shift, target)
    for number, calibration in enumerate(folds):
        others = fold != number
        mean = np.mean(probability_of(calibration.apply(log_odds[others] + shift)))
        assert mean == pytest.approx(target[others].mean(), abs=1e-6)


def test_distorted_log_odds_are_mended(drawn):
    log_odds, target, fold = drawn
    # Distorted by 2 x + 1; the map back is 0.5 x - 0.5.
    served, folds = calibrate_out_of_fold(2 * log_odds + 1, target, fold)
    assert served.slope == pytest.approx(0.5, abs=0.02)
    assert served.intercept == pytest.approx(-0.5, abs=0.06)
    assert len(set(folds)) == 5


def test_a_fold_s_clients_do_not_fit_their_own_map(drawn):
    log_odds, target, fold = drawn
    _, folds = calibrate_out_of_fold(2 * log_odds, target, fold)
    assert folds[3] == fit_platt(2 * log_odds[fold != 3], target[fold != 3])


def test_wilson_by_hand():
    # 8 of 100 at 90 %: z = 1.64485, z^2 = 2.70554; centre (0.08 + 0.013528) / 1.027055 = 0.091064;
    # reach 1.64485 / 1.027055 * sqrt(0.08 * 0.92 / 100 + 2.70554 / 40000) = 0.045400.
    low, high = wilson_interval(8, 100, 0.90)
    assert (float(low), float(high)) == (pytest.approx(0.045664, abs=1e-5), pytest.approx(0.136464, abs=1e-5))


def test_wilson_stays_within_0_and_1():
    low, high = wilson_interval([0, 10], [10, 10], 0.9)
    assert low[0] == 0.0
    assert high[1] == pytest.approx(1.0)


def test_near_means_within_fifteen_points_where_there_are_enough():
    points = np.repeat([500, 514, 516], 200)
    target = np.concatenate([np.ones(20), np.zeros(180), np.ones(40), np.zeros(160), np.ones(200)]).astype(np.int64)
    near = comparable_by_score(points, target, 0.9).row(500, named=True)
    assert (near["n"], near["difficulties"]) == (400, 60)


def test_far_from_everybody_the_nearest_hundred_speak():
    points = np.arange(400, 600)
    near = comparable_by_score(points, np.zeros(200, dtype=np.int64), 0.9)
    assert near.row(0, named=True)["n"] == 100
    assert near.row(1000, named=True)["n"] == 100


@pytest.mark.parametrize("size", [150, 6_000])
def test_every_score_has_an_answer_whatever_the_size(size):
    generator = np.random.default_rng(2)
    points = np.clip(generator.normal(560, 80, size), 0, 1000).astype(np.int64)
    table = comparable_by_score(points, generator.integers(0, 2, size), 0.9)
    assert table["n"].min() >= 100
    assert ((table["low"] <= table["rate"]) & (table["rate"] <= table["high"])).all()


@pytest.fixture(scope="module", params=[(300, 0), (4_000, 1), (20_000, 2)], ids=["300", "4000", "20000"])
def told(request):
    """Clients whose true rate at a score is not quite what is said of them, and what is told of every score."""
    size, seed = request.param
    generator = np.random.default_rng(seed)
    log_odds = generator.normal(-2.75, 0.9, size)
    target = (generator.random(size) < probability_of(0.9 * log_odds - 0.2)).astype(np.int64)
    return log_odds, target, comparable_by_score(points_of(log_odds), target, 0.9)


def test_the_rate_never_rises_with_the_score(told):
    assert (np.diff(told[2]["rate"].to_numpy()) <= 0).all()


def test_the_interval_holds_the_rate_and_the_probability_of_every_client(told):
    log_odds, _, table = told
    near = table[points_of(log_odds).tolist()]
    probability = probability_of(log_odds)
    low, rate, high = (near[name].to_numpy() for name in ("low", "rate", "high"))
    assert (low <= probability).all()
    assert (probability <= high).all()
    assert (low <= rate).all()
    assert (rate <= high).all()


@pytest.mark.parametrize("log_odds", [-40.0, -9.0, -8.09, 3.4, 9.0, 40.0])
def test_probabilities_beyond_the_scale_are_held_too(told, log_odds):
    score = points_of(np.array([log_odds]))
    least, most = probabilities_at(score)
    assert least[0] <= probability_of(np.array([log_odds]))[0] <= most[0]
    row = told[2].row(int(score[0]), named=True)
    assert row["low"] <= least[0] < most[0] <= row["high"]


def test_points_and_log_odds_undo_each_other():
    grid = np.arange(1_001)
    assert points_of(log_odds_at(grid)).tolist() == grid.tolist()


def test_pooled_scores_share_their_clients_interval():
    """Where the order is contradicted, both scores tell the rate of their clients together."""
    points = np.repeat([400, 500, 600], 400)
    target = np.concatenate([np.repeat([1, 0], [80, 320]), np.repeat([1, 0], [20, 380]), np.repeat([1, 0], [40, 360])])
    table = comparable_by_score(points, target, 0.9)
    assert table["rate"].gather([400, 500, 600]).to_list() == pytest.approx([0.2, 0.075, 0.075])
    low, high = wilson_interval(60 * BORROWED, 800 * BORROWED, 0.9)
    least, most = probabilities_at(np.array([500, 600]))
    assert table["low"][600] == pytest.approx(min(low, least[1]))
    assert table["high"][500] == pytest.approx(max(high, most[0]))
    assert table["n"].gather([500, 600]).to_list() == [400, 400]


@pytest.mark.slow
def test_nine_in_ten_intervals_hold_the_true_rate_of_their_band():
    """Fifty bands of sixty draws of 3,995 clients: between 88 and 92 %."""
    held = [band_coverage(seed) for seed in range(60)]
    assert 0.88 <= np.mean(held) <= 0.92


def band_coverage(seed):
    """The share of 50 bands of score whose interval holds the true rate at it."""
    generator = np.random.default_rng(seed)
    log_odds = generator.normal(-2.75, 0.85, 3_995)
    person = np.random.default_rng(99).normal(0.0, 0.45, 400)
    target = (generator.random(3_995) < probability_of(log_odds + generator.normal(0.0, 0.45, 3_995))).astype(np.int64)
    shift = fit_intercept(log_odds, target).intercept
    points = points_of(log_odds + shift)
    table = comparable_by_score(points, target, 0.9)
    bands = np.quantile(points, (np.arange(50) + 0.5) / 50).astype(np.int64)
    true = [np.mean(probability_of(at - shift + person)) for at in log_odds_at(bands)]
    near = table[bands.tolist()]
    return np.mean((near["low"].to_numpy() <= true) & (true <= near["high"].to_numpy()))


@pytest.mark.parametrize("level", [0.0, 1.0, 2.0, float("nan")])
def test_a_level_that_is_no_share_is_refused_in_a_sentence(level):
    with pytest.raises(UserError, match=r"level: expected a number above 0 and below 1, got .+ Take a level such as"):
        wilson_interval(8, 100, level)


@pytest.mark.usefixtures("only_known_features")
def test_the_level_of_the_intervals_is_the_settings_own(known, quick):
    widths = []
    for level in (0.5, 0.99):
        comparable = train(known.rows, known.identity, replace(quick("scorecard"), interval_level=level)).comparable
        widths.append((comparable["high"] - comparable["low"]).mean())
    assert widths[1] > 1.5 * widths[0] > 0
