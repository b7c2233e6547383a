"""Values that were rounded, posts in weeks, lateness taken out, two exports in one table: nothing is impossible."""

from __future__ import annotations

import polars as pl
import pytest

from scoring.errors import UserError
from scoring.tables.history_defects import history_defects
from scoring.tables.store import open_tables
from scoring.tables.witnesses.between import check_between
from scoring.tables.witnesses.everybody import check_everybody
from scoring.tables.witnesses.instalments import paid_in_place_of_due
from scoring.tables.witnesses.late import LATE
from scoring.tables.witnesses.relations_rounded import ROUNDED_OFF
from scoring.tables.witnesses.within import check_within

col = pl.col
TRAIN, PREVIOUS, PAID, BALANCE = "application_train", "previous_application", "installments_payments", "bureau_balance"
ROUNDED_COLUMNS = [(one.table, one.column) for table in ROUNDED_OFF.values() for one in table]


@pytest.fixture(scope="module")
def clean(world) -> dict[str, pl.DataFrame]:
    return {name: frame.collect() for name, frame in open_tables(world).frames.items()}


def rounded(rows: pl.DataFrame, column: str, digits: int) -> pl.DataFrame:
    """The column with so many significant digits; of payments both amounts, which would contradict each other."""
    columns = [column] if "AMT_PAYMENT" not in rows.columns else ["AMT_INSTALMENT", "AMT_PAYMENT"]
    return rows.with_columns(col(name).round_sig_figs(digits) for name in columns)


def named(name: str, rows: pl.DataFrame) -> list[tuple[str, str]]:
    return [(finding.check, finding.column) for finding in check_within(name, rows.lazy())]


@pytest.mark.parametrize(("table", "column"), ROUNDED_COLUMNS)
def test_values_with_two_digits_are_named_and_as_they_came_are_not(clean, table, column):
    assert ("rounded_off", column) not in named(table, clean[table])
    assert ("rounded_off", column) in named(table, rounded(clean[table], column, 2))


@pytest.mark.parametrize(("decimals", "is_named"), [(1, True), (2, True), (3, True), (4, False), (6, False)])
def test_scores_with_up_to_three_decimals_are_named(clean, decimals, is_named):
    scores = clean[TRAIN].with_columns(col("EXT_SOURCE_2").round(decimals))
    assert (("rounded_off", "EXT_SOURCE_2") in named(TRAIN, scores)) == is_named


def test_a_rounded_score_in_a_smaller_float_is_rounded_all_the_same(clean):
    """0.26 in 32 bits is 0.25999999."""
    scores = clean[TRAIN].with_columns(col("EXT_SOURCE_2").round(2).cast(pl.Float32).cast(pl.Float64))
    assert ("rounded_off", "EXT_SOURCE_2") in named(TRAIN, scores)


def test_posts_in_weeks_look_like_newcomers_and_are_named(clean):
    """A lender to newcomers in their post exists: refused, they could never be scored."""
    weeks = clean[TRAIN].with_columns((col("DAYS_EMPLOYED") / 7).round())
    assert ("mixed_units", "DAYS_EMPLOYED") in named(TRAIN, weeks)


@pytest.mark.parametrize("days", [30.4375, 91.3, 365.25])
def test_posts_told_in_longer_units_are_refused(clean, days):
    told = clean[TRAIN].with_columns((col("DAYS_EMPLOYED") / days).round())
    with pytest.raises(UserError, match=r"column DAYS_EMPLOYED: expected DAYS_EMPLOYED 240 days or more before"):
        list(check_within(TRAIN, told.lazy()))


def test_instalments_of_cards_that_are_hidden_where_they_are_0_are_named(clean):
    """As a spreadsheet shows zeros that it is told to hide."""
    expected = ("usual_values", "CNT_PAYMENT")
    cards = (col("CNT_PAYMENT") == 0).mean().over("SK_ID_CURR")
    few = clean[PREVIOUS].filter((cards > 0) & (cards < 0.25))  # most of each client's rows are as they were
    hidden = few.with_columns(pl.when(col("CNT_PAYMENT") != 0).then("CNT_PAYMENT").alias("CNT_PAYMENT"))
    told = [f for f in check_within(PREVIOUS, hidden.lazy()) if (f.check, f.column) == expected]
    assert "CNT_PAYMENT told where AMT_ANNUITY is, and only there" in told[-1].sentence
    assert expected not in named(PREVIOUS, clean[PREVIOUS])


LEVELLED = {
    "DAYS_ENTRY_PAYMENT": pl.min_horizontal("DAYS_ENTRY_PAYMENT", "DAYS_INSTALMENT"),
    "AMT_PAYMENT": pl.max_horizontal("AMT_PAYMENT", "AMT_INSTALMENT"),
    "STATUS": pl.when(col("STATUS").is_in(["1", "2", "3", "4", "5"])).then(pl.lit("0")).otherwise("STATUS"),
}


@pytest.mark.parametrize("one", LATE, ids=lambda one: one.column)
def test_lateness_that_was_taken_out_is_named(clean, one):
    levelled = clean[one.table].with_columns(LEVELLED[one.column].alias(one.column))
    told = [f.sentence for f in check_everybody(one.table, levelled.lazy()) if f.column == one.column]
    clients = clean[one.table]["SK_ID_CURR"].n_unique()
    assert [sentence.partition(":")[0] for sentence in told] == [
        f"expected {one.expected}, got none of {clients:,} clients"
    ]


@pytest.mark.parametrize("column", ["DAYS_ENTRY_PAYMENT", "AMT_PAYMENT"])
def test_a_plan_in_place_of_what_was_paid_is_told_once(clean, column):
    due = {"DAYS_ENTRY_PAYMENT": "DAYS_INSTALMENT", "AMT_PAYMENT": "AMT_INSTALMENT"}[column]
    planned = clean[PAID].with_columns(col(due).alias(column))
    assert [f.column for f in check_everybody(PAID, planned.lazy())].count(column) == 1


def test_two_exports_of_one_history_are_refused(clean):
    """The second is of a month later: no row is there twice, every instalment is."""
    later = [(col(name) - 30).alias(name) for name in ("DAYS_INSTALMENT", "DAYS_ENTRY_PAYMENT")]
    both = pl.concat([clean[PAID], clean[PAID].with_columns(later)])
    with pytest.raises(UserError, match="expected one DAYS_INSTALMENT for an instalment of one number and version"):
        list(check_between({PAID: both.lazy()}))


def test_one_loan_of_two_exports_is_named_and_paying_in_two_parts_is_not(clean):
    loan = clean[PAID].filter(col("NUM_INSTALMENT_VERSION") > 0)["SK_ID_PREV"].min()
    mine = clean[PAID].filter(col("SK_ID_PREV") == loan)
    in_parts = pl.concat([clean[PAID], mine.with_columns(col("DAYS_ENTRY_PAYMENT") + 3)])
    assert list(check_between({PAID: in_parts.lazy()})) == []
    twice = pl.concat([clean[PAID], mine.with_columns(col("DAYS_INSTALMENT") - 30)])
    (finding,) = check_between({PAID: twice.lazy()})
    assert (finding.check, finding.rows, finding.example) == (
        "instalment_on_two_days", 1, str(mine["SK_ID_CURR"][0])
    )  # fmt: skip


def test_a_request_of_two_exports_is_told_as_a_file_is(clean):
    rows = clean[PAID].filter(col("SK_ID_CURR") == col("SK_ID_CURR").min()).to_dicts()
    later = [{**row, "DAYS_INSTALMENT": row["DAYS_INSTALMENT"] - 30} for row in rows]
    instalments = {(row["SK_ID_PREV"], row["NUM_INSTALMENT_VERSION"], row["NUM_INSTALMENT_NUMBER"]) for row in rows}
    said = {defect.check: defect.rows for defect in history_defects({PAID: [*rows, *later]})}
    assert said["instalment_on_two_days"] == len(instalments)
    parts = [{**row, "DAYS_ENTRY_PAYMENT": row["DAYS_INSTALMENT"]} for row in rows]
    assert "instalment_on_two_days" not in {defect.check for defect in history_defects({PAID: [*rows, *parts]})}
    unknown = [{**row, "NUM_INSTALMENT_NUMBER": None} for row in (*rows, *later)]
    assert "instalment_on_two_days" not in {defect.check for defect in history_defects({PAID: unknown})}


EXCHANGED = {"DAYS_INSTALMENT": "DAYS_ENTRY_PAYMENT", "DAYS_ENTRY_PAYMENT": "DAYS_INSTALMENT"}


def test_one_clients_days_of_payment_in_place_of_days_due_are_told_by_file_and_request(clean):
    """The days due are a month apart, those of payment are not: exchanged it is the other way round."""
    sound = clean[PAID].filter(col("NUM_INSTALMENT_VERSION") > 0, col("DAYS_ENTRY_PAYMENT").is_not_null())
    loan = sound.group_by("SK_ID_PREV").len().sort("len", "SK_ID_PREV")["SK_ID_PREV"][-1]
    mine = sound.filter(col("SK_ID_PREV") == loan)
    turned = mine.rename(EXCHANGED).select(sound.columns)
    others = sound.filter(col("SK_ID_PREV") != loan)
    assert list(check_between({PAID: sound.lazy()})) == []
    findings = {f.check: (f.rows, f.example) for f in check_between({PAID: pl.concat([others, turned]).lazy()})}
    assert findings["payment_in_place_of_due"] == (1, str(mine["SK_ID_CURR"][0]))
    assert "payment_in_place_of_due" not in {d.check for d in history_defects({PAID: mine.to_dicts()})}
    assert {d.check: d.rows for d in history_defects({PAID: turned.to_dicts()})}["payment_in_place_of_due"] == 1


def test_a_loan_of_few_instalments_or_with_gaps_is_not_judged_by_its_days():
    def loan(numbers, paid):
        row = {"SK_ID_PREV": 1, "SK_ID_CURR": 2, "NUM_INSTALMENT_VERSION": 1, "AMT_INSTALMENT": 9.0, "AMT_PAYMENT": 9.0}
        days = {"DAYS_ENTRY_PAYMENT": -400.0, "DAYS_INSTALMENT": -400.0}
        rows = []
        for n in numbers:
            dates = {name: day + 30 * n + paid[name] * n * n for name, day in days.items()}
            rows.append({**row, "NUM_INSTALMENT_NUMBER": n, **dates})
        return rows

    uneven_due = {"DAYS_ENTRY_PAYMENT": 0, "DAYS_INSTALMENT": 2}
    assert paid_in_place_of_due(loan((1, 2, 3, 4), uneven_due)) == 1
    assert paid_in_place_of_due(loan((1, 2, 3), uneven_due)) == 0
    assert paid_in_place_of_due(loan((1, 2, 3, 5), uneven_due)) == 0
    assert paid_in_place_of_due(loan((1, 2, 3, 4), {"DAYS_ENTRY_PAYMENT": 0, "DAYS_INSTALMENT": 0})) == 0
