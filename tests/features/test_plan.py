"""One client's features from a plan made once: exactly what the whole matrix holds, whatever tables are there."""

import threading
from itertools import pairwise

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from scoring.features import plan as plan_module
from scoring.features.build import SOURCES, build, build_clients
from scoring.features.identity import identity
from scoring.features.plan import FeaturePlans
from scoring.tables.store import TableSet, open_tables


@pytest.fixture(scope="module")
def tables(imported):
    return open_tables(imported)


@pytest.fixture(scope="module")
def clients(tables):
    return tables.application().select("SK_ID_CURR").collect().to_series().to_list()


def same(row: pl.DataFrame, expected: pl.DataFrame) -> None:
    outcome = pl.lit(None, pl.Int64).alias("TARGET")  # an applicant has none yet
    assert_frame_equal(row, expected.with_columns(outcome), check_exact=True)


def test_every_client_has_the_row_of_the_matrix(tables, clients):
    plans, matrix = FeaturePlans(), build(tables)
    for place, client in enumerate(clients):
        same(plans.row(tables.of([client])), matrix[place : place + 1])


def test_every_client_is_who_they_are_in_the_whole_table(tables, clients):
    plans, everyone = FeaturePlans(), identity(tables).collect()
    for place, client in enumerate(clients):
        assert_frame_equal(plans.row_and_identity(tables.of([client]))[1], everyone[place : place + 1])


@pytest.mark.parametrize("left_out", [*SOURCES.values(), tuple(file for files in SOURCES.values() for file in files)])
def test_an_absent_table_leaves_its_features_empty(tables, clients, left_out):
    some = TableSet({name: frame for name, frame in tables.frames.items() if name not in left_out})
    same(FeaturePlans().row(some.of(clients[:1])), build_clients(some, clients[:1]))


def test_what_is_too_large_to_be_a_number_is_empty(tables, clients):
    tiny, huge = pl.lit(1e-10).alias("AMT_INCOME_TOTAL"), pl.lit(1.7e308).alias("AMT_ANNUITY")
    own = {name: frame.collect().lazy() for name, frame in tables.of(clients[:1]).frames.items()}
    changed = {name: own[name].with_columns(tiny, huge) for name in own if name.startswith("application")}
    applicant = TableSet({**own, **changed})
    row = FeaturePlans().row(applicant)
    assert row["application_annuity_income_ratio"].item() is None
    same(row, build(applicant))


def test_a_plan_is_made_once_for_each_set_of_tables(tables, clients, monkeypatch):
    made = []
    original = plan_module.FeaturePlan

    def counting(schemas, wanted):
        made.append(sorted(schemas))
        return original(schemas, wanted)

    monkeypatch.setattr(plan_module, "FeaturePlan", counting)
    plans = FeaturePlans()
    without_card = TableSet({n: f for n, f in tables.frames.items() if n != "credit_card_balance"})
    for client in clients[:3]:
        plans.row(tables.of([client]))
        plans.row(without_card.of([client]))
    assert made == [sorted(tables.frames), sorted(without_card.frames)]


def test_only_what_is_wanted_is_computed(tables, clients):
    wanted = ("application_amt_credit", "bureau_rows_count", "application_name_education_type")
    row = FeaturePlans(wanted).row(tables.of(clients[:1]))
    assert set(row.columns) == {"SK_ID_CURR", "TARGET", *wanted}
    same(row, build_clients(tables, clients[:1]).select(row.columns))


def test_clients_asked_for_at_once_do_not_mix(tables, clients):
    plans, rows = FeaturePlans(), {}
    expected = {client: build_clients(tables, [client]) for client in clients[:8]}

    def ask(some):
        for client in some:
            rows[client] = plans.row(tables.of([client]))

    threads = [threading.Thread(target=ask, args=(pair,)) for pair in pairwise(clients[:8])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for client, row in expected.items():
        same(rows[client], row)
