"""A table of exactly as many rows as a spreadsheet holds is named: a longer one is cut off there in silence."""

import polars as pl
import pytest

from scoring.tables.ingest import check_archive
from scoring.tables.schema import CONTRACT
from scoring.tables.spreadsheet_rows import check_spreadsheet

NAME = "installments_payments"


def test_the_limits_of_both_formats_are_named_in_every_table_and_nothing_else_is():
    named = {
        count
        for lines in (65_536, 1_048_576)
        for count in range(lines - 5, lines + 5)
        if list(check_spreadsheet({NAME: count}))
    }
    assert named == {65_535, 65_536, 1_048_575, 1_048_576}
    assert [finding.table for finding in check_spreadsheet(dict.fromkeys(CONTRACT, 65_535))] == list(CONTRACT)
    assert list(check_spreadsheet(dict.fromkeys(CONTRACT, 0))) == []


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".parquet"])
@pytest.mark.parametrize(("rows", "words"), [(65_535, "65,535"), (65_536, "65,536"), (65_534, None)])
def test_it_is_told_of_a_file_in_every_form(tiny_archive, tmp_path, ending, rows, words):
    def longer(few: pl.DataFrame) -> pl.DataFrame:
        return pl.concat([few] * (rows // few.height + 1)).head(rows)

    path = tiny_archive(tmp_path / "archive", change={NAME: longer}, ending=ending)
    named = [finding for finding in check_archive(path).findings if finding.check == "spreadsheet_rows"]
    assert [finding.sentence for finding in named] == (
        []
        if words is None
        else [
            f"expected every row, got exactly the {words} of a full spreadsheet (.xls): what came after may be cut "
            "off. Count the rows where the table comes from, and export it without a spreadsheet."
        ]
    )
    assert {(finding.table, finding.column, finding.rows) for finding in named} <= {(NAME, "SK_ID_CURR", rows)}
