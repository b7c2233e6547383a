"""A table's rows as they came: texts or numbers under the contract's names, with the place of each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import polars as pl

from scoring.errors import UserError
from scoring.tables.csv_form import EXPORT_AGAIN, CsvForm, header_of
from scoring.tables.csv_table import csv_table, line_of
from scoring.tables.decimal_comma import with_decimal_points
from scoring.tables.header import canonical_names
from scoring.tables.notices import Notice, counted
from scoring.tables.odd_shapes import shape_in_words
from scoring.tables.parquet_table import parquet_table
from scoring.tables.plain import TableFile
from scoring.tables.rules.one_hot import one_hot_columns, one_hot_words
from scoring.tables.schema import CONTRACT, TableContract

BLANKS = " \t\r\n\u00a0\ufeff"  # the last is the byte order mark of a file that was put behind another one


@dataclass(frozen=True)
class RawPart:
    """The rows of one plain file.

    Parameters
    ----------
    name : str
        The file, as sentences call it.
    frame : LazyFrame
        Its rows in their order.
    form : CsvForm or None
        None for Parquet.
    numbers : LazyFrame or None
        The same rows with their numbers parsed, as :class:`scoring.tables.csv_table.CsvTable` has them.
    lines : int
        About how many rows of CSV there are.
    """

    name: str
    frame: pl.LazyFrame
    form: CsvForm | None
    numbers: pl.LazyFrame | None = None
    lines: int = 0

    def place(self, row: int) -> str:
        """Where a row stands, as a person looks for it; rows are counted from 0."""
        return f"line {line_of(self.form, row)}" if self.form else f"row {row + 1}"


@dataclass(frozen=True)
class RawTable:
    """The rows of one table, of all its parts.

    Parameters
    ----------
    name : str
        The file, as sentences call it.
    table : TableContract
        Which table.
    parts : tuple of RawPart
        At least one.
    notices : tuple of Notice
        What was met and understood.
    """

    name: str
    table: TableContract
    parts: tuple[RawPart, ...]
    notices: tuple[Notice, ...]

    @property
    def frame(self) -> pl.LazyFrame:
        """All rows."""
        frames = [part.frame for part in self.parts]
        return frames[0] if len(frames) == 1 else pl.concat(frames, how="vertical_relaxed")

    @property
    def is_text(self) -> bool:
        """Whether its values are texts, as in CSV."""
        return self.parts[0].form is not None

    def first(self, condition: pl.Expr, column: str) -> tuple[str, str, object]:
        """The file, the place and the value of the first row that meets a condition."""
        for part in self.parts:
            rows = part.frame.select(column).with_row_index("row").filter(condition).head(1).collect()
            if rows.height:
                return part.name, part.place(int(rows["row"][0])), rows[column][0]
        raise AssertionError("asked for a row that is not there")

    def without_repeated_headers(self) -> RawTable:
        """The rows without those that are the header again."""
        parts, lines = [], 0
        for part in self.parts:
            if part.form is None:
                parts.append(part)
                continue
            pairs = zip(part.form.header, part.form.raw_header, strict=True)
            again = [_is_name(name, raw) for name, raw in pairs if name in self.table.columns]
            # One column tells nearly always that there is none, at a fraction of what all cost.
            if not again or not part.frame.select(again[0].any()).collect(engine="streaming").item():
                parts.append(part)
                continue
            is_header = pl.all_horizontal(again).fill_null(False)
            lines += int(part.frame.select(is_header.sum()).collect(engine="streaming").item())
            parts.append(replace(part, frame=part.frame.filter(~is_header)))
        if not lines:
            return self
        left = "which is left aside" if lines == 1 else "which are left aside"
        sentence = f"{self.name}: the header is there again in {counted(lines, 'line')}, {left}."
        notice = Notice("repeated_header", self.name, sentence, lines)
        return replace(self, parts=tuple(parts), notices=(*self.notices, notice))

    def with_decimal_points(self) -> RawTable:
        """The rows with the decimal commas of their numbers turned into points.

        Raises
        ------
        UserError
            When commas and points are both there, or the commas may stand between thousands.
        """
        parts, notices = [], list(self.notices)
        for part in self.parts:
            frame, commas = with_decimal_points(part.name, part.frame, self.table)
            parts.append(replace(part, frame=frame))
            notices += commas
        return replace(self, parts=tuple(parts), notices=tuple(notices))


def open_raw(file: TableFile, table: TableContract, workspace: Path, *, target_required: bool = True) -> RawTable:
    """The rows of a table's file.

    Parameters
    ----------
    file : TableFile
        Its plain parts.
    table : TableContract
        What it must hold. Columns the contract does not know are left aside.
    workspace : Path
        Where a file in another encoding may be written anew.
    target_required : bool
        Whether ``application_train`` may come without TARGET, as files to score do.

    Raises
    ------
    UserError
        When a column is missing, or a file is empty, cut off, no table, or of types that cannot be read.
    """
    parts: list[RawPart] = []
    notices = list(file.notices)
    for part in file.parts:
        csv = form = None
        if part.is_parquet:
            frame, met = parquet_table(part, table)
        else:
            csv = csv_table(part.name, part.path, table, workspace)
            form, met = csv.form, list(csv.form.notices)
            frame = csv.texts.with_columns(pl.lit(value, pl.String).alias(key) for key, value in part.partitions)
        columns = [name for name in table.columns if target_required or name != "TARGET"]
        names = frame.collect_schema().names()
        missing = [name for name in columns if name not in names]
        if missing:
            header = form.raw_header if form else tuple(pl.read_parquet_schema(part.path))
            raise (
                _another_table(part.name, header, table)
                or (form and shape_in_words(form, missing, table))
                or _missing(part.name, missing, len(columns), one_hot_columns(header, table))
            )
        numbers, lines = (csv.numbers, csv.lines) if csv and not part.partitions else (None, 0)
        frame = frame.select(name for name in table.columns if name in names)
        parts.append(RawPart(part.name, frame, form, numbers, lines))
        notices += met
    if len({part.form is None for part in parts}) > 1:
        raise UserError(f"{file.name}: expected parts of one kind, got CSV and Parquet.", "Keep the parts of one kind.")
    return RawTable(file.name, table, tuple(parts), tuple(notices))


def has_header_of(table: TableContract, file: TableFile) -> bool:
    """Whether a file has the columns of a table; nothing is said of its rows."""
    part = file.parts[0]
    if part.is_parquet:
        names = parquet_table(part, table)[0].collect_schema().names()
    else:
        names = list(header_of(part.path, table))
    return set(table.columns) - {"TARGET"} <= set(names)


def _another_table(file: str, header: Sequence[str], table: TableContract) -> UserError | None:
    """What to say of a file that has all columns of another table; None where it has those of none."""
    strangers = [other for other in CONTRACT.values() if other.source != table.source]
    others = [other for other in strangers if set(other.columns) <= set(canonical_names(header, other))]
    if not others:
        return None
    other = max(others, key=lambda other: len(other.columns)).file
    return UserError(
        f"{file}: expected the columns of {table.file}, got those of {other}.", "Give each table under its own name."
    )


def _missing(file: str, missing: Sequence[str], expected: int, one_hot: Mapping[str, Sequence[str]]) -> UserError:
    """What to say of columns that are not there; those spread over several first."""
    count = f"(found {expected - len(missing)} of {expected} columns)"
    spread = next((name for name in missing if name in one_hot), None)
    if spread is not None:
        words = one_hot_words(one_hot[spread])
        return UserError(
            f"{file}: column {spread} is missing {count}: {words}.", f"Export the texts of {spread} themselves."
        )
    what = f"column {missing[0]} is missing" if len(missing) == 1 else f"columns {', '.join(missing[:5])} are missing"
    more = f" and {len(missing) - 5} more" if len(missing) > 5 else ""
    return UserError(f"{file}: {what}{more} {count}.", EXPORT_AGAIN)


def _is_name(column: str, raw: str) -> pl.Expr:
    """Where a column's value is its own name, in whatever case."""
    return pl.col(column).str.strip_chars(BLANKS).str.to_lowercase() == raw.strip(BLANKS).lower()
