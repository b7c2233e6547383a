"""What an import has to say, as lines for people and as one object for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from scoring.errors import UserError
from scoring.files import write_json
from scoring.tables.clean import rules
from scoring.tables.ingest import ImportReport
from scoring.tables.notices import counted

MOST_NAMED = 5
Approve = Callable[[ImportReport], None]


def report_lines(report: ImportReport) -> Iterator[str]:
    """Everything that an import has to say, one line a thing.

    Parameters
    ----------
    report : ImportReport
        What it met.
    """
    for table, rows in report.rows.items():
        yield f"{table}: {counted(rows, 'row')}"
    for table in report.absent:
        yield f"{table}: absent from the archive; what it would tell is unknown for every client"
    for notice in report.notices:
        yield f"read by rule {notice.rule}: {notice.sentence}"
    yield from _cleaned_lines(report)
    for finding in report.findings:
        example = f" (for instance {finding.example})" if finding.example else ""
        where = f"{finding.table}.{finding.column}: {counted(finding.rows, 'row')}"
        yield f"noticed {where}, {finding.check}{example}: {finding.sentence}"
    if report.flagged:
        who = "1 client has a value" if report.flagged == 1 else f"{report.flagged:,} clients have values"
        yield f"{who} that cannot be used: to review, where the model reads it or nothing can be decided without it"


def _cleaned_lines(report: ImportReport) -> Iterator[str]:
    """A rule says why where it is met first."""
    why = {rule.name: rule.why for rule in rules()}
    for cleaned in report.cleaned:
        line = f"cleaned {cleaned.table}.{cleaned.column}: {counted(cleaned.rows, 'value')} by rule {cleaned.rule}"
        reason = why.pop(cleaned.rule, "")
        yield f"{line}. {reason}" if reason else line


def report_json(report: ImportReport) -> dict[str, Any]:
    """The same as plain objects, with ``status``: ``clean`` or ``findings``."""
    return {"status": "clean" if report.is_clean else "findings", **report.as_json()}


def approval(strict: bool, file: Path | None) -> Approve:
    """What to do with a report before anything is kept: write it to a file, and refuse any finding if asked to.

    Parameters
    ----------
    strict : bool
        Whether a finding is an error.
    file : Path or None
        Where the report goes, as JSON.
    """

    def approve(report: ImportReport) -> None:
        if file is not None:
            write_json(file, report_json(report))
        if strict and not report.is_clean:
            raise UserError(
                f"{report.source}: expected nothing to say with --strict, got {_summary(report)}.",
                "Mend the archive, or leave --strict out to have it understood by these rules.",
            )

    return approve


def refuse_overwriting(archive: Path, *results: Path | None) -> None:
    """Refuse results that would be written over what they are made from, or over each other.

    Parameters
    ----------
    archive : Path
        What is read: a file, or a folder.
    *results : Path or None
        Where results go.

    Raises
    ------
    UserError
        When a result's file is the archive or lies in it, or two are the same.
    """
    there = [result.resolve() for result in results if result is not None]
    source = archive.resolve()
    for result in there:
        if result == source or (result.exists() and source in result.parents):
            raise UserError(
                f"Expected another file for the result than what it is made from, got {result.name}.",
                "Name another file.",
            )
    if len(set(there)) < len(there):
        raise UserError(f"Expected a file for each result, got {there[0].name} for two.", "Name another file.")


def _summary(report: ImportReport) -> str:
    things = [
        *(f"{table} absent" for table in report.absent),
        *(f"{notice.file} read by rule {notice.rule}" for notice in report.notices),
        *(f"{change.table}.{change.column} cleaned by rule {change.rule}" for change in report.unusual_changes),
        *(f"{finding.table}.{finding.column}: {finding.check}" for finding in report.findings),
    ]
    more = len(things) - MOST_NAMED
    return "; ".join(things[:MOST_NAMED]) + (f"; and {more} more" if more > 0 else "")
