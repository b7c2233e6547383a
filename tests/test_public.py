"""The public API: light to import, typed, and what it gives is what scikit-learn takes."""

import ast
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import scoring
from scoring import (
    Home,
    Portfolio,
    Switches,
    Training,
    UserError,
    assess,
    build_features,
    catalogue,
    evaluate,
    open_tables,
    simulate,
    train,
)
from scoring.features.catalogue import allowed_features

PACKAGE = Path(scoring.__file__).parent
HEAVY = {"pandas", "polars", "pyarrow", "numpy", "lightgbm", "sklearn", "scipy", "pydantic", "ipywidgets", "typer"}


def modules_after(code: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport sys; print(*sys.modules)"], capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_import_scoring_costs_nothing():
    loaded = modules_after("import scoring; scoring.__version__; dir(scoring)")
    assert not loaded & HEAVY
    assert {name for name in loaded if name.startswith("scoring")} == {"scoring"}


def test_a_name_brings_only_its_own_module():
    assert not modules_after("from scoring import Home, Costs, Training") & {"pandas", "polars", "sklearn", "lightgbm"}
    assert not modules_after("from scoring import build_features, train, assess") & {"pandas", "sklearn", "lightgbm"}


def test_features_and_simulated_tables_import_no_learner():
    assert not modules_after("from scoring.pipeline.work import simulate_tables, write_features") & {
        "pandas",
        "pyarrow",
        "sklearn",
        "lightgbm",
        "scipy",
    }


def test_every_public_name_is_there_listed_and_seen_by_type_checkers():
    names = scoring.__all__
    assert names == sorted(names)
    assert [name for name in names if not callable(getattr(scoring, name))] == []
    assert set(dir(scoring)) == {*names, "__version__"}
    tree = ast.parse((PACKAGE / "__init__.py").read_text(encoding="utf-8"))
    guarded = next(node for node in tree.body if isinstance(node, ast.If))
    imported = {alias.name: node.module for node in guarded.body for alias in node.names}
    assert sorted(imported) == names
    assert {name: getattr(scoring, name).__module__ for name in names} == imported


def test_another_name_is_an_attribute_error():
    with pytest.raises(AttributeError, match="no attribute 'portfolio_of'"):
        scoring.portfolio_of  # noqa: B018
    with pytest.raises(ImportError):
        exec("from scoring import portfolio_of")


def test_no_room_goes_out_through_the_front_door():
    offenders = []
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "scoring":
                offenders += [f"{file.name}: {alias.name}" for alias in node.names if alias.name != "__version__"]
            if isinstance(node, ast.Import) and any(alias.name == "scoring" for alias in node.names):
                offenders.append(f"{file.name}: import scoring")
    assert offenders == []


def test_features_outcome_and_persons_share_an_index(world):
    X, y, groups = build_features(world)
    assert X.index.name == "SK_ID_CURR"
    assert X.index.is_monotonic_increasing
    assert X.index.equals(y.index)
    assert X.index.equals(groups.index)
    assert tuple(X.columns) == allowed_features(Switches())
    assert set(y.unique()) == {0, 1}
    assert groups.notna().all()


def test_numbers_are_float_and_categories_hold_the_catalogues_levels(world):
    X, _, _ = build_features(world)
    stored = pd.read_parquet(next(world.features.glob("*/features.parquet"))).set_index("SK_ID_CURR").loc[X.index]
    for name in X.columns:
        feature = catalogue()[name].feature
        if feature.levels:
            assert tuple(X[name].cat.categories) == feature.levels
            known = [text if text in feature.levels else None for text in stored[name]]
            assert [None if pd.isna(text) else text for text in X[name]] == known
        else:
            assert X[name].dtype == np.float64
            np.testing.assert_array_equal(X[name], stored[name])


def test_everyone_is_given_when_asked_for(world):
    _, known, _ = build_features(world)
    X, y, _ = build_features(world, labelled=False)
    assert len(X) == len(Portfolio.open(world).clients) > len(known)
    assert y[y.notna()].astype("int64").equals(known)
    assert known.dtype == "int64"


def test_switches_decide_what_may_be_used(world):
    without = build_features(world, Switches(age=False))[0]
    assert "application_days_birth" not in without
    assert "application_days_birth" in build_features(world)[0]
    protected = {catalogue()[name].protected for name in build_features(world, Switches(True, True, True))[0]}
    assert "sex" not in protected
    assert {"age", "family", "social"} <= protected


def test_persons_are_numbers_shared_by_the_same_persons_loans_only(world):
    _, _, groups = build_features(world, labelled=False)
    identity = pd.read_parquet(next(world.features.glob("*/identity.parquet"))).set_index("SK_ID_CURR")["person"]
    together = pd.crosstab(groups, identity.loc[groups.index])
    assert ((together > 0).sum(axis=0) == 1).all()
    assert ((together > 0).sum(axis=1) == 1).all()


def test_train_evaluate_and_assess_speak_of_the_same_model(own_world):
    costly = Training(costs=scoring.Costs(missed_difficulty=20))
    model = train(own_world, costly)
    assert model.manifest.policy.threshold == pytest.approx(1 / 21)
    assert evaluate(own_world).auc == pytest.approx(model.manifest.metrics["auc"], abs=1e-12)
    client = int(Portfolio.open(own_world).clients[0])
    assert assess(own_world, client).model == model.manifest.version
    assert train(own_world).manifest.version == model.manifest.version


def test_a_home_may_be_named_by_a_text_and_a_client_by_any_whole_number(world):
    portfolio, home = Portfolio.open(world), Home(str(world.root))
    client = int(portfolio.clients[5])
    assert home == world
    asked = assess(home, portfolio.clients[5])  # numpy's number, as an index gives it
    assert (asked, type(asked.client)) == (portfolio.assess(client), int)
    for given in (float(client), str(client), True, None):
        with pytest.raises(UserError, match=r"^client: expected a whole number, got "):
            assess(home, given)


def test_a_world_of_no_whole_number_is_a_sentence(tmp_path):
    for given in ({"clients": "60"}, {"clients": 60.0}, {"clients": 60, "seed": 1.5}, {"clients": 60, "seed": None}):
        with pytest.raises(UserError, match=r"^(clients|seed): expected a whole number, got "):
            simulate(Home(tmp_path), **given)
    assert list(tmp_path.iterdir()) == []


def test_an_object_of_another_kind_is_a_sentence(world):
    for call in (build_features, train, evaluate, simulate, open_tables, Portfolio.open, lambda home: assess(home, 1)):
        for given in (str(world.root), world.root, None):
            with pytest.raises(UserError, match=r"^home: expected a Home, got .*Write Home\("):
                call(given)
    with pytest.raises(UserError, match=r"^switches: expected a Switches, got \{'age': False\}"):
        build_features(world, {"age": False})
    with pytest.raises(UserError, match=r"^settings: expected a Training, got Costs"):
        train(world, scoring.Costs(5))


def test_what_the_tables_do_not_hold_is_a_sentence(world):
    tables = open_tables(world)
    with pytest.raises(UserError, match=r"^name: expected one of .*bureau.*, got 'bureaux'"):
        tables.frame("bureaux")
    for clients in (0, -5):
        with pytest.raises(UserError, match=r"^clients: expected a whole number at least 1, got "):
            tables.in_ranges(clients)


def test_a_home_without_tables_is_a_sentence(tmp_path):
    for call in (build_features, train, evaluate, lambda home: assess(home, 1)):
        with pytest.raises(UserError, match="got none"):
            call(Home(tmp_path))
