"""Whole columns of one client's history, spoilt alike in a file and in a request: both are answered alike.

Single values are held against each other with a model in ``tests/inference/test_doors.py``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import cycle
from typing import Any

import polars as pl
import pytest

from scoring.errors import UserError
from scoring.tables.applicant import applicant_tables
from scoring.tables.contradictions import contradictions
from scoring.tables.ingest import read_archive
from scoring.tables.records import APPLICATION, HISTORIES, contract_of, mistakes
from scoring.tables.rules.column_rule import ColumnRule, column_rules
from scoring.tables.schema import CONTRACT

pytestmark = pytest.mark.slow  # a hundred archives
TRAIN = "application_train"
Body = dict[str, Any]
Change = Callable[[Any], Any]
REFUSED = "refused"


def is_number(value: Any) -> bool:
    return isinstance(value, int | float)


NUMBERS: dict[str, Change] = {
    "signs turned": lambda value: -value if is_number(value) else value,
    "far too large": lambda value: 1e12 if is_number(value) else value,
    "a half more": lambda value: value + 0.5 if isinstance(value, float) else value,
}
TEXTS: dict[str, Change] = {
    "another language": lambda value: "neznámý" if isinstance(value, str) else value,
    "in capitals with blanks": lambda value: f" {value.upper()} " if isinstance(value, str) else value,
    "a word for nothing": lambda value: "NULL" if isinstance(value, str) else value,
}
SPOILINGS: dict[str, Change] = {"left empty": lambda value: None, **NUMBERS, **TEXTS}


@pytest.fixture(scope="module")
def body(simulated) -> Body:
    """The client with the longest of all histories, as another program would send them."""
    tables = simulated(300, 3).tables
    typed = {
        name: tables[name].select(pl.col(c).cast(column.dtype) for c, column in contract_of(name).columns.items())
        for name in HISTORIES
    }
    credits = typed["bureau"].select("SK_ID_BUREAU", "SK_ID_CURR")
    owned = {
        name: rows if "SK_ID_CURR" in rows.columns else rows.join(credits, on="SK_ID_BUREAU", how="left")
        for name, rows in typed.items()
    }
    counts = [rows.group_by("SK_ID_CURR").len().filter(pl.col("len") >= 5) for rows in owned.values()]
    clients = set.intersection(*(set(rows["SK_ID_CURR"].drop_nulls().to_list()) for rows in counts))
    client = min(clients & set(tables[TRAIN]["SK_ID_CURR"].to_list()))
    application = tables[TRAIN].filter(pl.col("SK_ID_CURR") == client)
    columns = [pl.col(name).cast(column.dtype) for name, column in contract_of(APPLICATION).columns.items()]
    histories = {
        name: rows.filter(pl.col("SK_ID_CURR") == client).select(list(contract_of(name).columns)).to_dicts()
        for name, rows in owned.items()
    }
    return {APPLICATION: application.select(columns).to_dicts()[0], **histories}


def spoilt(body: Body, table: str, column: str, change: Change) -> Body:
    return {**body, table: [{**row, column: change(row[column])} for row in body[table]]}


def by_request(body: Body) -> str | set[tuple[str, str, str]]:
    """What a request with this body meets: a refusal, or the table, column and cause of what sends it to review."""
    if list(mistakes(body)) or list(contradictions(body)):
        return REFUSED
    flags = applicant_tables(body, body[APPLICATION]["SK_ID_CURR"]).flags
    return set(flags.select("table", "column", "cause").iter_rows())


def by_file(body: Body, folder) -> tuple[str | set[tuple[str, str, str]], set[tuple[str, str, int]]]:
    """The same of a file with the same rows; and everything that its report says."""
    archive, work = folder / "archive", folder / "work"
    archive.mkdir(parents=True)
    work.mkdir()
    reports = []
    for name in HISTORIES:
        kinds = {c: column.dtype for c, column in CONTRACT[name].columns.items()}
        pl.DataFrame(body[name], schema=kinds).write_parquet(archive / f"{name}.parquet")
    pl.DataFrame([body[APPLICATION]], infer_schema_length=None).write_csv(archive / "application_test.csv")
    try:
        tables = read_archive(archive, work, approve=reports.append)
    except UserError:
        return REFUSED, {(REFUSED, "", 0)}
    says = {(thing.table, thing.column, thing.rows) for thing in (*reports[0].findings, *reports[0].unusual_changes)}
    return set(tables.flags.select("table", "column", "cause").iter_rows()), says


def ways() -> Iterator[tuple[str, ColumnRule, str]]:
    """What is never empty left empty, and every column spoilt in one of the other ways, which take turns."""
    rules = [rule for table in HISTORIES for rule in column_rules(CONTRACT[table]).values() if rule.unit != "key"]
    for kind in (TEXTS, NUMBERS):
        of_kind = [rule for rule in rules if bool(rule.levels) == (kind is TEXTS)]
        for rule, name in zip(of_kind, cycle(kind), strict=False):
            if rule.always:
                yield rule.table, rule, "left empty"
            yield rule.table, rule, name


def test_a_spoilt_column_of_one_client_is_answered_alike_by_file_and_request(body, tmp_path):
    flags, sound = by_file(body, tmp_path / "sound")
    assert by_request(body) == flags == set()
    different = {}
    for number, (table, rule, name) in enumerate(ways()):
        change = SPOILINGS[name]
        values = [row[rule.name] for row in body[table]]
        if [change(value) for value in values] == values:
            continue
        given = spoilt(body, table, rule.name, change)
        request, (file, says) = by_request(given), by_file(given, tmp_path / str(number))
        # A request may be refused, as its caller is there to mend it, for what sends a file's client to review.
        alike = request == file or (request == REFUSED and bool(says - sound))
        if not alike:
            different[table, rule.name, name] = (request, file)
    assert different == {}
