"""Every kind of scorer keeps the protocol, and a new one is one file and one line in the registry."""

import importlib.util
import re
from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from scoring.errors import UserError
from scoring.explain.assess import additivity_gap, assessments
from scoring.files import read_json
from scoring.hyperparameters import TreeParams
from scoring.model.candidates import candidates, servable
from scoring.model.evaluate import evaluate
from scoring.model.folder import load_model
from scoring.model.lightgbm_trees import best_iteration, parameters
from scoring.model.logistic import Ranks
from scoring.model.matrix import FeatureMatrix, to_matrix
from scoring.model.registry import learner, learners
from scoring.model.score import score
from scoring.model.train import train
from scoring.model.train_set import TrainSet
from scoring.model.weight_of_evidence import Woe
from scoring.model.write_folder import save_model
from scoring.settings import Training

pytestmark = pytest.mark.usefixtures("only_known_features")
REPOSITORY = Path(__file__).resolve().parents[2]


def train_set_of(known):
    return TrainSet(known.rows, known.target, known.identity["person"], np.zeros(len(known.target), dtype=np.int64))


@pytest.fixture
def fitted(known, quick):
    """``(name) -> scorer`` of a kind, fitted on the drawn clients."""

    def fit(name):
        features = [column for column in known.rows.columns if column not in ("SK_ID_CURR", "TARGET")]
        return learner(name).fit(train_set_of(known), features, quick("blend"), seed=1)

    return fit


@pytest.mark.parametrize("name", learners())
def test_contributions_add_up_and_a_saved_scorer_answers_alike(known, fitted, tmp_path, name):
    scorer = fitted(name)
    values, base = scorer.contributions(known.rows)
    assert values.shape == (known.rows.height, len(scorer.features))
    assert np.abs(values.sum(axis=1) + base - scorer.log_odds(known.rows)).max() < 1e-9
    assert len(scorer.importance()) == len(scorer.features)
    assert (scorer.importance() >= 0).all()
    file = tmp_path / f"served{scorer.suffix}"
    scorer.save(file)
    again = learner(name).load(file)
    assert again.features == scorer.features
    assert np.array_equal(again.log_odds(known.rows), scorer.log_odds(known.rows))
    assert all(np.array_equal(*both) for both in zip(again.contributions(known.rows), (values, base), strict=True))


@pytest.mark.parametrize("name", learners())
def test_the_same_seed_gives_the_same_scorer(known, fitted, name):
    first, second = fitted(name), fitted(name)
    assert np.array_equal(first.log_odds(known.rows), second.log_odds(known.rows))


@pytest.mark.parametrize("name", learners())
def test_a_client_of_whom_nothing_is_known_has_an_answer(known, fitted, name):
    blank = known.rows.head(1).with_columns(
        pl.lit(None, dtype=kind).alias(column) for column, kind in known.rows.schema.items() if column != "SK_ID_CURR"
    )
    scorer = fitted(name)
    values, base = scorer.contributions(blank)
    assert np.isfinite(scorer.log_odds(blank)).all()
    assert values.sum() + base[0] == pytest.approx(scorer.log_odds(blank)[0], abs=1e-9)


def trained_home(known, settings, folder):
    """A model folder of the candidate, loaded, and its scores of the training clients and of one stranger."""
    result = train(known.rows, known.identity, settings)
    folder.mkdir()
    filled = known.rows.with_columns(
        pl.lit(None, dtype=pl.String if entry.feature.is_category else pl.Float64).alias(name)
        for name, entry in _catalogue().items()
        if name not in known.rows.columns
    )
    save_model(folder, result, filled, version="v", settings=settings, data_fingerprint="d", absent_sources=())
    return load_model(folder), filled


def _catalogue():
    from scoring.features.catalogue import catalogue

    return catalogue()


def is_served_whole(known, settings, folder):
    """Trained, written, loaded, scored, explained: every assessment adds up and repeats the out-of-fold answer."""
    model, rows = trained_home(known, settings, folder)
    scores = score(model, rows, known.identity)
    assert evaluate(known.target, scores.probability).auc == model.manifest.metrics["auc"]
    answers = assessments(scores, rows, model.manifest, model.comparable, ())
    assert max(map(additivity_gap, answers)) < 1e-9
    strangers = known.identity.with_columns(pl.col("person") + "?", pl.col("born") - 1.5)
    assert set(score(model, rows, strangers).fold) == {-1}
    return read_json(folder / "manifest.json")


def test_a_toy_learner_is_one_file_and_one_line(known, quick, register, tmp_path):
    register("toy", Path(__file__).with_name("toy_learner.py").read_text(encoding="utf-8"), "Toy")
    assert list(candidates())[-1] == "toy"
    assert servable("toy").is_served
    manifest = is_served_whole(known, quick("toy"), tmp_path / "model")
    assert manifest["learner"] == "toy"
    assert manifest["metrics"]["auc"] > 0.7


def test_the_documented_recipe_for_catboost_works(known, quick, register, tmp_path):
    if importlib.util.find_spec("catboost") is None:
        pytest.skip("CatBoost is no dependency of this package and is not installed here: pip install catboost")
    recipe = (REPOSITORY / "docs" / "learners.md").read_text(encoding="utf-8")
    source = re.search(r"```python\n(\"\"\"Boosted trees by CatBoost.*?)```", recipe, re.DOTALL)
    register("catboost", source[1], "CatBoostTrees")
    manifest = is_served_whole(known, quick("catboost"), tmp_path / "model")
    assert manifest["learner"] == "catboost"


def test_the_recipes_file_is_a_whole_scorer():
    """Without CatBoost the recipe is still held to the protocol: it compiles and defines every member."""
    import ast

    recipe = (REPOSITORY / "docs" / "learners.md").read_text(encoding="utf-8")
    source = re.search(r"```python\n(\"\"\"Boosted trees by CatBoost.*?)```", recipe, re.DOTALL)[1]
    (kind,) = [node for node in ast.parse(source).body if isinstance(node, ast.ClassDef)]
    defined = {node.name for node in kind.body if isinstance(node, ast.FunctionDef)}
    assert defined == {"summary", "fit", "log_odds", "contributions", "importance", "save", "load"}


@pytest.mark.parametrize("candidate", ["scorecard", "lightgbm", "blend"])
def test_a_candidate_is_served_whole(known, quick, tmp_path, candidate):
    manifest = is_served_whole(known, quick(candidate), tmp_path / "model")
    assert manifest["learner"] == candidate


def test_a_learner_that_is_not_registered_is_no_candidate():
    with pytest.raises(UserError, match="Expected a candidate, got toy"):
        servable("toy")


def test_a_blend_is_the_weighted_mean_of_its_parts(known, fitted):
    """Four to one to four, feature by feature; at most 150 features are read in all."""
    blend = fitted("blend")
    assert [part.name for part in blend.parts] == ["lightgbm", "scorecard", "logistic"]
    assert blend.weights == pytest.approx((4 / 9, 1 / 9, 4 / 9))
    answers = [part.log_odds(known.rows) for part in blend.parts]
    assert blend.log_odds(known.rows) == pytest.approx((4 * answers[0] + answers[1] + 4 * answers[2]) / 9)
    values, _ = blend.contributions(known.rows)
    name = "application_ext_source_2"
    shares = [part.contributions(known.rows)[0][:, part.features.index(name)] for part in blend.parts]
    expected = (4 * shares[0] + shares[1] + 4 * shares[2]) / 9
    assert values[:, blend.features.index(name)] == pytest.approx(expected)


def test_monotone_trees_keep_to_the_catalogues_directions(known, quick):
    """A higher external score never raises the risk, not even where chance would have it."""
    settings = quick("monotone")
    features = [column for column in known.rows.columns if column not in ("SK_ID_CURR", "TARGET")]
    contrary = TrainSet(
        known.rows, 1 - known.target, known.identity["person"], np.zeros(len(known.target), dtype=np.int64)
    )
    for train_set in (train_set_of(known), contrary):
        trees = learner("lightgbm").fit(train_set, features, replace(settings, trees=settings.blend.trees), seed=1)
        grid = np.linspace(-3, 3, 50)
        rows = pl.concat([known.rows[:1]] * 50).with_columns(application_ext_source_2=pl.Series(grid))
        assert (np.diff(trees.log_odds(rows)) <= 1e-12).all()


def test_no_value_however_far_out_pulls_more_in_a_regression_than_the_highest_of_training(known, fitted):
    scorer, name = fitted("logistic"), "application_ext_source_2"
    rows = pl.concat([known.rows[:1]] * 2).with_columns(pl.Series(name, [known.rows[name].max(), 1e12]))
    first, second = scorer.log_odds(rows)
    assert first == second


@pytest.mark.parametrize(("below", "fixed"), [(10_000, True), (100, False)])
def test_a_small_set_takes_a_fixed_number_of_trees(known, quick, below, fixed):
    """Rows that 1,500 clients can set aside find no number that holds; a large set seeks it."""
    settings = quick("lightgbm")
    settings = replace(settings, trees=replace(settings.trees, few_trees=7, stopping_repeats_below=below))
    scorer = learner("lightgbm").fit(train_set_of(known), ["application_ext_source_1"], settings, seed=1)
    assert (scorer.n_trees == 7) is fixed


def test_one_client_alone_has_the_inputs_of_the_regression_to_the_last_digit(known, fitted):
    scorer = fitted("logistic")
    matrix = to_matrix(known.rows, scorer.features)
    on_knots = [[each.knots[n % len(each.knots)] if isinstance(each, Ranks) else n % 2 for each in scorer.transforms]
                for n in range(40)]  # fmt: skip
    beyond, unknown = matrix[:20] * 1e6, np.full((2, len(scorer.features)), np.nan)
    for rows in (matrix[:100], np.array(on_knots, dtype=float), beyond, unknown):
        together = scorer.contributions(FeatureMatrix(scorer.features, rows))[0]
        alone = [scorer.contributions(FeatureMatrix(scorer.features, row[None]))[0][0] for row in rows]
        np.testing.assert_array_equal(together, np.array(alone))
    assert {type(each) for each in scorer.transforms} == {Ranks, Woe}


def test_early_stopping_listens_to_clients_that_the_trees_do_not_see():
    """Of a coin nothing can be learned: trees help nobody else, while each helps those whom it has seen."""
    draws, names = np.random.default_rng(3), [f"x{number}" for number in range(5)]
    rows = pl.DataFrame({name: draws.normal(size=1_000) for name in names})
    target, nobody = draws.integers(0, 2, 1_000), pl.Series("person", np.arange(1_000))
    train_set = TrainSet(rows, target, nobody, np.arange(1_000) % 5)
    trees = TreeParams(max_trees=300, early_stopping_rounds=30, min_trees=1)
    assert best_iteration(train_set, names, Training(trees=trees), seed=1) < 100


# What a fit does with trees; LightGBM itself is told all others.
OF_THE_FIT = {
    *("max_trees", "min_trees", "few_trees", "early_stopping_rounds", "stopping_repeats", "stopping_repeats_below"),
    *("ranking_trees", "ranking_seeds"),
}


def test_lightgbm_is_told_every_hyperparameter():
    before, features, untold = TreeParams(), ["application_ext_source_1"], set()
    for field in fields(TreeParams):
        value = getattr(before, field.name)
        other = not value if isinstance(value, bool) else value + 1 if isinstance(value, int) else value / 2 or 0.5
        clients = {"min_data_in_leaf": 100, "max_data_in_leaf": 10**6}.get(field.name, 10_000)
        told, now = (
            parameters(each, clients, 1, features) for each in (before, replace(before, **{field.name: other}))
        )
        untold |= {field.name} if told == now else set()
    assert untold == OF_THE_FIT


def test_a_weight_counts_by_its_size_whatever_its_sign():
    woe, weights = Woe(np.zeros(0), np.zeros(2), information_value=0.2), np.array([-2.0, 1.0])
    card = learner("scorecard")(("a", "b"), (woe, woe), weights, 0.0)
    regression = learner("logistic")(("a", "b"), (woe, woe), weights, 0.0, 1.0)
    assert card.importance().tolist() == pytest.approx([0.4, 0.2])
    assert regression.importance().tolist() == [2.0, 1.0]
