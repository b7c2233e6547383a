"""The same person under two numbers is recognised, and nobody else."""

import polars as pl
import pytest

from scoring.features.identity import identity

ANNA = {"CODE_GENDER": "F", "DAYS_BIRTH": -12_000, "DAYS_REGISTRATION": -4_000, "DAYS_ID_PUBLISH": -900}


def later(person, days):
    return {name: value - days if name.startswith("DAYS") else value for name, value in person.items()}


def persons(tables_of, *rows):
    tables = tables_of([{"SK_ID_CURR": number, **row} for number, row in enumerate(rows, start=1)])
    return identity(tables).collect()["person"].to_list()


@pytest.mark.parametrize("days", [1, 365, 2_000])
def test_all_dates_shifted_by_the_same_days_are_one_person(tables_of, days):
    first, second = persons(tables_of, ANNA, later(ANNA, days))
    assert first == second


@pytest.mark.parametrize("column", ["DAYS_BIRTH", "DAYS_REGISTRATION", "DAYS_ID_PUBLISH"])
def test_one_date_shifted_otherwise_is_another_person(tables_of, column):
    other = later(ANNA, 365)
    first, second = persons(tables_of, ANNA, {**other, column: other[column] + 1})
    assert first != second


def test_the_other_sex_is_another_person(tables_of):
    first, second = persons(tables_of, ANNA, {**ANNA, "CODE_GENDER": "M"})
    assert first != second


@pytest.mark.parametrize("column", ["CODE_GENDER", "DAYS_REGISTRATION", "DAYS_ID_PUBLISH"])
def test_who_is_not_fully_known_is_a_person_of_their_own(tables_of, column):
    first, second = persons(tables_of, {**ANNA, column: None}, {**ANNA, column: None})
    assert first != second


def test_every_client_has_a_birth_and_a_person(tables_of):
    rows = identity(tables_of([{"SK_ID_CURR": 2, **ANNA}, {"SK_ID_CURR": 1}])).collect()
    assert rows.columns == ["SK_ID_CURR", "born", "person"]
    assert rows["SK_ID_CURR"].to_list() == [1, 2]
    assert rows["born"].to_list() == [-10_000, -12_000]
    assert rows["person"].null_count() == 0


def test_in_a_simulated_world_the_rule_finds_the_true_persons(simulated, tables_of):
    from scoring.tables.store import TableSet

    world = simulated(2000, 5)
    dates = ["SK_ID_CURR", "CODE_GENDER", "DAYS_BIRTH", "DAYS_REGISTRATION", "DAYS_ID_PUBLISH"]
    frames = {
        name: world.tables[name].lazy().select(dates).with_columns(pl.col("CODE_GENDER").replace("XNA", None))
        for name in ("application_train", "application_test")
    }
    found = identity(TableSet(frames)).collect().join(world.truth, on="SK_ID_CURR", suffix="_true")
    pairs = found.join(found, on="person_true", suffix="_2").filter(pl.col("SK_ID_CURR") < pl.col("SK_ID_CURR_2"))
    recognised = pairs.filter(pl.col("person") == pl.col("person_2")).height
    assert pairs.height == 50  # 2.5 % of 2,000 have a second application
    assert recognised >= 48  # but for those whose sex was not recorded
    assert found.group_by("person").agg(pl.col("person_true").n_unique())["person_true"].max() == 1
