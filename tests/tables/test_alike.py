"""Applications that repeat each other, and one external score for many clients."""

from __future__ import annotations

import polars as pl
import pytest

from scoring.errors import UserError
from scoring.tables.alike import check_alike
from scoring.tables.schema import CONTRACT

TRAIN = CONTRACT["application_train"]


def applications(n: int, **columns: list) -> pl.LazyFrame:
    """``n`` applications of people born on days that differ, with scores that differ."""
    rows = {
        "SK_ID_CURR": list(range(1, n + 1)),
        "TARGET": [0, 1] * (n // 2) + [0] * (n % 2),
        "DAYS_BIRTH": [-10_000.0 - i for i in range(n)],
        "AMT_CREDIT": [100_000.0] * n,
        "CODE_GENDER": ["F"] * n,
        **{f"EXT_SOURCE_{i}": [0.2 + 0.001 * i * j for j in range(n)] for i in (1, 2, 3)},
    }
    return pl.LazyFrame(rows | columns, strict=False)


def findings(frame: pl.LazyFrame) -> list[tuple[str, str, int, str]]:
    return [(f.check, f.column, f.rows, f.example) for f in check_alike(TRAIN, frame)]


def copied(n: int, copies: int) -> pl.LazyFrame:
    """``n`` applications of which the last ``copies`` have everything of the one before them but number and outcome."""
    rows = applications(n).collect()
    values = [name for name in rows.columns if name not in ("SK_ID_CURR", "TARGET")]
    place = pl.int_range(pl.len()).clip(upper_bound=n - copies - 1)
    return rows.with_columns(pl.col(values).gather(place)).lazy()


def test_applications_that_differ_are_no_finding():
    assert findings(applications(60)) == []


def test_a_shared_birthday_and_amount_are_no_copy():
    twins = applications(12, DAYS_BIRTH=[-10_000.0] * 12)
    assert findings(twins) == []


def test_a_copy_under_another_number_is_named_and_ten_in_a_hundred_refused():
    assert findings(copied(40, 2)) == [("repeated_application", "SK_ID_CURR", 2, "38")]
    assert findings(copied(100, 10))[0] == ("repeated_application", "SK_ID_CURR", 10, "90")
    with pytest.raises(UserError, match="got 10 of 99 that repeat another one's values"):
        findings(copied(99, 10))


def test_copies_are_seen_where_values_are_empty():
    empty = copied(40, 2).with_columns(pl.lit(None, pl.Float64).alias("EXT_SOURCE_2"))
    assert findings(empty) == [("repeated_application", "SK_ID_CURR", 2, "38")]


@pytest.mark.parametrize(("alike", "of", "is_named"), [(3, 30, False), (4, 40, True), (4, 41, False), (40, 40, True)])
def test_one_score_for_many_clients_is_named(alike, of, is_named):
    scores = [0.5] * alike + [0.2 + 0.001 * i for i in range(of - alike)]
    named = [("repeated_score", "EXT_SOURCE_2", alike, "0.5")]
    assert findings(applications(of, EXT_SOURCE_2=scores)) == (named if is_named else [])


def test_clients_without_the_score_are_not_counted():
    scores = [0.5] * 4 + [None] * 100
    assert findings(applications(104, EXT_SOURCE_3=scores)) == [("repeated_score", "EXT_SOURCE_3", 4, "0.5")]


@pytest.mark.parametrize(
    ("scores", "named"),
    [
        ([0.1, 0.1, *(0.2 + 0.001 * i for i in range(20))], 2),
        ([0.1, 0.1, 0.1, *(0.2 + 0.001 * i for i in range(300))], 3),
        ([0.1, 0.1, None, *(0.2 + 0.001 * i for i in range(20))], 0),
        ([0.1, 0.3, 0.3, *(0.2 + 0.001 * i for i in range(20))], 0),
        ([0.1, 0.1, *(0.2 + 0.001 * i for i in range(5))], 0),
    ],
)
def test_the_lowest_score_of_all_in_place_of_none_is_named(scores, named):
    met = findings(applications(len(scores), EXT_SOURCE_2=scores))
    assert met == ([("repeated_score", "EXT_SOURCE_2", named, "0.1")] if named else [])


def test_an_application_that_is_there_twice_has_no_score_in_place_of_none():
    twice = applications(40).collect()
    lowest = twice.head(1).with_columns(SK_ID_CURR=pl.lit(99, pl.Int64))
    assert [check for check, *_ in findings(pl.concat([twice, lowest]).lazy())] == ["repeated_application"]


def test_other_tables_are_not_looked_at():
    assert list(check_alike(CONTRACT["bureau"], pl.LazyFrame({"SK_ID_CURR": [1, 1]}))) == []
