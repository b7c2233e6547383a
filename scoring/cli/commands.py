"""The command line ``scoring``: from an archive to scores, the page, the API and the notebooks."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from scoring import __version__
from scoring.access.commands import app as key_commands
from scoring.cli.engine import CopiedTables, Engine, Master, cluster_of
from scoring.cli.memory import Memory, within
from scoring.errors import UserError
from scoring.journal.commands import app as journal_commands
from scoring.settings import Home, find_home

app = typer.Typer(
    help="Credit scoring for Prêt à dépenser: tables, features, model, portfolio, page.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
FINDINGS = 1
app.add_typer(journal_commands, name="journal")
app.add_typer(key_commands, name="keys")
USER_MISTAKE = 2

Archive = Annotated[Path, typer.Argument(help="Kaggle's zip, or a folder with its CSV, CSV.gz or Parquet files.")]
Strict = Annotated[bool, typer.Option("--strict", help="Anything to say is an error: exit status 2, nothing kept.")]
Report = Annotated[Path | None, typer.Option("--report", help="File for everything that is said, as JSON.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
Input = Annotated[Path | None, typer.Option("--input", help="An archive to use instead of the home's tables.")]


def _say_version(asked: bool) -> None:
    if asked:
        typer.echo(f"scoring {__version__}")
        raise typer.Exit


@app.callback()
def choose_home(
    context: typer.Context,
    home: Annotated[
        Path | None,
        typer.Option(
            help="Folder that holds data/ and models/. Default: the repository, or the current folder.",
            envvar="SCORING_HOME",
        ),
    ] = None,
    version: Annotated[
        bool, typer.Option("--version", callback=_say_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Choose the world to work in."""
    context.obj = find_home(home)


@app.command("import")
def import_archive(
    context: typer.Context, path: Archive, strict: Strict = False, report: Report = None, memory: Memory = None
) -> None:
    """Check, clean and import Kaggle's tables."""
    from scoring.files import refuse_destination
    from scoring.pipeline.needs import refuse_small_import
    from scoring.tables.ingest import import_tables
    from scoring.tables.report_lines import approval, refuse_overwriting, report_lines

    refuse_destination("--report", report)
    refuse_overwriting(path, report)
    with within(memory) as budget:
        refuse_small_import(path, budget)
        _echo(report_lines(import_tables(_home(context), path, progress_lines(), approval(strict, report))))


@app.command()
def check(
    path: Archive,
    to_score: Annotated[bool, typer.Option(help="As 'score --input' takes it: outcomes may lack.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON object.")] = False,
) -> None:
    """Say everything that an import would say, and write nothing: exit status 0 clean, 1 findings, 2 refused."""
    from scoring.tables.ingest import check_archive
    from scoring.tables.report_lines import report_json, report_lines

    try:
        report = check_archive(path, progress_lines(), to_score=to_score)
    except UserError as mistake:
        if as_json:
            typer.echo(json.dumps({"status": "refused", "got": mistake.got, "remedy": mistake.remedy}))
        raise
    _echo([json.dumps(report_json(report))] if as_json else report_lines(report))
    raise typer.Exit(0 if report.is_clean else FINDINGS)


@app.command()
def simulate(
    context: typer.Context,
    clients: Annotated[int, typer.Option(help="How many clients, with and without a known outcome.")] = 20_000,
    seed: Annotated[int, typer.Option(help="The same seed gives the same world.")] = 42,
    memory: Memory = None,
) -> None:
    """Make a simulated world of all eight tables in place of the home's tables."""
    from scoring.pipeline.work import simulate_tables

    with within(memory) as budget:
        report = simulate_tables(_home(context), clients, seed, progress_lines(), budget)
    typer.echo(f"{report.source}: {sum(report.rows.values()):,} rows in {len(report.rows)} tables")


@app.command()
def features(
    context: typer.Context,
    memory: Memory = None,
    engine: Engine = "polars",
    master: Master = None,
    tables: CopiedTables = None,
) -> None:
    """Compute the feature matrix."""
    from scoring.pipeline.stages import make_features

    cluster = cluster_of(engine, master, memory, tables)
    with within(memory) as budget:
        say_whether(make_features(_home(context), progress_lines(), budget=budget, cluster=cluster), "features")


@app.command()
def score(
    context: typer.Context,
    archive: Input = None,
    output: Annotated[Path | None, typer.Option(help="File to write, .csv or .parquet; needed with --input.")] = None,
    strict: Strict = False,
    report: Report = None,
    memory: Memory = None,
    engine: Engine = "polars",
    master: Master = None,
) -> None:
    """Score the home's clients into the portfolio, or any archive into a file."""
    cluster = cluster_of(engine, master, memory)
    if archive is not None and cluster is not None:
        raise UserError("--engine spark scores the home's clients, no archive.", "Leave --input or --engine out.")
    if (archive is None) != (output is None):
        raise UserError("Expected --input and --output together, got one of them.", "Name both, or neither.")
    if archive is None and (strict or report is not None):
        raise UserError("--strict and --report go with --input.", "Name an archive, or leave them out.")
    if archive is None or output is None:
        from scoring.documents.evaluation_stage import make_evaluation
        from scoring.pipeline.stages import make_portfolio

        with within(memory) as budget:
            say_whether(make_portfolio(_home(context), progress_lines(), budget=budget, cluster=cluster), "portfolio")
        make_evaluation(_home(context), progress_lines())
        return
    from scoring.inference.score_file import refuse_results, score_file
    from scoring.pipeline.needs import refuse_small_import

    refuse_results(archive, output, report)
    with within(memory) as budget:
        refuse_small_import(archive, budget)
        _echo(score_file(_home(context), archive, output, progress_lines(), strict=strict, report=report))


@app.command()
def run(context: typer.Context, memory: Memory = None) -> None:
    """Run every stage that is out of date: features, train, score, evaluate."""
    from scoring.documents.evaluation_stage import make_evaluation
    from scoring.model.choice import chosen
    from scoring.pipeline.stages import run_stale

    home = _home(context)
    with within(memory) as budget:
        done = run_stale(home, chosen(home), progress_lines(), budget=budget)
    if make_evaluation(home, progress_lines()):
        done = [*done, "evaluation"]
    typer.echo(f"made: {', '.join(done)}" if done else "everything is up to date")


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def notebooks(
    context: typer.Context,
    only: Annotated[str | None, typer.Option(help="One notebook: its name, or the beginning of it.")] = None,
) -> None:
    """Execute the notebooks in order; executed copies and HTML go to reports/.

    -p NAME VALUE sets a parameter of the notebooks, and may be repeated: -p language fr -p sample 5000
    """
    from scoring.documents.parameters import named_pairs
    from scoring.documents.run_notebooks import run_notebooks

    parameters = named_pairs(context.args)
    ended = run_notebooks(_home(context), only, parameters, progress_lines())
    failed = [outcome for outcome in ended if outcome.failure]
    for outcome in failed:
        typer.echo(f"{outcome.executed.name}: {outcome.failure}", err=True)
    typer.echo(f"{len(ended) - len(failed)} of {len(ended)} notebooks executed: {ended[0].executed.parent}")
    raise typer.Exit(1 if failed else 0)


def main() -> None:
    """Run the command line; a user's mistake is one sentence on the error stream and exit status 2."""
    try:
        app()
    except UserError as mistake:
        Console(stderr=True, highlight=False, soft_wrap=True).print(str(mistake), markup=False)
        sys.exit(USER_MISTAKE)


def _home(context: typer.Context) -> Home:
    home: Home = context.obj
    return home


def _echo(lines: Iterable[str]) -> None:
    for line in lines:
        typer.echo(line)


def progress_lines() -> Callable[[str], None]:
    """A line a step on the error stream, with the seconds since the start."""
    start = time.monotonic()
    console = Console(stderr=True, highlight=False, soft_wrap=True)

    def say(what: str) -> None:
        console.print(f"[dim]{time.monotonic() - start:6.1f} s[/dim]  {what}")

    return say


def say_whether(made: bool, what: str) -> None:
    """A line on whether a result was made, or was up to date."""
    typer.echo(f"{what}: made" if made else f"{what}: up to date")
