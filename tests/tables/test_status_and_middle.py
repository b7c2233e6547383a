"""Decisions that stand in one another's place, tables of which all amounts are doubled, scores made from each other."""

from __future__ import annotations

import polars as pl
import pytest

from scoring.errors import UserError
from scoring.tables.store import open_tables
from scoring.tables.witnesses.correlated import check_pairs
from scoring.tables.witnesses.judge import judge
from scoring.tables.witnesses.relations import BY_KIND
from scoring.tables.witnesses.relations_middle import BUREAU_MIDDLE, CARD_MIDDLE, PREVIOUS_MIDDLE
from scoring.tables.witnesses.within import check_within, counts

col = pl.col
TRAIN, PREVIOUS = "application_train", "previous_application"
MIDDLES = [(one[0].table, one[0].column) for one in (BUREAU_MIDDLE, PREVIOUS_MIDDLE, CARD_MIDDLE)]


@pytest.fixture(scope="module")
def clean(world) -> dict[str, pl.DataFrame]:
    return {name: frame.collect() for name, frame in open_tables(world).frames.items()}


def of_check(name: str, rows: pl.DataFrame, check: str) -> list[tuple[str, str]]:
    """Column and expectation of what is said under one name."""
    findings = [finding for finding in check_within(name, rows.lazy()) if finding.check == check]
    return [(finding.column, finding.sentence) for finding in findings]


@pytest.mark.parametrize(
    ("one", "other", "gone"),
    [
        ("Refused", "Canceled", "no CODE_REJECT_REASON where NAME_CONTRACT_STATUS is Canceled"),
        ("Canceled", "Unused offer", "no CODE_REJECT_REASON where NAME_CONTRACT_STATUS is Canceled"),
        ("Refused", "Unused offer", "the CODE_REJECT_REASON CLIENT where NAME_CONTRACT_STATUS is Unused offer"),
    ],
)
def test_decisions_in_one_anothers_place_are_refused(clean, one, other, gone):
    exchanged = clean[PREVIOUS].with_columns(col("NAME_CONTRACT_STATUS").replace({one: other, other: one}))
    with pytest.raises(UserError, match=f"column NAME_CONTRACT_STATUS: expected {gone}"):
        list(check_within(PREVIOUS, exchanged.lazy()))
    assert of_check(PREVIOUS, clean[PREVIOUS], "relation_lost") == []


def named_of_credits(amount: float, clients: int) -> bool:
    """Whether clients are named who each have one credit elsewhere of this amount."""
    rows = pl.LazyFrame({"SK_ID_CURR": range(clients), "AMT_CREDIT_SUM": [amount] * clients})
    counted = zip(BUREAU_MIDDLE, counts(rows, list(BUREAU_MIDDLE)), strict=True)
    return any(list(judge(one, "bureau", count.holding, count.clients)) for one, count in counted)


@pytest.mark.parametrize(("amount", "is_named"), [(135_000.0, False), (270_000.0, True), (67_500.0, True)])
def test_amounts_twice_or_half_the_usual_are_named(amount, is_named):
    """Half of Kaggle's clients have credits elsewhere of 135,000 or more in their middle."""
    assert named_of_credits(amount, 40) == is_named


@pytest.mark.parametrize(("clients", "is_named"), [(15, False), (16, True)])  # 0.4 to the 16th is below a millionth
def test_a_handful_of_clients_may_all_have_large_credits(clients, is_named):
    assert named_of_credits(500_000.0, clients) == is_named


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize(("power", "check"), [(0.5, "unusual_middle"), (2, "low_scores")])
def test_a_score_in_another_scale_is_named_once(clean, number, power, check):
    """Every value is one that a score may have, and the order of the clients is as it was."""
    column = f"EXT_SOURCE_{number}"
    scaled = clean[TRAIN].with_columns(col(column) ** power)
    scales = ("unusual_middle", "low_scores")
    assert [(name, met) for name in scales for met, _ in of_check(TRAIN, scaled, name)] == [(check, column)]
    assert [of_check(TRAIN, clean[TRAIN], name) for name in scales] == [[], []]


@pytest.mark.parametrize(("table", "column"), MIDDLES)
@pytest.mark.parametrize("times", [0.25, 4])
def test_tables_whose_amounts_are_scaled_together_are_named(clean, table, column, times):
    amounts = pl.selectors.starts_with("AMT_")
    named = []
    try:
        named = of_check(table, clean[table].with_columns(amounts * times), "unusual_middle")
    except UserError as refused:
        named = [(column, refused.got)] if column in refused.got else []
    assert [name for name, _ in named] == [column]
    assert of_check(table, clean[table], "unusual_middle") == []


@pytest.mark.parametrize("lost", ["EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3"])
def test_a_score_that_is_the_mean_of_the_three_is_named(clean, lost):
    scores = ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")
    rows = clean[TRAIN].with_columns(pl.when(col(lost).is_not_null()).then(pl.mean_horizontal(scores)).alias(lost))
    named = {finding.column for finding in check_pairs(TRAIN, rows.lazy()) if finding.check == "column_copied"}
    assert named & {lost, "EXT_SOURCE_2"}
    assert [f for f in check_pairs(TRAIN, clean[TRAIN].lazy()) if f.check == "column_copied"] == []


TENTHS = [(table, one) for table, several in BY_KIND.items() for one in several if one.every]


def tenth_of_others(rows: pl.DataFrame, column: str) -> pl.DataFrame:
    """A tenth of the rows with the column's value of another row."""
    is_moved = pl.int_range(pl.len()) % 10 == 3
    return rows.with_columns(pl.when(is_moved).then(col(column).shuffle(seed=4)).otherwise(column).alias(column))


def test_every_row_is_looked_at_where_nearly_all_of_kaggles_keep_it():
    assert len(TENTHS) == 28
    (itself, every) = TENTHS[0][1].with_every_row()
    assert (itself.vote, every.vote, every.refused_below) == (0.75, 1.0, 0.0)
    assert every.expected == f"{itself.expected} in every row"


@pytest.mark.parametrize(
    ("table", "column"),
    [
        ("bureau", "DAYS_ENDDATE_FACT"),
        ("bureau", "CREDIT_ACTIVE"),
        (PREVIOUS, "AMT_CREDIT"),
        (PREVIOUS, "CNT_PAYMENT"),
        (PREVIOUS, "NAME_PORTFOLIO"),
        ("POS_CASH_balance", "CNT_INSTALMENT_FUTURE"),
        ("credit_card_balance", "AMT_RECIVABLE"),
        ("installments_payments", "AMT_PAYMENT"),
    ],
)
def test_a_tenth_of_a_column_in_another_order_is_named(clean, table, column):
    """Most rows of each client keep what the columns say of each other."""
    sentences = [finding.sentence for finding in check_within(table, tenth_of_others(clean[table], column).lazy())]
    assert any(" in every row for " in sentence for sentence in sentences)
    assert not any(" in every row for " in finding.sentence for finding in check_within(table, clean[table].lazy()))


def test_what_is_said_of_most_rows_is_not_said_of_every_row_again(clean):
    """All ends of a client lie before the beginning: one finding, though no row of some keeps it."""
    few = clean["bureau"].filter(col("SK_ID_CURR").rank("dense") <= 9)
    turned = few.with_columns(col("DAYS_CREDIT_ENDDATE") - 40_000)
    expected = "DAYS_CREDIT_ENDDATE after DAYS_CREDIT"
    sentences = [finding.sentence for finding in check_within("bureau", turned.lazy()) if expected in finding.sentence]
    assert [sentence.split(" for ")[0] for sentence in sentences if sentence.startswith(f"expected {expected}")] == [
        f"expected {expected}"
    ]
