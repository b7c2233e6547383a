"""What an archive's findings say to whoever brought it: what was expected, what was met, what to do."""

import polars as pl
import pytest

from scoring.tables.ingest import check_archive
from scoring.tables.report_lines import report_lines

col = pl.col
NOBODY = 999_999_999


def first(column, value):
    """A change of the first row alone."""
    return lambda rows: rows.with_columns(
        pl.when(pl.int_range(pl.len()) == 0).then(pl.lit(value)).otherwise(column).alias(column)
    )


def without_a_month(rows):
    """The months of the loan that has most of them, one in the middle gone."""
    loan = rows.group_by("SK_ID_BUREAU").len().sort("len", "SK_ID_BUREAU")["SK_ID_BUREAU"][-1]
    middle = rows.filter(col("SK_ID_BUREAU") == loan)["MONTHS_BALANCE"].sort()[2]
    return rows.filter((col("SK_ID_BUREAU") != loan) | (col("MONTHS_BALANCE") != middle))


def first_again(rows):
    return pl.concat([rows, rows.head(1)])


WORDS = {
    "unknown_client": (
        {"bureau": first("SK_ID_CURR", NOBODY)},
        f"noticed bureau.SK_ID_CURR: 1 row, unknown_client (for instance {NOBODY}): expected rows of clients who have "
        "an application, got rows of others. Export both for the same clients.",
    ),
    "repeated_month": (
        {"POS_CASH_balance": first_again},
        "noticed POS_CASH_balance.SK_ID_PREV: 1 row, repeated_month: expected a month of a loan once, got it again. "
        "Export the table again, each row once.",
    ),
    "unknown_level": (
        {"application_train": first("NAME_EDUCATION_TYPE", "Baccalaureat")},
        "noticed application_train.NAME_EDUCATION_TYPE: 1 row, unknown_level (for instance Baccalaureat): expected a "
        "text that Kaggle's tables hold, got another. Write it as they do.",
    ),
    "unlikely_amount": (
        {"application_train": first("AMT_INCOME_TOTAL", 9_000_000.0)},
        "noticed application_train.AMT_INCOME_TOTAL: 1 row, unlikely_amount (for instance 9000000.0): expected an "
        "amount as clients have, by itself and beside their others, got one hardly ever seen so. Give amounts in the "
        "unit that Kaggle's tables have.",
    ),
}


@pytest.mark.parametrize("check", WORDS)
def test_a_finding_says_what_was_expected_met_and_to_be_done(tiny_archive, tmp_path, check):
    change, line = WORDS[check]
    lines = list(report_lines(check_archive(tiny_archive(tmp_path / "archive", change=change))))
    assert [said for said in lines if said.startswith(line[: line.index(", ")]) and check in said] == [line]


def test_rows_that_lack_are_counted_of_how_many_and_one_tables_are_that_tables_alone(tiny_archive, tmp_path):
    archive = tiny_archive(tmp_path / "archive", change={"bureau_balance": without_a_month})
    (finding,) = [f for f in check_archive(archive).findings if f.check == "months_with_gaps"]
    credits = archive / "bureau_balance.csv"
    of = pl.read_csv(credits)["SK_ID_BUREAU"].n_unique()
    assert finding.sentence == f"1 of {of} loans have gaps between their months. Export the table again, to its end."


def test_a_rule_says_why_where_it_is_met_first(tiny_archive, tmp_path):
    lower = [col(name).str.to_lowercase() for name in ("NAME_CONTRACT_TYPE", "NAME_INCOME_TYPE")]
    archive = tiny_archive(tmp_path / "archive", change={"application_train": lambda rows: rows.with_columns(lower)})
    lines = [line for line in report_lines(check_archive(archive)) if "other_spelling" in line]
    why = "Another case, accents, blanks, dashes or underscores do not change what a text says."
    assert [line.endswith(f"by rule other_spelling. {why}") for line in lines] == [True, False]
    assert lines[1].endswith("by rule other_spelling")
