"""The tables that spoilings take and write, and how they choose among tables and columns."""

from __future__ import annotations

import random

import polars as pl

from scoring.tables.schema import CONTRACT, TABLES, column_unit

Rows = dict[str, pl.DataFrame]


def written(tables: Rows) -> dict[str, bytes]:
    """The tables as CSV files, by name."""
    return {f"{name}.csv": rows.write_csv().encode() for name, rows in tables.items()}


def pick_table(chance: random.Random, tables: Rows, *units: str) -> str:
    """A table with columns of one of the units, or any; never application_test."""
    names = [name for name in TABLES if name in tables and name != "application_test"]
    return chance.choice([name for name in names if not units or fitting(name, *units)])


def pick_column(chance: random.Random, table: str, *units: str) -> str:
    """A column of one of the units, or any; never TARGET."""
    return chance.choice(fitting(table, *units))


def fitting(table: str, *units: str) -> list[str]:
    """The columns of a table that are of one of the units, or all; TARGET is not among them."""
    columns = CONTRACT[table].columns.items()
    return [name for name, column in columns if name != "TARGET" and (not units or column_unit(column) in units)]
