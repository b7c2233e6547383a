"""Rows read alone and rows of held groups are the same, whatever is held; a file is read as rarely as may be."""

import polars as pl
import pytest

from scoring.portfolio.row_groups import RowGroups

HELD = 2


@pytest.fixture
def frame():
    return pl.DataFrame(
        {
            "SK_ID_CURR": range(10),
            "values": [[float(n), None] for n in range(10)],
            "causes": [["a"] * n for n in range(10)],
        },
        schema_overrides={"values": pl.Array(pl.Float64, 2)},
    )


@pytest.fixture
def reads(frame, tmp_path, monkeypatch):
    """``(most) -> groups, slices``: what is read is noted as (place, rows)."""
    frame.write_parquet(tmp_path / "rows.parquet", row_group_size=4)
    sliced = []

    class Noted:
        def __init__(self, rows):
            self.rows = rows

        def slice(self, place, count):
            sliced.append((place, count))
            return self.rows.slice(place, count)

    return lambda most: (RowGroups(Noted(pl.scan_parquet(tmp_path / "rows.parquet")), most, size=4), sliced)


@pytest.mark.parametrize("most", [0, 1, HELD])
def test_every_row_is_the_files_whatever_is_held(frame, reads, most):
    groups, _ = reads(most)
    for place in (0, 1, 9, 8, 5, 4, 3, 9, 0, 2, 7, 8, 9):
        assert groups.row(place) == frame.row(place, named=True)


def test_a_group_is_read_whole_when_it_is_asked_for_again(reads):
    groups, sliced = reads(HELD)
    for place in (0, 1, 2, 3, 0):
        groups.row(place)
    assert sliced == [(0, 1), (0, 4)]
    groups.row(8)
    groups.row(4)  # the first group is no longer held
    groups.row(0)
    assert sliced[2:] == [(8, 1), (4, 1), (0, 1)]


def test_a_visitors_kernel_holds_none(reads):
    groups, sliced = reads(0)
    for place in (0, 1, 2):
        groups.row(place)
    assert sliced == [(0, 1), (1, 1), (2, 1)]
    assert not groups._asked
