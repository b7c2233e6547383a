"""Clients in a row without any row of a history: chance, or a stretch that was lost."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from scoring.settings import Home
from scoring.tables.ingest import import_tables
from scoring.tables.runs import is_no_chance, longest_run
from scoring.tables.schema import CONTRACT

HISTORIES = [table for table in CONTRACT if CONTRACT[table].source != "application"]


@pytest.mark.parametrize("coverage", [0.1, 0.3, 0.5, 0.9, 0.99, 1.0])
def test_no_run_of_a_thousand_clean_archives_is_taken_for_a_loss(coverage):
    chance = np.random.default_rng(5)
    runs = [chance.random(400) < coverage for _ in range(1000)]
    assert [place for place, has in enumerate(runs) if is_no_chance(has, longest_run(has)[1])] == []


@pytest.mark.parametrize("table", [name for name in HISTORIES if name != "credit_card_balance"])
@pytest.mark.parametrize("lost", [slice(120, 160), slice(260, 300)], ids=["in the middle", "at the end"])
def test_a_stretch_of_clients_that_was_lost_from_a_table_in_their_order_is_named(
    tiny_archive, tmp_path, simulated, table, lost
):
    world = simulated(300, 3).tables
    everyone = pl.concat([world[name]["SK_ID_CURR"] for name in ("application_train", "application_test")]).sort()
    gone = everyone[lost.start : lost.stop].implode()

    def without(rows):
        if table == "bureau_balance":
            gone_credits = world["bureau"].filter(pl.col("SK_ID_CURR").is_in(gone))["SK_ID_BUREAU"]
            return rows.filter(~pl.col("SK_ID_BUREAU").is_in(gone_credits.implode()))
        return rows.filter(~pl.col("SK_ID_CURR").is_in(gone))

    archive = tiny_archive(tmp_path / "archive", clients=300, change={table: without})
    findings = import_tables(Home(tmp_path / "home"), archive).findings
    rows = {finding.table: finding.rows for finding in findings if finding.check == "clients_in_a_row_without"}
    assert rows[table] >= 40
    assert set(rows) <= {table, "bureau_balance" if table == "bureau" else table}  # whose months go with their credits


def test_months_of_credits_whose_clients_nobody_knows_are_no_run(tiny_archive, tmp_path):
    archive = tiny_archive(tmp_path / "archive", without=["bureau"])
    checks = {finding.check for finding in import_tables(Home(tmp_path / "home"), archive).findings}
    assert "clients_in_a_row_without" not in checks
