"""Seeded spoilings of a small archive, as files are spoiled on their way: cut, drop, swap, re-encode, and so on.

Each takes the eight tables as texts and gives files to write; what it did is said in a few words.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import polars as pl

from scripts.mutations.columns import COLUMN_KINDS
from scripts.mutations.rows import Rows, pick_column, pick_table, written


@dataclass(frozen=True)
class Spoiled:
    """An archive after one spoiling: its files by name, and what was done."""

    files: Mapping[str, bytes]
    kind: str
    words: str


def spoil(tables: Rows, seed: int) -> Spoiled:
    """One spoiling; the same seed gives the same."""
    chance = random.Random(seed)
    kind = list(KINDS)[seed % len(KINDS)]
    files, words = KINDS[kind](dict(tables), chance)
    return Spoiled(files, kind, words)


def _some(chance: random.Random, rows: pl.DataFrame) -> pl.Expr:
    """One row, a few, a tenth, or all of them."""
    share = chance.choice((0.0, 0.02, 0.1, 1.0))
    picked = {chance.randrange(rows.height) for _ in range(max(1, int(share * rows.height)))}
    return pl.lit(True) if share == 1.0 else pl.int_range(pl.len()).is_in(sorted(picked))


def _set(tables: Rows, chance: random.Random, table: str, column: str, value: pl.Expr) -> str:
    """Give some cells of a column another text; how many."""
    condition = _some(chance, tables[table])
    before = tables[table][column]
    tables[table] = tables[table].with_columns(pl.when(condition).then(value).otherwise(pl.col(column)).alias(column))
    changed = int((before.fill_null("") != tables[table][column].fill_null("")).sum())
    return f"{changed} of {len(before)} in {table}.{column}"


def cut(tables: Rows, chance: random.Random) -> tuple[dict[str, bytes], str]:
    """The end of a file is missing: in a value, in a line, or at the end of a line."""
    table, files = pick_table(chance, tables), written(tables)
    content = files[f"{table}.csv"]
    place = chance.randrange(len(content) // 10, len(content))
    if chance.random() < 0.5:
        place = content.rfind(b"\n", 0, place) + 1
    files[f"{table}.csv"] = content[:place]
    return files, f"{table} to {place} of {len(content)} bytes"


def drop(tables: Rows, chance: random.Random) -> tuple[dict[str, bytes], str]:
    """A table, a column, or a stretch of rows is missing."""
    table = pick_table(chance, tables)
    what = chance.choice(("table", "column", "rows"))
    if what == "table":
        tables.pop(table)
        return written(tables), table
    if what == "column":
        column = pick_column(chance, table)
        tables[table] = tables[table].drop(column)
        return written(tables), f"{table}.{column}"
    rows = tables[table]
    start = chance.randrange(rows.height)
    length = max(1, int(rows.height * chance.choice((0.05, 0.2, 0.5))))
    tables[table] = pl.concat([rows[:start], rows[start + length :]])
    return written(tables), f"{length} of {rows.height} rows of {table}"


def swap(tables: Rows, chance: random.Random) -> tuple[dict[str, bytes], str]:
    """Two columns change names, or two files do, or the rows their order."""
    table = pick_table(chance, tables)
    what = chance.choice(("columns", "columns", "files", "rows"))
    if what == "columns":
        first, second = pick_column(chance, table), pick_column(chance, table)
        if first != second:
            tables[table] = tables[table].rename({first: second, second: first})
        return written(tables), f"{table}: {first} and {second}"
    if what == "rows":
        tables[table] = tables[table].sample(fraction=1, shuffle=True, seed=chance.randrange(1 << 30))
        return written(tables), f"rows of {table}"
    files, other = written(tables), pick_table(chance, tables)
    files[f"{table}.csv"], files[f"{other}.csv"] = files[f"{other}.csv"], files[f"{table}.csv"]
    return files, f"{table} and {other}"


def re_encode(tables: Rows, chance: random.Random) -> tuple[dict[str, bytes], str]:
    """Another encoding, separator, end of line or quoting."""
    table, files = pick_table(chance, tables), written(tables)
    name = f"{table}.csv"
    how = chance.choice(("utf-16", "utf-8-sig", "utf-16-be", ";", "\t", "|", "crlf", "quotes", "nul", "cr"))
    if how in (";", "\t", "|"):
        files[name] = tables[table].write_csv(separator=how).encode()
    elif how == "quotes":
        files[name] = tables[table].write_csv(quote_style="always").encode()
    elif how in ("crlf", "cr"):
        files[name] = files[name].replace(b"\n", b"\r\n" if how == "crlf" else b"\r")
    elif how == "nul":
        place = chance.randrange(len(files[name]))
        files[name] = files[name][:place] + b"\0" + files[name][place:]
    else:
        files[name] = files[name].decode().encode(how)
    return files, f"{table} in {how!r}"


def re_type(tables: Rows, chance: random.Random) -> tuple[dict[str, bytes], str]:
    """Numbers as other texts, texts in another case, as codes, as words for nothing."""
    table = pick_table(chance, tables, "category")
    how = chance.choice(("lower", "upper", "codes", "point", "comma", "thousands", "exponent", "word", "blank"))
    if how in ("lower", "upper", "codes", "blank"):
        column = pick_column(chance, table, "category")
        value = pl.col(column)
        texts = {
            "lower": value.str.to_lowercase(),
            "upper": value.str.to_uppercase(),
            "codes": value.rank("dense").cast(pl.String),
            "blank": pl.concat_str(pl.lit(" "), value),
        }
        words = _set(tables, chance, table, column, texts[how])
        return written(tables), f"{words} as {how}"
    column = pick_column(chance, table, "amount", "days", "count", "key", "score", "ratio")
    number = pl.col(column)
    texts = {
        "point": pl.concat_str(number.str.replace(r"\.0$", ""), pl.lit(".0")),
        "comma": number.str.replace(".", ",", literal=True),
        "thousands": number.str.replace(r"(\d)(\d{3})($|\.)", "$1,$2$3"),
        "exponent": number.str.replace(r"^(-?\d)(\d+).*$", "$1.${2}e5"),
        "word": pl.lit(chance.choice(("NA", "NULL", "nan", "-"))),
    }
    words = _set(tables, chance, table, column, texts[how])
    return written(tables), f"{words} as {how}"


def rename(tables: Rows, chance: random.Random) -> tuple[dict[str, bytes], str]:
    """A file or a column under another name."""
    table, files = pick_table(chance, tables), written(tables)
    how = chance.choice(("copy", "brackets", "slip", "nothing", "case", "header", "column"))
    if how == "header":
        head, rest = files[f"{table}.csv"].split(b"\n", 1)
        files[f"{table}.csv"] = head.lower() + b"\n" + rest
        return files, f"header of {table} in lower case"
    if how == "column":
        column = pick_column(chance, table)
        tables[table] = tables[table].rename({column: column[:-1]})
        return written(tables), f"{table}.{column} without its last letter"
    place = chance.randrange(1, len(table))
    names = {
        "copy": f"{table} - Copy.csv",
        "brackets": f"{table} (2).csv",
        "slip": f"{table[:place]}{table[place + 1 :]}.csv",
        "nothing": "export.csv",
        "case": f"{table.upper()}.CSV",
    }
    files[names[how]] = files.pop(f"{table}.csv")
    return files, f"{table} as {names[how]}"


def sign(tables: Rows, chance: random.Random) -> tuple[dict[str, bytes], str]:
    """Signs turned round."""
    table = pick_table(chance, tables)
    column = pick_column(chance, table, "days", "months", "amount", "count")
    value = pl.col(column)
    turned = pl.when(value.str.starts_with("-")).then(value.str.slice(1)).otherwise(pl.concat_str(pl.lit("-"), value))
    words = _set(tables, chance, table, column, turned)
    return written(tables), words


def unit(tables: Rows, chance: random.Random) -> tuple[dict[str, bytes], str]:
    """Years or months in place of days, thousands in place of units."""
    table = pick_table(chance, tables, "days", "amount")
    column = pick_column(chance, table, "days", "amount")
    factor = chance.choice((1 / 365.25, 1 / 30.4) if column.startswith("DAYS") else (1000, 1 / 1000, 100))
    scaled = (pl.col(column).cast(pl.Float64) * factor).cast(pl.String)
    words = _set(tables, chance, table, column, scaled)
    return written(tables), f"{words}, times {factor:.4g}"


def blank(tables: Rows, chance: random.Random) -> tuple[dict[str, bytes], str]:
    """Values, or whole lines, that are empty."""
    table = pick_table(chance, tables)
    if chance.random() < 0.3:
        files = written(tables)
        lines = files[f"{table}.csv"].split(b"\n")
        lines.insert(chance.randrange(1, len(lines)), b"")
        files[f"{table}.csv"] = b"\n".join(lines)
        return files, f"a blank line in {table}"
    words = _set(tables, chance, table, pick_column(chance, table), pl.lit(None, pl.String))
    return written(tables), words


KINDS: dict[str, Callable[[Rows, random.Random], tuple[dict[str, bytes], str]]] = {
    "cut": cut,
    "drop": drop,
    "swap": swap,
    "re-encode": re_encode,
    "re-type": re_type,
    "rename": rename,
    "sign": sign,
    "unit": unit,
    "blank": blank,
    **COLUMN_KINDS,
}
