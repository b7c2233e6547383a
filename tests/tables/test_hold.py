"""Rows that are read once, their numbers parsed from the bytes, are those that their texts give, or are not held."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

import numpy as np
import polars as pl
import pytest
from polars.testing import assert_frame_equal

from scoring.errors import UserError
from scoring.tables import hold as held_tables
from scoring.tables import read
from scoring.tables.plain import Part, TableFile
from scoring.tables.raw import open_raw
from scoring.tables.schema import CONTRACT

TABLE = CONTRACT["installments_payments"]
COLUMNS = list(TABLE.columns)
ROW = ["1000", "100001", "1.0", "3", "-1180.0", "-1187.0", "6948.36", "6948.36"]
PLAIN_VALUES = (
    "5",
    "+5",
    "-5",
    "00012",
    "5.0",
    ".5",
    "5.",
    "1e5",
    "1E-5",
    "-0",
    "5e-400",
    '"5"',
    "9223372036854775807",
)
OTHER_VALUES = (
    *(" 5", "5 ", "\t5", '" 5"', '"5 "', "  ", '" "', "1,5", '"1,5"', "1 000", "1_000", "0x10", "1d", "--5", "'5'"),
    *("inf", "-Infinity", "nan", "NaN", "1e400", "true", "oui", "NULL", "n/a", "?", "é5", "5\u00a0", "\u0663", "."),
    *("9223372036854775807", "9223372036854775808", "123456789012345678901234567890", "SK_ID_PREV"),
)


def installments(tmp_path: Path, column: str, value: str, *, ends: str = "\n", rows: int = 3) -> TableFile:
    """A file whose second row holds a value as it is written."""
    lines = [COLUMNS, *(list(ROW) for _ in range(rows))]
    lines[2][COLUMNS.index(column)] = value
    path = tmp_path / "installments_payments.csv"
    path.write_bytes("".join(",".join(line) + ends for line in lines).encode())
    return TableFile(path.name, (Part(path.name, path),))


@contextmanager
def without_holding() -> Iterator[None]:
    with patch.object(read, "hold", lambda *_: None):
        yield


def answer(file: TableFile, workspace: Path) -> tuple[pl.DataFrame, object] | str:
    """The typed rows and everything said of them, or the refusal."""
    try:
        table = read.read_table(file, TABLE, workspace)
    except UserError as refusal:
        return str(refusal)
    return table.frame.collect(), (table.rows, table.notices, table.survey)


def is_held(file: TableFile, workspace: Path) -> bool:
    return held_tables.hold(open_raw(file, TABLE, workspace), workspace) is not None


@pytest.mark.parametrize("column", ["SK_ID_PREV", "AMT_PAYMENT"])
@pytest.mark.parametrize("value", ["", '""', *PLAIN_VALUES, *OTHER_VALUES])
def test_every_way_to_write_a_number_is_answered_as_its_text_is(tmp_path: Path, column: str, value: str) -> None:
    file = installments(tmp_path, column, value)
    quick = answer(file, tmp_path)
    with without_holding():
        slow = answer(file, tmp_path)
    if isinstance(quick, str) or isinstance(slow, str):
        assert quick == slow
    else:
        assert_frame_equal(quick[0], slow[0], check_exact=True)
        assert quick[1] == slow[1]


@pytest.mark.parametrize("value", PLAIN_VALUES)
def test_a_plain_number_is_held(tmp_path: Path, value: str) -> None:
    assert is_held(installments(tmp_path, "AMT_PAYMENT", value), tmp_path)


@pytest.mark.parametrize("value", [" 5", "\t5", '" 5"', "  ", '" "'])
@pytest.mark.parametrize("column", ["SK_ID_PREV", "AMT_PAYMENT"])
def test_a_blank_before_a_number_is_looked_at_as_a_text(tmp_path: Path, column: str, value: str) -> None:
    assert not is_held(installments(tmp_path, column, value), tmp_path)


def test_lines_that_end_as_windows_ends_them_are_held(tmp_path: Path) -> None:
    file = installments(tmp_path, "AMT_PAYMENT", "12.5", ends="\r\n")
    assert is_held(file, tmp_path)
    rows = read.read_table(file, TABLE, tmp_path).frame.collect()
    assert rows["AMT_PAYMENT"].to_list() == [6948.36, 12.5, 6948.36]


def test_many_rows_are_held_on_disk_and_are_the_same(tmp_path: Path) -> None:
    raw = open_raw(installments(tmp_path, "AMT_PAYMENT", "", rows=5_000), TABLE, tmp_path)
    in_memory, on_disk = (held_tables.hold(raw, tmp_path, cells) for cells in (40_100, 39_900))
    assert in_memory is not None
    assert on_disk is not None
    assert (in_memory.is_on_disk, on_disk.is_on_disk) == (False, True)
    assert (tmp_path / "held.parquet").exists()
    assert_frame_equal(on_disk.raw.frame.collect(), in_memory.raw.frame.collect())


def test_numbers_parsed_from_bytes_are_those_of_the_nearest_binary_fraction(tmp_path: Path) -> None:
    rng = np.random.default_rng(7)
    values = [repr(float(value)) for value in rng.normal(size=2_000) * 10.0 ** rng.integers(-300, 9, 2_000)]
    lines = [",".join([*ROW[:-1], value]) for value in values]
    path = tmp_path / "installments_payments.csv"
    path.write_text("\n".join([",".join(COLUMNS), *lines]) + "\n")
    held = held_tables.hold(open_raw(TableFile(path.name, (Part(path.name, path),)), TABLE, tmp_path), tmp_path)
    assert held is not None
    assert held.raw.frame.collect()["AMT_PAYMENT"].to_list() == [float(value) for value in values]
