"""The order in which rows are added up: by client and key, empty values last, equal rows as they came."""

import narwhals as nw
import polars as pl

from scoring.features.order import collected, in_order, one_row_each

COLUMNS = ("SK_ID_CURR", "SK_ID_PREV")


def ordered(rows: pl.DataFrame) -> pl.DataFrame:
    return in_order(nw.from_native(rows.lazy()), *COLUMNS).to_native().collect()


def test_rows_go_by_client_then_key_and_empty_values_come_last():
    rows = pl.DataFrame({"SK_ID_CURR": [2, 1, 1, None, 1], "SK_ID_PREV": [5, None, 7, 3, 3], "row": [0, 1, 2, 3, 4]})
    assert ordered(rows)["row"].to_list() == [4, 2, 1, 0, 3]


def test_rows_alike_in_client_and_key_stay_as_they_came():
    many = 5_000
    rows = pl.DataFrame({"SK_ID_CURR": [2, 1] * many, "SK_ID_PREV": [7, 7] * many, "row": range(2 * many)})
    assert ordered(rows)["row"].to_list() == [*range(1, 2 * many, 2), *range(0, 2 * many, 2)]


def test_one_row_each_adds_up_what_is_alike_in_all_columns_an_empty_value_being_one_more():
    rows = pl.DataFrame(
        {
            "SK_ID_CURR": [2, 1, 1, 1, 1, 2],
            "SK_ID_PREV": [5, None, 7, None, 3, 5],
            "paid": [1.0, 2.0, 4.0, 8.0, 16.0, 32.0],
        }
    )
    sums = one_row_each(nw.from_native(rows.lazy()), COLUMNS, paid=nw.col("paid").sum(), parts=nw.len())
    assert collected(sums.to_native()).rows() == [(1, 3, 16.0, 1), (1, 7, 4.0, 1), (1, None, 10.0, 2), (2, 5, 33.0, 2)]


def test_one_row_each_leaves_its_rows_in_order_so_that_they_need_not_be_sorted_again():
    many = 50_000
    rows = pl.DataFrame({"SK_ID_CURR": [*range(many), *range(many)], "SK_ID_PREV": [1] * (2 * many)})
    counted = one_row_each(nw.from_native(rows.lazy()), COLUMNS, parts=nw.len())
    assert collected(counted.to_native()).rows() == [(client, 1, 2) for client in range(many)]


def test_one_row_each_of_no_rows_is_no_row():
    rows = pl.DataFrame(schema={"SK_ID_CURR": pl.Int64, "SK_ID_PREV": pl.Int64, "paid": pl.Float64})
    sums = one_row_each(nw.from_native(rows.lazy()), COLUMNS, paid=nw.col("paid").sum())
    assert collected(sums.to_native()).shape == (0, 3)
