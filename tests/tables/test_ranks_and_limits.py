"""External scores given as ranks, columns cut off at a limit, two columns of days exchanged."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from scoring.errors import UserError
from scoring.tables.store import open_tables
from scoring.tables.witnesses.check_witnesses import check_witnesses
from scoring.tables.witnesses.cut_down import check_cut_down, ends_of
from scoring.tables.witnesses.ranks import are_ranks, check_ranks, off_the_line
from scoring.tables.witnesses.within import check_within

col = pl.col
TRAIN, TEST = "application_train", "application_test"
SCORES = ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")
PLACED = pl.int_range(1, pl.len() + 1).alias("SK_ID_CURR")


@pytest.fixture(scope="module")
def clean(world) -> dict[str, pl.LazyFrame]:
    return dict(open_tables(world).frames)


def scores(values: list[float | None], column: str = "EXT_SOURCE_3") -> pl.LazyFrame:
    return pl.LazyFrame({column: pl.Series(values, dtype=pl.Float64)})


# --- ranks --------------------------------------------------------------------------------------------

RANKS = {
    "of those who have one": lambda score: score.rank() / score.count(),
    "of all clients": lambda score: score.rank() / pl.len(),
    "from 0 to 1": lambda score: (score.rank() - 1) / (score.count() - 1) * 0.998 + 0.001,
    "in percent": lambda score: (score.rank(method="max") / score.count()).round(2),
    "the best first": lambda score: (1 + score.count() - score.rank(method="min")) / (1 + score.count()),
}


@pytest.mark.parametrize("column", SCORES)
@pytest.mark.parametrize("ranked", RANKS.values(), ids=RANKS)
def test_scores_as_ranks_are_refused(clean, column, ranked):
    tables = {TRAIN: clean[TRAIN].with_columns(ranked(col(column)).alias(column))}
    with pytest.raises(UserError, match=rf"{TRAIN}: column {column}: expected scores that crowd in the middle, got "):
        list(check_ranks(tables))


def test_ranks_are_the_reason_whatever_else_the_scores_tell(clean):
    ranked = {name: clean[name].with_columns(col("EXT_SOURCE_1").rank() / pl.len()) for name in (TRAIN, TEST)}
    with pytest.raises(UserError, match=r"as evenly spread as ranks or quantiles. Give the score as its sender does"):
        check_witnesses(clean | ranked)


def test_ranks_among_the_clients_of_two_tables_are_met(clean):
    columns = ["SK_ID_CURR", "EXT_SOURCE_2"]
    both = pl.concat([clean[TRAIN].select(columns), clean[TEST].select(columns)]).with_columns(
        col("EXT_SOURCE_2").rank() / pl.len()
    )
    few = both.filter(col("SK_ID_CURR") % 40 == 0).with_columns(col("EXT_SOURCE_2").rank() / pl.len())
    first = few.head(6).filter(pl.int_range(pl.len()) != 2)
    assert list(check_ranks({TRAIN: first})) == []
    with pytest.raises(UserError, match="as evenly spread as ranks"):
        list(check_ranks({TRAIN: first, TEST: few.join(first, on="SK_ID_CURR", how="anti")}))


def test_a_large_table_of_ranks_among_still_more_is_met():
    some = np.random.default_rng(5).choice(np.arange(1, 100_001), 1_000, replace=False) / 100_000
    with pytest.raises(UserError, match="got 1,000 as evenly spread as ranks"):
        list(check_ranks({TEST: scores(some.tolist())}))


def test_few_clients_are_named_and_a_handful_is_not():
    (finding,) = check_ranks({TEST: scores([0.1, 0.2, 0.3, 0.4, 0.5, 0.6, None])})
    assert (finding.check, finding.table, finding.column, finding.rows) == ("score_ranked", TEST, "EXT_SOURCE_3", 6)
    assert list(check_ranks({TEST: scores([0.1, 0.2, 0.3, 0.4, 0.5])})) == []


def test_scores_of_sound_clients_are_no_ranks(clean):
    ids = clean[TRAIN].select("SK_ID_CURR").collect().to_series()
    for draw in range(100):
        some = ids.sample((6, 8, 12, 20, 60)[draw % 5], seed=draw)
        assert list(check_ranks({TRAIN: clean[TRAIN].filter(col("SK_ID_CURR").is_in(some.implode()))})) == []


def test_how_far_scores_lie_from_the_line():
    assert off_the_line(np.array([1.0, 2.0, 3.0, 4.0])) == pytest.approx(0)
    # the best line over the ranks 1, 2, 3 is 1.5 rank - 2: -0.5, 1, 2.5 in place of 0, 0, 3, off by 1 of a range of 3
    assert off_the_line(np.array([0.0, 1e-9, 3.0])) == pytest.approx(1 / 3)
    assert not are_ranks(np.array([0.3] * 50))


# --- limits -------------------------------------------------------------------------------------------


def applications(incomes: list[float | None]) -> pl.LazyFrame:
    return pl.LazyFrame({"AMT_INCOME_TOTAL": pl.Series(incomes, dtype=pl.Float64)}).with_columns(PLACED)


def test_incomes_that_were_cut_down_are_named():
    incomes = [*(1000.0 * place for place in range(20)), *([30_000.0] * 20)]
    (finding,) = check_cut_down(TRAIN, applications(incomes))
    assert (finding.check, finding.column, finding.rows) == ("cut_down", "AMT_INCOME_TOTAL", 20)
    # the first income is 0, which stands for none
    assert "the largest AMT_INCOME_TOTAL of one client or a few, got 30000 of 20 of 39: values were" in finding.sentence


def test_the_largest_income_of_a_few_is_no_limit():
    assert (
        list(check_cut_down(TRAIN, applications([*(1000.0 * place for place in range(1, 35)), *([90_000.0] * 6)])))
        == []
    )


@pytest.mark.parametrize(
    ("table", "column", "is_highest"),
    [
        (table, end.column, end.is_highest)
        for table in (TRAIN, "bureau", "previous_application", "installments_payments", "credit_card_balance")
        for end in ends_of(table)
    ],
)
def test_a_column_cut_off_at_its_middle_is_named(clean, table, column, is_highest):
    frame = clean[table].with_columns(col(column).replace(0, None))
    middle = frame.group_by("SK_ID_CURR").agg(col(column).max() if is_highest else col(column).min()).collect()
    limit = middle[column].median()
    cut = col(column).clip(upper_bound=limit) if is_highest else col(column).clip(lower_bound=limit)
    clients = middle[column].drop_nulls().len()
    named = [(finding.check, finding.column) for finding in check_cut_down(table, frame.with_columns(cut))]
    assert named == ([("cut_down", column)] if clients > 40 else [])


def test_an_end_at_which_many_stand_by_custom_is_not_asked(clean):
    assert "DAYS_CREDIT_UPDATE" not in [end.column for end in ends_of("bureau") if end.is_highest]
    nobody_is_late = clean["bureau"].with_columns(col("AMT_CREDIT_SUM_OVERDUE") * 0)
    assert list(check_cut_down("bureau", nobody_is_late)) == []


# --- exchanged ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("other", ["DAYS_ID_PUBLISH", "DAYS_LAST_PHONE_CHANGE"])
def test_the_registration_exchanged_with_other_days_is_named(clean, other):
    exchanged = clean[TRAIN].with_columns(col("DAYS_REGISTRATION").alias(other), col(other).alias("DAYS_REGISTRATION"))
    named = {finding.column for finding in check_within(TRAIN, exchanged)}
    assert named & {"DAYS_REGISTRATION", other}


@pytest.mark.parametrize("flag", ["FLAG_PHONE", "REG_CITY_NOT_WORK_CITY", "LIVE_CITY_NOT_WORK_CITY"])
def test_a_flag_turned_round_is_named_of_a_hundred_clients(clean, flag):
    turned = clean[TRAIN].head(100).with_columns((1 - col(flag)).alias(flag))
    assert flag in [finding.column for finding in check_within(TRAIN, turned)]
