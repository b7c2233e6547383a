"""Columns moved against each other, rows given to others, scores turned round; and tables in which nothing is wrong."""

from __future__ import annotations

import polars as pl
import pytest

from scoring.errors import UserError
from scoring.tables.schema import CONTRACT
from scoring.tables.store import open_tables
from scoring.tables.witnesses.check_witnesses import check_witnesses
from scoring.tables.witnesses.correlated import check_pairs
from scoring.tables.witnesses.judge import Witness, is_gone, judge
from scoring.tables.witnesses.within import check_within

col = pl.col
TRAIN, BALANCE, PREVIOUS = "application_train", "bureau_balance", "previous_application"
POS, PAID, CARD = "POS_CASH_balance", "installments_payments", "credit_card_balance"
WITNESS = Witness(name="relation_lost", table=TRAIN, column="AMT_ANNUITY", expected="AMT_ANNUITY to fit", least=0.95)


COMMONEST = {  # the two commonest texts of a column
    (TRAIN, "NAME_EDUCATION_TYPE"): ("Secondary / secondary special", "Higher education"),
    (TRAIN, "NAME_INCOME_TYPE"): ("Working", "Commercial associate"),
    (TRAIN, "NAME_HOUSING_TYPE"): ("House / apartment", "With parents"),
    (PREVIOUS, "NAME_PRODUCT_TYPE"): ("x-sell", "walk-in"),
}


@pytest.fixture(scope="module")
def clean(world) -> dict[str, pl.LazyFrame]:
    return dict(open_tables(world).frames)


def met(tables: dict[str, pl.LazyFrame]) -> list[tuple[str, str]]:
    """Table and column of everything that is said, be it a refusal."""
    try:
        return [(finding.table, finding.column) for finding in check_witnesses(tables)]
    except UserError as refused:
        return [tuple(refused.got.replace(": column ", ":").split(":")[:2])]


def met_within(clean: dict[str, pl.LazyFrame], table: str, change: pl.Expr) -> list[tuple[str, str]]:
    """Table and column of what the columns of one table say, be it a refusal."""
    try:
        return [(finding.table, finding.column) for finding in check_within(table, clean[table].with_columns(change))]
    except UserError as refused:
        return [tuple(refused.got.replace(": column ", ":").split(":")[:2])]


def named(tables: dict[str, pl.LazyFrame]) -> list[tuple[str, str]]:
    """Name and column of every finding."""
    return [(finding.check, finding.column) for finding in check_witnesses(tables)]


def turned_round(column: str) -> pl.Expr:
    return (1 - col(column)).alias(column)


def spoiled(clean: dict[str, pl.LazyFrame], table: str, *changes: pl.Expr) -> dict[str, pl.LazyFrame]:
    return clean | {table: clean[table].collect().with_columns(*changes).lazy()}


def exchanged(first: str, second: str) -> tuple[pl.Expr, pl.Expr]:
    return col(first).alias(second), col(second).alias(first)


def test_nothing_is_said_of_clean_tables(clean, imported):
    assert check_witnesses(clean) == []
    assert check_witnesses(dict(open_tables(imported).frames)) == []


@pytest.mark.parametrize(
    ("holding", "clients", "gone"),
    [(0, 4, False), (0, 5, True), (950, 1000, False), (930, 1000, False), (900, 1000, True), (0, 0, False)],
)
def test_a_relation_is_gone_when_chance_cannot_tell(holding, clients, gone):
    assert is_gone(holding, clients, 0.95) is gone


def test_the_sentence_tells_what_was_expected_met_and_what_to_do():
    (finding,) = judge(WITNESS, TRAIN, 80, 100, "900001")
    assert (finding.check, finding.rows, finding.example) == ("relation_lost", 20, "900001")
    assert finding.sentence.startswith("expected AMT_ANNUITY to fit for 95% of the clients at least, got 80 of 100: ")
    with pytest.raises(UserError, match=r"application_train: column AMT_ANNUITY: expected .* got 60 of 100: rows"):
        list(judge(WITNESS, TRAIN, 60, 100))


def test_fewer_than_ten_clients_are_never_refused():
    assert [finding.rows for finding in judge(WITNESS, TRAIN, 0, 9)] == [9]
    with pytest.raises(UserError):
        list(judge(WITNESS, TRAIN, 0, 10))


MOVED = [
    (TRAIN, "AMT_CREDIT"), (TRAIN, "AMT_GOODS_PRICE"), (TRAIN, "AMT_ANNUITY"), (TRAIN, "DAYS_BIRTH"),
    (TRAIN, "DAYS_EMPLOYED"), (TRAIN, "NAME_INCOME_TYPE"), (TRAIN, "ORGANIZATION_TYPE"), (TRAIN, "OWN_CAR_AGE"),
    (TRAIN, "FLAG_OWN_CAR"), (TRAIN, "CNT_CHILDREN"), (TRAIN, "CNT_FAM_MEMBERS"), (TRAIN, "NAME_FAMILY_STATUS"),
    (TRAIN, "REGION_RATING_CLIENT"), (TRAIN, "OBS_30_CNT_SOCIAL_CIRCLE"),
    (TRAIN, "APARTMENTS_AVG"), (TRAIN, "LIVINGAREA_MODE"),
    ("bureau", "CREDIT_ACTIVE"), ("bureau", "DAYS_CREDIT"), ("bureau", "DAYS_ENDDATE_FACT"),
    ("bureau", "DAYS_CREDIT_ENDDATE"), ("bureau", "DAYS_CREDIT_UPDATE"), ("bureau", "AMT_CREDIT_SUM"),
    ("bureau", "AMT_CREDIT_SUM_DEBT"), (BALANCE, "SK_ID_BUREAU"), (BALANCE, "STATUS"),
    (PREVIOUS, "SK_ID_CURR"), (PREVIOUS, "SK_ID_PREV"), (PREVIOUS, "AMT_CREDIT"), (PREVIOUS, "AMT_APPLICATION"),
    (PREVIOUS, "AMT_ANNUITY"), (PREVIOUS, "CNT_PAYMENT"), (PREVIOUS, "DAYS_DECISION"), (PREVIOUS, "DAYS_FIRST_DUE"),
    (PREVIOUS, "NAME_CONTRACT_STATUS"), (PREVIOUS, "NAME_CONTRACT_TYPE"), (PREVIOUS, "DAYS_TERMINATION"),
    (POS, "SK_ID_PREV"), (POS, "CNT_INSTALMENT_FUTURE"), (PAID, "SK_ID_PREV"), (PAID, "AMT_PAYMENT"),
    (PAID, "DAYS_ENTRY_PAYMENT"), (PAID, "DAYS_INSTALMENT"), (CARD, "SK_ID_PREV"), (CARD, "AMT_BALANCE"),
    (CARD, "AMT_DRAWINGS_CURRENT"), (CARD, "AMT_CREDIT_LIMIT_ACTUAL"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "column"), MOVED)
def test_a_column_in_another_order_is_met(clean, table, column):
    shuffled = pl.Series(column, clean[table].select(column).collect()[column].shuffle(seed=1))
    assert met(spoiled(clean, table, shuffled))


def in_another_order(tables, name):
    """A table with the clients' numbers in another order."""
    numbers = tables[name].select("SK_ID_CURR").collect()["SK_ID_CURR"]
    return spoiled(tables, name, pl.Series("SK_ID_CURR", numbers.shuffle(seed=1)))


def test_earlier_applications_of_others_are_refused(clean):
    with pytest.raises(UserError, match="SK_ID_CURR"):
        check_witnesses(in_another_order(clean, PREVIOUS))


@pytest.mark.parametrize("table", [POS, PAID, CARD])
def test_one_clients_number_for_all_rows_is_refused(clean, table):
    with pytest.raises(UserError, match=f"{table}: column SK_ID_CURR: expected loans to be of the same client"):
        check_witnesses(spoiled(clean, table, col("SK_ID_CURR").first().alias("SK_ID_CURR")))


@pytest.mark.parametrize("table", [POS, PAID, CARD])
def test_one_loan_given_to_another_client_is_named(clean, table):
    loans = clean[table].select("SK_ID_PREV", "SK_ID_CURR").unique().collect().sort("SK_ID_PREV")
    loan, other = loans["SK_ID_PREV"][0], loans["SK_ID_CURR"][-1]
    is_moved = col("SK_ID_PREV") == loan
    moved = pl.when(is_moved).then(pl.lit(other)).otherwise("SK_ID_CURR").alias("SK_ID_CURR")
    assert ("rows_of_others", "SK_ID_CURR") in named(spoiled(clean, table, moved))
    assert ("rows_of_others", "SK_ID_CURR") not in named(clean)


@pytest.mark.parametrize("factor", [0.5, 2])
@pytest.mark.parametrize("column", ["AMT_INCOME_TOTAL", "AMT_ANNUITY"])
def test_amounts_of_an_application_all_twice_or_half_are_named(clean, column, factor):
    assert (TRAIN, column) in met_within(clean, TRAIN, (factor * col(column)).alias(column))


@pytest.mark.parametrize("factor", [0.5, 2])
def test_an_application_in_another_currency_is_named(clean, factor):
    amounts = ["AMT_INCOME_TOTAL", "AMT_CREDIT", "AMT_ANNUITY", "AMT_GOODS_PRICE"]
    assert (TRAIN, "AMT_INCOME_TOTAL") in met_within(clean, TRAIN, col(amounts) * factor)


def test_applications_of_others_are_named(clean):
    assert (TRAIN, "SK_ID_CURR") in met(in_another_order(clean, TRAIN))


@pytest.mark.parametrize("lost", [("bureau", BALANCE), (PREVIOUS, POS, PAID, CARD)])
def test_applications_one_client_further_are_named_by_either_history(clean, lost):
    others = {name: frame for name, frame in clean.items() if name not in lost}
    ids = clean[TRAIN].select("SK_ID_CURR").collect()["SK_ID_CURR"]
    moved = check_witnesses(spoiled(others, TRAIN, ids.shift(1).fill_null(ids[-1])))
    named = [finding for finding in moved if finding.check == "applications_of_others"]
    assert {(finding.table, finding.column) for finding in named} == {(TRAIN, "SK_ID_CURR")}
    assert all("another client's number" in finding.sentence for finding in named)


def test_a_lender_with_customs_of_its_own_is_not_refused(clean):
    asked, phone = "AMT_REQ_CREDIT_BUREAU_YEAR", "DAYS_LAST_PHONE_CHANGE"
    other = spoiled(clean, TRAIN, pl.lit(1.0).alias(asked), pl.lit(-7.0).alias(phone))
    named = [finding.check for finding in check_witnesses(other)]
    assert named == ["mixed_units", *["applications_of_others"] * 2, "same_for_all"]


def test_outcomes_turned_round_are_refused(clean):
    with pytest.raises(
        UserError, match=r"column TARGET: expected no payment difficulty .* the outcomes look turned round"
    ):
        check_witnesses(spoiled(clean, TRAIN, turned_round("TARGET")))


def test_a_score_that_no_longer_goes_with_age_is_named(clean):
    scores = clean[TRAIN].select("EXT_SOURCE_1", "DAYS_BIRTH").drop_nulls().collect()
    assert list(check_pairs(TRAIN, scores.lazy())) == []
    (finding,) = check_pairs(TRAIN, scores.with_columns(scores["EXT_SOURCE_1"].shuffle(seed=1)).lazy())
    assert (finding.check, finding.column) == ("relation_lost", "EXT_SOURCE_1")
    assert finding.sentence.startswith("expected EXT_SOURCE_1 to fall with DAYS_BIRTH")


IN_PART = [
    ("bureau", "DAYS_CREDIT_ENDDATE"),
    (TRAIN, "DAYS_REGISTRATION"), (TRAIN, "DAYS_ID_PUBLISH"), (TRAIN, "DAYS_LAST_PHONE_CHANGE"),
    ("bureau", "DAYS_CREDIT_UPDATE"), ("bureau", "AMT_CREDIT_SUM"), ("bureau", "AMT_CREDIT_SUM_DEBT"),
    ("bureau", "AMT_CREDIT_SUM_LIMIT"), ("bureau", "AMT_CREDIT_MAX_OVERDUE"), ("bureau", "AMT_ANNUITY"),
    (PREVIOUS, "AMT_DOWN_PAYMENT"), (CARD, "AMT_CREDIT_LIMIT_ACTUAL"), (CARD, "AMT_INST_MIN_REGULARITY"),
    (CARD, "AMT_PAYMENT_CURRENT"), (CARD, "AMT_RECEIVABLE_PRINCIPAL"), (CARD, "AMT_DRAWINGS_POS_CURRENT"),
]  # fmt: skip
OTHER_UNITS = {"DAYS": (1 / 365.25, 12 / 365.25), "AMT": (1000, 1 / 1000, 100)}


@pytest.mark.parametrize(("table", "column"), IN_PART)
@pytest.mark.parametrize("rows", ["every other", "the first half"])
def test_half_of_a_column_in_another_unit_is_met(clean, table, column, rows):
    number = pl.int_range(pl.len())
    half = number % 2 == 0 if rows == "every other" else number < pl.len() // 2
    for factor in OTHER_UNITS[column.split("_")[0]]:
        mixed = pl.when(half).then(col(column) * factor).otherwise(col(column)).alias(column)
        assert {name for name, _ in met(spoiled(clean, table, mixed))} == {table}, factor


@pytest.mark.parametrize("column", ["DAYS_ENTRY_PAYMENT", "DAYS_INSTALMENT"])
def test_a_tenth_of_the_payments_in_months_is_named(clean, column):
    tenth = pl.when(pl.int_range(pl.len()) % 10 == 0).then(col(column) / 30.4).otherwise(col(column)).alias(column)
    assert (PAID, "DAYS_ENTRY_PAYMENT") in met_within(clean, PAID, tenth)


def test_half_of_a_column_in_another_unit_is_refused_with_what_it_looks_like(clean):
    mixed = pl.when(col("SK_ID_CURR") % 2 == 0).then(col("AMT_ANNUITY") * 1000).otherwise(col("AMT_ANNUITY"))
    with pytest.raises(UserError, match=r"AMT_ANNUITY from 900 to 100,000 where it is not 0 .* in another unit"):
        check_witnesses(spoiled(clean, "bureau", mixed.alias("AMT_ANNUITY")))


EXCHANGED = [
    (TRAIN, "AMT_CREDIT", "AMT_GOODS_PRICE"), (TRAIN, "DAYS_EMPLOYED", "DAYS_REGISTRATION"),
    (TRAIN, "DAYS_BIRTH", "DAYS_REGISTRATION"), (PAID, "DAYS_INSTALMENT", "DAYS_ENTRY_PAYMENT"),
    ("bureau", "DAYS_CREDIT", "DAYS_CREDIT_UPDATE"), ("bureau", "AMT_CREDIT_SUM", "AMT_CREDIT_SUM_DEBT"),
    ("bureau", "AMT_CREDIT_SUM_LIMIT", "AMT_CREDIT_SUM_DEBT"),
    (PREVIOUS, "AMT_CREDIT", "AMT_ANNUITY"), (CARD, "AMT_BALANCE", "AMT_CREDIT_LIMIT_ACTUAL"),
]  # fmt: skip


@pytest.mark.parametrize(("table", "first", "second"), EXCHANGED)
def test_two_columns_in_one_anothers_places_are_met(clean, table, first, second):
    assert {name for name, _ in met(spoiled(clean, table, *exchanged(first, second)))} == {table}


@pytest.mark.parametrize("turned", [(1,), (2,), (3,), (1, 2), (1, 3), (2, 3), (1, 2, 3)])
def test_scores_that_are_turned_round_are_met(clean, turned):
    columns = [f"EXT_SOURCE_{number}" for number in turned]
    places = met(spoiled(clean, TRAIN, *map(turned_round, columns)))
    assert places
    assert {column for _, column in places} <= set(columns)


def test_a_score_turned_round_is_refused_with_what_it_looks_like(clean):
    with pytest.raises(UserError, match=r"EXT_SOURCE_1: expected scores from 0 to 0\.9627.*turned round \(1 - score\)"):
        check_witnesses(spoiled(clean, TRAIN, turned_round("EXT_SOURCE_1")))


def test_one_score_above_all_of_kaggles_is_named(clean):
    above = pl.when(col("SK_ID_CURR") == col("SK_ID_CURR").min()).then(0.9).otherwise(col("EXT_SOURCE_2"))
    (finding,) = check_witnesses(spoiled(clean, TRAIN, above.alias("EXT_SOURCE_2")))
    assert (finding.check, finding.column, finding.rows) == ("score_above_ceiling", "EXT_SOURCE_2", 1)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_low_scores_of_everybody_are_not_refused(clean, number):
    poorer = (col(f"EXT_SOURCE_{number}") * 0.5).alias(f"EXT_SOURCE_{number}")
    checks = {check for check, _ in named(spoiled(clean, TRAIN, poorer))}
    assert "low_scores" in checks
    assert checks <= {"low_scores", "score_turned"}


@pytest.mark.parametrize("factor", [1 / 10, 1 / 100])
@pytest.mark.parametrize("number", [1, 2, 3])
def test_scores_in_tenths_or_hundredths_are_refused(clean, number, factor):
    column = f"EXT_SOURCE_{number}"
    with pytest.raises(UserError, match=rf"column {column}: expected {column} above 0\.3 .* another unit"):
        check_witnesses(spoiled(clean, TRAIN, (col(column) * factor).alias(column)))


APPLICATION_FLAGS = [name for name in CONTRACT[TRAIN].columns if name.startswith(("FLAG_", "REG_", "LIVE_"))]
OF_EARLIER = ["NFLAG_LAST_APPL_IN_DAY", "FLAG_LAST_APPL_PER_CONTRACT"]


@pytest.mark.parametrize("rows", [1, 2], ids=["all", "half"])
@pytest.mark.parametrize(
    ("table", "column"), [*((TRAIN, name) for name in APPLICATION_FLAGS), *((PREVIOUS, name) for name in OF_EARLIER)]
)
def test_a_flag_turned_round_is_met(clean, table, column, rows):
    value = col(column)
    text = column in ("FLAG_OWN_CAR", "FLAG_OWN_REALTY", "FLAG_LAST_APPL_PER_CONTRACT")
    turned = pl.when(value == "Y").then(pl.lit("N")).otherwise(pl.lit("Y")) if text else 1 - value
    changed = pl.when(pl.int_range(pl.len()) % rows == 0).then(turned).otherwise(value).alias(column)
    assert {name for name, _ in met_within(clean, table, changed)} == {table}


@pytest.mark.parametrize(("table", "column"), COMMONEST)
@pytest.mark.parametrize("how", ["exchanged", "merged"])
def test_two_texts_in_one_anothers_place_or_made_one_are_met(clean, table, column, how):
    usual, other = COMMONEST[table, column]
    texts = {other: usual} if how == "merged" else {usual: other, other: usual}
    said = met_within(clean, table, col(column).replace(texts))
    if (column, how) == ("NAME_HOUSING_TYPE", "merged"):
        assert said == []  # a twentieth of the clients: no chance of telling
    else:
        assert (table, column) in said


LOST_IN_PART = [
    *((TRAIN, name) for name in ("AMT_ANNUITY", "AMT_GOODS_PRICE", "EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")),
    *(("bureau", name) for name in ("DAYS_CREDIT_ENDDATE", "AMT_CREDIT_SUM_DEBT")),
    *((PREVIOUS, name) for name in ("AMT_ANNUITY", "AMT_GOODS_PRICE", "CNT_PAYMENT")),
    *((POS, name) for name in ("CNT_INSTALMENT", "CNT_INSTALMENT_FUTURE")),
    *((PAID, name) for name in ("AMT_PAYMENT", "DAYS_ENTRY_PAYMENT")),
]


@pytest.mark.parametrize(("table", "column"), LOST_IN_PART)
def test_a_column_of_which_half_was_lost_is_met(clean, table, column):
    half = pl.when(pl.int_range(pl.len()) % 2 == 0).then(col(column)).alias(column)
    assert (table, column) in met_within(clean, table, half)


@pytest.mark.parametrize("column", ["DAYS_REGISTRATION", "DAYS_ID_PUBLISH", "DAYS_LAST_PHONE_CHANGE"])
def test_days_of_which_half_were_set_to_nought_are_met(clean, column):
    half = pl.when(pl.int_range(pl.len()) % 2 == 0).then(col(column)).otherwise(0.0).alias(column)
    assert (TRAIN, column) in met_within(clean, TRAIN, half)
