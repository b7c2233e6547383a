"""Spoilings of whole columns and tables in which every value may be possible: moved, filled in, transformed, mixed."""

from __future__ import annotations

import random
from collections.abc import Callable

import polars as pl

from scoring.tables.schema import CONTRACT, column_unit
from scripts.mutations.rows import Rows, fitting, pick_column, pick_table, written

NUMBERS = ("amount", "days", "count", "score", "ratio", "months")
SCORES = ("EXT_SOURCE_1", "EXT_SOURCE_2", "EXT_SOURCE_3")
# Whose they are nothing else tells, so that they are not moved here (docs/data.md says so).
SECOND_AND_THIRD = SCORES[1:]
Spoiling = tuple[dict[str, bytes], str]


def move(tables: Rows, chance: random.Random) -> Spoiling:
    """A column, or a number of clients or loans, one row further or in any order against the other columns."""
    table = pick_table(chance, tables)
    keys = [name for name in ("SK_ID_CURR", "SK_ID_PREV", "SK_ID_BUREAU") if name in CONTRACT[table].columns]
    column = chance.choice([*keys, pick_column(chance, table, *NUMBERS, "category"), pick_column(chance, table)])
    column = "AMT_CREDIT" if column in SECOND_AND_THIRD else column
    how, values = chance.choice(("shifted", "shuffled")), tables[table][column]
    moved = values.shuffle(seed=chance.randrange(1 << 30))
    if how == "shifted":
        moved = pl.concat([values.tail(1), values.head(len(values) - 1)])
    tables[table] = tables[table].with_columns(moved.alias(column))
    return written(tables), f"{table}.{column} {how}"


def exchange(tables: Rows, chance: random.Random) -> Spoiling:
    """Two columns of one unit in one another's places."""
    table = pick_table(chance, tables, "amount", "days", "score", "count")
    units = [unit for unit in ("amount", "days", "score", "count") if len(fitting(table, unit)) > 1]
    if not units:
        return move(tables, chance)
    first, second = chance.sample(fitting(table, chance.choice(units)), 2)
    tables[table] = tables[table].rename({first: second, second: first})
    return written(tables), f"{table}: {first} and {second}"


def fill(tables: Rows, chance: random.Random) -> Spoiling:
    """Empty values filled in: with 0, -1, 999, the median, the mean, or the row before."""
    empty = [
        (table, column)
        for table in tables
        for column in fitting(table, *NUMBERS)
        if table != "application_test" and column in tables[table].columns and tables[table][column].null_count()
    ]
    table, column = chance.choice(empty)
    value, how = pl.col(column), chance.choice(("0", "-1", "999", "median", "mean", "the row before"))
    number = value.cast(pl.Float64)
    with_what = {
        "median": number.median().cast(pl.String),
        "mean": number.mean().cast(pl.String),
        "the row before": value.forward_fill().backward_fill(),
    }.get(how, pl.lit(how))
    count = tables[table][column].null_count()
    tables[table] = tables[table].with_columns(value.fill_null(with_what))
    return written(tables), f"{count} empty {table}.{column} with {how}"


def transform(tables: Rows, chance: random.Random) -> Spoiling:
    """A column's numbers standardised, cut at the ends, rounded, sorted, mirrored, or counted from another day."""
    table = pick_table(chance, tables, *NUMBERS)
    column = pick_column(chance, table, *NUMBERS)
    if table == "application_train" and chance.random() < 0.3:
        column = chance.choice(SCORES)
    number = pl.col(column).cast(pl.Float64)
    ways = {
        "standardised": (number - number.mean()) / number.std(),
        "winsorised": number.clip(number.quantile(0.25), number.quantile(0.75)),
        "rounded": number.round(0),
        "sorted": number.sort(nulls_last=True),
        "mirrored": number.max() + number.min() - number if column not in SCORES else 1 - number,
        "a year later": number + 365 if "DAYS" in column else number.rank("dense"),
        "ranked": number.rank("dense").cast(pl.Float64),
    }
    how = chance.choice(list(ways))
    whole = column_unit(CONTRACT[table].columns[column]) in ("count", "months")
    changed = ways[how].round(0).cast(pl.Int64) if whole else ways[how]
    tables[table] = tables[table].with_columns(changed.cast(pl.String).alias(column))
    return written(tables), f"{table}.{column} {how}"


def thin(tables: Rows, chance: random.Random) -> Spoiling:
    """Rows missing at random, there twice, or a history of nobody's but other numbers' order."""
    table = pick_table(chance, tables)
    rows, share = tables[table], chance.choice((0.1, 0.5))
    some = rows.sample(fraction=share, seed=chance.randrange(1 << 30))
    how = chance.choice(("missing", "twice"))
    tables[table] = (
        rows.join(some.unique(), on=rows.columns, how="anti", nulls_equal=True)
        if how == "missing"
        else pl.concat([rows, some])
    )
    return written(tables), f"{share:.0%} of {table} {how}"


COLUMN_KINDS: dict[str, Callable[[Rows, random.Random], Spoiling]] = {
    "move": move,
    "exchange": exchange,
    "fill": fill,
    "transform": transform,
    "thin": thin,
}
