"""Loans whose first instalment was due long ago and that have no months; calendar years in place of days."""

from __future__ import annotations

import polars as pl
import pytest

from scoring.api.language import archive_in_language
from scoring.errors import UserError
from scoring.tables.contradictions import contradictions
from scoring.tables.histories import check_histories
from scoring.tables.history_defects import history_defects
from scoring.tables.ingest import check_archive
from scoring.tables.schema import CONTRACT
from scoring.tables.shares import POS, PREVIOUS
from scoring.tables.store import open_tables
from scoring.tables.witnesses.within import check_within

CONSUMER, CASH, REVOLVING = "Consumer loans", "Cash loans", "Revolving loans"


def loan(number, first_due, kind=CONSUMER):
    return {
        "SK_ID_PREV": number,
        "SK_ID_CURR": 1,
        "NAME_CONTRACT_TYPE": kind,
        "DAYS_DECISION": -950,
        "DAYS_FIRST_DUE": first_due,
        "DAYS_TERMINATION": None,
    }


def months(number):
    return [
        {"SK_ID_PREV": number, "SK_ID_CURR": 1, "MONTHS_BALANCE": month, "NAME_CONTRACT_STATUS": "Active"}
        for month in range(-31, 0)
    ]


def findings_of(given):
    """What a file and a request with these rows are told; the same."""
    kinds = {name: CONTRACT[name].columns for name in given}
    frames = {
        name: pl.DataFrame(rows, {column: kinds[name][column].dtype for column in rows[0]}).lazy()
        for name, rows in given.items()
    }
    in_file = [(one.check, one.table, one.rows) for one in check_histories(frames)]
    assert in_file == [(one.check, one.table, one.rows) for one in history_defects(given)]
    return in_file


@pytest.mark.parametrize(
    ("first_due", "kind", "is_named"),
    [
        (-900, CONSUMER, True),
        (-100, CASH, True),
        (-99, CASH, False),
        (None, CONSUMER, False),
        (365243, CONSUMER, False),
        (-900, REVOLVING, False),
        (-900, None, False),
    ],
)
def test_a_loan_due_long_ago_has_months(first_due, kind, is_named):
    given = {PREVIOUS: [loan(7, first_due, kind), loan(8, -900)], POS: months(8)}
    assert findings_of(given) == [("due_without_months", POS, 1)] * is_named


def test_no_months_of_any_loan_are_the_callers_custom_but_an_empty_list_is_none():
    assert history_defects({PREVIOUS: [loan(7, -900)], POS: months(9)}) == []
    assert [one.check for one in history_defects({PREVIOUS: [loan(7, -900)], POS: []})] == ["due_without_months"]
    assert history_defects({PREVIOUS: [loan(7, -900)]}) == []


def test_loans_of_other_clients_added_to_previous_application_are_met(world):
    """Their months were left out: in silence they changed decisions."""
    tables = dict(open_tables(world).frames)
    of_others = tables[PREVIOUS].with_columns(
        pl.col("SK_ID_PREV") + 10_000_000, pl.col("SK_ID_CURR").reverse().alias("SK_ID_CURR")
    )
    tables[PREVIOUS] = pl.concat([tables[PREVIOUS], of_others])
    with pytest.raises(
        UserError, match=rf"{POS}: rows are missing: .* loans whose first instalment was due 100 days"
    ) as refused:
        check_histories(tables)
    assert "prêts dont la première échéance date de 100 jours" in archive_in_language(str(refused.value), "fr")


def test_sound_clients_are_not_told_so(world):
    tables = dict(open_tables(world).frames)
    assert [one for one in check_histories(tables) if one.check == "due_without_months"] == []


# --- a birth that is none -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("birth", "is_told"), [(-12.153, False), (-400, False), (-6573, False), (-6575, True), (-36524, False)]
)
def test_a_birth_that_cannot_be_contradicts_no_row(birth, is_told):
    """In thousands of days, or years: the birth is the mistake, and not each of the rows of the histories."""
    given = {"application": {"DAYS_BIRTH": birth}, "bureau": [{"SK_ID_BUREAU": 1, "DAYS_CREDIT": -7000}]}
    assert [mistake.field for mistake in contradictions(given)] == ["bureau[0].DAYS_CREDIT"] * is_told


# --- calendar years -----------------------------------------------------------------------------------


def in_years(column):
    return (2018 + (pl.col(column).cast(pl.Float64) / 365.25).floor()).cast(pl.Int64).alias(column)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("application_train", "DAYS_BIRTH"),
        ("application_train", "DAYS_ID_PUBLISH"),
        ("bureau", "DAYS_CREDIT"),
        (PREVIOUS, "DAYS_DECISION"),
        ("installments_payments", "DAYS_ENTRY_PAYMENT"),
    ],
)
def test_calendar_years_are_no_signs_turned_round(tiny_archive, simulated, tmp_path, table, column):
    archive = tiny_archive(tmp_path / "archive")
    pl.read_csv(archive / f"{table}.csv", infer_schema_length=None).with_columns(in_years(column)).write_csv(
        archive / f"{table}.csv"
    )
    with pytest.raises(
        UserError, match=rf"column {column}: calendar years in place of days: {column} is between "
    ) as refused:
        check_archive(archive)
    assert "Give days relative to the application" in str(refused.value)
    assert "des années civiles au lieu de jours" in archive_in_language(str(refused.value), "fr")


def test_years_in_which_credits_end_are_named(world):
    bureau = dict(open_tables(world).frames)["bureau"].with_columns(in_years("DAYS_CREDIT_ENDDATE"))
    assert "DAYS_CREDIT_ENDDATE" in [finding.column for finding in check_within("bureau", bureau)]
