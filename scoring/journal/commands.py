"""``scoring journal``: verify the chain, export entries, remove old ones by rule."""

from __future__ import annotations

import csv
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime, timedelta
from typing import Annotated, Any

import typer

from scoring.errors import UserError
from scoring.files.csv_cells import escape_formula
from scoring.journal.place import open_journal
from scoring.settings import Home

BROKEN = 1
MOST_DAYS = 36_500  # a hundred years, as of a key
HIGHEST_CLIENT = 2**63 - 1  # what a database's whole numbers hold

app = typer.Typer(help="Who decided what: verify, export or retain the journal.", no_args_is_help=True)


@app.command()
def verify(
    context: typer.Context,
    head: Annotated[str | None, typer.Option(help="Hash of an entry as noted earlier: it must be there.")] = None,
) -> None:
    """Say whether an entry was changed or removed; exit status 1 where one was."""
    journal = open_journal(_home(context))
    broken_entry = journal.verify()
    if broken_entry is not None:
        typer.echo(f"The journal does not hold: {broken_entry.why}.", err=True)
        raise typer.Exit(BROKEN)
    if head is not None and all(entry.hash != head.strip().lower() for entry in journal.entries()):
        typer.echo(f"The journal does not hold: no entry has the hash {head}.", err=True)
        raise typer.Exit(BROKEN)
    number, last = journal.head()
    typer.echo(f"The journal holds: {number:,} entries written, the last with the hash {last}.")


@app.command()
def export(
    context: typer.Context,
    client: Annotated[int | None, typer.Option(help="Only what is on record of one client.")] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="Comma-separated instead of one JSON object a line.")] = False,
) -> None:
    """Write entries to the standard output, oldest first."""
    if client is not None and not 0 < client <= HIGHEST_CLIENT:
        raise UserError(
            f"--client: expected the number of a client, got {client}.", "Write its digits, such as 100002."
        )
    rows = [{**asdict(entry), "hash": entry.hash} for entry in open_journal(_home(context)).entries(client)]
    if not as_csv:
        for row in rows:
            typer.echo(json.dumps(row, ensure_ascii=False))
        return
    names = list(rows[0]) if rows else ["number"]
    writer = csv.DictWriter(sys.stdout, names)
    writer.writeheader()
    writer.writerows(_flat(row) for row in rows)


@app.command()
def retain(
    context: typer.Context,
    days: Annotated[int, typer.Option(help="How many days entries are kept.")],
) -> None:
    """Remove entries older than so many days, and put on record that they were removed."""
    if not 1 <= days <= MOST_DAYS:
        raise UserError(f"--days: expected 1 to {MOST_DAYS:,}, got {days}.", "Name how long entries are kept.")
    limit = datetime.now(UTC) - timedelta(days=days)
    removed = open_journal(_home(context)).retain(limit, who="scoring journal retain")
    typer.echo(f"{removed:,} entries removed, older than {days:,} days.")


def _home(context: typer.Context) -> Home:
    home: Home = context.obj
    return home


def _flat(row: dict[str, Any]) -> dict[str, Any]:
    flat = {**row, "shown": json.dumps(row["shown"], ensure_ascii=False)}
    return {name: escape_formula(value) for name, value in flat.items()}
