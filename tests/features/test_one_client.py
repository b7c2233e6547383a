"""One client alone gets the same features as within the batch."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from scoring.features.build import build, build_clients
from scoring.settings import Home
from scoring.tables.ingest import import_tables
from scoring.tables.store import TableSet, open_tables


def some_clients(tables: TableSet, wanted: int) -> list[int]:
    """Clients from the first to the last number, in even steps."""
    every = tables.application().select("SK_ID_CURR").collect()["SK_ID_CURR"]
    places = np.linspace(0, len(every) - 1, min(wanted, len(every))).astype(int)
    return every.gather(places).to_list()


def alone(tables: TableSet, clients: Sequence[int]) -> pl.DataFrame:
    return pl.concat([build_clients(tables, [client]) for client in clients])


def assert_same(batch: pl.DataFrame, single: pl.DataFrame) -> None:
    """Every digit: the reasons, the score and the letter are computed from one or the other."""
    assert_frame_equal(batch, single, check_exact=True)


def check_home(home: Home, clients: int = 200) -> None:
    tables = open_tables(home)
    some = some_clients(tables, clients)
    assert len(some) == clients
    batch = build(tables).filter(pl.col("SK_ID_CURR").is_in(some))
    assert_same(batch, alone(tables, some))


@pytest.mark.slow
def test_200_simulated_clients_alone_equal_the_batch(world):
    check_home(world)


def test_features_are_the_same_in_every_run(world):
    """Rows are added up in one order, whichever thread has them at hand (once the last digits changed in each run)."""
    tables = open_tables(world)
    some = some_clients(tables, 60)
    first = build_clients(tables, some)
    for _ in range(10):
        assert_same(first, build_clients(tables, some))


def test_the_order_of_rows_changes_no_digit(world):
    """What tells a client's rows apart orders them: a file sorted in another way gives the same answer."""
    tables = open_tables(world)
    some = tables.of(some_clients(tables, 60))
    rows = {name: frame.collect() for name, frame in some.frames.items()}
    shuffled = {name: frame.sample(fraction=1.0, shuffle=True, seed=3).lazy() for name, frame in rows.items()}
    assert_same(build(some), build(TableSet(shuffled)))


def test_some_clients_together_equal_the_batch(world):
    tables = open_tables(world)
    some = some_clients(tables, 23)
    batch = build(tables).filter(pl.col("SK_ID_CURR").is_in(some))
    assert_same(batch, build_clients(tables, some))


@pytest.mark.real
@pytest.mark.slow
@pytest.mark.parametrize(("name", "clients"), [("home-credit-sample.zip", 200), ("home-credit-200.zip", 60)])
def test_real_clients_alone_equal_the_batch(real_data, tmp_path, name, clients):
    home = Home(tmp_path / "home")
    import_tables(home, Path(real_data(name)))
    check_home(home, clients)


@pytest.mark.real
def test_real_instalments_are_known_for_193_of_200_clients(real_data, tmp_path):
    home = Home(tmp_path / "home")
    import_tables(home, Path(real_data("home-credit-200.zip")))
    rows = build(open_tables(home))
    assert rows.height == 200
    assert rows["installments_rows_count"].count() == 193
    assert rows["balance_rows_count"].count() == 0


def test_the_outcome_changes_no_feature(imported):
    """No feature may hold what is to be foretold: the application's own row has it beside what it asks for."""
    tables = open_tables(imported)
    name = "application_train"
    others = tables.frames[name].with_columns(TARGET=1 - pl.col("TARGET"))
    before, after = (build(each) for each in (tables, TableSet({**tables.frames, name: others})))
    assert not after["TARGET"].equals(before["TARGET"], null_equal=True)
    assert after.drop("TARGET").equals(before.drop("TARGET"), null_equal=True)
