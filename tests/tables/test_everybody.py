"""What is the same for every client, sorted by itself, or in the opposite order: no value is wrong, the column is."""

from __future__ import annotations

import polars as pl
import pytest

from scoring.errors import UserError
from scoring.tables.schema import CONTRACT
from scoring.tables.store import open_tables
from scoring.tables.witnesses.check_witnesses import check_witnesses
from scoring.tables.witnesses.everybody import NOTHING_TOLD, OTHERS, OVER_IT, check_everybody, statements
from scoring.tables.witnesses.filled import FILLED, SHARES_WITHOUT_GAPS, WITHOUT_GAPS
from scoring.tables.witnesses.in_order import check_in_order
from scoring.tables.witnesses.in_time import IN_TIME, ROUNDED
from scoring.tables.witnesses.judge import is_no_chance
from scoring.tables.witnesses.late import TAKEN_OUT
from scoring.tables.witnesses.relation_lines import fewest_clients

col = pl.col
TRAIN = "application_train"
POS, PAID, CARD = "POS_CASH_balance", "installments_payments", "credit_card_balance"


@pytest.fixture(scope="module")
def clean(world) -> dict[str, pl.DataFrame]:
    return {name: frame.collect() for name, frame in open_tables(world).frames.items()}


def spoiled(one, rows: pl.DataFrame) -> pl.DataFrame:
    """A table of which a statement is true."""
    if one.means == NOTHING_TOLD:
        return rows.with_columns(pl.lit(None, rows.schema[one.column]).alias(one.column))
    if one.means == OVER_IT:
        first = rows[one.column].drop_nulls().first()
        return rows.with_columns(pl.lit(first, rows.schema[one.column]).alias(one.column))
    if one.column == "SK_ID_PREV":
        return rows.unique(one.column)
    if one.table == PAID:
        due = "DAYS_INSTALMENT" if one.column.startswith("DAYS") else "AMT_INSTALMENT"
        return rows.with_columns(col(due).alias(one.column))
    return rows.filter(col(one.column) != one.expected.split()[-1])


def test_nothing_is_the_same_for_all_clients_of_clean_tables(clean):
    said = [(f.table, f.column) for name, rows in clean.items() for f in check_everybody(name, rows.lazy())]
    assert said == []


@pytest.mark.parametrize("name", [name for name in CONTRACT if name != "application_test"])
@pytest.mark.parametrize("means", [OVER_IT, NOTHING_TOLD])
def test_whatever_column_is_the_same_for_all_is_named_from_enough_clients_on(clean, name, means):
    rows, expected = clean[name], set()
    for one in (one for one in statements(name) if one.means == means):
        rows = spoiled(one, rows)
        known = rows if means == NOTHING_TOLD else rows.drop_nulls(one.column)
        expected |= {one.column} if one.is_no_chance(known["SK_ID_CURR"].n_unique()) else set()
    found = [finding for finding in check_everybody(name, rows.lazy()) if means in finding.sentence]
    assert all(finding.sentence.startswith("expected ") and ", got " in finding.sentence for finding in found)
    if means == OVER_IT:
        assert {finding.column for finding in found} == expected
    else:
        assert len(found) == bool(expected)
        assert all(f"{len(expected) - 5} more" in finding.sentence for finding in found if len(expected) > 5)


@pytest.mark.parametrize(
    "one", [one for one in OTHERS if one.means != TAKEN_OUT], ids=lambda one: f"{one.table} {one.expected}"
)
def test_rows_that_nobody_has_and_plans_in_place_of_facts_are_named(clean, one):
    rows = spoiled(one, clean[one.table])
    found = [f for f in check_everybody(one.table, rows.lazy()) if f"expected {one.expected}, got " in f.sentence]
    assert [(f.check, f.column) for f in found] == [("same_for_all", one.column)]


@pytest.mark.parametrize("table", [*SHARES_WITHOUT_GAPS, "application_test"])
@pytest.mark.parametrize("how", ["filled in", "left out"])
def test_columns_without_a_gap_are_one_finding(clean, table, how):
    """As ``fillna`` leaves them, or ``dropna``: whoever trains or exports by a script does one or the other first."""
    rows = clean[table]
    everybody = rows["SK_ID_CURR"].n_unique()
    expected = [one for one in WITHOUT_GAPS if one.table == table and one.is_no_chance(everybody)]
    if how == "left out":
        expected = [one for one in expected if rows.drop_nulls(one.column)["SK_ID_CURR"].n_unique() > 300][:1]
        rows = rows.drop_nulls([one.column for one in expected]) if expected else rows
    else:
        values = [rows[one.column].drop_nulls().first() for one in expected]
        rows = rows.with_columns(col(one.column).fill_null(v) for one, v in zip(expected, values, strict=True))
    found = [f.sentence for f in check_everybody(table, rows.lazy()) if FILLED in f.sentence]
    assert len(found) == bool(expected)
    clients = f"{rows['SK_ID_CURR'].n_unique():,}"
    for sentence in found:
        assert sentence.startswith(f"expected {expected[0].column}")
        assert f"to be empty for some clients, got values in all rows of {clients}: " in sentence
        assert (f"and {len(expected) - 5} more" in sentence) == (len(expected) > 5)


OUTSIDE = {  # rows of which a statement on times is true
    "from": lambda column, bound: col(column) < bound,
    "below": lambda column, bound: col(column) >= bound,
}


@pytest.mark.parametrize("one", [one for one in IN_TIME if one.means != ROUNDED], ids=lambda one: one.expected)
def test_a_history_without_late_rows_or_old_ones_is_named(clean, one):
    column, side, bound = one.expected.removeprefix("some rows with ").removesuffix(" on").split()
    rows = clean[one.table].filter(OUTSIDE[side](column, int(bound)))
    said = {f.sentence.partition(":")[0] for f in check_everybody(one.table, rows.lazy())}
    clients = rows["SK_ID_CURR"].n_unique()
    assert one.is_no_chance(clients)
    assert f"expected {one.expected}, got none of {clients:,} clients" in said


@pytest.mark.parametrize("length", [7, 30, 30.4375, 30.5, 365, 365.25])
@pytest.mark.parametrize("table", [table for table in CONTRACT if table != "application_test"])
def test_days_that_were_rounded_to_weeks_months_or_years_are_named(clean, table, length):
    columns = [name for name in clean[table].columns if name.startswith("DAYS_")]
    whole = [((col(name) / length).round() * length).round().alias(name) for name in columns]
    found = check_everybody(table, clean[table].with_columns(whole).lazy())
    assert {finding.column for finding in found if ROUNDED in finding.sentence} == set(columns)


def test_few_clients_may_have_anything_in_common(clean):
    few = clean[TRAIN].head(5).with_columns(pl.lit(90_000.0).alias("AMT_INCOME_TOTAL"))
    assert list(check_everybody(TRAIN, few.lazy())) == []
    more = clean[TRAIN].head(60).with_columns(pl.lit(90_000.0).alias("AMT_INCOME_TOTAL"))
    (finding,) = check_everybody(TRAIN, more.lazy())
    assert (finding.check, finding.column, finding.rows, finding.example) == (
        "same_for_all", "AMT_INCOME_TOTAL", 60, "90000.0"
    )  # fmt: skip


def test_columns_of_which_nothing_is_told_are_one_finding(clean):
    scores = [f"EXT_SOURCE_{number}" for number in (1, 2, 3)]
    rows = clean[TRAIN].with_columns(pl.lit(None, pl.Float64).alias(name) for name in scores)
    (finding,) = check_everybody(TRAIN, rows.lazy())
    assert finding.sentence.startswith("expected EXT_SOURCE_1, EXT_SOURCE_2, EXT_SOURCE_3 to be told of some clients")


@pytest.mark.parametrize(
    "column",
    ["AMT_INCOME_TOTAL", "DAYS_ID_PUBLISH", "NAME_EDUCATION_TYPE", "EXT_SOURCE_2", "OCCUPATION_TYPE", "CNT_CHILDREN"],
)
@pytest.mark.parametrize("descending", [False, True])
def test_a_column_sorted_by_itself_is_named(clean, column, descending):
    rows = clean[TRAIN].with_columns(col(column).sort(descending=descending, nulls_last=True))
    assert [(f.check, f.column) for f in check_in_order(TRAIN, rows.lazy())] == [("sorted_alone", column)]


def test_rows_sorted_as_a_whole_and_clean_ones_are_not_named(clean):
    assert list(check_in_order(TRAIN, clean[TRAIN].lazy())) == []
    assert list(check_in_order(TRAIN, clean[TRAIN].head(6).lazy())) == []


def backwards(column: str, loan: str = "SK_ID_PREV") -> pl.Expr:
    value = col(column)
    return (value.min().over(loan) + value.max().over(loan) - value).alias(column)


@pytest.mark.parametrize(
    ("table", "column"),
    [
        (CARD, "MONTHS_BALANCE"), (CARD, "CNT_INSTALMENT_MATURE_CUM"), (POS, "MONTHS_BALANCE"),
        (POS, "CNT_INSTALMENT_FUTURE"), (PAID, "NUM_INSTALMENT_NUMBER"), (PAID, "DAYS_INSTALMENT"),
    ],
)  # fmt: skip
def test_a_history_in_the_opposite_order_is_refused(clean, table, column):
    tables = {name: rows.lazy() for name, rows in clean.items()}
    with pytest.raises(UserError, match=rf"{table}: column .*expected "):
        check_witnesses(tables | {table: tables[table].with_columns(backwards(column))})


def test_what_was_paid_and_what_was_due_in_one_anothers_columns_is_met(clean):
    due, paid = col("AMT_INSTALMENT"), col("AMT_PAYMENT").fill_null(0.0)
    rows = clean[PAID].with_columns(paid.alias("AMT_INSTALMENT"), due.alias("AMT_PAYMENT"))
    with pytest.raises(UserError, match="AMT_PAYMENT below AMT_INSTALMENT where the two differ"):
        check_witnesses({TRAIN: clean[TRAIN].lazy(), PAID: rows.lazy()})


def test_scores_in_one_anothers_columns_are_named_by_how_many_have_them(clean):
    rows = clean[TRAIN].with_columns(
        col("EXT_SOURCE_1").alias("EXT_SOURCE_3"), col("EXT_SOURCE_3").alias("EXT_SOURCE_1")
    )
    said = {(f.check, f.column) for f in check_witnesses({TRAIN: rows.lazy()})}
    assert {("scores_told", "EXT_SOURCE_1"), ("scores_told", "EXT_SOURCE_3")} <= said


@pytest.mark.parametrize("share", [0.01, 0.1, 0.2, 0.5, 0.75, 0.8, 0.9, *(1e-6 ** (1 / n) for n in range(1, 40))])
def test_the_page_names_the_first_number_of_clients_that_is_no_chance(share):
    fewest = fewest_clients(share)
    assert [is_no_chance(share, fewest - 1), is_no_chance(share, fewest)] == [False, True]


@pytest.mark.parametrize("table", ["application_train", "application_test"])
def test_a_month_without_enquiries_is_everybodys_among_those_to_score_only(world, table):
    """One client in a hundred of Kaggle's application_test has any, one in six of application_train."""
    column = "AMT_REQ_CREDIT_BUREAU_MON"
    rows = open_tables(world).frames["application_train"].with_columns(col(column) * 0)
    named = [finding.column for finding in check_everybody(table, rows)]
    assert (column in named) == (table == "application_train")
