"""CreditScorer: a scikit-learn estimator in every respect that a model with named columns can be."""

import pickle

import numpy as np
import pandas as pd
import polars as pl
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import FixedThresholdClassifier, GridSearchCV, StratifiedGroupKFold, cross_val_score
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer
from sklearn.utils.estimator_checks import check_estimator

from scoring import Costs, CreditScorer, Portfolio, build_features
from scoring.features.catalogue import catalogue
from scoring.hyperparameters import ScorecardParams, TreeParams

FAST = TreeParams(max_trees=60, early_stopping_rounds=20, ranking_trees=20)
SMALL = TreeParams(max_trees=60, early_stopping_rounds=20, min_data_in_leaf=2, max_data_in_leaf=20)

# Checks that do not hold, by name, each with its reason; a check that holds and is listed here fails the test.
EXPECTED_FAILED: dict[str, str] = {}


@pytest.fixture(scope="module")
def frames(world):
    X, y, groups = build_features(world)
    return X, y, groups


@pytest.fixture(scope="module")
def scorer(frames):
    return CreditScorer(trees=FAST, max_features=40).fit(*frames)


@pytest.mark.slow
@pytest.mark.parametrize(
    "estimator", [CreditScorer("scorecard", folds=2), CreditScorer(folds=2, trees=SMALL)], ids=["scorecard", "lightgbm"]
)
def test_scikit_learns_own_checks_pass(estimator):
    results = check_estimator(estimator, on_fail=None, on_skip=None, expected_failed_checks=EXPECTED_FAILED)
    assert len(results) > 50
    wrong = {result["check_name"]: result["exception"] for result in results if result["status"] == "failed"}
    assert wrong == {}
    skipped = {result["check_name"] for result in results if result["status"] == "skipped"}
    assert skipped == {"check_array_api_input"}  # scikit-learn's own: needs SCIPY_ARRAY_API in the environment
    assert {result["check_name"] for result in results if result["status"] == "xfail"} == set(EXPECTED_FAILED)


@pytest.mark.slow
def test_it_answers_as_the_home_it_was_fitted_on(world):
    """The same folds, trees and calibration as ``scoring train``: new clients get the portfolio's log-odds."""
    X, y, groups = build_features(world)
    everyone = build_features(world, labelled=False)
    portfolio = Portfolio.open(world)
    new = everyone.X.index[everyone.y.isna()]
    scorer = CreditScorer(portfolio.manifest.settings["candidate"]).fit(X, y, groups)
    served = {client: portfolio.assess(int(client)).log_odds for client in new if portfolio.fold(int(client)) < 0}
    assert len(served) > 10
    assert scorer.decision_function(everyone.X.loc[list(served)]).tolist() == pytest.approx(
        list(served.values()), abs=1e-12
    )


def test_probabilities_contributions_and_log_odds_agree(frames, scorer):
    X = frames[0].head(50)
    probability, log_odds = scorer.predict_proba(X), scorer.decision_function(X)
    assert probability.shape == (50, 2)
    np.testing.assert_allclose(probability.sum(axis=1), 1, atol=1e-15)
    np.testing.assert_allclose(probability[:, 1], 1 / (1 + np.exp(-log_odds)), rtol=1e-12)
    parts = scorer.contributions(X)
    assert parts.index.equals(X.index)
    np.testing.assert_allclose(parts.sum(axis=1), log_odds, atol=1e-9)
    assert len(scorer.scorer_.features) <= 40
    assert scorer.predict(X).tolist() == (probability[:, 1] > 0.5).astype(int).tolist()


def test_it_is_calibrated_and_ranks_out_of_fold(frames, scorer):
    X, y, _ = frames
    probability = 1 / (1 + np.exp(-scorer.out_of_fold_log_odds_))
    assert len(probability) == len(X)
    assert probability.mean() == pytest.approx(y.mean(), abs=0.02)


def test_clone_parameters_and_pickle(frames, scorer):
    X = frames[0].head(20)
    copy = clone(scorer)
    assert copy.get_params() == scorer.get_params()
    assert not hasattr(copy, "scorer_")
    assert copy.set_params(folds=3).folds == 3
    again = pickle.loads(pickle.dumps(scorer))
    assert again.decision_function(X).tolist() == scorer.decision_function(X).tolist()


def test_a_hyperparameter_is_reached_by_its_name(frames):
    card = CreditScorer("scorecard", folds=2)
    assert card.get_params()["scorecard__bins"] == ScorecardParams().bins
    assert card.set_params(scorecard__bins=5, trees__max_trees=7) is card
    assert (card.scorecard, card.trees) == (ScorecardParams(bins=5), TreeParams(max_trees=7))
    assert card.set_params(scorecard=ScorecardParams(bins=6), scorecard__shrinkage=4.0).scorecard == ScorecardParams(
        bins=6, shrinkage=4.0
    )
    assert clone(card).get_params() == card.get_params()
    search = GridSearchCV(card, {"scorecard__bins": [3, 4]}, cv=2, scoring="roc_auc")
    columns = ["application_amt_credit", "application_ext_source_3"]
    assert search.fit(frames[0][columns], frames[1]).best_estimator_.scorecard.bins in (3, 4)
    for name, value in (("scorecard__bin", 5), ("tree__max_trees", 5), ("scorecard__bins__more", 5)):
        with pytest.raises(ValueError, match="Invalid parameter"):
            card.set_params(**{name: value})
    with pytest.raises(ValueError, match="scorecard__bins: expected a whole number"):
        card.set_params(scorecard__bins=0)


@pytest.mark.slow
def test_it_stands_in_pipelines_searches_and_cross_validation(frames):
    X, y, groups = frames
    card = CreditScorer("scorecard", folds=2)
    fewer = make_pipeline(FunctionTransformer(lambda frame: frame.filter(like="ext_source")), card)
    scores = cross_val_score(fewer, X, y, groups=groups, cv=StratifiedGroupKFold(3), scoring="roc_auc")
    assert scores.shape == (3,)
    assert np.isfinite(scores).all()
    search = GridSearchCV(card, {"scorecard": [ScorecardParams(bins=5), None]}, cv=2, scoring="neg_log_loss")
    assert search.fit(X, y).best_params_["scorecard"] in (ScorecardParams(bins=5), None)
    decided = FixedThresholdClassifier(card, threshold=Costs().threshold).fit(X, y)
    refused = decided.predict(X)
    assert refused.tolist() == (decided.estimator_.predict_proba(X)[:, 1] >= Costs().threshold).astype(int).tolist()


def test_one_persons_loans_share_a_fold(frames):
    X, y, _ = frames
    pairs = pd.Series(np.arange(len(X)) // 2, index=X.index)
    assert not np.array_equal(
        CreditScorer("scorecard").fit(X, y, pairs).out_of_fold_log_odds_,
        CreditScorer("scorecard").fit(X, y).out_of_fold_log_odds_,
    )


def test_columns_of_ones_own_are_read_as_numbers(frames):
    X, y, _ = frames
    told = X[["application_name_contract_type"]].assign(mine=y * 2.0 + np.linspace(0, 0.5, len(y)), whole=1 - y)
    for learner in ("scorecard", "lightgbm"):
        fitted = CreditScorer(learner, folds=2, trees=FAST).fit(told, y)
        assert {"mine", "whole"} & set(fitted.scorer_.features)
        assert fitted.score(told, y) == pytest.approx(1.0, abs=0.02)


def test_a_text_of_the_catalogue_may_be_a_category_or_a_text(frames, scorer):
    X = frames[0].head(30)
    as_text = X.assign(**{name: X[name].astype(object) for name in X if catalogue()[name].feature.levels})
    assert scorer.decision_function(as_text).tolist() == scorer.decision_function(X).tolist()


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda X: X.assign(mine="a"), "Column mine: expected numbers"),
        (lambda X: X.assign(application_amt_credit=np.inf), "Column application_amt_credit: expected finite numbers"),
        (
            lambda X: X.assign(application_name_income_type="Astronaut"),
            "Column application_name_income_type: expected empty values or one of .*Working.*, got 'Astronaut'",
        ),
        (lambda X: X.assign(application_name_income_type=3), "got '3'"),
        (lambda X: X.assign(mine=1j), "Column mine: expected numbers, got complex128"),
        (lambda X: pd.concat([X, X[["application_amt_credit"]]], axis=1), "application_amt_credit: .* 2 columns"),
        (lambda X: X.iloc[:0], "Found array with 0 sample"),
        (lambda X: X[["application_amt_credit"]].assign(application_amt_credit=1.0), "Expected features that tell"),
    ],
)
def test_what_it_cannot_read_is_said_by_column(frames, change, message):
    X, y, _ = frames
    changed = change(X)
    with pytest.raises(ValueError, match=message):
        CreditScorer("scorecard").fit(changed, y.loc[changed.index])


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"learner": "oracle"}, "learner: expected one of .*lightgbm.*, got 'oracle'"),
        ({"folds": 1}, "folds"),
        ({"stopping_share": 0.9}, "stopping_share"),
        ({"max_features": 0}, "max_features"),
    ],
)
def test_impossible_parameters_are_said_when_it_is_fitted(frames, parameters, message):
    with pytest.raises(ValueError, match=message):
        CreditScorer(**parameters).fit(*frames)


def test_random_state_and_folds_are_taken_as_scikit_learn_has_them(frames):
    X, y, _ = frames
    fitted = {
        state: CreditScorer("scorecard", folds=2, random_state=given).fit(X, y).out_of_fold_log_odds_.tolist()
        for state, given in (("int", 3), ("numpy", np.int64(3)), ("state", np.random.RandomState(3)), ("none", None))
    }
    again = CreditScorer("scorecard", folds=2, random_state=np.random.RandomState(3)).fit(X, y)
    assert fitted["int"] == fitted["numpy"]
    assert fitted["state"] == again.out_of_fold_log_odds_.tolist() != fitted["int"]
    assert CreditScorer("scorecard", random_state=2**32 - 1).fit(X, y).score(X, y) > 0.5
    with pytest.raises(ValueError, match=r"^random_state: "):
        CreditScorer("scorecard", random_state=-1).fit(X, y)
    by_size = CreditScorer("scorecard", folds=None).fit(X, y).out_of_fold_log_odds_
    assert by_size.tolist() == CreditScorer("scorecard").fit(X, y).out_of_fold_log_odds_.tolist()  # five of so few


def test_a_polars_frame_is_read_by_its_names(frames):
    X, y, groups = frames
    some = X[["application_amt_credit", "application_ext_source_3", "application_name_income_type"]]
    rows = pl.from_pandas(some)
    card = CreditScorer("scorecard", folds=2).fit(rows, y, groups)
    assert card.feature_names_in_.tolist() == some.columns.tolist()
    assert "application_name_income_type" in card.scorer_.features
    asked = card.decision_function(rows)
    assert asked.tolist() == CreditScorer("scorecard", folds=2).fit(some, y, groups).decision_function(some).tolist()
    assert card.contributions(rows).sum(axis=1).to_list() == pytest.approx(asked.tolist(), abs=1e-9)


def test_a_frame_that_is_not_collected_is_refused_in_a_sentence(frames, scorer):
    rows = frames[0].head(5)
    for given in (pl.from_pandas(rows).lazy(), pl.from_pandas(rows).to_arrow()):
        with pytest.raises(TypeError, match=r"^X: expected a DataFrame of pandas or polars, .* got (LazyFrame|Table)"):
            scorer.predict_proba(given)


def test_a_text_that_training_never_met_is_refused_when_it_is_asked_about(frames, scorer):
    strange = frames[0].head(5).assign(application_name_income_type="Astronaut")
    with pytest.raises(ValueError, match="got 'Astronaut'"):
        scorer.predict_proba(strange)


@pytest.mark.parametrize("kind", [str, lambda number: (number, "a")[number % 2]], ids=["texts", "mixed"])
def test_persons_may_be_named_in_any_way(frames, kind):
    X, y, groups = frames
    named = np.array([kind(int(number)) for number in groups], dtype=object)
    assert len(CreditScorer("scorecard", folds=2).fit(X, y, named).out_of_fold_log_odds_) == len(X)


def test_a_person_that_is_not_known_is_refused_in_a_sentence(frames):
    X, y, groups = frames
    for nobody in (None, np.nan):
        named = np.array([nobody, *groups[1:]], dtype=object)
        with pytest.raises(ValueError, match=r"groups: expected who is behind each loan, got empty values \(1\)"):
            CreditScorer("scorecard", folds=2).fit(X, y, named)
    with pytest.raises(ValueError, match="1d array"):
        CreditScorer("scorecard", folds=2).fit(X, y, np.column_stack([groups, groups]))


@pytest.mark.parametrize(
    ("outcomes", "message"),
    [([0] * 60, "one class"), ([0] * 57 + [1] * 3, "got 3 of the rarer one"), ([0, 1, 2] * 20, "Only binary")],
)
def test_outcomes_that_teach_nothing_are_said(outcomes, message):
    X = pd.DataFrame({"a": np.arange(60.0)})
    with pytest.raises(ValueError, match=message):
        CreditScorer("scorecard").fit(X, outcomes)


def test_other_columns_than_in_training_are_refused(frames, scorer):
    X = frames[0].head(5)
    with pytest.raises(ValueError, match="feature names"):
        scorer.predict_proba(X.drop(columns="application_amt_credit"))
    with pytest.raises(ValueError, match="same order"):
        scorer.predict_proba(X[X.columns[::-1]])


@pytest.mark.slow
def test_ranks_better_than_chance_and_than_one_column(frames):
    X, y, groups = frames
    cv = StratifiedGroupKFold(3, shuffle=True, random_state=0)
    auc = cross_val_score(CreditScorer("scorecard", folds=3), X, y, groups=groups, cv=cv, scoring="roc_auc").mean()
    amount = X[["application_amt_credit"]].fillna(0)
    alone = cross_val_score(LogisticRegression(), amount, y, groups=groups, cv=cv, scoring="roc_auc").mean()
    assert alone < auc < 0.95
