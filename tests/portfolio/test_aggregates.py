"""A variable spread over the portfolio: nobody can be made out, everybody is in a group, the client's is marked."""

import numpy as np
import pytest

from scoring.cohorts.column import Column, texts
from scoring.portfolio.aggregates import LEAST, groups_of


@pytest.mark.parametrize("people", [20, 39, 40, 61, 199, 200, 500, 1003])
@pytest.mark.parametrize("shape", ["spread", "ties", "one value", "half zero", "huge outlier"])
def test_every_group_of_numbers_holds_twenty_people_and_all_are_counted(people, shape):
    generator = np.random.default_rng(people)
    values = {
        "spread": generator.normal(size=people),
        "ties": generator.integers(0, 5, people).astype(float),
        "one value": np.full(people, 7.0),
        "half zero": np.where(np.arange(people) % 2, 0.0, generator.normal(size=people)),
        "huge outlier": np.r_[generator.normal(size=people - 1), 1e9],
    }[shape].astype(np.float32)
    column = Column("any", values)
    groups = groups_of(column, 0)
    assert sum(group.people for group in groups) == people
    assert all(group.people >= LEAST for group in groups)
    assert sum(group.here for group in groups) == 1
    own = next(group for group in groups if group.here)
    assert own.low <= column.number(values[0]) <= own.high
    bounds = [bound for group in groups for bound in (group.low, group.high)]
    assert bounds == sorted(bounds)


def test_too_few_people_or_an_unknown_value_are_not_told():
    values = np.r_[np.arange(19.0), np.nan].astype(np.float32)
    assert groups_of(Column("any", values), 0) == ()
    assert groups_of(Column("any", np.r_[np.arange(50.0), np.nan].astype(np.float32)), 50) == ()


def test_rare_levels_are_told_together_or_not_at_all():
    common = ["a"] * 30 + ["b"] * 25
    groups = groups_of(texts("any", [*common, *["c"] * 12, *["d"] * 9]), 0)
    assert [(group.level, group.people, group.here) for group in groups] == [
        ("a", 30, True), ("b", 25, False), ("", 21, False),
    ]  # fmt: skip
    assert [group.here for group in groups_of(texts("any", [*common, *["c"] * 12, *["d"] * 9]), 56)] == [
        False, False, True,
    ]  # fmt: skip
    few = texts("any", [*common, "c"])
    assert [group.level for group in groups_of(few, 0)] == ["a", "b"]
    assert groups_of(few, 55) == ()
