"""What one client's histories leave open: months told twice, and rows that other rows call for and that are not there.

Nothing that :mod:`scoring.tables.check` and :mod:`scoring.tables.histories` would not say of a file (held to them by a
test), asked of plain rows: to ask Polars of one client's takes longer than to answer them. What lacks for every loan
of a history that has rows is not said: whoever sends months of cards alone, or the latest only, knows it. An empty
history says that the client has none, and rows that say otherwise are told.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

from scoring.tables.check import PAID_TWICE
from scoring.tables.endings import ACTIVE, EARLIEST_DUE, EARLIEST_LAST, END
from scoring.tables.expectation import Expectation
from scoring.tables.histories import DUE_LONG_AGO, NUMBER, UNPAID_MONTHS, expectations
from scoring.tables.rules.texts import folded
from scoring.tables.schema import CONTRACT
from scoring.tables.shares import (
    BALANCE,
    BUREAU,
    CARD,
    OPENED,
    PAYMENTS,
    POS,
    PREVIOUS,
    REVOLVING,
    is_begun_late,
    is_first_gone,
    key_of,
)
from scoring.tables.witnesses.instalments import instalment_defects
from scoring.tables.witnesses.loans import (
    BEFORE_DECISION,
    EARLIEST,
    FIRST_DUE,
    NOT_GRANTED,
    WITHOUT_LOAN,
    is_due_then,
    is_since,
)

Rows = Sequence[Mapping[str, Any]]
GIVEN = (BUREAU, BALANCE, PREVIOUS, POS, CARD, PAYMENTS)
LOAN, MONTH, VERSION, STATUS = "SK_ID_PREV", "MONTHS_BALANCE", "NUM_INSTALMENT_VERSION", "NAME_CONTRACT_STATUS"
NOT_ONE = frozenset(map(folded, WITHOUT_LOAN))
CHECK_THEM = "Check the rows that were sent: nothing else is known of them."
# Findings by name, each with what is said of how many; ``texts/problems.toml`` has the French.
WORDS: MappingProxyType[str, str] = MappingProxyType(
    {
        "repeated_month": "months of a loan that are told more than once",
        "repeated_row": "rows that are told more than once",
        "months_with_gaps": "loans with gaps between their months",
        "months_without_beginning": "credits or loans whose months begin after they were opened",
        "months_without_end": "credits or loans that run on and whose months end before",
        "numbers_with_gaps": "loans with gaps between the numbers of their instalments",
        "numbers_without_beginning": "loans without their first instalments",
        "instalments_without_end": "loans that run on and whose instalments end before",
        "row_before_decision": "loans with rows from before their decision",
        "first_due_elsewhere": "loans whose first instalment is not due when the application says (DAYS_FIRST_DUE)",
        "instalment_on_two_days": "instalments that are due on two days",
        "payment_in_place_of_due": "loans whose days of payment and days due stand in one another's column",
        "loan_not_granted": "loans that were not approved",
        "loan_without_months": "loans with instalments and without months",
        "due_without_months": "loans whose first instalment was due long ago and that have no months",
        "card_without_months": "cards with instalments and without months",
        "loan_without_instalments": "loans with three months and without instalments",
        "card_without_instalments": "cards with payments and without instalments",
    }
)


@dataclass(frozen=True)
class HistoryDefect:
    """One of :data:`WORDS` in one table, and how many months, rows, loans or credits it is."""

    check: str
    table: str
    rows: int

    @property
    def sentence(self) -> str:
        """It as a caller reads it."""
        return f"{self.table}: {WORDS[self.check]}: {self.rows}. {CHECK_THEM}"


def history_defects(given: Mapping[str, Any]) -> list[HistoryDefect]:
    """What an application's histories leave open.

    Parameters
    ----------
    given : mapping
        In which :func:`scoring.tables.records.mistakes` found none. What a history that was left out would tell is
        unknown, and calls for nothing.
    """
    tables: dict[str, Rows] = {name: given[name] for name in GIVEN if name in given}
    shares = (
        *_with_gaps(tables),
        *_begun_late(tables),
        *_without_first(tables),
        *_cut_short(tables),
        *_not_there(tables),
    )
    missing = [
        HistoryDefect(check, table, rows)
        for check, table, rows, of in shares
        if _is_named(check, table, rows, of, is_empty=not tables.get(table))
    ]
    return [*_repeated(tables), *missing, *_of_another(tables)]


def _is_named(check: str, table: str, rows: int, of: int, *, is_empty: bool) -> bool:
    """Whether a share is above a file's limit, and is no custom of the caller's who sends the like of no loan."""
    may_be_all = is_empty or check.endswith(("_with_gaps", "_without_beginning", "_without_end"))
    least = 2 if check == "numbers_with_gaps" else 1  # one in sixteen of Kaggle's clients has one such loan
    return rows >= least and _expectations()[check, table].is_named(rows, of) and (may_be_all or rows < of)


@cache
def _expectations() -> Mapping[tuple[str, str], Expectation]:
    """What is expected of a file, by its name and table."""
    return {(expected.name, expected.table): expected for expected in expectations()}


def _repeated(tables: Mapping[str, Rows]) -> Iterator[HistoryDefect]:
    for name in (BALANCE, POS, CARD):
        months = [(row[key_of(name)], row[MONTH]) for row in tables.get(name, ())]
        if len(months) > len(set(months)):
            yield HistoryDefect("repeated_month", name, len(months) - len(set(months)))
    rows = [tuple(row.get(column) for column in CONTRACT[PAYMENTS].columns) for row in tables.get(PAYMENTS, ())]
    if len(rows) - len(set(rows)) > PAID_TWICE * len(rows):
        yield HistoryDefect("repeated_row", PAYMENTS, len(rows) - len(set(rows)))
    for check, count in instalment_defects(tables.get(PAYMENTS, ())):
        yield HistoryDefect(check, PAYMENTS, count)


def _with_gaps(tables: Mapping[str, Rows]) -> Iterator[tuple[str, str, int, int]]:
    for name in (BALANCE, POS, CARD):
        loans = _by_loan(name, tables.get(name, ()), MONTH)
        yield "months_with_gaps", name, sum(map(_has_gap, loans.values())), len(loans)
    paid = [row for row in tables.get(PAYMENTS, ()) if (row.get(VERSION) or 0) > 0]
    loans = _by_loan(PAYMENTS, paid, NUMBER)
    yield "numbers_with_gaps", PAYMENTS, sum(map(_has_gap, loans.values())), len(loans)


def _begun_late(tables: Mapping[str, Rows]) -> Iterator[tuple[str, str, int, int]]:
    for name, (parent, day) in OPENED.items():
        opened = {row[key_of(name)]: row[day] for row in tables.get(parent, ())}
        loans = _by_loan(name, tables.get(name, ()), MONTH)
        late = [is_begun_late(min(months), opened[key]) for key, months in loans.items() if key in opened]
        yield "months_without_beginning", name, sum(late), len(late)


def _without_first(tables: Mapping[str, Rows]) -> Iterator[tuple[str, str, int, int]]:
    paid = [row for row in tables.get(PAYMENTS, ()) if (row.get(VERSION) or 0) > 0]
    days = _by_loan(PAYMENTS, paid, "DAYS_INSTALMENT")
    numbers = {loan: _known(values) for loan, values in _by_loan(PAYMENTS, paid, NUMBER).items()}
    first = {loan: (min(known, default=1), min(_known(days[loan]), default=-1)) for loan, known in numbers.items()}
    gone = [is_first_gone(number, day) for number, day in first.values()]
    yield "numbers_without_beginning", PAYMENTS, sum(gone), len(gone)


def _cut_short(tables: Mapping[str, Rows]) -> Iterator[tuple[str, str, int, int]]:
    for name, earliest in EARLIEST_LAST.items():
        last = _last_months(tables, name)
        yield "months_without_end", name, sum(month < earliest for month in last.values()), len(last)
    running = _last_months(tables, POS)
    paid = [row for row in tables.get(PAYMENTS, ()) if (row.get(VERSION) or 0) > 0 and row[LOAN] in running]
    due = [max(days) for values in _by_loan(PAYMENTS, paid, "DAYS_INSTALMENT").values() if (days := _known(values))]
    yield "instalments_without_end", PAYMENTS, sum(day < EARLIEST_DUE for day in due), len(due)


def _last_months(tables: Mapping[str, Rows], name: str) -> Mapping[int, int]:
    """The last month of what runs on, by loan or credit; what is not said to have no end may have one."""
    key, parents = key_of(name), tables.get(BUREAU if name == BALANCE else PREVIOUS, ())
    if name == BALANCE:
        running = {row[key] for row in parents if folded(row.get("CREDIT_ACTIVE") or "") == folded(ACTIVE)}
    else:
        running = {row[key] for row in parents if END in row and not (row[END] is not None and row[END] <= 0)}
    last = {row[key]: row for row in sorted(tables.get(name, ()), key=lambda row: row[MONTH]) if row[key] in running}
    if name != BALANCE:
        last = {loan: row for loan, row in last.items() if folded(row.get(STATUS) or "") == folded(ACTIVE)}
    return {loan: row[MONTH] for loan, row in last.items()}


def _of_another(tables: Mapping[str, Rows]) -> Iterator[HistoryDefect]:
    """Loans that have rows and were not granted, rows from before their loan's decision, or of another day."""
    applications = {row[LOAN]: row for row in tables.get(PREVIOUS, ())}
    without = {loan for loan, row in applications.items() if folded(row.get(STATUS) or "") in NOT_ONE}
    # A day to come is none, as cleaning has it: 365243 for one.
    decided = {loan: row["DAYS_DECISION"] for loan, row in applications.items() if row["DAYS_DECISION"] <= 0}
    for name, columns in EARLIEST.items():
        rows = tables.get(name, ())
        early = {loan for row in rows if (loan := row[LOAN]) in decided and _is_early(row, columns, decided[loan])}
        for check, loans in ((NOT_GRANTED, without & {row[LOAN] for row in rows}), (BEFORE_DECISION, early)):
            if loans:
                yield HistoryDefect(check, name, len(loans))
    if elsewhere := _due_elsewhere(tables):
        yield HistoryDefect(FIRST_DUE, PAYMENTS, elsewhere)


def _due_elsewhere(tables: Mapping[str, Rows]) -> int:
    """Loans whose instalment number 1 is not due about when the application says so."""
    first_due = {row[LOAN]: due for row in tables.get(PREVIOUS, ()) if (due := row.get("DAYS_FIRST_DUE")) is not None}
    paid = [row for row in tables.get(PAYMENTS, ()) if (row.get(VERSION) or 0) > 0 and first_due.get(row[LOAN], 1) <= 0]
    numbers = _by_loan(PAYMENTS, paid, NUMBER)
    days = {loan: _known(values) for loan, values in _by_loan(PAYMENTS, paid, "DAYS_INSTALMENT").items()}
    whole = [loan for loan, known in numbers.items() if min(_known(known), default=0) == 1 and days[loan]]
    return sum(not is_due_then(min(days[loan]), first_due[loan]) for loan in whole)


def _is_early(row: Mapping[str, Any], columns: Sequence[tuple[str, float, float]], decision: float) -> bool:
    known = [(row[name], unit, slack) for name, unit, slack in columns if row.get(name) is not None]
    return not all(is_since(value, unit, slack, decision) for value, unit, slack in known)


def _not_there(tables: Mapping[str, Rows]) -> Iterator[tuple[str, str, int, int]]:
    """Loans that one history tells of and another one, which was given too, does not."""
    pos, card, paid = (_by_loan(name, tables.get(name, ()), LOAN) for name in (POS, CARD, PAYMENTS))
    drawn = {row[LOAN] for row in tables.get(PAYMENTS, ()) if row.get(VERSION) == 0}
    repaid = {row[LOAN] for row in tables.get(CARD, ()) if (row.get("AMT_PAYMENT_CURRENT") or 0) > 0}
    months = Counter(row[LOAN] for row in tables.get(POS, ()))
    long = {loan for loan, rows in months.items() if rows >= UNPAID_MONTHS}
    for check, needs, called_for, there in (
        ("loan_without_months", (POS, PAYMENTS, CARD), set(paid), {*pos, *card}),
        ("due_without_months", (POS, PREVIOUS), _due_long_ago(tables.get(PREVIOUS, ())), set(pos)),
        ("card_without_months", (CARD, PAYMENTS), drawn, set(card)),
        ("loan_without_instalments", (PAYMENTS, POS), long, set(paid)),
        ("card_without_instalments", (PAYMENTS, CARD), repaid, set(paid)),
    ):
        if all(name in tables for name in needs):
            yield check, needs[0], len(called_for - there), len(called_for)


def _due_long_ago(loans: Rows) -> set[int]:
    """Loans, no cards, whose first instalment was due so long ago that they have months."""
    granted = (row for row in loans if folded(row.get("NAME_CONTRACT_TYPE") or REVOLVING) != folded(REVOLVING))
    return {row[LOAN] for row in granted if (due := row.get("DAYS_FIRST_DUE")) is not None and due <= DUE_LONG_AGO}


def _by_loan(table: str, rows: Rows, column: str) -> Mapping[int, set[Any]]:
    """What a column holds, by loan or credit."""
    loans: defaultdict[int, set[Any]] = defaultdict(set)
    for row in rows:
        loans[row[key_of(table)]].add(row.get(column))
    return loans


def _has_gap(numbers: set[float | None]) -> bool:
    known = _known(numbers)
    return bool(known) and max(known) - min(known) >= len(numbers)


def _known(numbers: set[float | None]) -> list[float]:
    return [number for number in numbers if number is not None]
