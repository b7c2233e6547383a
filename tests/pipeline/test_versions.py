"""What a result depends on makes it stale, and nothing else does."""

from __future__ import annotations

import dataclasses
import importlib.metadata
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from scoring.features.governance import governance
from scoring.files import current, read_json, seal, write_json
from scoring.files.source_code import code_of, read_module
from scoring.pipeline.versions import (
    CODE,
    SAID,
    Version,
    candidates_version,
    evaluation_version,
    features_version,
    model_version,
    older_tables,
    portfolio_version,
    world_version,
)
from scoring.portfolio.evaluation import evaluation_folder
from scoring.settings import Home, Training
from scoring.texts import Words
from scoring.texts.load import levels

PACKAGE = Path(__file__).resolve().parents[2] / "scoring"
STAGES = ("world", "features", "model", "candidates", "portfolio")


def versions(home: Home, settings: Training | None = None, world: tuple[int, int] = (500, 7)) -> dict[str, Version]:
    """What every result of a home would be made from now."""
    features, settings = current(home.features), settings or Training()
    return {
        "world": world_version(*world),
        "features": features_version(home),
        "model": model_version(features, settings),
        "candidates": candidates_version(features, settings),
        "portfolio": portfolio_version(home, features, current(home.models)),
    }


def stale(before: dict[str, Version], after: dict[str, Version]) -> set[str]:
    return {stage for stage in STAGES if before[stage].name != after[stage].name}


@pytest.fixture
def package(tmp_path, monkeypatch) -> Path:
    """A copy of the package, whose code the versions look at; a test may edit it."""
    copy = tmp_path / "package" / "scoring"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr("scoring.files.source_code.files", lambda _: copy)
    return copy


def edit(file: Path, old: str, new: str) -> None:
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


# --- data, settings, what is stated, libraries --------------------------------------------------------


def other_tables(home: Home) -> None:
    file = current(home.tables) / "tables.json"
    write_json(file, read_json(file) | {"fingerprint": "another"})
    seal(file.parent)


def other_features(home: Home) -> None:
    current(home.features).rename(home.features / "other")
    (home.features / "current").write_text("other")


def other_rule(home: Home) -> None:
    file = current(home.models) / "manifest.json"
    content = read_json(file)
    content["policy"]["threshold"] = 0.5
    write_json(file, content)
    seal(file.parent)


def real_clients(home: Home) -> None:
    (current(home.tables) / "truth.parquet").unlink()
    seal(current(home.tables))


CHANGES: dict[str, tuple[Callable[[Home], None], set[str]]] = {
    "tables": (other_tables, {"features", "portfolio"}),
    "features": (other_features, {"model", "candidates", "portfolio"}),
    "model": (other_rule, {"portfolio"}),
    "demonstration": (real_clients, {"portfolio"}),
}


@pytest.mark.parametrize("what", CHANGES)
def test_changed_data_make_stale_what_is_made_from_them_and_nothing_else(own_world, what):
    before = versions(own_world)
    change, made_from_it = CHANGES[what]
    change(own_world)
    after = versions(own_world)
    assert stale(before, after) == made_from_it
    said = {stage: after[stage].mismatch(current(own_world.root / folder)) for stage, folder in _places().items()}
    assert [stage for stage in made_from_it & set(said) if SAID[what] not in said[stage]] == []


def _places() -> dict[str, str]:
    return {"features": "data/features", "model": "models", "portfolio": "data/portfolio"}


OTHERS = {
    "candidate": "external",
    "seed": 1,
    "folds": 4,
    "max_clients": 400,
    "max_features": 20,
    "stopping_share": 0.2,
    "review_capacity": 0.1,
    "interval_level": 0.8,
    "tuning_trials": 2,
    "without_blocks": ("card",),
    "costs": dataclasses.replace(Training().costs, missed_difficulty=5.0),
    "switches": dataclasses.replace(Training().switches, age=False),
}


@pytest.mark.parametrize("name", [field.name for field in dataclasses.fields(Training)])
def test_every_setting_makes_model_and_comparison_stale(world, name):
    settings = Training()
    value = OTHERS.get(name) or _with_another_number(getattr(settings, name))
    after = versions(world, dataclasses.replace(settings, **{name: value}))
    assert stale(versions(world), after) == ({"model"} if name == "candidate" else {"model", "candidates"})


def _with_another_number(params: object) -> object:
    """Parameters of a learner, the first number in them a little larger; of several learners, that of the first."""
    name, value = next((f.name, getattr(params, f.name)) for f in dataclasses.fields(params))
    if isinstance(value, dict):
        return dataclasses.replace(params, **{name: {key: 1.01 * weight for key, weight in value.items()}})
    return dataclasses.replace(params, **{name: value + 1 if isinstance(value, int) else value * 1.01})


@pytest.mark.parametrize("world_of", [(501, 7), (500, 8)], ids=["clients", "seed"])
def test_another_number_of_clients_or_seed_is_another_world(world, world_of):
    assert stale(versions(world), versions(world, world=world_of)) == {"world"}


@pytest.mark.parametrize(
    ("field", "value"),
    [("theme", "income"), ("direction", -1), ("actionable", False), ("protected", "age"), ("basis", "none")],
)
def test_what_a_lender_may_use_is_part_of_the_model(world, monkeypatch, field, value):
    before = versions(world)
    monkeypatch.setitem(governance()["application"]["AMT_CREDIT"].__dict__, field, value)
    assert stale(before, versions(world)) == {"model", "candidates", "portfolio"}


@pytest.mark.parametrize(
    ("library", "used_by"),
    [
        ("lightgbm", {"model", "candidates", "portfolio"}),
        ("narwhals", {"features", "model", "candidates", "portfolio"}),
        ("polars", set(STAGES)),
        ("voila", set()),
    ],
)
def test_another_version_of_a_library_makes_stale_what_it_computes(world, monkeypatch, library, used_by):
    before, honest = versions(world), importlib.metadata.version
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "99" if name == library else honest(name))
    assert stale(before, versions(world)) == used_by


def test_every_dependency_has_a_test_here_and_words_to_say_it(world):
    named = {key for version in versions(world).values() for key in version.made_from}
    assert named == {*CHANGES, "settings", "clients", "seed", "governance", "libraries", "code"}
    assert named - set(SAID) == {"clients", "seed"}


# --- code ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("features/bureau.py", {"features", "model", "candidates", "portfolio"}),
        ("features/identity.py", {"features"}),
        ("tables/schema/application.py", set(STAGES)),
        ("tables/clean.py", {"world"}),
        ("synthetic/truth.py", {"world"}),
        ("model/train.py", {"model", "candidates", "portfolio"}),
        ("pipeline/compare_candidates.py", {"candidates"}),
        ("portfolio/write.py", {"portfolio"}),
        ("portfolio/columns.py", {"portfolio"}),
        *((f"portfolio/{file}.py", set()) for file in ("read", "client_rows", "client_groups")),
        ("settings.py", set(STAGES)),
        *((file, set()) for file in ("errors.py", "files/publish.py", "texts/numbers.py", "texts/load.py")),
        *((file, set()) for file in ("explain/reasons.py", "what_if/change.py", "documents/note.py", "api/app.py")),
    ],
)
def test_changed_code_makes_stale_what_it_makes_and_nothing_else(world, package, file, expected):
    before = versions(world)
    with (package / file).open("a", encoding="utf-8") as stream:
        stream.write("\nCHANGED = True\n")
    assert stale(before, versions(world)) == expected


@pytest.mark.parametrize("file", ["texts/columns/application.toml", "texts/columns/pos.toml", "texts/levels.toml"])
def test_a_corrected_label_makes_nothing_stale(world, package, file):
    before = versions(world)
    edit(package / file, 'fr = "', 'fr = " ')
    assert stale(before, versions(world)) == set()


# What page and API tell of the model stands on disk as well: numbers of the documents, English names of groups.
EVALUATED_BY = (
    "documents/model_evaluation.py",
    "documents/run_facts.py",
    "documents/curves.py",
    "analysis/bootstrap.py",
)
NOT_EVALUATED_BY = ("dashboard/page.py", "documents/note.py", "api/app.py", "texts/numbers.py", "pipeline/stages.py")


def test_changed_code_of_the_evaluation_makes_it_anew_and_no_other(world, package):
    portfolio, before = current(world.portfolio), {}
    for file in (*NOT_EVALUATED_BY, *EVALUATED_BY):
        before[file] = evaluation_version(portfolio).name
        with (package / file).open("a", encoding="utf-8") as stream:
            stream.write("\nCHANGED = True\n")
        before[file] = before[file] != evaluation_version(portfolio).name
    assert before == {**dict.fromkeys(NOT_EVALUATED_BY, False), **dict.fromkeys(EVALUATED_BY, True)}


def test_an_evaluation_depends_on_portfolio_libraries_and_what_its_groups_are_called(world, monkeypatch):
    portfolio, honest = current(world.portfolio), importlib.metadata.version
    before = evaluation_version(portfolio)
    folder = evaluation_folder(portfolio)
    assert before.changed_since(folder) == ""
    for column, english, said in (
        ("CODE_GENDER", "Women", SAID["labels"]),
        ("NAME_CONTRACT_TYPE", "Women", ""),
        ("CODE_GENDER", None, ""),
    ):
        known = {name: dict(named) for name, named in levels()["application"].items()}
        known[column] = {name: Words(fr="Autre", en=english or words.en) for name, words in known[column].items()}
        monkeypatch.setattr("scoring.pipeline.versions.levels", lambda known=known: {"application": known})
        assert evaluation_version(portfolio).changed_since(folder) == said
    monkeypatch.setattr(importlib.metadata, "version", lambda name: "99" if name == "scipy" else honest(name))
    assert evaluation_version(portfolio).changed_since(folder) == SAID["libraries"]
    assert evaluation_version(portfolio.parent / "another").changed_since(folder).startswith(SAID["portfolio"])


def test_comments_docstrings_and_blank_lines_make_nothing_stale(world, package):
    before = versions(world)
    edit(package / "features" / "bureau.py", '"""', '"""Of old: ')
    edit(package / "features" / "bureau.py", "\nfrom ", "\n# A remark.\n\nfrom ")
    assert stale(before, versions(world)) == set()


def test_a_new_level_in_the_contract_makes_all_anew_and_older_tables_are_told(world, package):
    before = versions(world)
    assert older_tables(world) == ""
    edit(package / "tables" / "schema" / "application.py", '"Rented apartment"', '"Houseboat", "Rented apartment"')
    after = versions(world)
    assert stale(before, after) == set(STAGES)
    said = {after[stage].mismatch(current(world.root / folder)) for stage, folder in _places().items()}
    assert said == {"the code that makes it has changed"}
    assert older_tables(world).endswith("'scoring simulate --clients 500 --seed 7' draws them anew")


def test_imported_tables_of_an_older_contract_are_told(imported, package):
    assert older_tables(imported) == ""
    edit(package / "tables" / "schema" / "application.py", '"Rented apartment"', '"Houseboat", "Rented apartment"')
    assert "imported under an older contract" in older_tables(imported)


# What is imported on the way and changes no number: the front door, how dataframely is brought in, and how those
# rooms tell of a revolving loan, which nothing that is written depends on.
NO_NUMBERS = {"scoring.public", "scoring.tables.dataframely_import", "scoring.features.revolving"}


@pytest.mark.slow
@pytest.mark.parametrize("stage", ["features", "model", "portfolio", "world"])
def test_every_module_that_a_stage_imports_counts_for_it(stage):
    """Held against what Python really imports, so that no import escapes the reading of the code."""
    shown = "print(*(name for name in sys.modules if name.startswith('scoring.')))"
    lines = f"import {', '.join(CODE[stage])}, sys; {shown}"
    ran = subprocess.run([sys.executable, "-c", lines], capture_output=True, text=True, check=True, timeout=120)
    counted = set(code_of(*CODE[stage], without=("nothing",)).modules)
    modules = {name for name in ran.stdout.split() if not PACKAGE.joinpath(*name.split(".")[1:]).is_dir()}
    rooms = ("scoring.portfolio.", "scoring.cohorts.", "scoring.explain.")  # whose packages import more than is used
    assert {name for name in modules if not name.startswith(rooms)} - counted == NO_NUMBERS & modules


def test_imports_for_types_do_not_count():
    lines = ("from typing import TYPE_CHECKING", "if TYPE_CHECKING:", "    import a", "def f():", "    import b")
    assert read_module("\n".join(lines)).imports == (("b", ""), ("typing", "TYPE_CHECKING"))
