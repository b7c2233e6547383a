"""Numbers with decimal commas, as a French spreadsheet writes them, told apart from commas between thousands."""

from __future__ import annotations

import polars as pl

from scoring.errors import UserError
from scoring.tables.notices import Notice, quoted
from scoring.tables.schema import TableContract

WITH_POINTS = "Export the table with decimal points and nothing between thousands."
DECIMAL = r"^-?\d*,\d+(?:[eE][+-]?\d+)?$"
WITH_COMMA = r"^\s*[+-]?[\d\s.']*,[\d\s.,']*(?:[eE][+-]?\d+)?\s*$"
THOUSANDS = r"^-?\d{1,3}(?:,\d{3})+$"


def with_decimal_points(name: str, frame: pl.LazyFrame, table: TableContract) -> tuple[pl.LazyFrame, list[Notice]]:
    """A frame of texts, the decimal commas of its numbers turned into points.

    Parameters
    ----------
    name : str
        The file, as sentences call it.
    frame : LazyFrame
        Texts under the contract's names.
    table : TableContract
        Which of them are numbers.

    Returns
    -------
    tuple of (LazyFrame, list of Notice)
        The frame itself and no notice where there is no comma in a number.

    Raises
    ------
    UserError
        When commas and points are both there, or the commas may stand between thousands.
    """
    numbers = [column for column in frame.collect_schema().names() if table.columns[column].dtype.is_numeric()]
    counts = _counts(frame, numbers)
    if not counts["commas"]:
        return frame, []
    example = quoted(counts["example"])
    if counts["points"]:
        raise UserError(
            f"{name}: expected numbers with decimal points, got points and commas, as in {example}.", WITH_POINTS
        )
    if not counts["proofs"]:
        raise UserError(f"{name}: commas in numbers such as {example} may stand between thousands.", WITH_POINTS)
    pointed = frame.with_columns(pl.col(numbers).str.replace(",", ".", literal=True))
    rows = int(counts["commas"])
    are = "number is" if rows == 1 else "numbers are"
    return pointed, [Notice("decimal_comma", name, f"{name}: {rows:,} {are} written with a decimal comma.", rows)]


def _counts(frame: pl.LazyFrame, numbers: list[str]) -> dict[str, int | str]:
    """Numbers with a comma, with a point, and with a comma that cannot stand between thousands."""
    sums = {"commas": pl.lit(0), "points": pl.lit(0), "proofs": pl.lit(0)}
    examples = []
    for column in numbers:
        value = pl.col(column)
        comma = value.str.contains(WITH_COMMA)
        proof = value.str.contains(DECIMAL) & ~value.str.contains(THOUSANDS)
        sums["commas"] += comma.sum().cast(pl.Int64)
        sums["points"] += value.str.contains(".", literal=True).sum().cast(pl.Int64)
        sums["proofs"] += proof.sum().cast(pl.Int64)
        examples.append(value.filter(comma).first())
    expressions = [total.alias(key) for key, total in sums.items()]
    row = frame.select(*expressions, pl.coalesce(examples).alias("example")).collect(engine="streaming")
    return row.row(0, named=True)
