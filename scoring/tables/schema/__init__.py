"""The contract of the eight tables: one class a table, and :data:`CONTRACT` for the set."""

from scoring.tables.schema.contract import CONTRACT, LEAST_KEY, TABLES, TableContract, column_unit, known_levels

__all__ = ["CONTRACT", "LEAST_KEY", "TABLES", "TableContract", "column_unit", "known_levels"]
