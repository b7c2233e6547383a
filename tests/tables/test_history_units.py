"""One client's history in thousands or hundredths: no value of it is impossible, nobody has only such ones."""

from __future__ import annotations

import polars as pl
import pytest

from scoring.settings import Home
from scoring.tables.applicant import applicant_tables
from scoring.tables.ingest import import_tables
from scoring.tables.records import APPLICATION, HISTORIES, contract_of
from scoring.tables.rules.history_units import BOUNDS
from scoring.tables.schema import CONTRACT
from scoring.tables.store import open_tables

FILES = {CONTRACT[name].source: name for name in HISTORIES}
SPOILT = [(source, column, 1000) for source, column in BOUNDS]
SPOILT += [("previous", "AMT_CREDIT", 0.01), ("card", "AMT_CREDIT_LIMIT_ACTUAL", 0.01)]


@pytest.fixture
def spoil(simulated, tiny_archive, tmp_path):
    """``(file, column, divisor) -> (client, tables)``: the first client with three amounts has them divided."""

    def run(file, column, divisor):
        rows = simulated(60, 3).tables[file].filter(pl.col(column) > 0)
        many = rows.group_by("SK_ID_CURR").agg(pl.len(), pl.col(column).min(), pl.col(column).max().alias("most"))
        fit = many.filter((pl.col("len") > 2) & (pl.col(column) > 50_000 if divisor < 1 else pl.col("most") < 400_000))
        client = fit["SK_ID_CURR"].min()
        value = pl.when(pl.col("SK_ID_CURR") == client).then(pl.col(column) / divisor).otherwise(column)
        home = Home(tmp_path / "home")
        import_tables(
            home, tiny_archive(tmp_path / "a", change={file: lambda rows: rows.with_columns(value.alias(column))})
        )
        return client, open_tables(home)

    return run


@pytest.mark.parametrize(("source", "column", "divisor"), SPOILT)
def test_a_history_in_another_unit_sends_its_client_to_review_with_the_column_named(spoil, source, column, divisor):
    client, tables = spoil(FILES[source], column, divisor)
    met = tables.flags.filter(pl.col("cause") == "unlikely_amount").select("SK_ID_CURR", "table", "column").rows()
    assert met == [(client, FILES[source], column)]


@pytest.mark.parametrize(("source", "column", "divisor"), SPOILT)
def test_a_request_says_the_same_as_a_file(simulated, spoil, source, column, divisor):
    client, tables = spoil(FILES[source], column, divisor)
    raw, body = simulated(60, 3).tables, {}
    for name in (APPLICATION, FILES[source]):
        file = "application_train" if name == APPLICATION else name
        rows = raw[file].filter(pl.col("SK_ID_CURR") == client)
        typed = rows.select(
            pl.col(c).cast(kind.dtype) for c, kind in contract_of(name).columns.items() if c in rows.columns
        )
        body[name] = typed.to_dicts()
    (body[APPLICATION],) = body[APPLICATION]
    for row in body[FILES[source]]:
        row[column] = row[column] and row[column] / divisor
    assert applicant_tables(body, client).flags.rows() == tables.flags.filter(pl.col("SK_ID_CURR") == client).rows()


@pytest.mark.parametrize(("clients", "seed"), [(60, 3), (300, 1), (300, 2)])
def test_no_simulated_history_is_taken_for_another_unit(simulated, clients, seed):
    tables = simulated(clients, seed).tables
    for (source, column), bounds in BOUNDS.items():
        amounts = tables[FILES[source]].filter(pl.col(column) > 0).group_by("SK_ID_CURR")
        ends = amounts.agg(pl.col(column).min().alias("least"), pl.col(column).max().alias("most"))
        assert not [ends for _, *ends in ends.rows() if bounds.are_crossed(*ends)]


def test_one_small_amount_among_usual_ones_says_nothing(tiny_archive, tmp_path):
    first = (pl.int_range(pl.len()).over("SK_ID_CURR") == 0) & (pl.col("SK_ID_CURR") % 9 == 0)
    small = pl.when(first & (pl.len().over("SK_ID_CURR") > 1)).then(12.5).otherwise("AMT_INSTALMENT")
    change = {"installments_payments": lambda rows: rows.with_columns(small.alias("AMT_INSTALMENT"))}
    report = import_tables(Home(tmp_path / "home"), tiny_archive(tmp_path / "a", change=change))
    assert "unlikely_amount" not in {finding.check for finding in report.findings}
