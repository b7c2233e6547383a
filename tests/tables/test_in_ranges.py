"""A table sorted in ranges of clients is the table sorted at once, in memory and on disk."""

from __future__ import annotations

import itertools
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from scoring.tables import check, in_ranges
from scoring.tables.check import repeated_months
from scoring.tables.in_ranges import client_bounds, is_in_order, sorted_in_ranges
from scoring.tables.schema import CONTRACT

ORDER = ("SK_ID_CURR", "day")


def table(rows: int = 5_000, clients: int = 400) -> pl.DataFrame:
    rng = np.random.default_rng(1)
    client = pl.Series("SK_ID_CURR", rng.integers(1, clients, rows)).to_frame()
    nobody = pl.when(pl.Series(rng.random(rows) < 0.01)).then(None).otherwise(pl.col("SK_ID_CURR"))
    day = pl.when(pl.Series(rng.random(rows) < 0.1)).then(None).otherwise(pl.Series(rng.integers(-30, 0, rows)))
    return client.select(nobody.alias("SK_ID_CURR"), day.alias("day"), place=pl.int_range(rows), text=pl.lit("Ä"))


@pytest.mark.parametrize("cells", [1_000, 7_001, 100_000])
def test_ranges_do_not_change_the_order(tmp_path: Path, cells: int) -> None:
    rows = table()
    whole = rows.sort(ORDER, nulls_last=True, maintain_order=True)
    assert_frame_equal(sorted_in_ranges(rows.lazy(), ORDER, tmp_path, rows.height, cells).collect(), whole)


def test_files_are_the_same_to_the_byte(tmp_path: Path) -> None:
    rows = table(50_000)
    for name, cells in (("whole", 10**9), ("ranges", 30_000)):
        ordered = sorted_in_ranges(rows.lazy(), ORDER, tmp_path, rows.height, cells)
        ordered.sink_parquet(tmp_path / name, compression="zstd", row_group_size=4_096)
    assert (tmp_path / "ranges").read_bytes() == (tmp_path / "whole").read_bytes()


def test_a_part_of_the_columns_and_rows_can_be_asked_for(tmp_path: Path) -> None:
    rows = table()
    whole = rows.sort(ORDER, nulls_last=True, maintain_order=True)
    ranged = sorted_in_ranges(rows.lazy(), ORDER, tmp_path, rows.height, 1_000)
    assert_frame_equal(ranged.select("place").head(3_000).collect(), whole.select("place").head(3_000))
    even = pl.col("day") % 2 == 0
    assert_frame_equal(ranged.filter(even).select("place").collect(), whole.filter(even).select("place"))


@pytest.mark.parametrize("clients", [[None, None, None], [7, 7, 7], [1, 2, 3]])
def test_few_clients_or_nobody(tmp_path: Path, clients: list[int | None]) -> None:
    rows = pl.DataFrame({"SK_ID_CURR": clients, "day": [3, 1, 2]}, schema={"SK_ID_CURR": pl.Int64, "day": pl.Int64})
    ranged = sorted_in_ranges(rows.lazy(), ORDER, tmp_path, rows.height, 1)
    assert_frame_equal(ranged.collect(), rows.sort(ORDER, nulls_last=True))


def test_ranges_have_about_as_many_rows() -> None:
    rows = table(10_000)
    bounds = [0, *client_bounds(rows.lazy(), 5), 10_000]
    sizes = [
        rows.filter(pl.col("SK_ID_CURR").is_between(low, high, closed="left")).height
        for low, high in itertools.pairwise(bounds)
    ]
    assert len(sizes) == 5
    assert sum(sizes) == rows["SK_ID_CURR"].count()
    assert max(sizes) - min(sizes) < 200


def test_nothing_is_staged_for_a_small_table(tmp_path: Path) -> None:
    sorted_in_ranges(table().lazy(), ORDER, tmp_path, 5_000, in_ranges.CELLS_A_RANGE).collect()
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("rows_compared", [10_000, 100, 7])
def test_repeated_months_are_counted_in_parts(monkeypatch: pytest.MonkeyPatch, rows_compared: int) -> None:
    monkeypatch.setattr(check, "ROWS_COMPARED", rows_compared)
    months = pl.DataFrame(
        {"SK_ID_PREV": [n // 12 for n in range(600)], "MONTHS_BALANCE": [-(n % 12) for n in range(600)]}
    )
    again = pl.concat([months, months.filter(pl.col("SK_ID_PREV") % 7 == 0)])
    contract = CONTRACT["POS_CASH_balance"]
    assert repeated_months(contract, months.lazy()) == []
    (finding,) = repeated_months(contract, again.lazy())
    assert finding.rows == again.height - months.height


@pytest.mark.parametrize("order", [("SK_ID_CURR",), ("SK_ID_CURR", "day"), ("SK_ID_CURR", "day", "place")])
@pytest.mark.parametrize("seed", range(20))
def test_rows_in_order_are_those_that_sorting_leaves(order: tuple[str, ...], seed: int) -> None:
    rows = table(6, 3).sample(fraction=1, shuffle=True, seed=seed)
    ordered = rows.sort(order, nulls_last=True, maintain_order=True)
    assert is_in_order(ordered, order)
    assert is_in_order(rows, order) == rows.equals(ordered)
    nearly = pl.concat([ordered[:2], ordered[3:4], ordered[2:3], ordered[4:]])
    assert is_in_order(nearly, order) == nearly.equals(nearly.sort(order, nulls_last=True, maintain_order=True))
