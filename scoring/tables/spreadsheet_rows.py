"""Tables of exactly as many rows as a spreadsheet holds: it cuts a longer one off there, at the end of a line.

What it leaves is whole to whoever reads it alone, and the other tables tell of it only where many rows are gone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from scoring.tables.check import Finding
from scoring.tables.schema import CONTRACT

# Lines of a sheet, in the formats of 1997 and of 2007; the first of them is the header, where it was not left aside.
SHEETS: MappingProxyType[int, str] = MappingProxyType({2**16: ".xls", 2**20: ".xlsx"})
COUNT_THEM = "Count the rows where the table comes from, and export it without a spreadsheet."


def check_spreadsheet(rows: Mapping[str, int]) -> Iterator[Finding]:
    """Findings of tables that may have been cut off by a spreadsheet.

    Parameters
    ----------
    rows : mapping of str to int
        By Kaggle's file name, how many rows each table of the archive has.

    Examples
    --------
    >>> [finding.table for finding in check_spreadsheet({"bureau": 65_535, "bureau_balance": 65_534})]
    ['bureau']
    """
    for name, count in rows.items():
        lines = next((lines for lines in SHEETS if count in (lines, lines - 1)), None)
        if lines is not None:
            got = f"expected every row, got exactly the {count:,} of a full spreadsheet ({SHEETS[lines]})"
            key = CONTRACT[name].order[0]
            yield Finding(
                "spreadsheet_rows", name, key, count, "", f"{got}: what came after may be cut off. {COUNT_THEM}"
            )
