"""The order in which rows are added up: by client and key, empty values last, equal rows as they came."""

import narwhals as nw
import polars as pl

from scoring.features.order import in_order

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
