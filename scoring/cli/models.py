"""``scoring models``: list, show and compare the model folders of a home; promote one, or roll back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from scoring.cli.commands import AsJson, progress_lines
from scoring.cli.commands import app as scoring_commands
from scoring.settings import Home

app = typer.Typer(
    help="Which models there are, what changes from one to another, which one is served.", no_args_is_help=True
)
scoring_commands.add_typer(app, name="models")
Version = Annotated[str, typer.Argument(help="A version, its first letters, or 'current'.")]
THEN = "'scoring run' scores the portfolio by it"


@app.command("list")
def list_models(context: typer.Context) -> None:
    """Say which models are kept, the newest first; a star marks the one that is served."""
    from scoring.files import current
    from scoring.model.shelf import promoted, versions

    home = _home(context)
    live, standing, folders = current(home.models), promoted(home), versions(home)
    for folder in folders:
        mark, note = ("*" if folder == live else " "), (" (promoted)" if folder.name == standing else "")
        typer.echo(f"{mark} {_described(folder)}{note}")
    if not folders:
        typer.echo("no model yet; 'scoring train' makes one", err=True)


@app.command()
def show(context: typer.Context, version: Version = "current", as_json: AsJson = False) -> None:
    """Say what a model folder says of itself: its card, or its manifest."""
    from scoring.model.manifest import read_manifest
    from scoring.model.model_card import model_card
    from scoring.model.shelf import history, version_named

    home = _home(context)
    folder = version_named(home, version)
    manifest = read_manifest(folder, same_features=False)
    if as_json:
        typer.echo(json.dumps(manifest.as_json()))
        return
    typer.echo(model_card(manifest))
    for turn in history(home):
        if turn.version == folder.name:
            typer.echo(f"{turn.why} and current since {turn.since}")


@app.command()
def compare(
    context: typer.Context,
    first: Version,
    second: Version,
    sample: Annotated[int | None, typer.Option(min=100, help="Ask for so many clients only; all by default.")] = None,
    report: Annotated[Path | None, typer.Option(help="File for all figures, as JSON.")] = None,
) -> None:
    """Say what changes for whom from the first model to the second: scores, decisions, by group."""
    from scoring.analysis.model_comparison import compare_models
    from scoring.analysis.model_comparison_words import comparison_json, comparison_lines
    from scoring.files import refuse_destination, write_json
    from scoring.model.shelf import version_named

    home = _home(context)
    refuse_destination("--report", report)
    before, after = version_named(home, first), version_named(home, second)
    comparison = compare_models(home, before, after, progress_lines(), sample=sample)
    for line in comparison_lines(comparison):
        typer.echo(line)
    if report is not None:
        write_json(report, comparison_json(comparison))


@app.command()
def promote(context: typer.Context, version: Annotated[str, typer.Argument(help="Which one; see 'list'.")]) -> None:
    """Serve a model from now on, until the next training; no folder is changed."""
    from scoring.model.shelf import promote as promote_model

    manifest = promote_model(_home(context), version)
    typer.echo(f"{manifest.version} is served from now on; {THEN}")


@app.command()
def rollback(context: typer.Context) -> None:
    """Serve the model that was served before the current one."""
    from scoring.model.shelf import roll_back

    manifest = roll_back(_home(context))
    typer.echo(f"{manifest.version} is served again; {THEN}")


def _described(folder: Path) -> str:
    """A line about a model folder; what is wrong with it where it cannot be used."""
    from scoring.errors import UserError
    from scoring.model.manifest import read_manifest
    from scoring.model.shelf import trained_at

    when = f"{trained_at(folder):%Y-%m-%d %H:%M}"
    try:
        manifest = read_manifest(folder)
    except UserError as mistake:
        return f"{folder.name}  {when}  cannot be used: {mistake.got}"
    metrics = manifest.metrics
    auc = f"AUC {metrics['auc']:.4f} ({metrics['auc_low']:.4f} to {metrics['auc_high']:.4f})"
    return f"{folder.name}  {when}  {manifest.settings['candidate']}, {len(manifest.served_features)} features, {auc}"


def _home(context: typer.Context) -> Home:
    home: Home = context.obj
    return home
