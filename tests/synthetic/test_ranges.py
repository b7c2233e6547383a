"""A world of several ranges: whole, its ranges invisible, and the same as ever where one range is enough."""

from __future__ import annotations

import hashlib
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from scoring.pipeline.work import simulate_tables
from scoring.settings import Home
from scoring.synthetic import World, ranges, simulate, simulate_in_ranges
from scoring.synthetic.draws import generators
from scoring.synthetic.people import FIRST_CLIENT, TRAIN_SHARE
from scoring.tables.schema import CONTRACT, TABLES
from scoring.tables.store import open_tables

CLIENTS, A_RANGE = 700, 300


@pytest.fixture(scope="module")
def parts() -> list[World]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranges, "CLIENTS_A_RANGE", A_RANGE)
        return list(simulate_in_ranges(CLIENTS, seed=5))


@pytest.fixture(scope="module")
def world(parts: list[World]) -> World:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ranges, "CLIENTS_A_RANGE", A_RANGE)
        return simulate(CLIENTS, seed=5)


def test_a_world_of_one_range_is_what_it_always_was() -> None:
    """Whole numbers and texts only: the last digit of a logarithm may differ from one processor to another."""
    digest = hashlib.sha256()
    for name, rows in sorted(simulate(300, seed=5).tables.items()):
        kept = rows.select(pl.col(pl.Int64, pl.String))
        digest.update(name.encode() + kept.write_csv().encode())
    assert digest.hexdigest()[:16] == "cd385c34a265c00c"


@pytest.mark.parametrize("clients", [50, 19_999, 20_000])
def test_up_to_twenty_thousand_clients_are_one_range(clients: int) -> None:
    assert [len(part) for part in ranges.client_ranges(clients)] == [clients]


@pytest.mark.parametrize("clients", [20_001, 39_999, 40_001, 356_255])
def test_ranges_hold_every_client_once(clients: int) -> None:
    parts = ranges.client_ranges(clients)
    assert [part.start for part in parts] == [0, *(part.stop for part in parts[:-1])]
    assert parts[-1].stop == clients
    assert max(map(len, parts)) <= ranges.CLIENTS_A_RANGE
    assert max(map(len, parts)) - min(map(len, parts)) <= 1
    assert sum(part.train for part in parts) == round(clients * TRAIN_SHARE)


def test_a_world_as_large_as_kaggles_has_as_many_outcomes() -> None:
    assert sum(part.train for part in ranges.client_ranges(356_255)) == 307_511


def test_every_range_draws_anew() -> None:
    draws = [generators(5, ("a", "b"), part)[name].random() for part in range(4) for name in ("a", "b")]
    assert len(set(draws)) == 8
    assert generators(5, ("a", "b"))["b"].random() == draws[1]


def test_three_ranges_are_drawn(parts: list[World]) -> None:
    assert [part.truth.height for part in parts] == [233, 234, 233]


@pytest.mark.parametrize("table", TABLES)
def test_each_range_has_higher_numbers_than_the_one_before(parts: list[World], table: str) -> None:
    numbers = [name for name in CONTRACT[table].columns if name.startswith("SK_ID_")]
    for name in numbers:
        bounds = [(part.tables[table][name].min(), part.tables[table][name].max()) for part in parts]
        assert all(low > high for (low, _), (_, high) in zip(bounds[1:], bounds[:-1], strict=True)), name


def test_clients_are_numbered_without_a_gap(world: World) -> None:
    expected = np.arange(FIRST_CLIENT, FIRST_CLIENT + CLIENTS)
    assert world.truth["SK_ID_CURR"].to_numpy().tolist() == expected.tolist()
    for table in ("application_train", "application_test"):
        assert world.tables[table]["SK_ID_CURR"].is_sorted()


def test_people_of_two_ranges_are_others(parts: list[World]) -> None:
    people = [set(part.truth["person"]) for part in parts]
    assert not people[0] & people[1]
    assert not people[1] & people[2]
    assert sum(map(len, people)) == CLIENTS - round(CLIENTS * 0.025)


def test_one_intercept_for_all_ranges(world: World) -> None:
    probability = world.truth["probability"].to_numpy()
    terms = world.truth.drop("SK_ID_CURR", "probability", "person").to_numpy().sum(axis=1)
    intercept = np.log(probability / (1 - probability)) - terms
    assert intercept == pytest.approx(np.full(CLIENTS, intercept[0]), abs=1e-9)


def test_several_ranges_pass_the_contract_and_come_out_sorted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ranges, "CLIENTS_A_RANGE", A_RANGE)
    home, lines = Home(tmp_path), list[str]()
    report = simulate_tables(home, CLIENTS, 5, lines.append)
    drawn = simulate(CLIENTS, seed=5)
    assert report.rows == {name: rows.height for name, rows in drawn.tables.items()}
    assert not [finding for finding in report.findings if finding.check != "credit_without_months"]
    tables = open_tables(home)
    for name in TABLES:
        rows = tables.frame(name).collect()
        assert_frame_equal(rows, rows.sort(CONTRACT[name].order, nulls_last=True, maintain_order=True))
    assert "clients 234 to 467 of 700" in lines
    assert not list(tmp_path.rglob(".raw-*"))
