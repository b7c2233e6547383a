"""One client's own rows, as the tables hold them and as the features count them."""

import shutil

import polars as pl
import pytest

from scoring.dashboard.panels.client_file.applications import is_late
from scoring.files import current
from scoring.portfolio import Portfolio
from scoring.portfolio.client_records import read_client_records, tables_of

TABLES = ("bureau", "previous_application", "installments_payments", "credit_card_balance")


def test_counts_agree_with_the_features_for_every_client(world):
    portfolio = Portfolio.open(world)
    for client in portfolio.clients.tolist()[::5]:
        records, values = portfolio.records(client), portfolio.values(client)
        instalments = [one for application in records.applications for one in application.instalments]
        assert len(records.credits) == (values["bureau_rows_count"] or 0)
        assert sum(a.decided is not None for a in records.applications) == (values["previous_rows_count"] or 0)
        assert len(instalments) == (values["installments_rows_count"] or 0)
        if values["installments_late_mean"] is not None:
            paid = [one for one in instalments if one.delay is not None]
            assert sum(map(is_late, paid)) / len(paid) == pytest.approx(values["installments_late_mean"])


def test_rows_are_the_clients_alone_and_nobody_has_none(world):
    tables = current(world.tables)
    client = int(pl.read_parquet(tables / "credit_card_balance.parquet")["SK_ID_CURR"][0])
    months = pl.read_parquet(tables / "credit_card_balance.parquet").filter(pl.col("SK_ID_CURR") == client)
    records = read_client_records(tables, client)
    assert [month.month for month in records.card] == sorted(set(months["MONTHS_BALANCE"].to_list()))
    assert sum(month.balance or 0.0 for month in records.card) == pytest.approx(months["AMT_BALANCE"].sum())
    nobody = read_client_records(tables, 1)
    assert (nobody.credits, nobody.applications, nobody.card, nobody.instalments_known) == ((), (), (), True)


def test_a_table_that_is_missing_is_told_apart_from_a_client_without_rows(world, tmp_path):
    folder = shutil.copytree(current(world.tables), tmp_path / "tables")
    client = int(pl.read_parquet(folder / "installments_payments.parquet")["SK_ID_CURR"][0])
    (folder / "previous_application.parquet").unlink()
    records = read_client_records(folder, client)
    assert all(application.kind is None for application in records.applications)
    assert sum(len(application.instalments) for application in records.applications) > 0
    for name in TABLES:
        (folder / f"{name}.parquet").unlink(missing_ok=True)
    records = read_client_records(folder, client)
    assert (records.credits, records.applications, records.card, records.instalments_known) == (None, None, None, False)


def test_without_tables_or_with_others_than_were_scored_there_are_no_records(own_world):
    portfolio = Portfolio.open(own_world)
    client = int(portfolio.clients[0])
    assert portfolio.records(client) is not None
    folder = current(own_world.tables)
    report = folder / "tables.json"
    report.write_text(report.read_text().replace('"fingerprint": "', '"fingerprint": "0'))
    assert tables_of(portfolio.folder) is None  # others took their place: they may be of other people
    assert portfolio.records(client) is None
    shutil.rmtree(own_world.tables)
    assert portfolio.records(client) is None
