"""One Parquet file as a frame under the contract's names; types that are no numbers and no texts are refused."""

from __future__ import annotations

from os import SEEK_END

import polars as pl

from scoring.errors import UserError
from scoring.tables.header import canonical_names, header_notices
from scoring.tables.notices import Notice
from scoring.tables.numbers import may_be_words
from scoring.tables.plain import EXPORT_AGAIN, Part
from scoring.tables.polars_errors import polars_in_words
from scoring.tables.schema import TableContract
from scoring.tables.unpack import damage_in_words

MARK = b"PAR1"
NO_END = "its end is missing"
IN_WORDS: tuple[tuple[tuple[type[pl.DataType], ...], str], ...] = (
    ((pl.Duration,), "durations"),
    ((pl.Datetime, pl.Date), "dates"),
    ((pl.Time,), "times of day"),
    ((pl.List, pl.Array), "lists"),
    ((pl.Struct,), "structs"),
    ((pl.Binary,), "bytes"),
    ((pl.Boolean,), "true and false"),
)


def parquet_table(part: Part, table: TableContract) -> tuple[pl.LazyFrame, list[Notice]]:
    """A Parquet file's rows, of numbers and texts; and what was met.

    Raises
    ------
    UserError
        When it is damaged, or a column of the contract holds dates, durations, lists or the like.
    """
    with damage_in_words(part.name), polars_in_words(part.name, EXPORT_AGAIN):
        _refuse_cut(part)
        frame = pl.scan_parquet(part.path, glob=False, hive_partitioning=False)
        schema = frame.collect_schema()
    partitions = {key: value for key, value in part.partitions if key not in schema.names()}
    frame = frame.with_columns(pl.lit(value, pl.String).alias(key) for key, value in partitions.items())
    raw = [*schema.names(), *partitions]
    header = canonical_names(raw, table)
    notices = header_notices(part.name, raw, header, table)
    mapping = {after: before for before, after in zip(raw, header, strict=True)}
    types = {column: frame.collect_schema()[mapping[column]] for column in table.columns if column in mapping}
    for column, kind in types.items():
        _refuse_type(part.name, column, kind, table)
    return frame.select(_plain(mapping[column], kind).alias(column) for column, kind in types.items()), notices


def _refuse_cut(part: Part) -> None:
    """Refuse a file whose end is missing, where Parquet keeps what its columns are."""
    with part.path.open("rb") as stream:
        stream.seek(0, SEEK_END)
        stream.seek(max(0, stream.tell() - len(MARK)))
        if stream.read() != MARK:
            raise UserError(
                f"{part.name}: cannot be read as a table: it is cut off or damaged ({NO_END}).", EXPORT_AGAIN
            )


def _refuse_type(name: str, column: str, kind: pl.DataType, table: TableContract) -> None:
    declared = table.columns[column]
    numeric = declared.dtype.is_numeric()
    booleans = kind == pl.Boolean and (not numeric or may_be_words(declared))
    if booleans or kind.is_numeric() or kind in (pl.String, pl.Null, pl.Categorical, pl.Enum):
        return
    words = next((words for types, words in IN_WORDS if isinstance(kind, types)), str(kind)[:60])
    expected = "numbers" if numeric else "texts"
    is_time = numeric and words in ("durations", "dates")
    remedy = "Write it as a plain number of days." if is_time else f"Write it as {expected}."
    raise UserError(f"{name}: column {column}: expected {expected}, got {words}.", remedy)


def _plain(name: str, kind: pl.DataType) -> pl.Expr:
    """Categories as their texts; yes and no, where a number is due, as 1 and 0 by a later cast."""
    value = pl.col(name)
    return value.cast(pl.String) if kind in (pl.Categorical, pl.Enum, pl.Null) else value
