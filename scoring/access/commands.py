"""``scoring keys``: create, list and revoke the keys of a home."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from scoring.access.roles import Role
from scoring.settings import Home

app = typer.Typer(help="Who may ask the API: create, list or revoke keys.", no_args_is_help=True)


@app.command()
def create(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Who will hold the key; stands in the journal.")],
    role: Annotated[Role, typer.Option(help="What its holder may do.")],
    days: Annotated[int | None, typer.Option(help="After how many days it expires; never by default.")] = None,
) -> None:
    """Make a key and print it: the only time that it can be read."""
    from scoring.access.keys import create_key

    typer.echo(create_key(_home(context), name, role, days))
    typer.echo(f"This is the key of {name} ({role}). It is not stored and cannot be shown again.", err=True)


@app.command("list")
def list_keys(context: typer.Context) -> None:
    """Say who holds keys, in which role, and whether they still open anything."""
    from scoring.access.keys import read_keys
    from scoring.access.place import keys_file

    now = datetime.now(UTC)
    keys = read_keys(keys_file(_home(context)))
    for key in keys:
        state = f"revoked {key.revoked}" if key.revoked else f"expires {key.expires}" if key.expires else "no end"
        state = state if key.revoked or key.is_active(now) else f"expired {key.expires}"
        typer.echo(f"{key.name:<24} {key.role:<8} created {key.created}  {state}")
    if not keys:
        typer.echo("No key was ever made: programs on this machine ask without one.")


@app.command()
def revoke(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="Whose key it is.")],
) -> None:
    """Have a key open nothing any more; a running server notices with the next request."""
    from scoring.access.keys import revoke_key

    typer.echo(f"The key of {revoke_key(_home(context), name).name} opens nothing any more.")


def _home(context: typer.Context) -> Home:
    home: Home = context.obj
    return home
