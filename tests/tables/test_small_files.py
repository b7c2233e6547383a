"""Of a few clients what is common among sound ones is not named as a fault; what chance cannot have is."""

import polars as pl
import pytest

from scoring.tables.histories import check_histories

OF_CREDITS = ("application_train", "bureau", "bureau_balance")


@pytest.fixture(scope="module")
def sound(simulated):
    """Clients and their credits elsewhere, each month with its client, as the import keeps them."""
    tables = dict(simulated(1500, 1).tables)
    owners = tables["bureau"].select("SK_ID_BUREAU", "SK_ID_CURR")
    return {name: tables[name] for name in OF_CREDITS[:2]} | {
        "bureau_balance": tables["bureau_balance"].join(owners, on="SK_ID_BUREAU")
    }


def named(tables):
    return {finding.check for finding in check_histories({name: rows.lazy() for name, rows in tables.items()})}


def of(tables, clients):
    return {name: rows.filter(pl.col("SK_ID_CURR").is_in(clients)) for name, rows in tables.items()}


@pytest.mark.parametrize(("size", "most"), [(1, 2), (10, 1)])
def test_sound_clients_alone_are_told_nothing(sound, size, most):
    with_months = sound["bureau_balance"]["SK_ID_CURR"].unique(maintain_order=True).to_list()
    files = [with_months[start : start + size] for start in range(0, 100 * size, size) if with_months[start:]]
    findings = [named(of(sound, clients)) for clients in files]
    assert len(files) >= 40
    assert sum(bool(checks) for checks in findings) <= most


def test_credits_whose_months_are_gone_are_named_in_a_file_of_one_client(sound):
    credits = sound["bureau_balance"].group_by("SK_ID_CURR").agg(pl.col("SK_ID_BUREAU").n_unique().alias("n"))
    one = credits.filter(pl.col("n") >= 5)["SK_ID_CURR"].min()
    tables = of(sound, [one])
    kept = tables["bureau_balance"]["SK_ID_BUREAU"].min()
    cut = {**tables, "bureau_balance": tables["bureau_balance"].filter(pl.col("SK_ID_BUREAU") == kept)}
    assert (named(tables), named(cut)) == (set(), {"credit_without_months"})


@pytest.mark.parametrize(("clients", "named_from"), [(60, 4), (400, 8)])
def test_a_part_of_the_credits_is_named_from_how_many_clients_on(sound, clients, named_from):
    """One credit in four of 60 clients, one in eight of 400, as before."""
    some = of(sound, sound["application_train"]["SK_ID_CURR"].head(clients).to_list())
    thinned = some["bureau_balance"].filter(pl.col("SK_ID_BUREAU") % named_from > 0)
    assert named({**some, "bureau_balance": thinned}) == {"credit_without_months"}


def test_clients_without_the_credits_that_the_bureau_was_asked_for_are_named(sound):
    tables = of(sound, sound["bureau"]["SK_ID_CURR"].unique(maintain_order=True).head(10).to_list())
    kept = tables["bureau"]["SK_ID_CURR"].unique(maintain_order=True).head(7).to_list()
    cut = {**of(tables, kept), "application_train": tables["application_train"]}
    assert (named(tables), named(cut)) == (set(), {"enquiry_without_credit"})
