"""Histories of a file to score that have no row: none of its clients has any, or the table was not exported.

A few clients may all have none, as in a request whose list is empty; of many some have, and the table is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from scoring.errors import UserError
from scoring.tables.check import Finding
from scoring.tables.csv_form import EXPORT_AGAIN
from scoring.tables.notices import counted
from scoring.tables.schema import CONTRACT
from scoring.tables.shares import BALANCE, BUREAU, CARD, PAYMENTS, POS, PREVIOUS
from scoring.tables.witnesses.judge import is_no_chance, most_by_chance

# Of how many clients a history has no row at the most: 14, 62, 5, 5, 5 and 71 in a hundred of Kaggle's 356,255, and of
# 20,000 simulated ones 14, 65, 5, 5, 6 and 74.
WITHOUT_ANY: MappingProxyType[str, float] = MappingProxyType(
    {BUREAU: 0.2, BALANCE: 0.75, PREVIOUS: 0.1, POS: 0.1, PAYMENTS: 0.1, CARD: 0.8}
)
LEAVE_OUT = "Leave the file out where it is not known whether they have any."


def most_without(table: str) -> int:
    """How many clients may all have no row of a history: more do so in fewer than one archive in a million.

    Examples
    --------
    >>> most_without("previous_application"), most_without("credit_card_balance")
    (6, 61)
    """
    return most_by_chance(WITHOUT_ANY[table])


def check_empty(rows: Mapping[str, int], files: Mapping[str, str]) -> list[Finding]:
    """Findings of histories without a row.

    Parameters
    ----------
    rows : mapping of str to int
        By Kaggle's file name, how many rows each table of the archive has.
    files : mapping of str to str
        How sentences call its file.

    Raises
    ------
    UserError
        When the clients are too many for all of them to have none.
    """
    clients = sum(count for name, count in rows.items() if CONTRACT[name].source == "application")
    return [_finding(name, files[name], clients) for name in _empty(rows)]


def _empty(rows: Mapping[str, int]) -> Iterator[str]:
    return (name for name, count in rows.items() if not count and CONTRACT[name].source != "application")


def _finding(table: str, file: str, clients: int) -> Finding:
    if is_no_chance(WITHOUT_ANY[table], clients):
        raise UserError(
            f"{file}: expected rows of some of {clients:,} clients, got an empty table "
            f"({most_without(table):,} clients at most may all have none).",
            EXPORT_AGAIN,
        )
    key = CONTRACT[table].parent_key if table == BALANCE else "SK_ID_CURR"
    taken = f"taken as none of {counted(clients, 'client')} having any"
    sentence = f"expected rows, got an empty table: {taken}. {LEAVE_OUT}"
    return Finding("empty_history", table, str(key), 0, "", sentence)
