"""What holds of the features whatever the tables hold."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import dataframely as dy
import numpy as np
import polars as pl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from scoring.features.build import build, definitions
from scoring.tables.schema import CONTRACT, column_unit, known_levels
from scoring.tables.store import TableSet

pytestmark = pytest.mark.slow
TABLES = ("application_train", "bureau", "bureau_balance", "previous_application", "POS_CASH_balance",
          "installments_payments", "credit_card_balance")  # fmt: skip
CLIENTS = (1, 2, 3)
QUICK = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
Tables = dict[str, pl.DataFrame]

# Whole cents up to what people owe; days and counts as they are.
MODEST: Mapping[str, st.SearchStrategy[float]] = {
    "amount": st.integers(0, 10**8).map(lambda cents: cents / 100),
    "days": st.integers(-20_000, 2_000).map(float),
    "years": st.integers(0, 90).map(float),
    "count": st.integers(0, 300).map(float),
    "flag": st.sampled_from([0.0, 1.0]),
    "hour": st.integers(0, 23).map(float),
    "ratio": st.floats(0, 1),
    "score": st.floats(0, 1),
}
WILD = st.one_of(
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from([0.0, -0.0, 5e-324, 1e-300, 1e308, -1e308, 1.7976931348623157e308]),
)


def cells(name: str, column: dy.Column, wild: bool) -> st.SearchStrategy[Any]:
    """Values that the contract allows in a column."""
    if name == "SK_ID_CURR":
        return st.sampled_from(CLIENTS)
    if name.startswith("SK_ID"):
        return st.integers(1, 4)
    if name == "TARGET":
        return st.sampled_from([0, 1])
    unit = column_unit(column)
    if unit == "months":
        return st.integers(-97, 0)
    if unit == "category":
        known = st.sampled_from([*known_levels(column), "never heard of"])
        return st.one_of(known, st.none()) if column.nullable else known
    number = WILD if wild else MODEST[unit]
    return st.one_of(number, st.none()) if column.nullable else number


@st.composite
def table(draw: st.DrawFn, name: str, wild: bool) -> pl.DataFrame:
    """A table of few rows; the columns are drawn for all rows from a handful of values."""
    columns = CONTRACT[name].schema.columns()
    is_application = name == "application_train"
    height = len(CLIENTS) if is_application else draw(st.integers(0, 7))
    seed = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    drawn: dict[str, list[Any]] = {}
    for column in columns:
        pool = draw(POOLS[name, column, wild])
        drawn[column] = [pool[i] for i in seed.integers(0, len(pool), height)]
    if is_application:
        drawn["SK_ID_CURR"] = list(CLIENTS)
    return pl.DataFrame(drawn, schema={column: kind.dtype for column, kind in columns.items()})


POOLS = {
    (name, column, wild): st.lists(cells(column, kind, wild), min_size=1, max_size=4)
    for name in TABLES
    for column, kind in CONTRACT[name].schema.columns().items()
    for wild in (False, True)
}


def tables(*, wild: bool = False) -> st.SearchStrategy[Tables]:
    return st.fixed_dictionaries({name: table(name, wild) for name in TABLES}).map(with_one_owner)


def with_one_owner(drawn: Tables) -> Tables:
    """A credit belongs to one client, and so do its months."""
    bureau = drawn["bureau"].unique("SK_ID_BUREAU", keep="first", maintain_order=True)
    owner = bureau.select("SK_ID_BUREAU", "SK_ID_CURR")
    balance = drawn["bureau_balance"].drop("SK_ID_CURR").join(owner, on="SK_ID_BUREAU", how="left")
    return drawn | {"bureau": bureau, "bureau_balance": balance.select(drawn["bureau_balance"].columns)}


def features(frames: Tables) -> pl.DataFrame:
    return build(TableSet({name: rows.lazy() for name, rows in frames.items()}))


def assert_close(one: pl.DataFrame, other: pl.DataFrame, factor: Mapping[str, float] | None = None) -> None:
    """Equal but for rounding: sums of different order differ in the last digits of their largest part."""
    for name in one.columns:
        a, b = one[name], other[name]
        if a.dtype != pl.Float64:
            assert a.equals(b, null_equal=True), name
            continue
        times = (factor or {}).get(name, 1.0)
        np.testing.assert_allclose(b.to_numpy(), times * a.to_numpy(), rtol=1e-9, atol=1e-6, err_msg=name)


@given(frames=tables(), seed=st.integers(0, 1000))
@QUICK
def test_the_order_of_rows_does_not_matter(frames, seed):
    shuffled = {name: rows.sample(fraction=1, shuffle=True, seed=seed) for name, rows in frames.items()}
    assert_close(features(frames), features(shuffled))


@given(frames=tables(), client=st.sampled_from(CLIENTS))
@QUICK
def test_other_clients_change_nothing(frames, client):
    mine = pl.col("SK_ID_CURR") == client
    alone = features({name: rows.filter(mine) for name, rows in frames.items()})
    assert_close(features(frames).filter(mine), alone)


def amounts_times(frames: Tables, factor: float) -> Tables:
    """Every amount of every table, of money alone, multiplied."""
    doubled = {}
    for name, rows in frames.items():
        kinds = CONTRACT[name].schema.columns()
        amounts = [column for column, kind in kinds.items() if column_unit(kind) == "amount"]
        doubled[name] = rows.with_columns(pl.col(amounts) * factor)
    return doubled


def factor_of_amounts(factor: float) -> dict[str, float]:
    """What each feature is multiplied by: amounts by the factor, all the rest by one."""
    return {feature.name: factor if feature.unit == "amount" else 1.0 for feature in definitions()}


@given(frames=tables())
@QUICK
def test_doubled_amounts_double_amounts_and_leave_the_rest(frames):
    assert_close(features(frames), features(amounts_times(frames, 2)), factor_of_amounts(2.0))


@given(frames=tables(wild=True))
@settings(QUICK, max_examples=20)
def test_no_number_is_infinite_or_not_a_number_whatever_comes_in(frames):
    rows = features(frames)
    strange = [name for name in rows.columns if rows[name].dtype == pl.Float64 and not rows[name].is_finite().all()]
    assert strange == []


@given(frames=tables(wild=True))
@QUICK
def test_every_client_has_one_row_whatever_comes_in(frames):
    rows = features(frames)
    assert rows["SK_ID_CURR"].to_list() == list(CLIENTS)
    assert rows.columns == ["SK_ID_CURR", "TARGET", *(feature.name for feature in definitions())]


@given(frames=tables())
@QUICK
def test_shares_lie_between_0_and_1_and_counts_are_whole(frames):
    rows = features(frames)
    for feature in definitions():
        values = rows[feature.name].drop_nulls()
        if feature.statistic == "share":
            assert values.is_between(0, 1).all(), feature.name
        if feature.statistic in ("count", "distinct"):
            assert ((values % 1 == 0) & (values >= 0)).all(), feature.name
