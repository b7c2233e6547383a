"""What a table's values let notice before they are cleaned: unknown texts, gaps, more anomalies than are known."""

from __future__ import annotations

from collections.abc import Iterator

from scoring.tables.check import Finding
from scoring.tables.expectation import ONE_OF_A_HUNDRED
from scoring.tables.flags import NEVER_EMPTY
from scoring.tables.notices import in_line
from scoring.tables.rules.known import known_anomalies
from scoring.tables.rules.refusal import REFUSED_ROWS
from scoring.tables.rules.survey import Survey
from scoring.tables.schema import TableContract
from scoring.tables.witnesses.judge import is_gone

# Of 167,000 of Kaggle's months of cards none has a drawing below zero, of 115,000 credits elsewhere 9 a day before the
# last hundred years. What another lender says to be owed or lent is below zero in one of a hundred.
MOST_ANOMALIES = 1e-3
UNKNOWN = "expected a text that Kaggle's tables hold, got another. Write it as they do."
EMPTY = "expected a value in every row, as in Kaggle's tables, got rows without one. Export the column again, whole."
EXPORT_COLUMN = "Export the column again, with its signs and units as Kaggle has them."
OFTEN_BELOW_ZERO = ("AMT_CREDIT_SUM_DEBT", "AMT_CREDIT_SUM_LIMIT")


def value_findings(table: TableContract, seen: Survey) -> Iterator[Finding]:
    """Findings of a table's columns, each kind in the order of the columns.

    Parameters
    ----------
    table : TableContract
        Which one.
    seen : Survey
        Survey of its rows.
    """
    yield from _unknown_texts(table, seen)
    yield from _empty_values(table, seen)
    yield from _many_anomalies(table, seen)


def _unknown_texts(table: TableContract, seen: Survey) -> Iterator[Finding]:
    for column in seen.texts:
        unknown = seen.unknown(column)
        if unknown:
            rows = sum(unknown.values())
            yield Finding("unknown_level", table.file, column, rows, in_line(next(iter(unknown))), UNKNOWN)


def _empty_values(table: TableContract, seen: Survey) -> Iterator[Finding]:
    for column in seen.empty:
        rows = seen.lacking(column)
        if rows:
            yield Finding(NEVER_EMPTY, table.file, column, rows, "", EMPTY)


def _many_anomalies(table: TableContract, seen: Survey) -> Iterator[Finding]:
    """More values that a known anomaly empties than Kaggle's own tables hold, and than chance gives."""
    rare = {anomaly.name: anomaly.why for anomaly in known_anomalies() if not anomaly.is_frequent}
    for (name, column), rows in seen.anomalies.items():
        known = seen.known[column]
        is_usual = name not in rare or column in OFTEN_BELOW_ZERO or rows < REFUSED_ROWS
        if not is_usual and is_gone(known - rows, known, 1 - MOST_ANOMALIES, ONE_OF_A_HUNDRED):
            sentence = (
                f"expected {1000 * MOST_ANOMALIES:g} in a thousand at the most, as in Kaggle's, got {rows:,} of "
                f"{known:,}: they are emptied by rule. {rare[name]} {EXPORT_COLUMN}"
            )
            yield Finding(name, table.file, column, rows, "", sentence)
