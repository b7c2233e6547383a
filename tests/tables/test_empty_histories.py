"""A history without a row: taken as none where a few clients may all have none, refused where they are many."""

from __future__ import annotations

import polars as pl
import pytest

from scoring.errors import UserError
from scoring.settings import Home
from scoring.tables.applicant import applicant_tables
from scoring.tables.empty_histories import WITHOUT_ANY, most_without
from scoring.tables.ingest import check_archive, import_tables, read_archive
from scoring.tables.records import APPLICATION, HISTORIES
from scoring.tables.schema import CONTRACT

TRAIN = "application_train"


def first(clients: int):
    """Changes that leave so many clients, and no row of any history."""
    some = {TRAIN: lambda rows: rows.head(clients), "application_test": lambda rows: rows.clear()}
    return some | {name: lambda rows: rows.clear() for name in HISTORIES}


@pytest.fixture
def without(tiny_archive, tmp_path):
    def make(clients: int, *empty: str, ending: str = ".csv"):
        change = {name: how for name, how in first(clients).items() if name in (TRAIN, *empty)}
        left_out = [name for name in ("application_test", *HISTORIES) if name not in empty]
        return tiny_archive(
            tmp_path / str(len(list(tmp_path.iterdir()))), change=change, without=left_out, ending=ending
        )

    return make


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".parquet"])
@pytest.mark.parametrize("name", HISTORIES)
def test_a_client_without_any_row_of_a_history_is_taken_and_named(without, name, ending):
    findings = check_archive(without(1, name, ending=ending), to_score=True).findings
    (finding,) = (finding for finding in findings if finding.check == "empty_history")
    assert (finding.table, finding.rows) == (name, 0)
    # The credit bureau was asked about this client, which it is of who has credits there.
    assert {finding.check for finding in findings} == {"empty_history"} | (
        {"enquiry_without_credit"} if name == "bureau" else set()
    )
    assert finding.sentence == (
        "expected rows, got an empty table: taken as none of 1 client having any. "
        "Leave the file out where it is not known whether they have any."
    )


@pytest.mark.parametrize("name", HISTORIES)
def test_an_import_refuses_a_history_without_rows_whoever_its_clients_are(without, name, tmp_path):
    with pytest.raises(UserError, match=f"^{name}.csv: expected rows, got an empty table. "):
        import_tables(Home(tmp_path / "home"), without(1, name))


@pytest.mark.parametrize("name", [name for name in HISTORIES if most_without(name) < 50])
def test_more_clients_than_chance_leaves_without_any_are_refused(without, name):
    most = most_without(name)
    assert check_archive(without(most, name), to_score=True).rows[name] == 0
    with pytest.raises(UserError) as refused:
        check_archive(without(most + 1, name), to_score=True)
    assert str(refused.value) == (
        f"{name}.csv: expected rows of some of {most + 1} clients, got an empty table ({most} clients at most may all "
        "have none). Export the table again from Kaggle's archive."
    )


def test_the_limits_are_once_in_a_million():
    assert {name: most_without(name) for name in WITHOUT_ANY} == {
        "bureau": 8, "bureau_balance": 48, "previous_application": 6, "POS_CASH_balance": 6,
        "installments_payments": 6, "credit_card_balance": 61,
    }  # fmt: skip
    assert set(WITHOUT_ANY) == set(HISTORIES)


def test_applications_without_a_row_are_refused(tiny_archive, tmp_path):
    empty = {TRAIN: lambda rows: rows.clear()}
    archive = tiny_archive(tmp_path / "archive", change=empty, without=HISTORIES)
    with pytest.raises(UserError, match=r"^application_train.csv: expected rows, got an empty table\. "):
        check_archive(archive, to_score=True)


def test_no_row_of_any_history_is_what_empty_lists_of_a_request_are(without, simulated, tmp_path):
    folder = tmp_path / "tables"
    folder.mkdir()
    filed = read_archive(without(1, *HISTORIES), folder)
    row = simulated(60, 3).tables[TRAIN].row(0, named=True)
    columns = CONTRACT["application_test"].columns
    application = {name: value for name, value in row.items() if name in columns}
    asked = applicant_tables({APPLICATION: application, **{name: [] for name in HISTORIES}}, row["SK_ID_CURR"])
    assert filed.absent == asked.absent == ()
    for name in HISTORIES:
        assert filed.frame(name).collect().equals(asked.frame(name).collect())
        assert filed.frame(name).collect_schema() == asked.frame(name).collect_schema()
    assert filed.application().select(pl.len()).collect().item() == 1
