"""Commands that ask: the answer about one client, in words or as JSON."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import Annotated

import typer

from scoring.cli.commands import AsJson, Input, app, progress_lines
from scoring.errors import UserError
from scoring.settings import Home
from scoring.texts import refuse_unknown_language

ClientNumber = Annotated[str, typer.Argument(help="The client's number (SK_ID_CURR).")]
Spoken = Annotated[str, typer.Option(help="Language of what is said: fr, en, or another that has texts.")]
CLIENT_NUMBER = re.compile(r"[1-9][0-9]{0,17}")


@app.command()
def assess(
    context: typer.Context,
    client: ClientNumber,
    as_json: Annotated[bool, typer.Option("--json", help="Print the API's body.")] = False,
    language: Spoken = "fr",
) -> None:
    """Say what the model answers about one client, and why: as the page and the API do."""
    from scoring.portfolio.read import Portfolio

    home: Home = context.obj
    number = client_number(client)
    refuse_unknown_language(language, "--language")
    assessment = Portfolio.open(home).assess(number)
    if as_json:
        from pydantic import TypeAdapter

        from scoring.explain.assessment import Assessment

        typer.echo(TypeAdapter(Assessment).dump_json(assessment).decode())
        return
    from scoring.documents.answer import answer_text

    typer.echo(answer_text(assessment, language))


@app.command()
def routes(
    context: typer.Context,
    client: ClientNumber,
    as_json: AsJson = False,
    language: Spoken = "fr",
) -> None:
    """Say what a client could realistically change to get a better answer, each change answered by the model."""
    from scoring.portfolio.read import Portfolio
    from scoring.what_if.routes import find_routes
    from scoring.what_if.simulate import Simulator

    home: Home = context.obj
    number = client_number(client)
    refuse_unknown_language(language, "--language")
    portfolio = Portfolio.open(home)
    ways = find_routes(Simulator(portfolio), number)
    if as_json:
        typer.echo(json.dumps(dataclasses.asdict(ways)))
        return
    from scoring.what_if.route_words import RequiredScores, routes_text

    typer.echo(routes_text(ways, language, RequiredScores.of(portfolio.assess(number))))


@app.command()
def evaluate(
    context: typer.Context,
    archive: Input = None,
    as_json: AsJson = False,
) -> None:
    """Say how good the current model is, out of sample; without an archive, as the page tells it."""
    from scoring.documents.evaluation_stage import make_evaluation
    from scoring.inference.archive import evaluate_archive, evaluate_home

    home: Home = context.obj
    metrics, seen = evaluate_archive(home, archive, progress_lines()) if archive else evaluate_home(home)
    if archive is None:
        make_evaluation(home, progress_lines())
    values = dataclasses.asdict(metrics)
    if as_json:
        typer.echo(json.dumps({"n": values.pop("n"), "n_seen": seen, **values}))
        return
    typer.echo(f"{metrics.n:,} clients, {seen:,} of them in training and scored by the fold that did not see them")
    typer.echo(f"AUC {metrics.auc:.4f} (95 %: {metrics.auc_low:.4f} to {metrics.auc_high:.4f}), KS {metrics.ks:.3f}")
    typer.echo(
        f"average precision {metrics.average_precision:.4f}, log loss {metrics.log_loss:.4f}, Brier {metrics.brier:.4f}"
    )
    limit = "" if metrics.ece_limit is None else f", 95 times in 100 less than {metrics.ece_limit:.4f}"
    typer.echo(f"ECE {metrics.ece:.4f}; chance alone shows {metrics.ece_floor:.4f} on average{limit}")
    typer.echo(f"mean probability {metrics.mean_probability:.4f}, observed rate {metrics.target_rate:.4f}")


def client_number(text: str) -> int:
    """A client's number as it is written on a file: digits and nothing else.

    Raises
    ------
    UserError
        For anything that only looks like a number, such as ``9_00001``, ``+900001`` or ``1e5``.

    Examples
    --------
    >>> client_number("900017")
    900017
    """
    if not CLIENT_NUMBER.fullmatch(text):
        raise UserError(
            f"Expected the number of a client, got {text[:40]!r}.", "Write its digits alone, such as 100002."
        )
    return int(text)
