"""Features in ranges of clients are the features of all at once."""

from __future__ import annotations

from pathlib import Path

import polars as pl
import pytest
from polars.testing import assert_frame_equal

from scoring.features.build import build
from scoring.features.identity import identity
from scoring.features.in_ranges import build_in_ranges, identity_in_ranges
from scoring.settings import Home
from scoring.tables.parquet_parts import write_parts
from scoring.tables.store import TableSet, open_tables


@pytest.fixture
def tables(world: Home) -> TableSet:
    return open_tables(world)


@pytest.mark.parametrize("clients", [7, 100, 499, 500])
def test_ranges_change_no_digit(tables: TableSet, clients: int) -> None:
    parts = list(build_in_ranges(tables, clients=clients))
    assert [part.height for part in parts[:-1]] == [clients] * (len(parts) - 1)
    assert_frame_equal(pl.concat(parts), build(tables), check_exact=True)


def test_ranges_of_identities(tables: TableSet) -> None:
    assert_frame_equal(pl.concat(identity_in_ranges(tables, 120)), identity(tables).collect())


def test_every_row_is_in_one_range(tables: TableSet) -> None:
    """Also rows of clients without an application, before the first number and after the last."""
    strangers = tables.frame("bureau").head(2).with_columns(SK_ID_CURR=pl.Series([1, 10**9]))
    bureau = pl.concat([tables.frame("bureau"), strangers]).sort("SK_ID_CURR", maintain_order=True)
    parts = TableSet({**tables.frames, "bureau": bureau}).in_ranges(90)
    assert len(parts) == 6
    for name in tables.frames:
        whole = bureau if name == "bureau" else tables.frame(name)
        kept = whole.filter(pl.col("SK_ID_CURR").is_not_null()).collect()
        assert_frame_equal(pl.concat([part.frame(name).collect() for part in parts]), kept)


def test_flags_go_with_their_clients(tables: TableSet) -> None:
    clients = tables.application().select("SK_ID_CURR").collect()["SK_ID_CURR"]
    columns = {"table": "bureau", "column": "AMT_ANNUITY", "cause": "impossible_value", "value": "-1"}
    flags = clients.to_frame().with_columns(**{name: pl.lit(text) for name, text in columns.items()})
    parts = TableSet(tables.frames, flags=flags).in_ranges(90)
    assert_frame_equal(pl.concat([part.flags for part in parts]), flags)


def test_progress_is_told_where_there_are_ranges(tables: TableSet) -> None:
    lines: list[str] = []
    list(build_in_ranges(tables, lines.append, 200))
    assert lines == ["features of 200 clients", "features of 400 clients", "features of 500 clients"]
    lines.clear()
    list(build_in_ranges(tables, lines.append))
    assert lines == []


def test_parts_become_one_file(tmp_path: Path) -> None:
    schema = {"a": pl.Int64, "b": pl.List(pl.String)}
    frames = [pl.DataFrame({"a": [n, n + 1], "b": [["x"] * n, None]}, schema=schema) for n in range(3)]
    write_parts(tmp_path / "whole.parquet", iter(frames), 4)
    assert_frame_equal(pl.read_parquet(tmp_path / "whole.parquet"), pl.concat(frames))
    assert [path.name for path in tmp_path.iterdir()] == ["whole.parquet"]


def test_a_failure_between_parts_leaves_nothing(tmp_path: Path) -> None:
    def frames():
        yield pl.DataFrame({"a": [1]})
        raise ValueError("stop")

    with pytest.raises(ValueError, match="stop"):
        write_parts(tmp_path / "whole.parquet", frames(), 4)
    assert not list(tmp_path.iterdir())
