"""Whatever happens to a file of a result is said or mended, and never answered from."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from scoring.errors import UserError
from scoring.files import current, read_json, seal, write_json
from scoring.pipeline.stages import features_folder, make_features, make_portfolio, run_stale
from scoring.pipeline.versions import features_version, model_version, portfolio_version
from scoring.portfolio import Portfolio
from scoring.portfolio.current_portfolio import ABOUT, COLUMNS
from scoring.settings import Home, Training
from scoring.tables.current_tables import verified_tables

HARMS = ("cut", "flipped", "deleted")
HOUSING = "application_name_housing_type"


@pytest.mark.parametrize("kind", HARMS)
def test_every_harm_to_every_file_of_every_result_is_noticed(own_world, harm, kind):
    features, model = current(own_world.features), current(own_world.models)
    results = {
        features: features_version(own_world),
        model: model_version(features, Training()),
        current(own_world.portfolio): portfolio_version(own_world, features, model),
    }
    for folder, version in results.items():
        assert version.mismatch(folder) == ""
        for file in sorted(path for path in folder.rglob("*") if path.is_file()):
            content = file.read_bytes()
            harm(kind, file)
            why = version.mismatch(folder)
            assert why.startswith(f"what is there is damaged ({file.relative_to(folder)}: expected"), (file, why)
            file.write_bytes(content)


@pytest.mark.parametrize("kind", HARMS)
def test_every_harm_to_every_table_is_said(own_world, harm, kind):
    folder = verified_tables(own_world)
    for file in sorted(folder.glob("*.parquet")):
        content = file.read_bytes()
        harm(kind, file)
        with pytest.raises(UserError, match=rf"The tables are damaged: {file.name}: expected .+ Import the archive"):
            run_stale(own_world, Training())
        file.write_bytes(content)


@pytest.mark.parametrize("kind", HARMS)
def test_a_damaged_portfolio_is_not_opened_and_the_next_run_makes_it_anew(own_world, harm, kind):
    client = int(Portfolio.open(own_world).clients[7])
    before = Portfolio.open(own_world).assess(client)
    harm(kind, current(own_world.portfolio) / "scores.parquet")
    with pytest.raises(UserError, match=r"The portfolio is damaged: scores\.parquet: expected .+ Run 'scoring run'"):
        Portfolio.open(own_world)
    lines: list[str] = []
    assert run_stale(own_world, Training(), lines.append) == ["portfolio"]
    assert [line for line in lines if "damaged (scores.parquet: expected" in line] == lines[:1]
    assert Portfolio.open(own_world).assess(client) == before


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00\x01", b"../features"])
def test_a_damaged_pointer_is_mended_by_the_next_run(own_world, content):
    (own_world.portfolio / "current").write_bytes(content)
    with pytest.raises(UserError, match=r"current: expected the name of a portfolio beside it, got something else"):
        Portfolio.open(own_world)
    assert run_stale(own_world, Training()) == ["portfolio"]
    assert Portfolio.open(own_world).demonstration


def test_damaged_features_are_made_anew_and_what_was_made_from_them_is_kept(own_world, harm):
    harm("cut", current(own_world.features) / "features.parquet")
    with pytest.raises(UserError, match=r"features\.parquet: expected .+ Run 'scoring features'"):
        features_folder(own_world)
    assert make_features(own_world)
    assert not make_portfolio(own_world)


@pytest.mark.parametrize("command", ["score", "evaluate"])
def test_a_rule_changed_by_hand_is_refused(own_world, run_cli, command):
    change_rule(current(own_world.models) / "manifest.json")
    ran = run_cli("--home", own_world.root, command)
    assert ran.status == 2
    assert "manifest.json: expected" in ran.err


def test_a_rule_changed_by_hand_in_the_portfolios_copy_is_refused(own_world):
    change_rule(current(own_world.portfolio) / "model" / "manifest.json")
    with pytest.raises(UserError, match=r"The portfolio is damaged: model/manifest\.json"):
        Portfolio.open(own_world)


def change_rule(file) -> None:
    content = read_json(file)
    write_json(file, content | {"policy": content["policy"] | {"threshold": 0.5}})


@pytest.mark.parametrize("content", ["{}", '{"fingerprint": 1', "[]", ""])
def test_a_damaged_report_of_the_tables_is_said(own_world, run_cli, content):
    (current(own_world.tables) / "tables.json").write_text(content)
    ran = run_cli("--home", own_world.root, "run")
    assert ran.status == 2
    assert "The tables are damaged: tables.json: expected" in ran.err
    assert "Import the archive again with 'scoring import'" in ran.err


def test_what_a_kill_left_in_another_stage_is_cleaned_by_a_run_with_nothing_to_do(own_world):
    leftovers = [home / ".writing-999999999-x" for home in (own_world.models, own_world.portfolio, own_world.tables)]
    for folder in leftovers:
        folder.mkdir()
    (own_world.models / ".chosen.json.999999999.json").write_text("{")
    assert run_stale(own_world, Training()) == []
    assert list(own_world.root.glob("**/.*")) == []


# --- what decodes stored numbers ----------------------------------------------------------------------


def with_levels(home: Home, change: Callable[[list[str]], list[str]]) -> None:
    """The portfolio as if other texts had been the levels of the housing when it was written."""
    file = current(home.portfolio) / ABOUT
    content = read_json(file)
    content["levels"][HOUSING] = change(content["levels"][HOUSING])
    write_json(file, content)
    seal(file.parent)


def test_stored_numbers_are_decoded_by_the_levels_beside_them(own_world):
    before = Portfolio.open(own_world)
    client = int(before.clients[3])
    value = before.values(client)[HOUSING]
    with_levels(own_world, lambda levels: [f"{level}, as it was" for level in levels])
    after = Portfolio.open(own_world)
    assert after.values(client)[HOUSING] == f"{value}, as it was"
    assert after.column(HOUSING).at(after.place(client)) == f"{value}, as it was"


def test_a_level_that_the_code_no_longer_has_is_read_as_it_was_written(own_world):
    """As after the removal of a level from the contract: the stored places outrun the code's list."""
    with_levels(own_world, lambda levels: [*levels[1:], levels[0], "Houseboat"])
    file = current(own_world.portfolio) / COLUMNS / f"{HOUSING}.npy"
    codes = np.load(file)
    np.save(file, np.full_like(codes, len(Portfolio.open(own_world).about.levels[HOUSING]) - 1))
    seal(current(own_world.portfolio))
    portfolio = Portfolio.open(own_world)
    assert portfolio.column(HOUSING).at(0) == "Houseboat"
