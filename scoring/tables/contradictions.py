"""What an application and its histories say that cannot be: unlisted loans, months to come, payments below zero."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

from scoring.days import DAYS_IN_MONTH
from scoring.tables.records import APPLICATION, HISTORIES, FieldMistake, contract_of, shown
from scoring.tables.rules.column_rule import column_rules
from scoring.tables.rules.known import SENTINEL

BEFORE = {
    "bureau": ("DAYS_CREDIT", "DAYS_ENDDATE_FACT"),
    "bureau_balance": ("MONTHS_BALANCE",),
    "previous_application": ("DAYS_DECISION",),
    "POS_CASH_balance": ("MONTHS_BALANCE",),
    "credit_card_balance": ("MONTHS_BALANCE",),
    "installments_payments": ("DAYS_ENTRY_PAYMENT",),
}
FROM_ZERO = {
    "installments_payments": ("AMT_INSTALMENT", "AMT_PAYMENT"),
    "credit_card_balance": ("AMT_PAYMENT_CURRENT", "AMT_PAYMENT_TOTAL_CURRENT"),
}
LOANS = "previous_application"


def contradictions(given: Mapping[str, Any]) -> Iterator[FieldMistake]:
    """Everything in which histories contradict the application or each other.

    Parameters
    ----------
    given : mapping
        In which :func:`scoring.tables.records.mistakes` found none.

    Yields
    ------
    FieldMistake
        One a value. A number of days or months is 0 or below before the application; a loan is looked for in
        ``previous_application`` where that history was given.
    """
    birth = _birth(given)
    for name in HISTORIES:
        for number, row in enumerate(given.get(name, ())):
            yield from _row(row, f"{name}[{number}]", name)
            yield from _before_birth(row, f"{name}[{number}]", name, birth)
    yield from _unlisted_loans(given)


def _row(row: Mapping[str, Any], place: str, table: str) -> Iterator[FieldMistake]:
    for column in BEFORE.get(table, ()):
        value = row.get(column)
        if value is not None and value > 0 and value != SENTINEL:
            unit = "month" if column.startswith("MONTHS_") else "day"
            yield FieldMistake(f"{place}.{column}", f"a {unit} before the application (0 or below)", shown(value))
    for column in FROM_ZERO.get(table, ()):
        value = row.get(column)
        if value is not None and value < 0:
            yield FieldMistake(f"{place}.{column}", "a payment from 0", shown(value))


def _birth(given: Mapping[str, Any]) -> float | None:
    """The client's day of birth before the application; None where the application tells none that can be."""
    days = given[APPLICATION].get("DAYS_BIRTH")
    rule = column_rules(contract_of(APPLICATION))["DAYS_BIRTH"]  # outside of its range it is none: to review, by rule
    return days if isinstance(days, int | float) and not rule.out_of_range(days) else None


def _before_birth(row: Mapping[str, Any], place: str, table: str, birth: float | None) -> Iterator[FieldMistake]:
    """Days and months of a history from before the client was born."""
    if birth is None:
        return
    for column in BEFORE.get(table, ()):
        is_month = column.startswith("MONTHS_")
        unit, first = ("month", math.floor(birth / DAYS_IN_MONTH)) if is_month else ("day", birth)
        value = row.get(column)
        if value is not None and value < first:
            yield FieldMistake(
                f"{place}.{column}", f"a {unit} since the client's birth ({first:g} or above)", shown(value)
            )


def _unlisted_loans(given: Mapping[str, Any]) -> Iterator[FieldMistake]:
    """Months and instalments of loans that ``previous_application`` was given without."""
    if LOANS not in given:
        return
    listed = {row["SK_ID_PREV"] for row in given[LOANS]}
    for name in HISTORIES:
        if contract_of(name).parent == LOANS:
            for number, row in enumerate(given.get(name, ())):
                if row["SK_ID_PREV"] not in listed:
                    field = f"{name}[{number}].SK_ID_PREV"
                    yield FieldMistake(field, f"a loan listed in {LOANS}", shown(row["SK_ID_PREV"]))
