"""Columns that are held: which are read again, and which one goes."""

from __future__ import annotations

import numpy as np

from scoring.cohorts.column import Column
from scoring.portfolio import Portfolio
from scoring.portfolio.held_columns import HeldColumns


def test_what_is_held_is_read_once_and_the_oldest_goes():
    read = []
    columns = HeldColumns(lambda name: read.append(name) or Column(name, np.zeros(1)), 2)
    for name in ("a", "b", "a", "c", "a", "b"):  # "b" goes for "c"
        assert columns.hold(name).feature == name
    assert read == ["a", "b", "c", "b"]


def test_what_is_looked_at_once_takes_nobodys_place():
    read = []
    columns = HeldColumns(lambda name: read.append(name) or Column(name, np.zeros(1)), 1)
    columns.hold("a")
    for _ in range(2):
        assert columns.glance("b").feature == "b"
    assert columns.glance("a") is columns.hold("a")
    assert read == ["a", "b", "b"]


def test_from_client_to_client_only_the_columns_of_their_reasons_are_read_again(world, monkeypatch):
    portfolio, read = Portfolio.open(world), []
    folder_read = portfolio._columns.read
    monkeypatch.setattr(portfolio._columns, "read", lambda name: read.append(name) or folder_read(name))
    reasons = [name for name in portfolio.variables() if not name.startswith("application")][:4]
    for client in portfolio.clients[:6].tolist():
        before = len(read)
        rows = portfolio.comparison_rows(client, portfolio.group("similar", client), reasons)
        assert [row.feature for row in rows[:4]] == reasons
        assert len(rows) == 12
    assert set(read[:before]) > set(reasons)
    assert sorted(read[before:]) == sorted(reasons)
